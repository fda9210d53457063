using Microsoft.AspNetCore.Http;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Web;

/// <summary>What is wrong with a form, and at which field; null where it is the form as a whole.</summary>
public sealed record FormProblem(string? Field, Problem Problem);

/// <summary>What was typed into the laboratory's form, kept as it was typed, and what it means.</summary>
public sealed record LabForm(
    string Day,
    IReadOnlyDictionary<string, string> Typed,
    DateOnly? On,
    IReadOnlyDictionary<string, Fraction> Tried,
    IReadOnlyList<FormProblem> Problems
)
{
    public const string DayField = "day";

    /// <summary>Longer than any number of a rule; a number of a million digits would take minutes to read.</summary>
    private const int Longest = 24;

    public static string Field(ParameterDef parameter) => $"try-{parameter.Id}";

    public static LabForm Empty(DateOnly day) =>
        new(day.ToString("yyyy-MM-dd"), new Dictionary<string, string>(), day, new Dictionary<string, Fraction>(), []);

    /// <summary>The day of a form; null where it is no day.</summary>
    public static DateOnly? ReadDay(string? text) =>
        text is { Length: <= Longest } && CellReader.TryDate(text.Trim(), out var day) ? day : null;

    public static LabForm Read(IFormCollection form, IReadOnlyList<ParameterShown> parameters)
    {
        var problems = new List<FormProblem>();
        var (typed, tried) = (new Dictionary<string, string>(), new Dictionary<string, Fraction>());
        var day = form[DayField].ToString();
        var on = ReadDay(day);
        if (on is null)
            problems.Add(new(DayField, WebProblems.NotADay(new("基准日", "Day"))));
        foreach (var parameter in parameters.Where(p => p.CanBeTried).Select(p => p.Definition))
        {
            var text = form[Field(parameter)].ToString();
            typed[parameter.Id] = text;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (Number(text, parameter.Money) is { } value)
                tried[parameter.Id] = value;
            else
                problems.Add(new(Field(parameter), WebProblems.NotANumber(parameter.Title, parameter.Money)));
        }
        return new LabForm(day, typed, on, tried, problems);
    }

    /// <summary>As people write it: yuan for money, with or without commas; the record keeps fen.</summary>
    public static Fraction? Number(string text, bool money)
    {
        var plain = text.Trim().Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal);
        if (plain.Length > Longest || !Fraction.TryParse(plain, out var value) || value < Fraction.Zero)
            return null;
        if (!money)
            return value;
        value *= 100;
        return value.Denominator.IsOne ? value : null;
    }
}
