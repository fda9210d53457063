using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Reports;

/// <summary>A household or a member that a list's conditions are asked of.</summary>
/// <param name="HeadId">The head, or whoever stands first where none is recorded; null where nobody was asked for.</param>
internal sealed record ListCandidate(Guid HouseholdId, Guid? PersonId, int VillageNo, Guid? HeadId, int Members);

/// <summary>Of every row of a place what the conditions of a list ask as of a day, and no more than that.</summary>
internal sealed class ListFacts
{
    private readonly Dictionary<string, Func<ListCandidate, ListValue?>> read;

    private ListFacts(IReadOnlyList<ListCandidate> rows, Dictionary<string, Func<ListCandidate, ListValue?>> read) =>
        (Rows, this.read) = (rows, read);

    /// <summary>In the order in which they are listed: by village and number, of a household the head first.</summary>
    public IReadOnlyList<ListCandidate> Rows { get; }

    public ListValue? Value(ListCandidate row, string field) =>
        read.TryGetValue(field, out var value) ? value(row) : null;

    /// <returns>Null where the place has more than <paramref name="most"/> households.</returns>
    public static ListFacts? Read(ListRequest request, int most)
    {
        var (db, rule) = (request.Db, request.Rule);
        var asked = rule
            .Conditions.Select(c => request.Fields.Find(c.Field))
            .OfType<FormField>()
            .DistinctBy(f => f.Id)
            .ToList();
        var place = request.Place;
        var villages = RecordRows.Villages(request.Tree, place);
        // The whole of a county needs no list of its villages in every statement.
        var narrowed = place.Level == "county" ? null : villages;
        if (Households(request, villages, narrowed, most) is not { } households)
            return null;
        var withPeople =
            rule.Rows == RowsOf.Members
            || asked.Any(f => f.Of == FieldOf.Head || f.Id is FormField.Members or ListFields.LastObserved);
        var people = withPeople ? LatestValues.Members(db, place.CountyNo, narrowed, request.Day) : [];
        List<ListCandidate> rows = [];
        foreach (var (id, village, headId) in households)
        {
            var members = people.GetValueOrDefault(id, []);
            members.Sort(
                (a, b) =>
                    a == headId ? (b == headId ? 0 : -1)
                    : b == headId ? 1
                    : a.CompareTo(b)
            );
            Guid? head = members.Count > 0 ? members[0] : null;
            if (rule.Rows == RowsOf.Members)
                rows.AddRange(members.Select(m => new ListCandidate(id, m, village, head, members.Count)));
            else
                rows.Add(new ListCandidate(id, null, village, head, members.Count));
        }
        LatestValues Latest(int kind) =>
            LatestValues.Read(
                db,
                new ObservedOf(place.CountyNo, kind, narrowed, request.Day),
                asked
                    .Where(f => request.Fields.Attribute(f) is not null)
                    .Where(f => f.Of == FieldOf.Household == (kind == ObservedOf.Households))
                    .Select(f => f.Attribute)
            );
        var (ofHouseholds, ofPersons) = (Latest(ObservedOf.Households), Latest(ObservedOf.Persons));
        return new ListFacts(
            rows,
            asked.ToDictionary(
                f => f.Id,
                f =>
                    request.Fields.Attribute(f) is { } attribute
                        ? Fact(
                            f,
                            attribute,
                            request.Fields.Factor(f),
                            f.Of == FieldOf.Household ? ofHouseholds : ofPersons
                        )
                        : Placed(request, f, people, narrowed)
            )
        );
    }

