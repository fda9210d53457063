using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>What the second person says.</summary>
/// <param name="Reading">What was before them; needed only to approve.</param>
public sealed record ChangeAnswer(bool Approve, string Reason, Reading Reading);

/// <summary>
/// A second person decides. An approval makes the differences from the record as it is at this moment, and writes those, or nothing at all:
/// facts as observations, everything in one act. A refusal only says why.
/// </summary>
public static class DecideChange
{
    public static Outcome<ChangeDecision> Run(
        TaihangDb db,
        ChangeSetting setting,
        Viewer viewer,
        int countyNo,
        Guid changeId,
        ChangeAnswer answer,
        ActContext context
    )
    {
        if (string.IsNullOrWhiteSpace(answer.Reason) && !answer.Approve)
            return RegistryProblems.NoReason();
        try
        {
            using var transaction = db.Database.BeginTransaction();
            // Whoever else writes into the county's record waits from here on.
            RecordAct.Hold(db, countyNo);
            var decided = Decide(db, setting, viewer, countyNo, changeId, answer, context);
            if (decided.Ok)
                transaction.Commit();
            else
                db.ChangeTracker.Clear();
            return decided;
        }
        catch (Exception error) when (error is DbUpdateException or DbException)
        {
            db.ChangeTracker.Clear();
            return ChangeProblems.SomebodyElseActed();
        }
    }

    /// <summary>Whether the account has declared an interest in one of the households, in any case about them.</summary>
    public static bool IsBound(TaihangDb db, ChangeSetting setting, ChangeRequest row, Guid account)
    {
        List<Guid?> households = [row.HouseholdId, row.OtherHouseholdId ?? row.HouseholdId];
        var cases = db
            .ProcedureCases.AsNoTracking()
            .Where(c => c.CountyNo == row.CountyNo && households.Contains(c.SubjectId))
            .ToList();
        return CaseRecord.ReadAll(db, setting.Pack, cases).Any(c => c.State.Bound.Contains(account));
    }

    /// <summary>Whether the account's office decides changes, and its area covers every village concerned.</summary>
    public static bool Reviews(ChangeSetting setting, Viewer viewer, ChangeRequest row) =>
        new[] { row.VillageNo, row.OtherVillageNo ?? row.VillageNo }.All(village =>
            setting.Tree.ByNumber(village) is { } place && viewer.DecidesChanges(place, setting.Tree)
        );

    /// <summary>The request as the rules read it; null when it is not what was submitted.</summary>
    internal static RequestedChange? Read(TaihangDb db, ChangeRequest row)
    {
        if (ChangeDocument.Hash(row.Document) != row.ContentHash || KeptHash(db, row) != row.ContentHash)
            return null;
        return new RequestedChange(
            row.Standing,
            row.RequestedBy,
            ChangeDocument.Read(row.Document),
            row.Base,
            ChangeDocument.ReadDifferences(row.Submitted)
        );
    }

    internal static KnownRecord Known(TaihangDb db, Sealing sealing, int countyNo, Change change) =>
        KnownRecord.Read(db, sealing, countyNo, change.Households, change.Former);

    /// <summary>The hash that the log holds.</summary>
    private static string? KeptHash(TaihangDb db, ChangeRequest row)
    {
        var act = db.Acts.AsNoTracking().SingleOrDefault(a => a.CountyNo == row.CountyNo && a.ActId == row.ActId);
        if (act is null)
            return null;
        using var content = JsonDocument.Parse(act.Content);
        return content.RootElement.GetProperty(nameof(row.ContentHash)).GetString();
    }

