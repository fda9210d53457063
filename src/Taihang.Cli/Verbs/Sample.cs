using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Regions;
using Taihang.Modules.Samples;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang sample</c>: made-up registration workbooks on the real villages of the pack's tree.</summary>
public static class Sample
{
    /// <summary>The county of the demonstration.</summary>
    public const string DefaultCounty = "130624";

    private static readonly Option<SampleSize> Size = new("--size")
    {
        Description = "village, county (about 10,000 households) or area (about 1 million persons) · 规模",
        DefaultValueFactory = _ => SampleSize.County,
    };
    private static readonly Option<string> Seed = new("--seed")
    {
        Description = "Same seed, same bytes · 种子",
        DefaultValueFactory = _ => "1",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder to write · 输出目录",
        Required = true,
    };
    private static readonly Option<string> County = new("--county")
    {
        Description = "County code · 县代码",
        DefaultValueFactory = _ => DefaultCounty,
    };
    private static readonly Option<string?> Village = new("--village")
    {
        Description = "Village code, for --size village · 村代码",
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "Workbooks at 1 to 3 successive days · 期数",
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<bool> Neighbours = new("--neighbours")
    {
        Description = "One small village in every other county as well · 各县一村",
    };
    private static readonly Option<string> Headings = new("--headings")
    {
        Description = "zh or en · 标题语言",
        DefaultValueFactory = _ => "zh",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("sample", "Make a fictitious sample · 生成虚构样例")
        {
            Size,
            Seed,
            Out,
            County,
            Village,
            Rounds,
            Neighbours,
            Headings,
        };
        verb.SetAction((parsed, cancel) => Task.FromResult(Run(parsed, cancel)));
        return verb;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var form = Deployment.Form(Deployment.Pack(parsed));
        var roster = DispatchPack.Form(Deployment.Pack(parsed));
        var tree = RegionFiles.ReadTree(Path.Combine(Deployment.Pack(parsed), "regions", "regions.csv"));
        if (!form.Ok || !roster.Ok || !tree.Ok)
            return Screen.Refuse([.. form.Problems, .. roster.Problems, .. tree.Problems], language);
        var request = new SampleRequest(
            parsed.GetValue(Size),
            parsed.GetRequiredValue(Seed),
            parsed.GetRequiredValue(Out),
            parsed.GetRequiredValue(County),
            parsed.GetValue(Village),
            parsed.GetValue(Rounds),
            parsed.GetValue(Neighbours),
            Languages.FromTag(parsed.GetValue(Headings))
        );
        var made = Screen.WithProgress(
            language,
            progress => MakeSample.Run(request, form.Value, roster.Value, tree.Value, progress, cancel)
        );
        if (!made.Ok)
            return Screen.Refuse(made.Problems, language);
        var m = made.Value;
        return Screen.Answer(
            parsed,
            m,
            new Words(
                $"已写入 {request.Out}：{m.Villages:N0} 个村、{m.Households:N0} 户、{m.Persons:N0} 人，全部虚构。\n下一步：taihang import {m.Workbooks[^1]} --observed {MakeSample.Days[^1]:yyyy-MM-dd}",
                $"Written to {request.Out}: {m.Villages:N0} villages, {m.Households:N0} households, {m.Persons:N0} persons, all of them made up.\nNext: taihang import {m.Workbooks[^1]} --observed {MakeSample.Days[^1]:yyyy-MM-dd}"
            )
        );
    }
}