    private static List<(Guid Id, int VillageNo, Guid? HeadId)>? Households(
        ListRequest request,
        List<int> villages,
        List<int>? narrowed,
        int most
    )
    {
        var (county, day) = (request.Place.CountyNo, request.Day);
        var known = villages.ToHashSet();
        var households = request
            .Db.Households.AsNoTracking()
            .Where(h => h.CountyNo == county && h.RegisteredOn <= day && (h.ClosedOn == null || h.ClosedOn > day));
        if (narrowed is not null)
            households = households.Where(h => narrowed.Contains(h.VillageNo));
        return households.Count() > most
            ? null
            :
            [
                .. households
                    .Select(h => new
                    {
                        h.HouseholdId,
                        h.VillageNo,
                        h.Number,
                        h.HeadId,
                    })
                    .AsEnumerable()
                    .Where(h => known.Contains(h.VillageNo))
                    .OrderBy(h => h.VillageNo)
                    .ThenBy(h => h.Number, StringComparer.Ordinal)
                    .Select(h => (h.HouseholdId, h.VillageNo, h.HeadId)),
            ];
    }

    /// <summary>A recorded value as conditions compare it. Most values are codes and stand in many rows: each is read once.</summary>
    private static Func<ListCandidate, ListValue?> Fact(
        FormField field,
        AttributeDef attribute,
        Fraction factor,
        LatestValues latest
    )
    {
        var read = new Dictionary<LatestValue, ListValue>();
        var blank = attribute.WhenBlank is { } assumed ? Of(assumed, factor) with { Assumed = true } : null;
        return row =>
        {
            Guid? subject = field.Of switch
            {
                FieldOf.Household => row.HouseholdId,
                FieldOf.Head => row.HeadId,
                _ => row.PersonId,
            };
            if (subject is not { } of || latest.Of(of, field.Attribute) is not { Json: { } json } fact)
                return blank;
            if (!read.TryGetValue(fact, out var value))
                read[fact] = value = Of(UnitFacts.FromJson(attribute, json), factor) with
                {
                    ObservedOn = fact.ObservedOn,
                };
            return value;
        };
    }

    private static Func<ListCandidate, ListValue?> Placed(
        ListRequest request,
        FormField field,
        Dictionary<Guid, List<Guid>> people,
        List<int>? narrowed
    )
    {
        switch (field.Id)
        {
            case FormField.Members:
                return row => new ListValue(new Fraction(row.Members, 1), null, [], null);
            case ListFields.Outcome:
                var outcomes = ShowList.Outcomes(request, null);
                return row => outcomes.TryGetValue(row.HouseholdId, out var outcome) ? Text(outcome) : null;
            case ListFields.LastObserved:
                var last = LastObserved(request, people, narrowed);
                return row => last.TryGetValue(row.HouseholdId, out var day) ? new ListValue(null, day, [], day) : null;
            default:
                // The same for every household of a village.
                var byVillage = new Dictionary<int, ListValue?>();
                return row =>
                {
                    if (!byVillage.TryGetValue(row.VillageNo, out var value))
                        byVillage[row.VillageNo] = value = RecordRows.PlaceText(
                            request.Tree,
                            row.VillageNo,
                            field.Attribute,
                            request.Language
                        )
                            is { Length: > 0 } text
                            ? Text(text)
                            : null;
                    return value;
                };
        }
    }

    /// <summary>The last day on which anything of a household or its members was observed.</summary>
    private static Dictionary<Guid, DateOnly> LastObserved(
        ListRequest request,
        Dictionary<Guid, List<Guid>> people,
        List<int>? narrowed
    )
    {
        var bySubject = LatestValues.LastDays(
            request.Db,
            new ObservedOf(request.Place.CountyNo, null, narrowed, request.Day)
        );
        var households = new Dictionary<Guid, DateOnly>(bySubject);
        foreach (var (household, members) in people)
        foreach (var member in members)
            if (
                bySubject.TryGetValue(member, out var last)
                && (!households.TryGetValue(household, out var before) || before < last)
            )
                households[household] = last;
        return households;
    }

    private static ListValue Of(object value, Fraction factor) =>
        value switch
        {
            Fraction number => new ListValue(number * factor, null, [], null),
            DateOnly day => new ListValue(null, day, [], null),
            bool truth => Text(truth ? "true" : "false"),
            IEnumerable<string> codes => new ListValue(null, null, [.. codes], null),
            var text => Text(text.ToString() ?? ""),
        };

    private static ListValue Text(string text) => new(null, null, [text], null);
}
