using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>
/// Two people of the county office end the data of somebody whose time is over: one proposes, another confirms. What the confirmation does is
/// in <see cref="EraseWords"/>, <see cref="EraseFiles"/> and here: the person's key goes, and with it the sealed numbers; indexes, facts, names and words about them are
/// overwritten. Answers, masks and the log of acts stay as they are.
/// </summary>
public static class EndRetention
{
    public const string ProposeKind = "person.propose_end";
    public const string EndKind = "person.end_retention";

    /// <summary>What a change request's document is replaced by.</summary>
    public const string ErasedDocument = "{}";

    public static Outcome<RetentionEnding> Propose(
        TaihangDb db,
        OwnSetting setting,
        Viewer viewer,
        int countyNo,
        Guid personId,
        ActContext context
    )
    {
        RecordAct.Hold(db, countyNo);
        var line = ListRetention.Run(db, setting, countyNo).FirstOrDefault(l => l.Person.PersonId == personId);
        if (
            RetentionRules.MayPropose(
                IsCountyOffice(viewer, countyNo),
                line?.DueOn,
                line?.Open == true,
                setting.Today
            ) is
            { } problem
        )
            return problem;
        if (line!.Ending is { } before)
            return before;
        var act = RecordAct.Append(
            db,
            countyNo,
            ProposeKind,
            context,
            new
            {
                PersonId = personId,
                line.Reason,
                line.EndedOn,
                line.DueOn,
            }
        );
        var row = new RetentionEnding
        {
            CountyNo = countyNo,
            PersonId = personId,
            Reason = line.Reason,
            LeftOn = line.EndedOn,
            DueOn = line.DueOn!.Value,
            ProposedById = viewer.AccountId,
            ProposedOn = setting.Today,
            ProposedActId = act.ActId,
        };
        db.RetentionEndings.Add(row);
        db.SaveChanges();
        return row;
    }

    /// <summary>Confirms and ends at once. There is no way back.</summary>
    public static Outcome<RetentionEnding> Confirm(
        TaihangDb db,
        OwnSetting setting,
        Viewer viewer,
        int countyNo,
        Guid personId,
        ActContext context
    )
    {
        RecordAct.Hold(db, countyNo);
        var line = ListRetention.Run(db, setting, countyNo).FirstOrDefault(l => l.Person.PersonId == personId);
        if (
            RetentionRules.MayConfirm(
                IsCountyOffice(viewer, countyNo),
                viewer.AccountId,
                line?.Ending?.ProposedById,
                line?.DueOn,
                line?.Open == true,
                setting.Today
            ) is
            { } problem
        )
            return problem;
        var rows = PersonRows.Of(db, countyNo, personId);
        var act = RecordAct.Append(
            db,
            countyNo,
            EndKind,
            context,
            new
            {
                PersonId = personId,
                Rows = rows.Select(r => r.PersonId),
                line!.Reason,
                line.EndedOn,
                line.DueOn,
                ProposedBy = line.Ending!.ProposedById,
            }
        );
        EraseWords.Run(db, countyNo, rows, act);
        var row = db.RetentionEndings.Single(e => e.CountyNo == countyNo && e.PersonId == personId);
        (row.ConfirmedById, row.EndedOn, row.ActId) = (viewer.AccountId, setting.Today, act.ActId);
        row.Version++;
        db.SaveChanges();
        return row;
    }

    public static bool IsCountyOffice(Viewer viewer, int countyNo) =>
        viewer is { Role: Roles.County, RegionNo: null, CountyNo: not 0 } && viewer.CountyNo == countyNo;
}
