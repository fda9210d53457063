using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Changes;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>Reads what the record holds about one person. Whoever calls has logged the look, or is about to show nothing.</summary>
public static class ReadOwnRecord
{
    /// <param name="numbers">The person's sealed numbers, where a key is at hand.</param>
    /// <param name="whole">Show the numbers whole; only in a copy that was asked for so.</param>
    /// <returns>Null where there is no such person, or their data was ended.</returns>
    public static OwnRecord? Run(
        TaihangDb db,
        OwnSetting setting,
        int countyNo,
        Guid personId,
        Sealing? numbers,
        bool whole = false
    )
    {
        var rows = PersonRows.Of(db, countyNo, personId);
        if (rows.Count == 0 || Ended(db, countyNo, rows[^1].PersonId))
            return null;
        var last = rows[^1];
        var household = db
            .Households.AsNoTracking()
            .Single(h => h.CountyNo == countyNo && h.HouseholdId == last.HouseholdId);
        var subjects = rows.Select(r => r.PersonId).ToList();
        var (own, shared) = (Facts(db, countyNo, subjects), Shared(db, countyNo, rows));
        var names = new Recorders(db, setting, countyNo, own.Concat(shared).Select(s => s.ActId));
        var settings = AreaSettings.On(db, countyNo, setting.Pack.Id, setting.Today);
        var cases = Cases(db, countyNo, rows);
        return new OwnRecord(
            countyNo,
            last,
            household,
            [.. setting.Tree.PathTo(household.VillageNo).Where(p => p.Level is "county" or "township" or "village")],
            setting.Today,
            db.Persons.Count(p =>
                p.CountyNo == countyNo
                && p.HouseholdId == last.HouseholdId
                && p.PersonId != last.PersonId
                && p.LeftOn == null
            ),
            Numbers(numbers?.Unseal(last.WrappedKey, last.Sealed, last.PersonId), whole),
            Told(setting.Pack, own, id => setting.Pack.Dictionary.Find(Level.Member, id), names),
            Told(setting.Pack, shared, setting.Pack.Dictionary.Carried, names),
            Decisions(db, setting.Pack, countyNo, rows),
            [.. cases.Select(c => Told(setting.Pack, c))],
            Notices(db, setting.Pack, countyNo, cases),
            OwnPapers.Told(db, countyNo, cases),
            OwnPapers.Files(db, countyNo, rows, cases),
            Changes(db, countyNo, rows),
            OwnLooks.Of(db, setting, countyNo, rows),
            [
                .. db
                    .OwnRequests.AsNoTracking()
                    .Where(r => r.CountyNo == countyNo && subjects.Contains(r.PersonId))
                    .OrderByDescending(r => r.ReceivedOn)
                    .ThenByDescending(r => r.RequestId),
            ],
            [
                .. EndReason.All.Select(reason =>
                    settings.TryGetValue(EndReason.Setting(reason), out var set)
                        ? new OwnRetention(reason, set.Value, set.Document)
                        : new OwnRetention(reason, null, null)
                ),
            ],
            AnswerDays(settings)
        );
    }

    /// <summary>Days that the county has set for an answer; null where it set none.</summary>
    internal static int? AnswerDays(IReadOnlyDictionary<string, (Fraction Value, Words Document)> settings) =>
        settings.TryGetValue(PersonalDataSettings.AnswerDays, out var days) && days.Value >= Fraction.Zero
            ? (int)(days.Value.Numerator / days.Value.Denominator)
            : null;

    internal static bool Ended(TaihangDb db, int countyNo, Guid lastRow) =>
        db.RetentionEndings.Any(e => e.CountyNo == countyNo && e.PersonId == lastRow && e.EndedOn != null);

    /// <summary>A value with where it came from.</summary>
    private sealed record Stated(
        string Attribute,
        string Json,
        DateOnly ObservedOn,
        string Event,
        Guid ActId,
        bool Now
    );

    private static List<Stated> Facts(TaihangDb db, int countyNo, List<Guid> subjects)
    {
        // What was carried into another household stands under the day on which it was observed already.
        var seen = db
            .Observations.AsNoTracking()
            .Where(o => o.CountyNo == countyNo && subjects.Contains(o.SubjectId) && o.Event != Observation.Carried)
            .OrderBy(o => o.ObservedOn)
            .ThenBy(o => o.ObservationId)
            .AsEnumerable()
            .SelectMany(o =>
                ObservationDocument
                    .Read(o.Document)
                    .Select(v => new Stated(v.Key, v.Value, o.ObservedOn, o.Event, o.ActId, false))
            )
            .ToList();
        return [.. seen.GroupBy(s => s.Attribute).SelectMany(g => Marked([.. g]))];
    }

