using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>What somebody asks about their record.</summary>
/// <param name="RequestId">Made with the form; sending it again changes nothing.</param>
/// <param name="About">Attribute it is about; blank for something else.</param>
public sealed record OwnAsking(Guid RequestId, string Kind, string About, string Text, string Channel);

/// <summary>What somebody of the office answers.</summary>
/// <param name="ChangeId">The change request that put it right.</param>
public sealed record OwnAnswer(bool Grant, string Words, Guid? ChangeId);

/// <summary>A request in a list of the office, with the person it is of.</summary>
public sealed record OwnRequestLine(OwnRequest Row, string Name, string Number);

/// <summary>What persons ask about their own records, and the answers. The record itself changes only by a change request.</summary>
public static class OwnRequests
{
    public const string AskKind = "person.ask";
    public const string AnswerKind = "person.answer";

    public static Outcome<OwnRequest> Ask(
        TaihangDb db,
        OwnSetting setting,
        int countyNo,
        Guid personId,
        OwnAsking asking,
        ActContext context
    )
    {
        if (
            db
                .OwnRequests.AsNoTracking()
                .SingleOrDefault(r => r.CountyNo == countyNo && r.RequestId == asking.RequestId) is
            { } before
        )
            return before.PersonId == personId ? before : PersonalDataProblems.NoSuchRequest();
        var text = ReceiptCode.WithoutNumbers(asking.Text);
        if (text.Length == 0 || !OwnRequestKind.All.Contains(asking.Kind))
            return PersonalDataProblems.NothingSaid();
        var rows = PersonRows.Of(db, countyNo, personId);
        if (rows.Count == 0 || ReadOwnRecord.Ended(db, countyNo, rows[^1].PersonId))
            return PersonalDataProblems.NoSuchPerson();
        var last = rows[^1];
        var household = db
            .Households.AsNoTracking()
            .Single(h => h.CountyNo == countyNo && h.HouseholdId == last.HouseholdId);
        var days = AnswerDays(db, setting, countyNo);
        var row = new OwnRequest
        {
            CountyNo = countyNo,
            RequestId = asking.RequestId,
            PersonId = last.PersonId,
            HouseholdId = household.HouseholdId,
            VillageNo = household.VillageNo,
            Kind = asking.Kind,
            Channel = asking.Channel,
            About = setting.Pack.Dictionary.Attributes.Any(a => a.Id == asking.About) ? asking.About : "",
            Text = text.Length > OwnRequestRules.LongestText ? text[..OwnRequestRules.LongestText] : text,
            ReceivedOn = setting.Today,
            DueOn = OwnRequestRules.Due(setting.Today, days),
            Standing = OwnRequestStanding.Open,
        };
        row.ActId = RecordAct
            .Append(
                db,
                countyNo,
                AskKind,
                context,
                new
                {
                    row.RequestId,
                    row.PersonId,
                    row.Kind,
                    row.Channel,
                    // Binds the words, which may name people and stay out of the log.
                    Content = Hash(row.Text),
                }
            )
            .ActId;
        db.OwnRequests.Add(row);
        db.SaveChanges();
        return row;
    }

    public static Outcome<OwnRequest> Answer(
        TaihangDb db,
        OwnSetting setting,
        Viewer viewer,
        int countyNo,
        Guid requestId,
        OwnAnswer answer,
        ActContext context
    )
    {
        if (
            db.OwnRequests.SingleOrDefault(r => r.CountyNo == countyNo && r.RequestId == requestId) is not { } row
            || setting.Tree.ByNumber(row.VillageNo) is not { } village
            || !viewer.DecidesChanges(village, setting.Tree)
        )
            return PersonalDataProblems.NoSuchRequest();
        var changed = Changes(db, row).Any(c => c.ChangeId == answer.ChangeId);
        if (OwnRequestRules.Answer(row.Kind, row.Standing, answer.Grant, answer.Words, changed) is { } problem)
            return problem;
        row.Standing = answer.Grant ? OwnRequestStanding.Granted : OwnRequestStanding.Refused;
        row.Answer = ReceiptCode.WithoutNumbers(answer.Words);
        (row.AnsweredById, row.AnsweredOn) = (viewer.AccountId, setting.Today);
        row.ChangeId = answer.Grant && changed ? answer.ChangeId : null;
        row.Version++;
        RecordAct.Append(
            db,
            countyNo,
            AnswerKind,
            context,
            new
            {
                row.RequestId,
                row.PersonId,
                row.Standing,
                row.ChangeId,
                Content = Hash(row.Answer),
            }
        );
        db.SaveChanges();
        return row;
    }

