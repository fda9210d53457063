using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using static Taihang.Modules.Quality.FactQuestions;

namespace Taihang.Modules.Quality;

/// <summary>What people did in cases and changes, as the detectors read it.</summary>
internal sealed record PeopleRecord(
    IReadOnlyList<PowerUsed> Uses,
    IReadOnlyList<Written> Written,
    IReadOnlyList<DatedEvent> Events,
    IReadOnlyList<(Guid Account, IReadOnlyList<Duty> Duties)> Holders
)
{
    public static PeopleRecord Read(TaihangDb db, Pack pack, int countyNo, DateOnly asOf)
    {
        var holders = db
            .AccountDuties.AsNoTracking()
            .Where(d => d.CountyNo == countyNo)
            .AsEnumerable()
            .GroupBy(d => d.AccountId)
            .Select(g =>
                (
                    g.Key,
                    (IReadOnlyList<Duty>)
                        [
                            .. g.OrderBy(d => d.HeldFrom)
                                .ThenBy(d => d.DutyId)
                                .Select(d => new Duty(
                                    d.DutyId,
                                    d.Role,
                                    d.CountyNo,
                                    d.RegionNo,
                                    d.HeldFrom,
                                    d.HeldUntil
                                )),
                        ]
                )
            )
            .ToList();
        var dutiesOf = holders.ToDictionary(h => h.Key, h => h.Item2);
        (string, int?)? Office(Guid account, DateOnly day, IReadOnlyCollection<string>? roles = null) =>
            dutiesOf
                .GetValueOrDefault(account, [])
                .FirstOrDefault(d => d.InForce(day) && (roles is null || roles.Contains(d.Role)))
                is { } duty
                ? (duty.Role, duty.RegionNo)
                : null;
        var (uses, written) = (new List<PowerUsed>(), new List<Written>());
        var cases = db
            .ProcedureCases.AsNoTracking()
            .Where(c => c.CountyNo == countyNo && c.Pack == pack.Id && c.OpenedOn <= asOf)
            .OrderBy(c => c.CaseId)
            .ToList();
        foreach (var record in cases.Chunk(500).SelectMany(chunk => CaseRecord.ReadAll(db, pack, chunk)))
        foreach (var told in record.Events.Where(e => e.Event.By != Guid.Empty && e.Event.Day <= asOf))
        {
            var (one, procedure) = (told.Event, record.State.Procedure);
            if (told.Text.Length > 0 && one.Kind is CaseEventKind.Done)
                written.Add(new Written(record.Row.CaseId, record.Row.SubjectId, one.By, one.Day, told.Text));
            if (PartOf(one, procedure.Step(one.Step)?.Kind) is { } part)
                uses.Add(
                    new PowerUsed(
                        record.Row.CaseId,
                        record.Row.SubjectId,
                        record.Row.VillageNo,
                        one.By,
                        Office(one.By, one.Day, procedure.Party(one.Party)?.Roles),
                        part,
                        one.Day
                    )
                );
        }
        var changes =
            from decision in db.ChangeDecisions.AsNoTracking()
            join request in db.ChangeRequests.AsNoTracking()
                on new { decision.CountyNo, decision.ChangeId } equals new { request.CountyNo, request.ChangeId }
            where decision.CountyNo == countyNo && decision.DecidedOn <= asOf && decision.Answer != "withdrawn"
            orderby decision.ChangeId
            select new { decision, request };
        foreach (var change in changes.AsEnumerable())
        {
            PowerUsed Use(Guid by, Part part, DateOnly day) =>
                new(
                    change.request.ChangeId,
                    change.request.HouseholdId,
                    change.request.VillageNo,
                    by,
                    Office(by, day),
                    part,
                    day
                );
            uses.Add(Use(change.request.RequestedBy, Part.Proposed, change.request.RequestedOn));
            uses.Add(Use(change.decision.DecidedBy, Part.Judged, change.decision.DecidedOn));
        }
        return new PeopleRecord(uses, written, Dated(db, countyNo, asOf), [.. holders.Select(h => (h.Key, h.Item2))]);
    }

    /// <summary>Inspections the county knows of, days as of which it identified, and last days of cases; those before which entries are looked at.</summary>
    private static IReadOnlyList<DatedEvent> Dated(TaihangDb db, int countyNo, DateOnly asOf)
    {
        var since = asOf.AddMonths(-6);
        return
        [
            .. db
                .InspectionDays.AsNoTracking()
                .Where(d => d.CountyNo == countyNo && d.Day > since && d.Day <= asOf)
                .Select(d => new { d.Day, d.Title })
                .AsEnumerable()
                .Select(d => new DatedEvent(d.Day, Words.Same(d.Title)))
                .Concat(
                    db.IdentificationRuns.AsNoTracking()
                        .Where(r => r.CountyNo == countyNo && r.AsOf > since && r.AsOf <= asOf)
                        .Select(r => r.AsOf)
                        .Distinct()
                        .AsEnumerable()
                        .Select(day => new DatedEvent(day, new("识别基准日", "the day of an identification")))
                )
                .Concat(
                    db.ProcedureCases.AsNoTracking()
                        .Where(c => c.CountyNo == countyNo && c.NextDue > since && c.NextDue <= asOf)
                        .Select(c => c.NextDue!.Value)
                        .Distinct()
                        .AsEnumerable()
                        .Select(day => new DatedEvent(day, new("办理期限", "the last day of a case")))
                )
                .GroupBy(e => e.Day)
                .Select(g => g.First())
                .OrderBy(e => e.Day),
        ];
    }

    private static Part? PartOf(CaseEvent one, StepKind? step) =>
        one.Kind switch
        {
            CaseEventKind.Answered => Part.Judged,
            CaseEventKind.Done => step switch
            {
                StepKind.Intake or StepKind.Visit or StepKind.Meeting => Part.Proposed,
                StepKind.Check or StepKind.Decide or StepKind.Appeal => Part.Judged,
                _ => null,
            },
            _ => null,
        };
}

