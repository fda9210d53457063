using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;

namespace Taihang.Modules.Samples;

/// <summary>Some running cases for a demonstration, in one village, each at another step; made by the same use cases as real ones.</summary>
public static class SampleCases
{
    /// <summary>
    /// How far each goes, and what is said; whether somebody objects. The furthest first, so that no notice shows a case that came later. The
    /// people are the village's made-up households.
    /// </summary>
    private static readonly (int Steps, string Said, bool Objected)[] Plays =
    [
        (5, "大病，自付费用很多。", false),
        (4, "家里劳力受了伤。", false),
        (3, "两个孩子上学，负担重。", true),
        (3, "房子漏雨，没有钱修。", false),
        (2, "务工断了，没有收入。", false),
        (1, "村里走访时发现，老人住院。", false),
        (0, "孩子生病花了很多钱，家里撑不住了。", false),
        (0, "今年收成不好，想请村里评一评。", false),
    ];

    /// <param name="accounts">Accounts that act, by role, all covering the village.</param>
    /// <param name="today">The cases began in the days before.</param>
    public static Outcome<int> Run(
        TaihangDb db,
        Pack pack,
        int countyNo,
        int villageNo,
        IReadOnlyDictionary<string, Guid> accounts,
        DateOnly today
    )
    {
        const string Procedure = "monitoring";
        var households = db
            .Households.AsNoTracking()
            .Where(h => h.CountyNo == countyNo && h.VillageNo == villageNo)
            .OrderBy(h => h.Number)
            .Take(Plays.Length)
            .ToList();
        for (var i = 0; i < households.Count; i++)
        {
            var household = households[i];
            var (steps, said, objected) = Plays[i];
            var day = today.AddDays(-2 - 2 * steps);
            var head = db
                .Persons.AsNoTracking()
                .Single(p => p.CountyNo == countyNo && p.PersonId == household.HeadId)
                .Name;
            var id = Guid.CreateVersion7(At(day));
            var started = StartCase.Run(
                db,
                pack,
                new StartRequest(
                    id,
                    countyNo,
                    villageNo,
                    Procedure,
                    household.HouseholdId,
                    head,
                    i % 3 == 0 ? "web" : "voice",
                    said,
                    CaseActor.Nobody,
                    ""
                ),
                day,
                Context(Guid.Empty, day)
            );
            if (!started.Ok)
                return Outcome<int>.Refused(started.Problems);
            for (var step = 0; step < steps; step++)
            {
                // The notice takes its days; every other step is done the day after the one before.
                day = step == 3 ? today.AddDays(-1) : day.AddDays(1);
                var done = Go(db, pack, countyNo, id, accounts, day > today ? today : day, stop: objected);
                if (done is not null)
                    return done;
            }
        }
        return households.Count;
    }

    /// <summary>Does the case's next step; where <paramref name="stop"/> is set, somebody objects once its notice is up.</summary>
    private static Problem? Go(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid id,
        IReadOnlyDictionary<string, Guid> accounts,
        DateOnly day,
        bool stop
    )
    {
        var record = CaseRecord.Read(db, pack, countyNo, id)!;
        var step = record.State.Current!;
        var role = step.Parties.SelectMany(p => record.State.Procedure.Party(p)!.Roles).First();
        var actor = new CaseActor(accounts[role], role, true);
        const string Name = "";
        var context = Context(actor.AccountId, day);
        if (step.Notice is not null && record.State.PostedOn is null)
        {
            var posted = VillageNotices.Post(
                db,
                pack,
                countyNo,
                record.Row.VillageNo,
                record.Row.Procedure,
                step.Id,
                "村务公开栏",
                actor,
                Name,
                day,
                context
            );
            if (!posted.Ok || !stop)
                return posted.Problems.Count > 0 ? posted.Problems[0] : null;
            var shown = VillageNotices.Up(db, pack, countyNo, record.Row.VillageNo, day)[^1];
            var objected = FromOutside.Object(
                db,
                pack,
                countyNo,
                shown.Notice.NoticeId,
                shown.Entries[^1].Number,
                Guid.CreateVersion7(At(day)),
                "他家在城里有房。",
                "web",
                CaseActor.Nobody,
                "",
                day,
                Context(Guid.Empty, day)
            );
            return objected.Ok ? null : objected.Problems[0];
        }
        var command = new DoStep(
            Guid.CreateVersion7(At(day)),
            step.Id,
            step.Meeting is null ? step.Then.Keys.Order(StringComparer.Ordinal).First() : null,
            [.. step.Evidence.Select(e => e.Id)],
            step.Meeting is null ? null : new MeetingCount(30, 24, 1, 20, 2, 1),
            true
        );
        var done = ActOnCase.Run(db, pack, countyNo, id, command, actor, Name, "见档案。", day, context);
        return done.Ok ? null : done.Problems[0];
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);

    private static ActContext Context(Guid actor, DateOnly day) => new(actor, At(day), "demo: a running case", "样例");
}