    /// <summary>Changes of the household that were made since the request came, or were found to change nothing; the newest first.</summary>
    public static IReadOnlyList<ChangeRequest> Changes(TaihangDb db, OwnRequest row) =>
        [
            .. db
                .ChangeRequests.AsNoTracking()
                .Where(c =>
                    c.CountyNo == row.CountyNo
                    && c.HouseholdId == row.HouseholdId
                    && c.RequestedOn >= row.ReceivedOn
                    && (c.Standing == ChangeStanding.Applied || c.Standing == ChangeStanding.NoEffect)
                )
                .OrderByDescending(c => c.RequestedOn)
                .ThenByDescending(c => c.ChangeId),
        ];

    /// <summary>One request of the viewer's area, with the person and household it is of.</summary>
    public static (OwnRequestLine Line, RegionPlace Village)? Show(
        TaihangDb db,
        RegionTree tree,
        Viewer viewer,
        int countyNo,
        Guid requestId
    ) =>
        db.OwnRequests.AsNoTracking().SingleOrDefault(r => r.CountyNo == countyNo && r.RequestId == requestId)
            is { } row
        && tree.ByNumber(row.VillageNo) is { } village
        && viewer.SeesHouseholds(village, tree)
            ? (Lines(db, [row])[0], village)
            : null;

    /// <summary>Requests of a place: those that wait, the most urgent first, or those answered, the newest first.</summary>
    public static (IReadOnlyList<OwnRequestLine> Lines, int Total) List(
        TaihangDb db,
        RegionTree tree,
        RegionPlace place,
        bool answered,
        int page,
        int size
    )
    {
        var query = In(db, tree, place).Where(r => (r.Standing != OwnRequestStanding.Open) == answered);
        var rows = (
            answered
                ? query.OrderByDescending(r => r.AnsweredOn).ThenBy(r => r.RequestId)
                : query
                    .OrderBy(r => r.DueOn == null)
                    .ThenBy(r => r.DueOn)
                    .ThenBy(r => r.ReceivedOn)
                    .ThenBy(r => r.RequestId)
        )
            .Skip((page - 1) * size)
            .Take(size)
            .ToList();
        return (Lines(db, rows), query.Count());
    }

    /// <summary>Days within which the county answers; null where it set none.</summary>
    public static int? AnswerDays(TaihangDb db, OwnSetting setting, int countyNo) =>
        ReadOwnRecord.AnswerDays(AreaSettings.On(db, countyNo, setting.Pack.Id, setting.Today));

    /// <summary>How many wait for the viewer's office.</summary>
    public static int Waiting(TaihangDb db, RegionTree tree, Viewer viewer) =>
        viewer is { WorksWithHouseholds: true, Role: Roles.County or Roles.Township } && viewer.Top(tree) is { } top
            ? In(db, tree, top).Count(r => r.Standing == OwnRequestStanding.Open)
            : 0;

    private static IQueryable<OwnRequest> In(TaihangDb db, RegionTree tree, RegionPlace place)
    {
        var query = db.OwnRequests.AsNoTracking().Where(r => r.CountyNo == place.CountyNo);
        if (place.Level == "county")
            return query;
        var villages = tree.OfCounty(place.CountyNo)
            .Where(r => r.Level == "village" && tree.PathTo(r.RegionNo).Any(p => p.RegionNo == place.RegionNo))
            .Select(r => r.RegionNo)
            .ToList();
        return query.Where(r => villages.Contains(r.VillageNo));
    }

    private static List<OwnRequestLine> Lines(TaihangDb db, List<OwnRequest> rows)
    {
        if (rows.Count == 0)
            return [];
        var county = rows[0].CountyNo;
        var (people, households) = (
            rows.Select(r => r.PersonId).Distinct().ToList(),
            rows.Select(r => r.HouseholdId).Distinct().ToList()
        );
        var names = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == county && people.Contains(p.PersonId))
            .ToDictionary(p => p.PersonId, p => p.Name);
        var numbers = db
            .Households.AsNoTracking()
            .Where(h => h.CountyNo == county && households.Contains(h.HouseholdId))
            .ToDictionary(h => h.HouseholdId, h => h.Number);
        return [.. rows.Select(r => new OwnRequestLine(r, names[r.PersonId], numbers[r.HouseholdId]))];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