/// <summary>Questions that the order of work asks: copied words, when things were entered, whose hand did what.</summary>
internal static class PeopleQuestions
{
    public static (List<Question> Questions, int Tests) Texts(
        CountyRecord record,
        PeopleRecord people,
        QualityRules rules
    ) =>
        (
            [
                .. CopiedTexts
                    .Find(people.Written, rules)
                    .Select(t =>
                    {
                        List<Guid> households = [.. t.Texts.Select(w => w.Household).OfType<Guid>()];
                        var cases = t.Texts.Select(w => w.CaseId).Distinct().Count();
                        return new Question(
                            QuestionKind.CopiedText,
                            $"{QuestionKind.CopiedText}:{t.Account}:{t.Texts[0].CaseId}",
                            Place(record, households),
                            t.Account,
                            cases,
                            new(
                                $"{cases} 件事项中写的说明几乎一样，其他人没有这样写。请核实是否逐件核查。",
                                $"In {cases} cases nearly the same words were written, and others do not write them. Please look whether each case was looked into."
                            ),
                            [
                                new(new("件数", "cases"), Text(cases)),
                                new(new("他人相同的", "the same by others"), Text(t.Elsewhere)),
                                new(new("最早", "first"), Day(t.Texts[0].On)),
                                new(new("最晚", "last"), Day(t.Texts[^1].On)),
                            ],
                            First(households)
                        );
                    }),
            ],
            people.Written.Count
        );

    public static (List<Question> Questions, int Tests) Times(
        CountyRecord record,
        PeopleRecord people,
        QualityRules rules
    )
    {
        var questions = new List<Question>();
        foreach (var b in EntryTimes.Bursts(record.Entries, people.Events, rules))
        {
            List<Guid> households =
            [
                .. record
                    .Entries.Where(e => e.Account == b.Account)
                    .Where(e => e.Recorded < b.Event.Day && e.Recorded >= b.Event.Day.AddDays(-rules.BurstDays))
                    .Select(e => e.Household),
            ];
            questions.Add(
                new Question(
                    QuestionKind.Burst,
                    $"{QuestionKind.Burst}:{b.Account}:{Day(b.Event.Day)}",
                    Place(record, households),
                    b.Account,
                    b.Entries,
                    new(
                        $"{Day(b.Event.Day)}（{b.Event.What.Zh}）前 {rules.BurstDays} 天录入 {b.Entries} 条，平时同样天数约 {b.Usual:0.#} 条。请核实是否当时走访、当时录入。",
                        $"In the {rules.BurstDays} days before {Day(b.Event.Day)} ({b.Event.What.En}) {b.Entries} entries were made; usually about {b.Usual:0.#} in as many days. Please look whether they were seen and entered then."
                    ),
                    [
                        new(new("日期", "day"), Day(b.Event.Day)),
                        new(new("录入", "entries"), Text(b.Entries)),
                        new(new("平时", "usual"), Text(b.Usual)),
                        new(new("偶然出现的概率", "likely by chance"), Small(b.P)),
                    ],
                    First(households)
                )
            );
        }
        foreach (var l in EntryTimes.Late(record.Entries, rules))
            questions.Add(
                new Question(
                    QuestionKind.Late,
                    $"{QuestionKind.Late}:{l.Account}",
                    Place(record, [.. l.Entries.Select(e => e.Household)]),
                    l.Account,
                    l.Entries.Count,
                    new(
                        $"{l.Of} 条录入中有 {l.Entries.Count} 条晚于所见日期 {rules.LateDays} 天以上，最长 {l.Longest} 天。请核实日期是否写对。",
                        $"Of {l.Of} entries {l.Entries.Count} were made more than {rules.LateDays} days after what they tell was seen, the latest after {l.Longest} days. Please look whether the days are right."
                    ),
                    [
                        new(new("迟录", "late"), Text(l.Entries.Count)),
                        new(new("全部录入", "entries in all"), Text(l.Of)),
                        new(new("最长（天）", "longest (days)"), Text(l.Longest)),
                    ],
                    First(l.Entries.Select(e => e.Household))
                )
            );
        return (questions, people.Events.Count * record.Entries.Select(e => e.Account).Distinct().Count());
    }

