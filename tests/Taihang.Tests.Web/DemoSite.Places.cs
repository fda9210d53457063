using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Tests.Web;

/// <summary>What of the demo the tests speak of, and what is put in because the demo's people did not do it.</summary>
public sealed partial class DemoSite
{
    /// <summary>The county that the demo fills, a village of it with the most monitored households, and one such household.</summary>
    public (string County, string Township, string Village, Household Household) Places { get; private set; }

    /// <summary>A member of that household with sealed numbers.</summary>
    public Guid Member { get; private set; }

    /// <summary>An act of that county which its checkpoint covers.</summary>
    public Guid Act { get; private set; }

    /// <summary>
    /// Two pairs that may be one person, both of a member of the household in <see cref="Places"/>: with somebody of the county, and with
    /// somebody of another.
    /// </summary>
    public (DuplicatePair Near, DuplicatePair Far) Pairs { get; private set; }

    /// <summary>What that member asked about their record, not answered yet.</summary>
    public Guid Asked { get; private set; }

    public string Neighbour { get; private set; } = "";

    /// <summary>The county of <see cref="Neighbour"/>.</summary>
    public string OtherCounty { get; private set; } = "";

    /// <summary>What the demo tried in its laboratory, the oldest first.</summary>
    public IReadOnlyList<Guid> Trials { get; private set; } = [];

    /// <summary>The demo's accounts by login.</summary>
    public IReadOnlyDictionary<string, Guid> Accounts { get; private set; } = new Dictionary<string, Guid>();

    /// <summary>A list of the demo's county office that its colleagues may open.</summary>
    public Guid List
    {
        get
        {
            using var db = Open();
            return db.SavedLists.First(l => l.Name == "住房 C、D 级的户").ListId;
        }
    }

    /// <summary>The demo's drafts of postings, the oldest first.</summary>
    public IReadOnlyList<Guid> Plans { get; private set; } = [];

    /// <summary>A cadre whom the first of them sends somewhere.</summary>
    public Guid Planned { get; private set; }

    /// <summary>The township office's passkey, which no device has.</summary>
    public Guid Passkey { get; private set; }

    public const string PasskeyLabel = "USB-1";

    /// <summary>A running case of the demo, whose notice is up.</summary>
    public Guid Running { get; private set; }

    /// <summary>A notice of the demo that is up.</summary>
    public Guid Posted { get; private set; }

    /// <summary>An outbound notice of the demo that waits to be printed.</summary>
    public Guid Letter { get; private set; }

    /// <summary>A running case of the demo that stands at the step.</summary>
    public Guid At(string step)
    {
        using var db = Open();
        return db.ProcedureCases.AsNoTracking().First(c => c.Step == step).CaseId;
    }

    /// <summary>A change request of the demo that stands so.</summary>
    public Guid Change(string standing)
    {
        using var db = Open();
        return db
            .ChangeRequests.AsNoTracking()
            .Where(c => c.Standing == standing)
            .OrderBy(c => c.RequestedOn)
            .First()
            .ChangeId;
    }

    /// <summary>An attachment of the demo for that purpose, which was not withdrawn.</summary>
    public Guid Attached(string purpose)
    {
        using var db = Open();
        return db
            .Attachments.AsNoTracking()
            .Where(a => a.Purpose == purpose && a.WithdrawnActId == null)
            .OrderBy(a => a.ShownOn)
            .First()
            .AttachmentId;
    }

    /// <summary>The question of the demo of that kind.</summary>
    public Guid Question(string kind)
    {
        using var db = Open();
        return db.QualityQuestions.AsNoTracking().Single(q => q.Kind == kind).QuestionId;
    }

