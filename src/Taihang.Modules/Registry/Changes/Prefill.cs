using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Methods.Read;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry.Changes;

/// <summary>What stands in a form before anybody types: the record as it is, or the opposite of a change that was applied.</summary>
public static class Prefill
{
    /// <param name="member">Whose facts; null for the household's own.</param>
    public static Dictionary<string, string> Facts(
        RegistrationForm form,
        RecordState state,
        Guid household,
        Guid? member,
        Language language
    )
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (member is { } person)
            fields[ChangeDraft.OfField] = person.ToString();
        var (kind, subject) = member is { } of ? (SubjectKind.Person, of) : (SubjectKind.Household, household);
        foreach (
            var column in form.Columns.Where(c =>
                c.Use == (member is null ? ColumnUse.Household : ColumnUse.Member) && c.Attribute is { Sealed: false }
            )
        )
            if (state[kind, subject, column.Attribute!.Id] is { } json)
                fields[ChangeDraft.Fact(column.Attribute.Id)] = CellText.Of(column, json, language);
        return fields;
    }

    /// <summary>How each member of a household stands to its head now.</summary>
    public static Dictionary<string, string> Relations(
        RegistrationForm form,
        RecordState state,
        Guid household,
        Language language
    ) =>
        state
            .Members(household)
            .Select(m => (m, Json: state[SubjectKind.Person, m, RecordField.Relation]))
            .Where(m => m.Json is not null)
            .ToDictionary(
                m => ChangeDraft.Relation(m.m),
                m => Relation(form, m.Json!, language),
                StringComparer.Ordinal
            );

    /// <summary>The form of the request that would take an applied one back. Nothing is written; it is decided like any other.</summary>
    public static Outcome<ChangeDraft> Reversal(
        TaihangDb db,
        ChangeSetting setting,
        ChangeShown shown,
        Guid changeId,
        Language language
    )
    {
        if (
            shown is not { Content: { } content, Decision.Answer: ChangeStanding.Applied }
            || shown.Row.Kind == ChangeKind.Register
        )
            return ChangeProblems.NothingToReverse();
        var (row, form) = (shown.Row, setting.Form);
        var known = KnownRecord.Read(
            db,
            setting.Sealing,
            row.CountyNo,
            ReverseChange.Concerned(content.Change),
            content.Change switch
            {
                RemoveMember remove => [remove.PersonId],
                SplitHousehold split => [.. split.Members.Select(m => m.PersonId)],
                MergeHouseholds merge => [.. merge.Members.Select(m => m.PersonId)],
                _ => [],
            }
        );
        // The draft makes identifiers of its own once more when it is read; only who and what is carried over.
        var reversed = ReverseChange.Of(content.Change, shown.Shown, known.State, () => Guid.Empty);
        if (!reversed.Ok)
            return Outcome<ChangeDraft>.Refused(reversed.Problems);
        var fields = Fields(form, setting.Tree.ByNumber, known.State, reversed.Value, language);
        fields[ChangeDraft.DayField] = KnownRecord.Day(setting.Today);
        return new ChangeDraft(
            changeId,
            row.CountyNo,
            reversed.Value.Kind,
            reversed.Value.HouseholdId,
            null,
            fields,
            row.ChangeId
        );
    }

    private static Dictionary<string, string> Fields(
        RegistrationForm form,
        Func<int, Core.Regions.RegionPlace?> place,
        RecordState state,
        Change change,
        Language language
    )
    {
        switch (change)
        {
            case CorrectFacts { Facts: [var first, ..] } correct:
                Guid? member = first.Kind == SubjectKind.Person ? first.Subject : null;
                var fields = Facts(form, state, change.HouseholdId, member, language);
                foreach (var fact in correct.Facts)
                    if (
                        form.Columns.FirstOrDefault(c =>
                            c.Attribute?.Id == fact.Attribute
                            && c.Use == (member is null ? ColumnUse.Household : ColumnUse.Member)
                        ) is
                        { } column
                    )
                        fields[ChangeDraft.Fact(fact.Attribute)] = CellText.Of(column, fact.Json, language);
                return fields;
            case RemoveMember remove:
                return new() { [ChangeDraft.WhoField] = remove.PersonId.ToString(), [ChangeDraft.HowField] = "left" };
            case ReturnMember back:
                return new()
                {
                    [ChangeDraft.WhoField] = back.Member.PersonId.ToString(),
                    [ChangeDraft.Fact(RecordField.Relation)] = Relation(form, back.Member.Relation, language),
                };
            case MoveHousehold move:
                return new() { [ChangeDraft.VillageField] = place(move.VillageNo)?.Code ?? "" };
            case SplitHousehold split:
                var going = Relations(form, state, split.HouseholdId, language);
                Put(going, split.Members);
                foreach (var one in split.Members)
                    going[ChangeDraft.Goes(one.PersonId)] = "yes";
                return going;
            case MergeHouseholds merge:
                var coming = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [ChangeDraft.OtherField] = state[SubjectKind.Household, merge.OtherId, RecordField.Number] ?? "",
                };
                Put(coming, merge.Members);
                return coming;
            default:
                return [];
        }

        void Put(Dictionary<string, string> into, ImmutableArray<MovingMember> members)
        {
            foreach (var one in members)
                into[ChangeDraft.Relation(one.PersonId)] = Relation(form, one.Relation, language);
        }
    }

    private static string Relation(RegistrationForm form, string json, Language language) =>
        form.Columns.FirstOrDefault(c => c.Use == ColumnUse.Member && c.Attribute!.Id == RecordField.Relation)
            is { } column
            ? CellText.Of(column, json, language)
            : json.Trim('"');
}
