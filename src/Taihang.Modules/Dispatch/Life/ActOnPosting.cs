using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Life;

/// <summary>
/// One command on one posting. Where the county office decides and the accounts are known, the duties follow in the same transaction: they
/// pass to the stand-in for a leave, come back with an early return, and end with the posting; see <see cref="Administration"/>.
/// </summary>
public static class ActOnPosting
{
    /// <param name="text">Reasons and what else is said; kept without long numbers.</param>
    public static Outcome<LifeRecord> Run(
        TaihangDb db,
        LifeSettings settings,
        RegionTree tree,
        int countyNo,
        Guid postingId,
        LifeCommand command,
        Viewer by,
        string text,
        DateOnly day,
        ActContext context
    )
    {
        if (day < settings.ValidFrom || day > settings.ValidTo)
            return PostingLifeProblems.NoRules(day);
        if (LifeRecord.Read(db, countyNo, postingId) is not { } record)
            return PostingLifeProblems.NoSuchPosting();
        var actor = ActorOf(db, tree, record, by);
        var decided = PostingLifeRules.Decide(record.State, Known(db, record, command), actor, day, settings);
        if (!decided.Ok)
            return Outcome<LifeRecord>.Refused(decided.Problems);
        if (record.State.Seen.ContainsKey(command.EventId))
            return record.For(actor);
        var after = record.Append(db, decided.Value, text, by.Name, context);
        if (Duties(db, record.State, after, decided.Value, by, day, context) is { } refused)
        {
            db.ChangeTracker.Clear();
            return refused;
        }
        return LifeRecord.Save(db) is { } problem ? problem : after.For(actor);
    }

    /// <summary>Who the viewer is to a posting.</summary>
    public static LifeActor ActorOf(TaihangDb db, RegionTree tree, LifeRecord record, Viewer viewer)
    {
        var row = record.Row;
        var covers = tree.ByNumber(row.VillageNo) is { } village && viewer.SeesPlace(village, tree);
        var name = db
            .Cadres.AsNoTracking()
            .Where(c => c.CountyNo == row.CountyNo && c.CadreId == row.CadreId)
            .Select(c => c.Name)
            .Single();
        return new LifeActor(
            viewer.AccountId,
            viewer.Role,
            covers,
            record.State.Account == viewer.AccountId,
            viewer.Name == name,
            covers && Next(db, row)?.State.Account == viewer.AccountId
        );
    }

    /// <summary>Who holds the post after this posting; null while nobody does.</summary>
    public static LifeRecord? Next(TaihangDb db, Posting row) =>
        db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == row.CountyNo && p.VillageNo == row.VillageNo && p.Role == row.Role)
            .Where(p => p.PostingId != row.PostingId && p.From > row.From && row.To != null && p.From > row.To)
            .OrderBy(p => p.From)
            .FirstOrDefault()
            is { } next
            ? LifeRecord.ReadAll(db, [next])[0]
            : null;

    /// <summary>Whether a cadre is posted in the county in all of the span and not away.</summary>
    internal static bool Serves(TaihangDb db, int countyNo, Guid cadreId, DateOnly from, DateOnly until)
    {
        var rows = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.CadreId == cadreId && p.From <= from)
            .Where(p => p.To == null || p.To >= until)
            .ToList();
        return LifeRecord.ReadAll(db, rows).Any(r => !r.State.Leaves.Any(l => l.Meets(from, until)));
    }

    /// <summary>The command with what the record says about whom it names, whatever the sender said.</summary>
    private static LifeCommand Known(TaihangDb db, LifeRecord record, LifeCommand command)
    {
        var county = record.Row.CountyNo;
        return command switch
        {
            AskLeave { StandIn: { } who } ask => ask with
            {
                StandInServes = ask.From <= ask.Until && Serves(db, county, who, ask.From, ask.Until),
            },
            DecideLeave { StandIn: { } who } decide => decide with
            {
                StandInServes = record.State.Leaves.Any(l =>
                    l.LeaveId == decide.LeaveId && Serves(db, county, who, l.From, l.Until)
                ),
            },
            NameAccount name => name with
            {
                FitsVillage = db.AccountDuties.Any(d =>
                    d.CountyNo == county
                    && d.AccountId == name.Account
                    && d.Role == Roles.Cadre
                    && d.RegionNo == record.Row.VillageNo
                ),
            },
            _ => command,
        };
    }

    /// <returns>Why the duties cannot follow; null where they did, and where there are none that the office could move.</returns>
    private static Problem? Duties(
        TaihangDb db,
        PostingState before,
        LifeRecord after,
        LifeEvent one,
        Viewer by,
        DateOnly today,
        ActContext context
    )
    {
        var county = after.Row.CountyNo;
        if (by.Role != Roles.County || before.Account is not { } id || Holder(db, county, id) is not { } holder)
            return null;
        Guid Make() => Guid.CreateVersion7(context.At);
        var leave = after.State.Leaves.FirstOrDefault(l => l.LeaveId == one.About);
        var changes = new List<(string Kind, Outcome<DutyChange> Change)>();
        switch (one.Kind)
        {
            case LifeEventKind.LeaveGranted when StandInOf(db, county, leave!) is { } standIn:
                var (from, back) = (leave!.From > today ? leave.From : today, leave.Until.AddDays(1));
                if (from < back && holder.Duties.Any(d => d.StillToCome(from)))
                    changes.Add(
                        (ChangeDuties.LeaveKind, Administration.Leave(by, holder, standIn, from, back, today, Make))
                    );
                break;
            case LifeEventKind.LeaveEnded:
                var everybody = db
                    .Accounts.AsNoTracking()
                    .Where(a => a.CountyNo == county)
                    .ToList()
                    .ConvertAll(a => Accounts.Holder(db, a));
                var returned = Administration.Return(by, holder, everybody, today, Make);
                // Whose duties never passed has none to take back.
                if (returned.Ok)
                    changes.Add((ChangeDuties.ReturnKind, returned));
                break;
            case LifeEventKind.Recalled or LifeEventKind.Withdrawn or LifeEventKind.TermEnded:
                var end = one.Until!.Value.AddDays(1);
                foreach (var duty in holder.Duties)
                    if (
                        (duty.Role, duty.RegionNo) == (Roles.Cadre, after.Row.VillageNo)
                        && duty.StillToCome(today)
                        && (duty.Until is not { } until || end < until)
                    )
                        changes.Add((ChangeDuties.EndKind, Administration.End(by, holder, duty.DutyId, end, today)));
                break;
        }
        if (changes.FirstOrDefault(c => !c.Change.Ok) is { Kind: not null } refused)
            return refused.Change.Problems[0];
        foreach (var (kind, change) in changes)
            ChangeDuties.Write(db, county, kind, change.Value, context);
        if (changes.Count > 0)
            db.Accounts.Single(a => a.AccountId == id).Version++;
        return null;
    }

    private static AccountHolder? StandInOf(TaihangDb db, int countyNo, Leave leave)
    {
        var rows = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.CadreId == leave.StandIn && p.From <= leave.From)
            .Where(p => p.To == null || p.To >= leave.Until)
            .ToList();
        return LifeRecord.ReadAll(db, rows).Select(r => r.State.Account).FirstOrDefault(a => a is not null) is { } id
            ? Holder(db, countyNo, id)
            : null;
    }

    private static AccountHolder? Holder(TaihangDb db, int countyNo, Guid id) =>
        db.Accounts.AsNoTracking().SingleOrDefault(a => a.CountyNo == countyNo && a.AccountId == id) is { } account
            ? Accounts.Holder(db, account)
            : null;
}
