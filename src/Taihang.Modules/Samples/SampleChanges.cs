using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Samples;

/// <summary>Some change requests for a demonstration, each in another state; made by the same use cases as real ones.</summary>
public static class SampleChanges
{
    /// <summary>Households of the village that the sample cases leave alone.</summary>
    private const int First = 20;

    /// <param name="Ago">Days since it was asked for.</param>
    /// <param name="Answer">Who decided how; null while it waits.</param>
    private sealed record Play(
        string Kind,
        int Ago,
        string Source,
        Dictionary<string, string> Fields,
        string? By,
        string? Answer,
        string Reason
    );

    private static readonly Play[] Plays =
    [
        new(
            ChangeKind.Correct,
            4,
            "入户时看到已接通自来水，新房量得 97 平方米，照片存村档案。",
            new() { [ChangeDraft.Fact("water_source")] = "自来水", [ChangeDraft.Fact("housing_area_m2")] = "97" },
            null,
            null,
            ""
        ),
        new(
            ChangeKind.Add,
            2,
            "新生儿，出生医学证明已核对，号码待办。",
            new()
            {
                [ChangeDraft.NameField] = "样例新生儿",
                [ChangeDraft.Fact("relation")] = "之女",
                [ChangeDraft.Fact("sex")] = "女",
                [ChangeDraft.Fact("birth_date")] = "2026-11-02",
            },
            null,
            null,
            ""
        ),
        new(
            ChangeKind.Correct,
            9,
            "务工工资条，本人签字。",
            new() { [ChangeDraft.Fact("income_wage_fen_year")] = "23617" },
            Roles.Township,
            "approve",
            "工资条已核对。"
        ),
        new(
            ChangeKind.Correct,
            8,
            "听邻居说地少了。",
            new() { [ChangeDraft.Fact("arable_land_mu")] = "1.35" },
            Roles.County,
            "refuse",
            "请附土地承包经营权证。"
        ),
        new(
            ChangeKind.Correct,
            6,
            "填错了户，撤回另提。",
            new() { [ChangeDraft.Fact("road_distance_km")] = "7.31" },
            Roles.Cadre,
            "withdraw",
            "填错了户。"
        ),
    ];

    /// <param name="viewers">Accounts that act, by role, all covering the village.</param>
    public static Outcome<int> Run(
        TaihangDb db,
        ChangeSetting setting,
        int countyNo,
        int villageNo,
        IReadOnlyDictionary<string, Viewer> viewers
    )
    {
        var households = db
            .Households.AsNoTracking()
            .Where(h => h.CountyNo == countyNo && h.VillageNo == villageNo)
            .OrderBy(h => h.Number)
            .Skip(First)
            .Take(Plays.Length)
            .ToList();
        foreach (var (household, play) in households.Zip(Plays))
        {
            var asked = Ask(db, setting with { Today = setting.Today.AddDays(-play.Ago) }, viewers, household, play);
            if (!asked.Ok)
                return Outcome<int>.Refused(asked.Problems);
            if (Answer(db, setting, viewers, asked.Value, play) is { } problem)
                return problem;
        }
        return households.Count;
    }

    private static Outcome<ChangeRequest> Ask(
        TaihangDb db,
        ChangeSetting setting,
        IReadOnlyDictionary<string, Viewer> viewers,
        Household household,
        Play play
    )
    {
        var day = setting.Today;
        var problems = new List<FieldProblem>();
        var row = RequestChange.Run(
            db,
            setting,
            viewers[Roles.Cadre],
            new ChangeDraft(
                Guid.CreateVersion7(At(day)),
                household.CountyNo,
                play.Kind,
                household.HouseholdId,
                null,
                new Dictionary<string, string>(play.Fields)
                {
                    [ChangeDraft.DayField] = KnownRecord.Day(day),
                    [ChangeDraft.SourceField] = play.Source,
                }
            ),
            Context(viewers[Roles.Cadre], day),
            problems
        );
        return row is not null ? row : Outcome<ChangeRequest>.Refused([.. problems.Select(p => p.Problem)]);
    }

    private static Problem? Answer(
        TaihangDb db,
        ChangeSetting setting,
        IReadOnlyDictionary<string, Viewer> viewers,
        ChangeRequest row,
        Play play
    )
    {
        if (play.By is not { } role)
            return null;
        db.ChangeTracker.Clear();
        var day = row.RequestedOn.AddDays(2);
        var (viewer, context) = (viewers[role], Context(viewers[role], day));
        var told = setting with { Today = day };
        if (play.Answer == "withdraw")
            return
                WithdrawChange.Run(db, viewer, row.CountyNo, row.ChangeId, play.Reason, day, context)
                    is { Ok: false } kept
                ? kept.Problems[0]
                : null;
        var shown = ShowChange.Run(db, told, viewer, row.CountyNo, row.ChangeId)!;
        var answer = new ChangeAnswer(play.Answer == "approve", play.Reason, new Reading(shown.Seen, false));
        return DecideChange.Run(db, told, viewer, row.CountyNo, row.ChangeId, answer, context) is { Ok: false } refused
            ? refused.Problems[0]
            : null;
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 30)), TimeSpan.Zero);

    private static ActContext Context(Viewer viewer, DateOnly day) =>
        new(viewer.AccountId, At(day), "demo: a change request", "demo");
}
