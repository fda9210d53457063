using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>A recorded value as JSON text and the day it was observed; <c>default</c> where nothing is recorded.</summary>
public readonly record struct LatestValue(string? Json, DateOnly ObservedOn);

/// <summary>Whose observations are read: of which county, of households or persons, of which villages, up to which day.</summary>
/// <param name="Kind">As <c>Observation.SubjectKind</c> counts them; null for both households and persons.</param>
/// <param name="Villages">Only what is said of their households or members; null for the whole county.</param>
public sealed record ObservedOf(int CountyNo, int? Kind, IReadOnlyCollection<int>? Villages, DateOnly AsOf)
{
    public const int Households = 1;
    public const int Persons = 2;
}

/// <summary>
/// Of many subjects a few attributes and nothing else: what <see cref="HouseholdFacts"/> would say of them, where the rest of the record
/// is not asked. A document is not taken apart: the value is cut out of its text behind its name.
/// </summary>
public sealed class LatestValues
{
    private readonly string[] attributes;
    private readonly string[] names;
    private readonly Dictionary<Guid, int> places = [];
    private readonly List<Seen> seen = [];

    /// <summary>Most values are codes: each text is kept once.</summary>
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    private LatestValues(string[] attributes) =>
        (this.attributes, names) = (attributes, Array.ConvertAll(attributes, ObservationDocument.Named));

    public static LatestValues Read(TaihangDb db, ObservedOf of, IEnumerable<string> attributes)
    {
        var latest = new LatestValues([.. attributes.Distinct(StringComparer.Ordinal)]);
        if (latest.attributes.Length > 0)
            Each(db, of, "o.observation_id, o.document", latest.names, latest.Take);
        return latest;
    }

    /// <summary>The last day on which anything was observed of each; a document without a value observes nothing.</summary>
    public static Dictionary<Guid, DateOnly> LastDays(TaihangDb db, ObservedOf of)
    {
        var last = new Dictionary<Guid, DateOnly>();
        Each(
            db,
            of,
            "1",
            [ObservationDocument.Quote],
            (_, subject, day) =>
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(last, subject, out var exists);
                if (!exists || known < day)
                    known = day;
            }
        );
        return last;
    }

    /// <summary>Who is a member of which household on the day, in no order.</summary>
    /// <param name="villages">Null for the whole county.</param>
    public static Dictionary<Guid, List<Guid>> Members(
        TaihangDb db,
        int countyNo,
        IReadOnlyCollection<int>? villages,
        DateOnly day
    )
    {
        var members = new Dictionary<Guid, List<Guid>>();
        ReadByHand.Each(
            db,
            countyNo,
            "SELECT p.household_id, p.person_id FROM persons p WHERE p.county_no = @county AND p.joined_on <= @day AND (p.left_on IS NULL OR p.left_on > @day)"
                + (villages is null ? "" : $" AND p.household_id IN ({InVillages(villages)})"),
            [("day", day)],
            reader =>
                (CollectionsMarshal.GetValueRefOrAddDefault(members, StoredGuid.Read(reader, 0), out _) ??= new(5)).Add(
                    StoredGuid.Read(reader, 1)
                )
        );
        return members;
    }

    /// <param name="attribute">One of those that were read.</param>
    public LatestValue Of(Guid subject, string attribute) =>
        places.TryGetValue(subject, out var place)
        && seen[place + Array.IndexOf(attributes, attribute)] is { Json: not null } one
            ? new LatestValue(one.Json, one.ObservedOn)
            : default;

    private void Take(DbDataReader reader, Guid subject, DateOnly day)
    {
        var id = StoredGuid.Read(reader, 2);
        var document = reader.GetString(3);
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, subject, out var exists);
        if (!exists)
        {
            place = seen.Count;
            foreach (var _ in names)
                seen.Add(default);
        }
        for (var i = 0; i < names.Length; i++)
            if (
                seen[place + i].Before(day, id)
                && ObservationDocument.ValueOf(document, names[i]) is { IsEmpty: false } json
            )
                seen[place + i] = new Seen(Kept(json), day, id);
    }

    private string Kept(ReadOnlySpan<char> json)
    {
        if (texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(json, out var known))
            return known;
        var text = json.ToString();
        texts.Add(text);
        return text;
    }

    /// <summary>Reads the observations whose document holds one of the texts.</summary>
    private static void Each(
        TaihangDb db,
        ObservedOf of,
        string columns,
        string[] holding,
        Action<DbDataReader, Guid, DateOnly> take
    )
    {
        var days = new ReadByHand.Days(1);
        ReadByHand.Each(
            db,
            of.CountyNo,
            Statement(of, columns, holding.Length, db.Database.IsNpgsql()),
            [.. holding.Select((text, i) => ($"n{i}", (object)text)), ("day", of.AsOf)],
            reader => take(reader, StoredGuid.Read(reader, 0), days.Read(reader))
        );
    }

    private static string Statement(ObservedOf of, string columns, int texts, bool postgres)
    {
        var text = new StringBuilder(
            $"SELECT o.subject_id, o.observed_on, {columns} FROM observations o WHERE o.county_no = @county AND o.observed_on <= @day"
        );
        var kinds = of.Kind is { } kind ? [kind] : new[] { ObservedOf.Households, ObservedOf.Persons };
        text.Append($" AND o.subject_kind IN ({string.Join(',', kinds)}) AND (");
        text.AppendJoin(
            " OR ",
            Enumerable.Range(0, texts).Select(i => $"{(postgres ? "strpos" : "instr")}(o.document, @n{i}) > 0")
        );
        text.Append(')');
        if (of.Villages is not { } villages)
            return text.ToString();
        var households = InVillages(villages);
        var persons =
            $"SELECT p.person_id FROM persons p WHERE p.county_no = @county AND p.household_id IN ({households})";
        var subjects = kinds.Select(k => k == ObservedOf.Households ? households : persons);
        return text.Append($" AND o.subject_id IN ({string.Join(" UNION ALL ", subjects)})").ToString();
    }

    private static string InVillages(IReadOnlyCollection<int> villages) =>
        $"SELECT h.household_id FROM households h WHERE h.county_no = @county AND h.village_no IN ({(villages.Count == 0 ? "NULL" : string.Join(',', villages))})";

    private readonly record struct Seen(string? Json, DateOnly ObservedOn, Guid ObservationId)
    {
        public bool Before(DateOnly day, Guid id) =>
            Json is null || ObservedOn < day || (ObservedOn == day && ObservationId < id);
    }
}
