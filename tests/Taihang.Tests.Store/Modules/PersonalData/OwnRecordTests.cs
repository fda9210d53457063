using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>What a person is given of their own record, by whom, and that it is theirs alone.</summary>
public sealed class OwnRecordTests(PostgresCluster cluster)
{
    private static readonly DateTimeOffset Now = new(June, new TimeOnly(9, 0), default);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_copy_holds_every_fact_with_purpose_source_and_who_and_nothing_of_another_member(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        Identified(county);
        var (head, wife) = People(county);
        county.Applied(county.Income("2000"));
        var log = IssueCopy.Log(
            county.Db,
            county.Cadre,
            county.CountyNo,
            wife.PersonId,
            new OnBehalf(true, "", "counter"),
            false,
            county.Context(county.Cadre)
        );
        Assert.Null(log);
        var copy = Copy(county, wife);
        Assert.Contains(copy.Facts, f => f.Attribute == "birth_date" && f.Value.En == "1962-11-03" && f.Now);
        Assert.All(copy.Facts.Concat(copy.HouseholdFacts), f => Assert.NotEmpty(f.Purposes));
        Assert.All(copy.Facts, f => Assert.Equal("operator at the machine", f.RecordedBy.En));
        // The replaced income stays, marked; the newer one came by a change that an office recorded.
        var incomes = copy.HouseholdFacts.Where(f => f.Attribute == "income_wage_fen_year").ToList();
        Assert.Equal([("2,000 yuan", true), ("1,234.5 yuan", false)], incomes.Select(f => (f.Value.En, f.Now)));
        Assert.Single(copy.Decisions);
        Assert.Equal("Correct facts", Assert.Single(copy.Changes).Kind.En);
        Assert.Equal("•", copy.Numbers!.IdNumber![..1]);
        Assert.Equal(1, copy.OtherMembers);
        var look = Assert.Single(copy.Looks);
        Assert.Equal((OwnLooks.Copy, ReadPurpose.OwnRequest), (look.What, look.Purpose));
        Assert.Empty(OfAnother(county, OwnRecordJson.Write(copy), wife, head));
        Assert.Empty(OfAnother(county, OwnRecordJson.Write(Copy(county, head)), head, wife));
        Assert.Contains(county.Db.Acts, a => a.Kind == IssueCopy.Kind);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    /// <summary>Twins that the same check must catch: the household's dossier, and a fact that lies with the wrong person.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Another_members_fact_in_a_copy_is_caught(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (head, wife) = People(county);
        SigningKey.Make(county.Files.File(SigningKey.FileName));
        using var key = SigningKey.Open(county.Files.File(SigningKey.FileName)).Value;
        var dossier = MakeDossier
            .Run(
                county.Db,
                new DossierRequest("H1", county.Setting.Pack, false, county.Context(county.County)),
                key,
                null
            )
            .Value;
        Assert.NotEmpty(OfAnother(county, dossier.Files["facts.json"], wife, head));
        foreach (var seen in county.Db.Observations.Where(o => o.SubjectId == head.PersonId))
            seen.SubjectId = wife.PersonId;
        county.Db.SaveChanges();
        Assert.NotEmpty(OfAnother(county, OwnRecordJson.Write(Copy(county, wife)), wife, head));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Numbers_are_whole_only_where_they_were_asked_for_and_the_look_says_so(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (head, _) = People(county);
        var number = IdNumberOf(new DateOnly(1960, 5, 17), 1);
        Assert.DoesNotContain(number, Encoding.UTF8.GetString(OwnRecordJson.Write(Copy(county, head))));
        IssueCopy.Log(
            county.Db,
            county.County,
            county.CountyNo,
            head.PersonId,
            new OnBehalf(false, "监护人，公证书", "letter"),
            true,
            county.Context(county.County)
        );
        var whole = Copy(county, head, whole: true);
        Assert.Contains(number, Encoding.UTF8.GetString(OwnRecordJson.Write(whole)));
        Assert.Equal(OwnLooks.CopyWithNumbers, Assert.Single(whole.Looks).What);
    }

    [Fact]
    public void Whoever_acts_for_another_names_their_authority()
    {
        using var county = new ChangeCounty(cluster, Engine.Sqlite);
        var (head, _) = People(county);
        var without = new OnBehalf(false, " ", "counter");
        var context = county.Context(county.Cadre);
        Assert.Equal(
            "TH1223",
            IssueCopy.Log(county.Db, county.Cadre, county.CountyNo, head.PersonId, without, false, context)!.Code
        );
        Assert.Equal(
            "TH1223",
            OwnCodes.Give(county.Db, county.CountyNo, head.PersonId, without, context).Problems[0].Code
        );
        Assert.Empty(county.Db.SensitiveReads);
        Assert.Empty(county.Db.OwnPageCodes);
    }

    /// <summary>A code is a person's: the head's does not open the wife's page, nor hers his.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_code_opens_its_own_person_and_no_other(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (head, wife) = People(county);
        var codes = new[] { head, wife }.Select(p => (p, Given(county, p).Code)).ToList();
        Assert.Empty(Wrong(county, codes));
        // A stored code would open it; only its hash is kept.
        Assert.DoesNotContain(county.Db.OwnPageCodes, c => c.Hash == codes[0].Code);
        // The twin: the rows of the two are mixed up.
        county.Db.ChangeTracker.Clear();
        var rows = county.Db.OwnPageCodes.ToList();
        (rows[0].PersonId, rows[1].PersonId) = (rows[1].PersonId, rows[0].PersonId);
        county.Db.SaveChanges();
        Assert.Equal(2, Wrong(county, codes).Count);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_code_ends_with_its_time_with_a_newer_one_and_when_it_is_taken_back(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (head, wife) = People(county);
        var first = Given(county, wife);
        Assert.True(OwnCodes.Whose(county.Db, first.Code.ToLowerInvariant(), Now).Ok);
        Assert.Equal("TH1224", OwnCodes.Whose(county.Db, first.Code, Now + OwnCodes.Valid).Problems[0].Code);
        var second = Given(county, wife);
        Assert.Equal("TH1224", OwnCodes.Whose(county.Db, first.Code, Now).Problems[0].Code);
        Assert.True(OwnCodes.Whose(county.Db, second.Code, Now).Ok);
        Assert.Equal(0, OwnCodes.End(county.Db, county.CountyNo, head.PersonId, county.Context(county.Cadre)));
        Assert.Equal(1, OwnCodes.End(county.Db, county.CountyNo, wife.PersonId, county.Context(county.Cadre)));
        Assert.Equal("TH1224", OwnCodes.Whose(county.Db, second.Code, Now).Problems[0].Code);
        foreach (var none in new[] { "", "130", "000-0000-0000-0000-0000", first.Code[..^1] + "Z" })
            Assert.Equal("TH1224", OwnCodes.Whose(county.Db, none, Now).Problems[0].Code);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_correction_waits_with_its_clock_and_is_granted_only_with_the_change_that_made_it(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (_, wife) = People(county);
        Assert.Null(Asked(county, wife, "收入不对").DueOn);
        Set(county, PersonalDataSettings.AnswerDays, 15, June);
        var row = Asked(county, wife, "收入应是 2000 元，电话 13912345678");
        Assert.Equal(June.AddDays(15), row.DueOn);
        Assert.DoesNotContain("13912345678", row.Text, StringComparison.Ordinal);
        Assert.Equal("TH1228", Answered(county, row, true, null).Problems[0].Code);
        Assert.Equal("TH1227", Answered(county, row, false, null, " ").Problems[0].Code);
        Assert.Equal("TH1237", Answered(county, row, false, null, by: county.Cadre).Problems[0].Code);
        var change = county.Asked(county.Income("2000"));
        Assert.Equal("TH1228", Answered(county, row, true, change.ChangeId).Problems[0].Code);
        Assert.True(county.Decide(change).Ok);
        Assert.Equal(change.ChangeId, Answered(county, row, true, change.ChangeId).Value.ChangeId);
        Assert.Equal("TH1226", Answered(county, row, false, null).Problems[0].Code);
        var shown = Copy(county, wife).Requests.Single(r => r.RequestId == row.RequestId);
        Assert.Equal((OwnRequestStanding.Granted, "已核实。"), (shown.Standing, shown.Answer));
        Assert.Empty(Copy(county, People(county).Head).Requests);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    [Fact]
    public void The_same_request_sent_again_is_one_and_never_another_persons()
    {
        using var county = new ChangeCounty(cluster, Engine.Sqlite);
        var (head, wife) = People(county);
        var id = Guid.CreateVersion7();
        var (first, again) = (Asked(county, wife, "一", id), Asked(county, wife, "一", id));
        Assert.Equal(first.ActId, again.ActId);
        var asking = new OwnAsking(id, OwnRequestKind.Object, "", "二", OwnChannel.Web);
        Assert.Equal(
            "TH1237",
            OwnRequests
                .Ask(county.Db, Own(county), county.CountyNo, head.PersonId, asking, county.Context(county.County))
                .Problems[0]
                .Code
        );
        Assert.Single(county.Db.OwnRequests);
    }

    /// <summary>Who moved to a household of their own takes what was known of them along, and nothing of what came after in the old one.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Whoever_went_to_another_household_has_one_copy_over_both(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (_, wife) = People(county);
        var code = Given(county, wife);
        county.Applied(
            county.Draft(
                ChangeKind.Split,
                "H1",
                new()
                {
                    [ChangeDraft.NumberField] = "H9",
                    [ChangeDraft.Goes(wife.PersonId)] = "yes",
                    [ChangeDraft.Relation(wife.PersonId)] = "户主",
                }
            )
        );
        county.Applied(county.Income("9999"));
        var copy = Copy(county, wife);
        Assert.Equal(("H9", 0), (copy.Household.Number, copy.OtherMembers));
        Assert.Contains(copy.HouseholdFacts, f => f.Value.En == "1,234.5 yuan");
        Assert.DoesNotContain(copy.HouseholdFacts, f => f.Value.En == "9,999 yuan");
        Assert.Single(copy.Facts, f => f.Attribute == "birth_date");
        Assert.Equal(copy.Person.PersonId, OwnCodes.Whose(county.Db, code.Code, Now).Value.PersonId);
        Assert.NotEqual(wife.PersonId, copy.Person.PersonId);
    }

    internal static OwnSetting Own(ChangeCounty county, DateOnly? today = null) =>
        new(county.Setting.Pack, county.Setting.Tree, today ?? June);

    internal static (Person Head, Person Wife) People(ChangeCounty county)
    {
        county.Db.ChangeTracker.Clear();
        return (
            county.Db.Persons.AsNoTracking().Single(p => p.Name == "测试甲"),
            county.Db.Persons.AsNoTracking().Single(p => p.Name == "测试乙")
        );
    }

    internal static GivenCode Given(ChangeCounty county, Person person) =>
        OwnCodes
            .Give(
                county.Db,
                county.CountyNo,
                person.PersonId,
                new OnBehalf(true, "", "counter"),
                county.Context(county.Cadre)
            )
            .Value;

    internal static OwnRequest Asked(ChangeCounty county, Person person, string text, Guid? id = null)
    {
        county.Db.ChangeTracker.Clear();
        return OwnRequests
            .Ask(
                county.Db,
                Own(county),
                county.CountyNo,
                person.PersonId,
                new OwnAsking(id ?? Guid.CreateVersion7(), OwnRequestKind.Correct, "", text, OwnChannel.Web),
                county.Context(county.County)
            )
            .Value;
    }

    internal static Outcome<OwnRequest> Answered(
        ChangeCounty county,
        OwnRequest row,
        bool grant,
        Guid? change,
        string words = "已核实。",
        Viewer? by = null
    )
    {
        county.Db.ChangeTracker.Clear();
        return OwnRequests.Answer(
            county.Db,
            Own(county),
            by ?? county.Township,
            county.CountyNo,
            row.RequestId,
            new OwnAnswer(grant, words, change),
            county.Context(by ?? county.Township)
        );
    }

    internal static void Set(ChangeCounty county, string parameter, Fraction value, DateOnly from) =>
        Assert.True(
            SetAreaParameter
                .Run(
                    county.Db,
                    county.CountyNo,
                    new AreaSetting("cn", parameter, value, from, null, "虚构文件〔2026〕1号", true),
                    county.Context(county.County)
                )
                .Ok
        );

    internal static OwnRecord Copy(ChangeCounty county, Person person, bool whole = false)
    {
        county.Db.ChangeTracker.Clear();
        using var sealing = Sealing.Open(county.Files.File("master.key")).Value;
        return ReadOwnRecord.Run(county.Db, Own(county), county.CountyNo, person.PersonId, sealing, whole)!;
    }

    private static void Identified(ChangeCounty county)
    {
        var trial = new Dictionary<string, (Fraction, Words)> { ["monitor_range"] = (870_000, new("试", "trial")) };
        Assert.True(
            IdentifyCounty
                .Run(
                    county.Db,
                    county.Setting.Pack,
                    county.Setting.Pack.Method("monitoring", June)!,
                    county.CountyNo,
                    June,
                    trial,
                    county.Context(county.County)
                )
                .Ok
        );
    }

    private static List<(Person, string)> Wrong(ChangeCounty county, List<(Person, string Code)> codes)
    {
        county.Db.ChangeTracker.Clear();
        return
        [
            .. codes.Where(c =>
                OwnCodes.Whose(county.Db, c.Code, Now) is not { Ok: true } found
                || found.Value.PersonId != c.Item1.PersonId
            ),
        ];
    }

    /// <summary>What the workbook says of another member and not of the person: names, days, health.</summary>
    internal static List<string> OfAnother(ChangeCounty county, byte[] document, Person person, Person other)
    {
        var text = Encoding.UTF8.GetString(document);
        var (own, others) = (Rows().Single(r => r["name"] == person.Name), Rows().Single(r => r["name"] == other.Name));
        string[] about = ["name", "birth_date", "health", "id_number"];
        Assert.Equal(county.CountyNo, person.CountyNo);
        return
        [
            .. about
                .Where(a => others.ContainsKey(a) && own.GetValueOrDefault(a) != others[a])
                .Select(a =>
                    a == "birth_date" ? others[a].Replace("/11/3", "-11-03", StringComparison.Ordinal) : others[a]
                )
                .Where(v => text.Contains(v, StringComparison.Ordinal)),
        ];
    }
}
