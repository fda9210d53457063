using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang import FILE</c>: takes in a household registration workbook, or lists everything that is wrong with it.</summary>
public static class Import
{
    private static readonly Argument<string> File = new("file")
    {
        Description = "Registration workbook, .xlsx or .csv · 登记表",
    };

    private static readonly Option<DateOnly> Observed = new("--observed")
    {
        Description = "Day the facts were observed, such as 2026-01-15 · 登记日期",
        Required = true,
    };

    private static readonly Option<string?> Faults = new("--faults")
    {
        Description = "Write every fault to this CSV file · 全部问题写入此文件",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("import", "Take in a household registration workbook · 导入农户登记表")
        {
            File,
            Observed,
            Faults,
        };
        verb.SetAction((parsed, cancel) => Task.FromResult(Run(parsed, cancel)));
        return verb;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var file = parsed.GetRequiredValue(File);
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
        var request = new ImportRequest(
            file,
            form.Value,
            LoadRegions.Tree(db),
            seals,
            parsed.GetValue(Observed),
            Deployment.Acting($"import {Path.GetFileName(file)}"),
            parsed.GetValue(Faults)
        );
        var report = Screen.WithProgress(language, progress => ImportHouseholds.Run(db, request, progress, cancel));
        if (!report.Ok)
            return Screen.Refuse(report.Problems, language);
        var r = report.Value;
        return Screen.Answer(
            parsed,
            r,
            r.AlreadyImported
                ? new Words(
                    "此文件已按同一日期导入过，没有任何改动。",
                    "This file was taken in before for the same day; nothing changed."
                )
                : new Words(
                    $"{r.Rows:N0} 行：新登记 {r.HouseholdsNew:N0} 户、变更 {r.HouseholdsChanged:N0} 户、无变化 {r.HouseholdsUnchanged:N0} 户；"
                        + $"新增 {r.PersonsNew:N0} 人、迁出 {r.PersonsLeft:N0} 人、无证件号码 {r.WithoutIdNumber:N0} 人；观察记录 {r.Observations:N0} 条。",
                    $"{r.Rows:N0} rows: {r.HouseholdsNew:N0} households registered, {r.HouseholdsChanged:N0} changed, {r.HouseholdsUnchanged:N0} unchanged; "
                        + $"{r.PersonsNew:N0} persons joined, {r.PersonsLeft:N0} left, {r.WithoutIdNumber:N0} without an ID number; {r.Observations:N0} observations."
                )
        );
    }
}
