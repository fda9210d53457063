using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Core.Takeover;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Takeover;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang takeover back</c>: the record in the other register's own layout; see docs/takeover.md.</summary>
internal static class TakeoverBack
{
    private static readonly Argument<string> Mapping = new("mapping")
    {
        Description = "Column mapping, .yaml; or the name or hash of one that was used · 列映射文件，或已用映射的名称",
    };

    private static readonly Option<string> Place = new("--place")
    {
        Description = "Code of a village, township or county · 区划代码",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for the files, named as in the mapping; nothing is written over · 输出文件夹",
        Required = true,
    };

    private static readonly Option<string?> Like = new("--like")
    {
        Description =
            "Folder with the old files: their order and writing stay, every difference is listed · 旧系统原文件所在文件夹",
    };

    private static readonly Option<string?> ReportFolder = new("--report")
    {
        Description = "Write the list of differences into this folder · 差异清单写入此文件夹",
    };

    private static readonly Option<bool> Unsealed = new("--unsealed")
    {
        Description = "With ID numbers, phones and accounts in full; needs --reason and is logged · 含完整号码",
    };

    private static readonly Option<string?> Reason = new("--reason") { Description = "What it is needed for · 理由" };

    private static readonly Option<DateOnly> Day = new("--day")
    {
        Description = "The record as of this day; left out: today · 截至日期",
        DefaultValueFactory = _ => DateOnly.FromDateTime(DateTime.Today),
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var back = new Command("back", "Write the record back in the old system's own layout · 按旧系统格式写回")
        {
            Mapping,
            Place,
            Out,
            Like,
            ReportFolder,
            Unsealed,
            Reason,
            Day,
        };
        back.SetAction((parsed, cancel) => Task.FromResult(Run(parsed, cancel)));
        return back;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var unmask = parsed.GetValue(Unsealed);
        if (unmask && string.IsNullOrWhiteSpace(parsed.GetValue(Reason)))
            return Screen.Refuse([ReportsProblems.UnmaskNeedsReason()], language);
        var form = Deployment.Form(Deployment.Pack(parsed));
        if (!form.Ok)
            return Screen.Refuse(form.Problems, language);
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!sealing.Ok)
            return Screen.Refuse(sealing.Problems, language);
        using var seals = sealing.Value;
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var tree = LoadRegions.Tree(db);
        var place = tree.Resolve(parsed.GetRequiredValue(Place), DateOnly.FromDateTime(DateTime.Today));
        if (!place.Ok)
            return Screen.Refuse(place.Problems, language);
        if (place.Value.Level is not ("county" or "township" or "village"))
            return Screen.Refuse([ReportsProblems.PlaceTooHigh(place.Value.Name)], language);
        var mapping = Load(db, parsed.GetRequiredValue(Mapping), place.Value.CountyNo, form.Value);
        if (!mapping.Ok)
            return Screen.Refuse(mapping.Problems, language);
        var folder = parsed.GetRequiredValue(Out);
        foreach (var file in mapping.Value.Files.Select(f => Path.Combine(folder, f.File)))
            if (File.Exists(file))
                return Screen.Refuse([TakeoverProblems.WouldOverwrite(file)], language);
        var request = new BackRequest(
            mapping.Value,
            place.Value,
            tree,
            form.Value,
            seals,
            parsed.GetValue(Day),
            unmask,
            parsed.GetValue(Like)
        );
        var written = WriteBack.Run(db, request, cancel);
        if (!written.Ok)
            return Screen.Refuse(written.Problems, language);
        // Whoever stands in the files was looked at; what cannot be logged is not given out.
        LogRead.Run(
            db,
            place.Value.CountyNo,
            new ReadOf(written.Value.Households, unmask ? ReadPurpose.Unmask : ReadPurpose.Duty, "takeover back"),
            Deployment.Acting(parsed.GetValue(Reason) ?? "takeover back")
        );
        Directory.CreateDirectory(folder);
        foreach (var file in written.Value.Files)
        {
            using var to = new FileStream(Path.Combine(folder, file.Name), FileMode.CreateNew);
            to.Write(file.Bytes);
        }
        if (parsed.GetValue(ReportFolder) is { } report)
            BackReport.Write(written.Value, report, language);
        return Screen.Answer(parsed, BackReport.Script(written.Value), Told(written.Value, folder));
    }

    /// <summary>A file, or a mapping that made acts in the county: by its hash, or by its name the one that was used last.</summary>
    private static Outcome<ColumnMapping> Load(TaihangDb db, string named, int countyNo, RegistrationForm form)
    {
        if (File.Exists(named))
            return TakeOver.LoadMapping(named, form);
        var kept = KeptMappings.Run(db).Where(m => m.CountyNo == countyNo).ToList();
        var found = kept.Where(m =>
                m.Name == named || (named.Length >= 8 && m.Hash.StartsWith(named, StringComparison.Ordinal))
            )
            .MaxBy(m => m.Deliveries.Max(d => (DateOnly?)d.ObservedOn));
        return found is null
            ? TakeoverProblems.NoKeptMapping(named, Nearest.To(named, kept.Select(m => m.Name)))
            : ColumnMappingReader.Read($"{found.Name}.yaml", found.Text, form);
    }

    private static Words Told(WrittenBack back, string folder)
    {
        int Of(BackKind kind) => back.Findings.Count(f => f.Kind == kind);
        var blank = string.Join("、", back.LeftBlank.Concat(back.Sealed).Select(c => c.Heading));
        var none = string.Join("、", back.NoColumn.Select(c => $"{c.Key} × {c.Value}"));
        return new Words(
            $"已写入 {folder}：{back.Households.Count:N0} 户 {back.Members:N0} 人。无法写出 {Of(BackKind.NotSaid):N0} 处，与旧文件不同 {Of(BackKind.Differs):N0} 处，"
                + $"新增 {Of(BackKind.HouseholdNew):N0} 户 {Of(BackKind.MemberNew):N0} 人，未写出（记录中已无）{Of(BackKind.HouseholdGone):N0} 户 {Of(BackKind.MemberGone):N0} 人。"
                + (blank.Length > 0 ? $"\n留空的列：{blank}" : "")
                + (none.Length > 0 ? $"\n旧表没有的项目：{none}" : ""),
            $"Written to {folder}: {back.Households.Count:N0} households, {back.Members:N0} members. {Of(BackKind.NotSaid):N0} cells the layout cannot say, {Of(BackKind.Differs):N0} other than in the old files, "
                + $"{Of(BackKind.HouseholdNew):N0} households and {Of(BackKind.MemberNew):N0} members new, {Of(BackKind.HouseholdGone):N0} households and {Of(BackKind.MemberGone):N0} members gone and not written."
                + (blank.Length > 0 ? $"\nLeft blank: {blank}" : "")
                + (none.Length > 0 ? $"\nOn record, with no column there: {none}" : "")
        );
    }
}
