using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>Somebody who is no longer served, and how their data stands.</summary>
/// <param name="Person">Their last row.</param>
/// <param name="Reason">See <see cref="EndReason"/>.</param>
/// <param name="EndedOn">First day on which they were no longer served.</param>
/// <param name="DueOn">Null where the county has set no period.</param>
/// <param name="Open">A case, a change request or a request of their own is not finished.</param>
public sealed record RetentionLine(
    Person Person,
    string Number,
    string Reason,
    DateOnly EndedOn,
    DateOnly? DueOn,
    bool Open,
    RetentionEnding? Ending
)
{
    public bool Due(DateOnly today) => DueOn is { } due && due <= today;
}

/// <summary>Who died, left or was in a household that was closed, and whose data was not ended yet.</summary>
public static class ListRetention
{
    /// <summary>Of a county, those due first in order of their day, then those without a period.</summary>
    public static IReadOnlyList<RetentionLine> Run(TaihangDb db, OwnSetting setting, int countyNo)
    {
        // Read once and compared here: few have a later row.
        var continued = Continued(db, countyNo);
        var gone = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo)
            .Where(p =>
                p.LeftOn != null
                || db.Households.Any(h =>
                    h.CountyNo == countyNo && h.HouseholdId == p.HouseholdId && h.ClosedOn != null
                )
            )
            .Where(p =>
                !db.RetentionEndings.Any(e => e.CountyNo == countyNo && e.PersonId == p.PersonId && e.EndedOn != null)
            )
            .Join(
                db.Households.AsNoTracking(),
                p => new { p.CountyNo, p.HouseholdId },
                h => new { h.CountyNo, h.HouseholdId },
                (person, household) => new { person, household }
            )
            .AsEnumerable()
            // Whoever is known under a later row is not gone; that row is looked at itself.
            .Where(g => !continued.Contains(g.person.PersonId))
            .ToList();
        var (died, open) = (Died(db, countyNo), new OpenMatters(db, countyNo));
        var settings = AreaSettings.On(db, countyNo, setting.Pack.Id, setting.Today);
        var endings = db
            .RetentionEndings.AsNoTracking()
            .Where(e => e.CountyNo == countyNo && e.EndedOn == null)
            .ToDictionary(e => e.PersonId);
        return
        [
            .. gone.Select(g =>
                {
                    var reason =
                        died.Contains(g.person.PersonId) ? EndReason.Died
                        : g.person.LeftOn is null ? EndReason.Closed
                        : EndReason.Left;
                    var ended = g.person.LeftOn ?? g.household.ClosedOn!.Value;
                    return new RetentionLine(
                        g.person,
                        g.household.Number,
                        reason,
                        ended,
                        RetentionRules.DueOn(
                            ended,
                            settings.TryGetValue(EndReason.Setting(reason), out var set) ? set.Value : null
                        ),
                        open.Of(g.person),
                        endings.GetValueOrDefault(g.person.PersonId)
                    );
                })
                .OrderBy(l => l.DueOn is null)
                .ThenBy(l => l.DueOn)
                .ThenBy(l => l.EndedOn)
                .ThenBy(l => l.Person.PersonId),
        ];
    }

    /// <summary>Data that was ended, the newest first: no name any more, only that it was done, by whom and when.</summary>
    public static IReadOnlyList<RetentionEnding> Ended(TaihangDb db, int countyNo) =>
        [
            .. db
                .RetentionEndings.AsNoTracking()
                .Where(e => e.CountyNo == countyNo && e.EndedOn != null)
                .OrderByDescending(e => e.EndedOn)
                .ThenByDescending(e => e.PersonId),
        ];

    /// <summary>Years that the county has set, by reason; none where it set none.</summary>
    public static IReadOnlyDictionary<string, string> Years(TaihangDb db, OwnSetting setting, int countyNo)
    {
        var settings = AreaSettings.On(db, countyNo, setting.Pack.Id, setting.Today);
        return EndReason
            .All.Where(r => settings.ContainsKey(EndReason.Setting(r)))
            .ToDictionary(r => r, r => settings[EndReason.Setting(r)].Value.ToString());
    }

    private static HashSet<Guid> Continued(TaihangDb db, int countyNo) =>
        [.. db.Persons.Where(p => p.CountyNo == countyNo && p.PreviousId != null).Select(p => p.PreviousId!.Value)];

    /// <summary>The record says that somebody left; that they died stands in the change by which they went.</summary>
    private static HashSet<Guid> Died(TaihangDb db, int countyNo) =>
        [
            .. db
                .ChangeRequests.AsNoTracking()
                .Where(c =>
                    c.CountyNo == countyNo
                    && c.Kind == ChangeKind.Remove
                    && c.Standing == ChangeStanding.Applied
                    && c.Document != EndRetention.ErasedDocument
                )
                .Select(c => c.Document)
                .AsEnumerable()
                .Select(d => ChangeDocument.Read(d).Change)
                .OfType<RemoveMember>()
                .Where(r => r.Died)
                .Select(r => r.PersonId),
        ];

    /// <summary>What is not finished in a county, read once.</summary>
    private sealed class OpenMatters
    {
        private readonly HashSet<Guid> subjects;
        private readonly Dictionary<Guid, (Guid Person, Guid Household)> before;

        public OpenMatters(TaihangDb db, int countyNo)
        {
            var changes = db
                .ChangeRequests.AsNoTracking()
                .Where(c => c.CountyNo == countyNo && c.Standing == ChangeStanding.Open)
                .Select(c => new { c.HouseholdId, c.OtherHouseholdId })
                .ToList();
            subjects =
            [
                .. db
                    .ProcedureCases.Where(c => c.CountyNo == countyNo && c.Outcome == null && c.SubjectId != null)
                    .Select(c => c.SubjectId!.Value),
                .. changes.Select(c => c.HouseholdId),
                .. changes.Select(c => c.OtherHouseholdId).OfType<Guid>(),
                .. db
                    .OwnRequests.Where(r => r.CountyNo == countyNo && r.Standing == OwnRequestStanding.Open)
                    .Select(r => r.PersonId),
            ];
            before = (
                from later in db.Persons.AsNoTracking()
                where later.CountyNo == countyNo && later.PreviousId != null
                join earlier in db.Persons
                    on new { later.CountyNo, Id = later.PreviousId } equals new
                    {
                        earlier.CountyNo,
                        Id = (Guid?)earlier.PersonId,
                    }
                select new
                {
                    later.PersonId,
                    Before = earlier.PersonId,
                    earlier.HouseholdId,
                }
            ).ToDictionary(p => p.PersonId, p => (p.Before, p.HouseholdId));
        }

        /// <summary>Of the person under any of their rows, or of a household they belonged to.</summary>
        public bool Of(Person last)
        {
            var (person, household) = (last.PersonId, last.HouseholdId);
            for (var i = 0; i <= before.Count; i++)
            {
                if (subjects.Contains(person) || subjects.Contains(household))
                    return true;
                if (!before.TryGetValue(person, out var earlier))
                    return false;
                (person, household) = earlier;
            }
            return false;
        }
    }
}
