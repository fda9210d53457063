using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Modules.Identification;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Web;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang person export</c>: everything that is held about one person, for that person. Making it is an act.</summary>
public static class PersonVerb
{
    private static readonly Option<string> Person = new("--person")
    {
        Description = "Identifier, or household number and name as NUMBER/NAME · 人员编号，或 户编号/姓名",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "File to write: .html to print, .json for a computer · 输出文件",
        Required = true,
    };

    private static readonly Option<string?> Authority = new("--authority")
    {
        Description = "Where somebody else asks for them: on what authority · 代办凭据",
    };

    private static readonly Option<bool> Numbers = new("--numbers")
    {
        Description = "ID number, phone and account in full · 含完整号码",
    };

    private static readonly Option<string> Channel = new("--channel")
    {
        Description = "counter, letter or voice · 怎样提出",
        DefaultValueFactory = _ => "counter",
    };

    private static readonly Option<DateOnly> Today = new("--today")
    {
        Description = "Day the copy is of · 日期",
        DefaultValueFactory = _ => DateOnly.FromDateTime(DateTime.Now),
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        Channel.AcceptOnlyFromAmong("counter", "letter", "voice");
        var export = new Command("export", "A person's own copy of their record; logged · 个人信息复制件")
        {
            Person,
            Out,
            Authority,
            Numbers,
            Channel,
            Today,
        };
        export.SetAction((parsed, _) => Export(parsed));
        return new Command("person", "What the record owes the person it is about · 个人信息") { export };
    }

    private static async Task<int> Export(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var path = parsed.GetRequiredValue(Out);
        var ending = Path.GetExtension(path).ToUpperInvariant();
        if (ending is not (".HTML" or ".JSON"))
            return Screen.Refuse([PersonalDataProblems.WrongFile(path)], language);
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        await using var db = store.Value;
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!sealing.Ok)
            return Screen.Refuse(sealing.Problems, language);
        using var opened = sealing.Value;
        var named = parsed.GetRequiredValue(Person);
        if (PersonRows.Find(db, named) is not { } person)
            return Screen.Refuse([PersonalDataProblems.NotKnown(named)], language);
        var authority = parsed.GetValue(Authority);
        var whole = parsed.GetValue(Numbers);
        using (var transaction = await db.Database.BeginTransactionAsync())
        {
            if (
                IssueCopy.Log(
                    db,
                    null,
                    person.CountyNo,
                    person.PersonId,
                    new OnBehalf(authority is null, authority ?? "", parsed.GetRequiredValue(Channel)),
                    whole,
                    Deployment.Acting(IssueCopy.Kind)
                ) is
                { } refused
            )
                return Screen.Refuse([refused], language);
            await transaction.CommitAsync();
        }
        var setting = new OwnSetting(pack.Value, LoadRegions.Tree(db), parsed.GetValue(Today));
        var record = ReadOwnRecord.Run(db, setting, person.CountyNo, person.PersonId, opened, whole)!;
        var bytes = ending == ".JSON" ? OwnRecordJson.Write(record) : await OwnCopyFile.Write(record, language);
        // One person's record: nobody but the operator reads the file.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(path, options))
            await file.WriteAsync(bytes);
        return Screen.Answer(
            parsed,
            new
            {
                file = path,
                facts = record.Facts.Count,
                decisions = record.Decisions.Count,
                looks = record.Looks.Count,
            },
            new Words(
                $"{path}：{record.Facts.Count} 条本人记录、{record.Decisions.Count} 次评定、{record.Looks.Count} 次查阅。本次制作已留痕。",
                $"{path}: {record.Facts.Count} facts, {record.Decisions.Count} decisions, {record.Looks.Count} looks. That it was made is logged."
            )
        );
    }
}
