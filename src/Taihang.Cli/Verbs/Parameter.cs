using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang parameter set|list</c>: what the pack leaves to the area, each value with its document and its days.</summary>
public static class Parameter
{
    private static readonly Option<string> County = new("--county")
    {
        Description = "Code of the county, such as 130623 · 县代码",
        Required = true,
    };

    private static readonly Argument<string> Name = new("name") { Description = "Parameter of the pack · 参数" };

    private static readonly Argument<string> Value = new("value")
    {
        Description = "Whole number, decimal or fraction, in the parameter's unit · 值",
    };

    private static readonly Option<DateOnly> From = new("--from") { Description = "First day · 起期", Required = true };

    private static readonly Option<DateOnly?> To = new("--to") { Description = "Last day · 止期" };

    private static readonly Option<string> Document = new("--document")
    {
        Description = "The document that sets it · 依据文件",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var set = new Command("set", "Set a value for a county · 设定") { Name, Value, County, From, To, Document };
        set.SetAction(Set);
        var list = new Command("list", "List what a county has set · 列出") { County };
        list.SetAction(List);
        return new Command("parameter", "What the area sets for itself · 本地参数") { set, list };
    }

    private static int Set(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        if (!Fraction.TryParse(parsed.GetRequiredValue(Value), out var value))
            return Screen.Refuse([CliProblems.NotNumber(parsed.GetRequiredValue(Value))], language);
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var name = parsed.GetRequiredValue(Name);
        if (pack.Value.Parameter(name) is not { SetByArea: true } parameter)
            return Screen.Refuse(
                [
                    PackProblems.UnknownParameter(
                        name,
                        Nearest.To(name, pack.Value.Parameters.Where(p => p.SetByArea).Select(p => p.Id))
                    ),
                ],
                language
            );
        // People write yuan; the record keeps fen.
        if (parameter.Money)
            value *= 100;
        return InCounty(
            parsed,
            parsed.GetValue(From),
            (db, county) =>
            {
                var done = SetAreaParameter.Run(
                    db,
                    county,
                    new AreaSetting(
                        parsed.GetRequiredValue(Setting.Pack),
                        parsed.GetRequiredValue(Name),
                        value,
                        parsed.GetValue(From),
                        parsed.GetValue(To),
                        parsed.GetRequiredValue(Document),
                        Fictitious: false
                    ),
                    Deployment.Acting("parameter set")
                );
                if (!done.Ok)
                    return Screen.Refuse(done.Problems, language);
                var p = done.Value;
                return Screen.Answer(
                    parsed,
                    p,
                    new Words(
                        $"{parameter.Title.Zh}自 {p.ValidFrom:yyyy-MM-dd} 起为 {Shown(parameter, value).Zh}（{p.Document}）。",
                        $"{parameter.Title.En} is {Shown(parameter, value).En} from {p.ValidFrom:yyyy-MM-dd} ({p.Document})."
                    )
                );
            }
        );
    }

    private static Words Shown(ParameterDef parameter, Fraction value) =>
        parameter.Money ? Values.Yuan(value) : Words.Same(value.ToString());

    private static int List(ParseResult parsed) =>
        InCounty(
            parsed,
            DateOnly.FromDateTime(DateTime.UtcNow),
            (db, county) =>
            {
                var rows = db
                    .AreaParameters.Where(p => p.CountyNo == county)
                    .OrderBy(p => p.Parameter)
                    .ThenBy(p => p.ValidFrom)
                    .ToList();
                var lines = string.Join(
                    '\n',
                    rows.Select(p =>
                        $"{p.Parameter}\t{p.Value}\t{p.ValidFrom:yyyy-MM-dd}\t{p.ValidTo:yyyy-MM-dd}\t{p.Document}{(p.Fictitious ? "\t虚构 fictitious" : "")}"
                    )
                );
                return Screen.Answer(parsed, rows, Words.Same(lines));
            }
        );

    private static int InCounty(ParseResult parsed, DateOnly day, Func<TaihangDb, int, int> work)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var county = LoadRegions.Tree(db).Resolve(parsed.GetRequiredValue(County), day, "county");
        return county.Ok ? work(db, county.Value.CountyNo) : Screen.Refuse(county.Problems, language);
    }
}
