using Microsoft.AspNetCore.Http;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;

namespace Taihang.Web;

/// <summary>A form for a change: what it is about, and what stands in its fields.</summary>
/// <param name="Record">The household; null for a new one.</param>
/// <param name="Other">The household to be merged with, once its number is known.</param>
/// <param name="Former">Members who left and may return.</param>
public sealed record ChangeForm(
    ChangeDraft Draft,
    RegistrationForm Form,
    RegionPlace Village,
    HouseholdRecord? Record,
    HouseholdRecord? Other,
    IReadOnlyList<MemberRecord> Former,
    IReadOnlyList<FormProblem> Problems
)
{
    public const string StepField = "step";
    public const string IdField = "change";
    public const string ReversesField = "reverses";

    /// <summary>More than any form of a household has; what comes beyond is no form of ours.</summary>
    private const int MostFields = 400;

    public string Address =>
        Record is null
            ? $"/register/{Village.Code}"
            : $"/household/{Record.Household.CountyNo}/{Record.Household.HouseholdId}/change/{Draft.Kind}";

    /// <summary>The member whose facts are corrected; null for the household's own.</summary>
    public MemberRecord? Of =>
        Guid.TryParse(Draft.Text(ChangeDraft.OfField), out var person)
            ? Record?.Members.FirstOrDefault(m => m.Person.PersonId == person)
            : null;

    public IEnumerable<FormColumn> Columns(ColumnUse use) => Form.Columns.Where(c => c.Use == use);

    public FormColumn? Relation =>
        Form.Columns.FirstOrDefault(c => c is { Use: ColumnUse.Member, Attribute.Id: "relation" });

    /// <summary>What was typed, without the form's own fields.</summary>
    public static Dictionary<string, string> Typed(IFormCollection form) =>
        form.Where(f =>
                !f.Key.StartsWith("__", StringComparison.Ordinal)
                && f.Key is not (StepField or IdField or ReversesField)
            )
            .Take(MostFields)
            .ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
}