    public static (List<Question> Questions, int Tests) Hands(
        PeopleRecord people,
        RegionTree tree,
        DateOnly asOf,
        QualityRules rules
    )
    {
        var questions = new List<Question>();
        foreach (var p in RoleConflicts.Persons(people.Uses))
        {
            var matters = p.Uses.Select(u => u.Matter).Distinct().Count();
            questions.Add(
                new Question(
                    QuestionKind.OnePerson,
                    $"{QuestionKind.OnePerson}:{p.Account}:{(p.SameMatter ? "matter" : "household")}",
                    Over(tree, p.Uses.Select(u => u.Village)),
                    p.Account,
                    matters,
                    p.SameMatter
                        ? new(
                            $"{matters} 件事项由同一人既提出又审核。请另请一位同志复核。",
                            $"In {matters} matters one person brought forward and judged. Please have somebody else look at them."
                        )
                        : new(
                            $"对同一户，同一人既提出过更改或评议，又审核过另一件事项（共 {matters} 件）。请核实有无影响。",
                            $"For one household, one person brought a matter forward and judged another ({matters} matters). Please look whether one bore on the other."
                        ),
                    [
                        new(new("事项", "matters"), Text(matters)),
                        new(new("最早", "first"), Day(p.Uses[0].On)),
                        new(new("最晚", "last"), Day(p.Uses[^1].On)),
                    ],
                    First(p.Uses.Select(u => u.Household).OfType<Guid>())
                )
            );
        }
        foreach (var o in RoleConflicts.Offices(people.Uses, rules))
        {
            var matters = o.Judged.Select(u => u.Matter).Distinct().Count();
            questions.Add(
                new Question(
                    QuestionKind.OneOffice,
                    $"{QuestionKind.OneOffice}:{o.Role}:{o.RegionNo}",
                    o.RegionNo,
                    null,
                    matters,
                    new(
                        $"本机构提出的 {o.Of} 件事项中，有 {matters} 件由本机构自己审核。请核实是否应由上一级审核。",
                        $"Of {o.Of} matters that this office brought forward it judged {matters} itself. Please look whether the office above should."
                    ),
                    [
                        new(new("自提自审", "judged by itself"), Text(matters)),
                        new(new("提出", "brought forward"), Text(o.Of)),
                        new(Roles.Title(o.Role), o.RegionNo is { } region ? tree.ByNumber(region)?.Name ?? "" : "—"),
                    ],
                    First(o.Judged.Select(u => u.Household).OfType<Guid>())
                )
            );
        }
        foreach (var d in RoleConflicts.Duties(people.Holders, (one, other) => Within(tree, one, other), asOf))
            questions.Add(
                new Question(
                    QuestionKind.Duties,
                    $"{QuestionKind.Duties}:{d.Account}:{d.One.DutyId}:{d.Other.DutyId}",
                    null,
                    d.Account,
                    1,
                    new(
                        $"一人同时担任“{Roles.Title(d.One.Role).Zh}”和“{Roles.Title(d.Other.Role).Zh}”，辖区重叠：可能对同一户既提出又审核。请核实是否需要另行安排。",
                        $"One person is {Roles.Title(d.One.Role).En.ToLowerInvariant()} and {Roles.Title(d.Other.Role).En.ToLowerInvariant()} for overlapping areas, and so could bring forward and judge for the same household. Please look whether to arrange it otherwise."
                    ),
                    [new(new("自", "since"), Day(d.From))],
                    []
                )
            );
        return (questions, 0);
    }

    private static bool Within(RegionTree tree, int? one, int? other) =>
        other is null || (one is { } inner && tree.PathTo(inner).Any(p => p.RegionNo == other));

    private static int? Over(RegionTree tree, IEnumerable<int> villages)
    {
        List<int> all = [.. villages.Distinct()];
        var townships = all.Select(v => tree.ByNumber(v)?.ParentNo).Distinct().ToList();
        return all.Count == 1 ? all[0]
            : townships.Count == 1 ? townships[0]
            : null;
    }
}
