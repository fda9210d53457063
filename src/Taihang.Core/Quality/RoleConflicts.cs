using Taihang.Core.Access;

namespace Taihang.Core.Quality;

/// <summary>What somebody did of a matter: brought it forward, or judged it.</summary>
public enum Part
{
    Proposed,
    Judged,
}

/// <summary>One use of power over a household's matter.</summary>
/// <param name="Matter">The case or the change request.</param>
/// <param name="Office">Role and area of the duty in which it was done; null where none was held.</param>
public sealed record PowerUsed(
    Guid Matter,
    Guid? Household,
    int Village,
    Guid Account,
    (string Role, int? RegionNo)? Office,
    Part Part,
    DateOnly On
);

/// <summary>One person in both parts of one matter, or of two matters of one household.</summary>
public sealed record OnePerson(Guid Account, IReadOnlyList<PowerUsed> Uses, bool SameMatter);

/// <summary>One office that judged what it had itself brought forward, by whomever.</summary>
public sealed record OneOffice(string Role, int? RegionNo, IReadOnlyList<PowerUsed> Judged, int Of);

/// <summary>Duties of one person that overlap so that they could do both.</summary>
public sealed record DutiesMeet(Guid Account, Duty One, Duty Other, DateOnly From);

/// <summary>
/// Where the same hand brings forward and judges. The rules of access and of procedures forbid most of it; the record is read nevertheless, for
/// older entries, for duties that changed in between, and for matters that are different files about one household.
/// </summary>
public static class RoleConflicts
{
    /// <summary>Two matters of one household belong together within such a time.</summary>
    private const int TogetherDays = 365;

    public static IReadOnlyList<OnePerson> Persons(IReadOnlyList<PowerUsed> uses)
    {
        var found = new List<OnePerson>();
        foreach (var own in uses.Where(u => u.Account != Guid.Empty).GroupBy(u => u.Account).OrderBy(g => g.Key))
        {
            List<PowerUsed> same = [.. own.GroupBy(u => u.Matter).Where(Both).SelectMany(g => g)];
            if (same.Count > 0)
                found.Add(new OnePerson(own.Key, Ordered(same), SameMatter: true));
            List<PowerUsed> across =
            [
                .. own.Where(u => u.Household is not null && !same.Contains(u))
                    .GroupBy(u => u.Household)
                    .Where(Both)
                    .SelectMany(Near),
            ];
            if (across.Count > 0)
                found.Add(new OnePerson(own.Key, Ordered(across), SameMatter: false));
        }
        return found;
    }

    public static IReadOnlyList<OneOffice> Offices(IReadOnlyList<PowerUsed> uses, QualityRules rules)
    {
        var judged = new Dictionary<(string Role, int? RegionNo), List<PowerUsed>>();
        var proposed = new Dictionary<(string, int?), HashSet<Guid>>();
        foreach (var matter in uses.GroupBy(u => u.Matter))
        {
            var offices = matter
                .Where(u => u.Part == Part.Proposed && u.Office is not null)
                .Select(u => u.Office!.Value)
                .ToHashSet();
            foreach (var office in offices)
                (proposed.TryGetValue(office, out var known) ? known : proposed[office] = []).Add(matter.Key);
            foreach (var use in matter.Where(u => u.Part == Part.Judged && u.Office is not null))
                if (offices.Contains(use.Office!.Value))
                    (judged.TryGetValue(use.Office.Value, out var known) ? known : judged[use.Office.Value] = []).Add(
                        use
                    );
        }
        return
        [
            .. judged
                .Where(j => j.Value.Select(u => u.Matter).Distinct().Count() >= rules.OfficeLeast)
                .OrderBy(j => j.Key.Role, StringComparer.Ordinal)
                .ThenBy(j => j.Key.RegionNo)
                .Select(j => new OneOffice(j.Key.Role, j.Key.RegionNo, Ordered(j.Value), proposed[j.Key].Count)),
        ];
    }

    /// <param name="within">Whether the first region lies in the second; null is the whole county.</param>
    public static IReadOnlyList<DutiesMeet> Duties(
        IEnumerable<(Guid Account, IReadOnlyList<Duty> Duties)> holders,
        Func<int?, int?, bool> within,
        DateOnly day
    ) =>
        [
            .. holders
                .OrderBy(h => h.Account)
                .SelectMany(h =>
                    h.Duties.SelectMany((one, i) => h.Duties.Skip(i + 1).Select(other => (one, other)))
                        .Where(d => d.one.InForce(day) && d.other.InForce(day) && d.one.CountyNo == d.other.CountyNo)
                        .Where(d =>
                            Administration.Conflict(d.one.Role, d.other.Role)
                            || (
                                d.one.Role != d.other.Role
                                && (
                                    within(d.one.RegionNo, d.other.RegionNo) || within(d.other.RegionNo, d.one.RegionNo)
                                )
                            )
                        )
                        .Select(d => new DutiesMeet(
                            h.Account,
                            d.one,
                            d.other,
                            d.one.From > d.other.From ? d.one.From : d.other.From
                        ))
                ),
        ];

    private static bool Both(IEnumerable<PowerUsed> uses) =>
        uses.Any(u => u.Part == Part.Proposed) && uses.Any(u => u.Part == Part.Judged);

    private static IEnumerable<PowerUsed> Near(IEnumerable<PowerUsed> uses)
    {
        List<PowerUsed> all = [.. uses];
        return all.Where(u =>
            all.Any(o => o.Part != u.Part && Math.Abs(o.On.DayNumber - u.On.DayNumber) <= TogetherDays)
        );
    }

    private static IReadOnlyList<PowerUsed> Ordered(IEnumerable<PowerUsed> uses) =>
        [.. uses.OrderBy(u => u.On).ThenBy(u => u.Matter).ThenBy(u => u.Part)];
}