    /// <summary>What held of the households at any time while the person belonged to them.</summary>
    private static List<Stated> Shared(TaihangDb db, int countyNo, IReadOnlyList<Person> rows)
    {
        var held = new List<Stated>();
        foreach (var row in rows)
        foreach (
            var attribute in db
                .Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && o.SubjectId == row.HouseholdId)
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
                .AsEnumerable()
                .SelectMany(o =>
                    ObservationDocument
                        .Read(o.Document)
                        .Select(v => new Stated(v.Key, v.Value, o.ObservedOn, o.Event, o.ActId, false))
                )
                .GroupBy(s => s.Attribute)
        )
        {
            var all = attribute.ToList();
            held.AddRange(
                Marked([
                    .. all.Where(
                        (s, i) =>
                            (row.LeftOn is not { } left || s.ObservedOn < left)
                            && (i + 1 == all.Count || all[i + 1].ObservedOn > row.JoinedOn)
                    ),
                ])
            );
        }
        return held;
    }

    private static IEnumerable<Stated> Marked(IReadOnlyList<Stated> oldestFirst) =>
        oldestFirst.Select((s, i) => s with { Now = i + 1 == oldestFirst.Count }).Reverse();

    private static List<OwnFact> Told(
        Pack pack,
        IReadOnlyList<Stated> stated,
        Func<string, AttributeDef?> find,
        Recorders names
    )
    {
        var order = pack.Dictionary.Attributes.Select((a, i) => (a.Id, i)).ToLookup(a => a.Id, a => a.i);
        return
        [
            .. stated
                .OrderBy(s => order[s.Attribute].DefaultIfEmpty(int.MaxValue).First())
                .Select(s =>
                {
                    var known = find(s.Attribute);
                    var (who, at) = names.Of(s.ActId);
                    return new OwnFact(
                        s.Attribute,
                        known?.Title ?? Words.Same(s.Attribute),
                        known is null
                            ? Words.Same(s.Json)
                            : Values.Show(known, pack.Dictionary, UnitFacts.FromJson(known, s.Json)),
                        s.ObservedOn,
                        SourceTitle(s.Event),
                        who,
                        at,
                        [.. (known?.Purposes ?? []).Select(Purpose.Title)],
                        s.Now
                    );
                }),
        ];
    }

    private static Words SourceTitle(string @event) =>
        @event switch
        {
            "registration" => new("建档登记", "registration"),
            "update" => new("更新登记", "an update of the registration"),
            "visit" => new("入户走访", "a visit"),
            "procedure" => new("程序认定", "a procedure's outcome"),
            "change" => new("更改申请", "a change request"),
            _ => Words.Same(@event),
        };

    private static OwnNumbers? Numbers(SealedValues? values, bool whole) =>
        values is null ? null
        : whole ? new OwnNumbers(values.IdNumber, values.Phone, values.BankAccount, true)
        : new OwnNumbers(
            MaskedNumber.Of(values.IdNumber),
            MaskedNumber.Of(values.Phone),
            MaskedNumber.Of(values.BankAccount),
            false
        );

    private static List<OwnDecision> Decisions(TaihangDb db, Pack pack, int countyNo, IReadOnlyList<Person> rows)
    {
        var households = rows.Select(r => r.HouseholdId).Distinct().ToList();
        return
        [
            .. db
                .IdentificationResults.AsNoTracking()
                .Where(r => r.CountyNo == countyNo && households.Contains(r.HouseholdId))
                .Join(
                    db.IdentificationRuns.AsNoTracking(),
                    r => new { r.CountyNo, r.RunId },
                    r => new { r.CountyNo, r.RunId },
                    (result, run) => new { result, run }
                )
                .OrderByDescending(j => j.run.AsOf)
                .ThenByDescending(j => j.run.RunId)
                .AsEnumerable()
                .Where(j => rows.Any(r => Belonged(r, j.result.HouseholdId, j.run.AsOf)))
                .ToList()
                .Select(j =>
                {
                    var method = pack.Methods.FirstOrDefault(m => m.Id == j.run.Method);
                    return new OwnDecision(
                        method?.Title ?? Words.Same(j.run.Method),
                        j.run.AsOf,
                        j.result.Outcome == MethodPlan.Unknown
                            ? new Words("无法判定", "cannot say")
                            : method?.Outcomes.FirstOrDefault(o => o.Id == j.result.Outcome)?.Title
                                ?? Words.Same(j.result.Outcome),
                        MakeDossier.Reason(db, pack, j.run, j.result.HouseholdId)
                    );
                }),
        ];
    }

    private static bool Belonged(Person row, Guid household, DateOnly day) =>
        row.HouseholdId == household && row.JoinedOn <= day && (row.LeftOn is not { } left || day < left);

    private static List<ProcedureCase> Cases(TaihangDb db, int countyNo, IReadOnlyList<Person> rows)
    {
        List<Guid?> households = [.. rows.Select(r => (Guid?)r.HouseholdId).Distinct()];
        return
        [
            .. db
                .ProcedureCases.AsNoTracking()
                .Where(c => c.CountyNo == countyNo && households.Contains(c.SubjectId))
                .OrderByDescending(c => c.OpenedOn)
                .ThenBy(c => c.CaseId)
                .AsEnumerable()
                .Where(c =>
                    rows.Any(r =>
                        r.HouseholdId == c.SubjectId
                        && (r.LeftOn is not { } left || c.OpenedOn < left)
                        && (c.EndedOn is not { } end || end >= r.JoinedOn)
                    )
                ),
        ];
    }

    private static OwnCase Told(Pack pack, ProcedureCase row)
    {
        var procedure = pack.Procedure(row.Procedure);
        return new OwnCase(
            procedure?.Title ?? Words.Same(row.Procedure),
            row.OpenedOn,
            row.Step is null ? null : procedure?.Step(row.Step)?.Title ?? Words.Same(row.Step),
            row.Outcome is null ? null : procedure?.Outcome(row.Outcome)?.Title ?? Words.Same(row.Outcome),
            row.EndedOn
        );
    }

    private static List<OwnNotice> Notices(TaihangDb db, Pack pack, int countyNo, List<ProcedureCase> cases)
    {
        var ids = cases.Select(c => c.CaseId).ToList();
        return
        [
            .. db
                .ProcedureNoticeEntries.AsNoTracking()
                .Where(e => e.CountyNo == countyNo && ids.Contains(e.CaseId))
                .Join(
                    db.ProcedureNotices.AsNoTracking(),
                    e => new { e.CountyNo, e.NoticeId },
                    n => new { n.CountyNo, n.NoticeId },
                    (_, notice) => notice
                )
                .OrderByDescending(n => n.PostedOn)
                .AsEnumerable()
                .Select(n => new OwnNotice(
                    pack.Procedure(n.Procedure)?.Title ?? Words.Same(n.Procedure),
                    n.Place,
                    n.PostedOn,
                    n.TakenDownOn
                )),
        ];
    }

    private static List<OwnChange> Changes(TaihangDb db, int countyNo, IReadOnlyList<Person> rows)
    {
        var households = rows.Select(r => r.HouseholdId).Distinct().ToList();
        return
        [
            .. db
                .ChangeRequests.AsNoTracking()
                .Where(c => c.CountyNo == countyNo && households.Contains(c.HouseholdId))
                .OrderByDescending(c => c.RequestedOn)
                .ThenByDescending(c => c.ChangeId)
                .AsEnumerable()
                .Where(c =>
                    rows.Any(r => r.HouseholdId == c.HouseholdId && (r.LeftOn is not { } left || c.RequestedOn <= left))
                )
                .Select(c => new OwnChange(ChangeKind.Title(c.Kind), c.RequestedOn, ChangeStanding.Title(c.Standing))),
        ];
    }

    /// <summary>Who recorded what, by the acts it came with.</summary>
    private sealed class Recorders
    {
        private readonly Dictionary<Guid, (Words Who, DateTimeOffset At)> acts;

        public Recorders(TaihangDb db, OwnSetting setting, int countyNo, IEnumerable<Guid> ids)
        {
            var wanted = ids.Distinct().ToList();
            var found = db
                .Acts.AsNoTracking()
                .Where(a => a.CountyNo == countyNo && wanted.Contains(a.ActId))
                .Select(a => new
                {
                    a.ActId,
                    a.ActorId,
                    a.AtUnixMs,
                })
                .ToList();
            var names = NamedActor.Of(db, found.Select(a => a.ActorId));
            acts = found.ToDictionary(
                a => a.ActId,
                a =>
                {
                    var at = DateTimeOffset.FromUnixTimeMilliseconds(a.AtUnixMs);
                    return (OwnLooks.Office(names.GetValueOrDefault(a.ActorId), setting.Tree, at), at);
                }
            );
        }

        public (Words Who, DateTimeOffset At) Of(Guid act) => acts[act];
    }
}