    private static Outcome<ChangeDecision> Decide(
        TaihangDb db,
        ChangeSetting setting,
        Viewer viewer,
        int countyNo,
        Guid changeId,
        ChangeAnswer answer,
        ActContext context
    )
    {
        db.ChangeTracker.Clear();
        if (db.ChangeRequests.SingleOrDefault(c => c.CountyNo == countyNo && c.ChangeId == changeId) is not { } row)
            return ChangeProblems.NoSuchRequest();
        if (Read(db, row) is not { } request)
            return ChangeProblems.Altered();
        var reviewer = new Reviewer(
            viewer.AccountId,
            Reviews(setting, viewer, row),
            IsBound(db, setting, row, viewer.AccountId)
        );
        if (ChangeRules.MayDecide(request, reviewer) is { } problem)
            return problem;
        var known = Known(db, setting.Sealing, countyNo, request.Content.Change);
        var written = ImmutableArray<Difference>.Empty;
        if (answer.Approve)
        {
            var approved = ChangeRules.Approve(request, known.State, answer.Reading);
            if (!approved.Ok)
                return Outcome<ChangeDecision>.Refused(approved.Problems);
            written = approved.Value;
            if (Taken(db, countyNo, request.Content.Change) is { } taken)
                return taken;
        }
        var standing =
            !answer.Approve ? ChangeStanding.Refused
            : written.IsEmpty ? ChangeStanding.NoEffect
            : ChangeStanding.Applied;
        return Close(
            db,
            row,
            standing,
            viewer.AccountId,
            setting.Today,
            answer.Reason,
            written,
            context,
            act => Write(db, setting.Sealing, known, countyNo, request.Content, act, written, context)
        );
    }

    /// <summary>Puts the decision beside the request, in one act with what it writes.</summary>
    internal static Outcome<ChangeDecision> Close(
        TaihangDb db,
        ChangeRequest row,
        string standing,
        Guid account,
        DateOnly day,
        string reason,
        ImmutableArray<Difference> written,
        ActContext context,
        Func<Guid, Problem?> effect
    )
    {
        var told = ReceiptCode.WithoutNumbers(reason);
        var document = ChangeDocument.Write(written);
        var act = RecordAct.Append(
            db,
            row.CountyNo,
            standing == ChangeStanding.Withdrawn ? "registry.withdraw_change" : "registry.decide_change",
            context,
            new
            {
                row.ChangeId,
                row.HouseholdId,
                row.ContentHash,
                Answer = standing,
                Written = ChangeDocument.Hash(document),
            }
        );
        var decision = new ChangeDecision
        {
            CountyNo = row.CountyNo,
            ChangeId = row.ChangeId,
            RequestedBy = row.RequestedBy,
            DecidedBy = account,
            Answer = standing,
            DecidedOn = day,
            Reason = told.Length > ReadDraft.LongestText ? told[..ReadDraft.LongestText] : told,
            Written = document,
            ActId = act.ActId,
        };
        db.ChangeDecisions.Add(decision);
        (row.Standing, row.Version) = (standing, row.Version + 1);
        db.SaveChanges();
        return effect(act.ActId) is { } problem ? problem : decision;
    }

    private static Problem? Write(
        TaihangDb db,
        Sealing sealing,
        KnownRecord known,
        int countyNo,
        ChangeContent content,
        Guid act,
        ImmutableArray<Difference> written,
        ActContext context
    )
    {
        if (written.IsEmpty)
            return null;
        using var rows = new RecordRows(db, new OrderedIds(context.At), sealing);
        var writing = new WriteDifferences(db, sealing, known, countyNo, content, act, rows);
        if (writing.Run(written) is { } problem)
            return problem;
        rows.Flush();
        return null;
    }

    /// <summary>What somebody else may have taken since the submission: a household number, an ID number.</summary>
    private static Problem? Taken(TaihangDb db, int countyNo, Change change)
    {
        var place = new Place("更改申请 change request");
        var number = change switch
        {
            SplitHousehold split => split.Number,
            RegisterHousehold register => register.Number,
            _ => null,
        };
        if (number is not null && db.Households.Any(h => h.CountyNo == countyNo && h.Number == number))
            return ChangeProblems.NumberTaken(place, number);
        return WriteDifferences
            .Numbers(change)
            .Any(n =>
                n.Indexes.GetValueOrDefault(RecordField.IdNumber) is { } index
                && ReadDraft.HeldByOther(db, Convert.FromHexString(index), countyNo, n.PersonId)
            )
            ? RegistryProblems.DuplicateIdNumber(place, "在册的另一人 / somebody else on record")
            : null;
    }
}
