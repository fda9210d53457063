using System.Globalization;
using Microsoft.AspNetCore.Components;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store.Tables;

namespace Taihang.Web.Pages;

/// <summary>A component that speaks the visitor's language.</summary>
public abstract class Speaking : Worded
{
    [Inject]
    public required Visit Visit { get; init; }

    [Inject]
    public required Site Site { get; init; }

    protected Language Language => Visit.Language;

    protected override Language Spoken => Visit.Language;

    protected string Name(RegionPlace place) => place.NameIn(Language);

    /// <summary>A parameter's value as people write it: money in yuan, with what it is counted by.</summary>
    protected string Amount(ParameterDef parameter, Fraction? value) =>
        value is not { } number ? T("未确定", "not set")
        : parameter.Money ? T(Values.Yuan(number))
        : $"{T(Values.Number(number))}{(Unit(parameter) is { Length: > 0 } unit ? $" {unit}" : "")}";

    /// <summary>The same of a parameter that a later pack may no longer have.</summary>
    protected string Amount(string parameter, Fraction? value) =>
        Site.Pack.Parameter(parameter) is { } known ? Amount(known, value) : value?.ToString() ?? "—";

    protected string TitleOf(string parameter) =>
        Site.Pack.Parameter(parameter) is { } known ? T(known.Title) : parameter;

    /// <summary>What a trial tried, in one line.</summary>
    protected string Tried(LabTrial trial, TrialReport report) =>
        string.Join(
            T("；", "; "),
            TryRule
                .TriedIn(trial)
                .OrderBy(t => t.Key, StringComparer.Ordinal)
                .Select(t => $"{TitleOf(t.Key)} {Amount(t.Key, Before(report, t.Key))} → {Amount(t.Key, t.Value)}")
        );

    /// <summary>How a parameter that was tried stood.</summary>
    protected static Fraction? Before(TrialReport report, string parameter) =>
        report.Before.TryGetValue(parameter, out var text) && Fraction.TryParse(text, out var value) ? value : null;

    /// <summary>The day at this place of the clock.</summary>
    protected static DateOnly Moment(long unixMs) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs).LocalDateTime);

    /// <summary>What a value of the parameter is counted in, where the pack says so.</summary>
    protected string Unit(ParameterDef parameter) =>
        parameter.Money
            ? T("元", "yuan")
            : parameter.Unit switch
            {
                null => "",
                "litre_person_day" => T("升/人·日", "litres a person and day"),
                "minutes" => T("分钟", "minutes"),
                "days" => T("天", "days"),
                var other => other,
            };

    protected static string Percent(double? share) =>
        share is { } s
            ? s.ToString("P2", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal)
            : "—";
}