    private void FindPlaces()
    {
        using var db = Open();
        var regions = db.Regions.AsNoTracking().ToDictionary(r => r.RegionNo);
        var posted = db.Postings.First();
        Plans = [.. db.DispatchPlans.AsNoTracking().Select(p => p.PlanId).AsEnumerable().Order()];
        Planned = posted.CadreId;
        Accounts = db.Accounts.AsNoTracking().ToDictionary(a => a.Login, a => a.AccountId);
        var run = db
            .IdentificationRuns.Where(r => r.CountyNo == posted.CountyNo)
            .OrderByDescending(r => r.AsOf)
            .First();
        // The demo's cadre stands in the first village of the county.
        var village = regions[db.Villages.Where(v => v.CountyNo == posted.CountyNo).Min(v => v.VillageNo)];
        var result = db
            .IdentificationResults.Where(r => r.RunId == run.RunId && r.VillageNo == village.RegionNo)
            .OrderByDescending(r => r.Counted)
            .ThenBy(r => r.HouseholdId)
            .First();
        var county = regions.Values.Single(r =>
            r.CountyNo == posted.CountyNo && r.Level == "county" && r.ValidTo == null
        );
        Places = (
            county.Code,
            regions.Values.First(r => r.Code == village.Code[..9]).Code,
            village.Code,
            db.Households.AsNoTracking().Single(h => h.HouseholdId == result.HouseholdId)
        );
        Member = db
            .Persons.AsNoTracking()
            .Where(p => p.HouseholdId == result.HouseholdId && p.Sealed != null && p.LeftOn == null)
            .OrderBy(p => p.PersonId)
            .First()
            .PersonId;
        Act = db.AuditLeaves.Single(l => l.CountyNo == posted.CountyNo && l.Seq == 1).ActId;
        var neighbour = regions[db.Villages.Where(v => v.CountyNo != posted.CountyNo).Min(v => v.VillageNo)];
        Neighbour = neighbour.Code;
        OtherCounty = regions
            .Values.Single(r => r.CountyNo == neighbour.CountyNo && r.Level == "county" && r.ValidTo == null)
            .Code;
        Pairs = (Pair(db, posted.CountyNo), Pair(db, neighbour.CountyNo));
        Passkey = AddPasskeyTo(db, Accounts["township"]);
        Asked = OwnRequest(db);
        db.SaveChanges();
        Trials = [.. db.LabTrials.OrderBy(t => t.AtUnixMs).ThenBy(t => t.TrialId).Select(t => t.TrialId)];
        Running = db.ProcedureCases.AsNoTracking().First(c => c.Step == "notice" && c.Stopped).CaseId;
        Letter = db
            .OutboundNotices.AsNoTracking()
            .Where(n => n.Standing == "letter" && n.CountyNo == posted.CountyNo)
            .OrderBy(n => n.NoticeId)
            .First()
            .NoticeId;
        Posted = db.ProcedureNotices.AsNoTracking().First(n => n.TakenDownOn == null).NoticeId;
    }

    private static Guid AddPasskeyTo(TaihangDb db, Guid accountId) =>
        AddPasskey
            .Run(
                db,
                accountId,
                PasskeyLabel,
                new MadePasskey([1, 2, 3], [1], 0, BackedUp: true),
                new ActContext(accountId, DateTimeOffset.UnixEpoch.AddYears(56), "test", "test")
            )
            .Value.PasskeyId;

    /// <summary>The demo's people asked nothing, so this is put in; a day, which is the same in both languages.</summary>
    private Guid OwnRequest(TaihangDb db)
    {
        var (county, at) = (Places.Household.CountyNo, DateTimeOffset.UnixEpoch.AddYears(56));
        var act = RecordAct.Append(
            db,
            county,
            OwnRequests.AskKind,
            new ActContext(Guid.Empty, at, "test", "test"),
            new { PersonId = Member }
        );
        var row = new OwnRequest
        {
            CountyNo = county,
            RequestId = Guid.CreateVersion7(),
            PersonId = Member,
            HouseholdId = Places.Household.HouseholdId,
            VillageNo = Places.Household.VillageNo,
            Kind = OwnRequestKind.Correct,
            Channel = OwnChannel.Web,
            About = "birth_date",
            Text = "1952-03-01",
            ReceivedOn = new DateOnly(2026, 11, 20),
            Standing = OwnRequestStanding.Open,
            ActId = act.ActId,
        };
        db.OwnRequests.Add(row);
        return row.RequestId;
    }

    /// <summary>The demo looked for none, so these are put in: a member of the household and the first person of another one.</summary>
    private DuplicatePair Pair(TaihangDb db, int other)
    {
        var household = Places.Household;
        var act = RecordAct.Append(
            db,
            household.CountyNo,
            "registry.find_duplicates",
            new ActContext(Guid.Empty, DateTimeOffset.UnixEpoch.AddYears(56), "test", "test"),
            new { County = other }
        );
        var pair = new DuplicatePair
        {
            CountyNo = household.CountyNo,
            PairId = Guid.CreateVersion7(),
            PersonA = household.HeadId!.Value,
            CountyNoB = other,
            PersonB = db
                .Persons.Where(p => p.CountyNo == other && p.HouseholdId != household.HouseholdId)
                .OrderBy(p => p.PersonId)
                .First()
                .PersonId,
            ProbabilityPpm = 970_000,
            Reasons = JsonSerializer.Serialize<FieldEvidence[]>([new(PairField.Name, 1, 8.5)]),
            State = FindDuplicates.Open,
            FoundActId = act.ActId,
        };
        db.DuplicatePairs.Add(pair);
        return pair;
    }
}
