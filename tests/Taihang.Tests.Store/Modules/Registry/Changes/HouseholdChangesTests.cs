using Microsoft.EntityFrameworkCore;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry.Changes;

/// <summary>Members who come, go and return; households that move, split, merge and begin.</summary>
public sealed class HouseholdChangesTests(PostgresCluster cluster)
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_household_is_split_and_merged_again_with_everything_that_is_known_and_as_old_as_it_is(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var wife = county.Household("H1").Members[1];
        county.Applied(
            county.Draft(
                ChangeKind.Split,
                "H1",
                new()
                {
                    ["number"] = "H9",
                    [ChangeDraft.Goes(wife.Person.PersonId)] = "yes",
                    [ChangeDraft.Relation(wife.Person.PersonId)] = "户主",
                }
            )
        );
        var apart = county.Household("H9");
        var moved = Assert.Single(apart.Members);
        Assert.Equal(("测试乙", wife.Person.PersonId), (moved.Person.Name, moved.Person.PreviousId));
        Assert.Equal(moved.Person.PersonId, apart.Household.HeadId);
        Assert.Equal(county.Household("H1").Household.VillageNo, apart.Household.VillageNo);
        Assert.Equal(
            ("3", January),
            (moved.Facts["work_months_year"].Json, moved.Facts["work_months_year"].ObservedOn)
        );
        Assert.Equal("\"head\"", moved.Facts["relation"].Json);
        Assert.Equal(Rows()[1]["id_number"], county.Numbers(moved.Person)!.IdNumber);
        var index = county.Index(Rows()[1]["id_number"]);
        Assert.Equal(
            moved.Person.PersonId,
            Assert.Single(county.Db.BlindIndexes.Where(b => b.Index == index).ToList()).PersonId
        );
        Assert.Equal(["测试甲"], county.Household("H1").Members.Select(m => m.Person.Name));
        Assert.Equal(2, Household(county.Address, "H1", new DateOnly(2026, 6, 9)).Members.Count);

        var back = county.Show(county.Db.ChangeRequests.AsNoTracking().Single());
        var reversal = Prefill.Reversal(
            county.Db,
            county.Setting,
            back,
            Guid.CreateVersion7(),
            Taihang.Core.Common.Language.English
        );
        Assert.Equal((ChangeKind.Merge, "H9"), (reversal.Value.Kind, reversal.Value.Text("other")));
        Assert.Equal("Spouse", reversal.Value.Text(ChangeDraft.Relation(moved.Person.PersonId)));
        county.Applied(
            reversal.Value with
            {
                Fields = new Dictionary<string, string>(reversal.Value.Fields) { ["source"] = "分错了。" },
            }
        );
        var whole = county.Household("H1");
        Assert.Equal(["测试甲", "测试乙"], whole.Members.Select(m => m.Person.Name));
        Assert.Equal("\"spouse\"", whole.Members[1].Facts["relation"].Json);
        Assert.Equal(January, whole.Members[1].Facts["work_months_year"].ObservedOn);
        Assert.NotNull(county.Household("H9").Household.ClosedOn);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);

        // A workbook that still states the closed household is told so.
        var rows = Rows();
        rows[1]["household_number"] = "H9";
        rows[1]["relation"] = "户主";
        var import = Import(county.Address, county.Files, Csv(county.Files.File("b.csv"), Table(rows)), June);
        Assert.Contains(import.Problems, p => p.Code == "TH0429");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_run_of_before_a_change_is_replayed_as_the_record_stood_then(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var asOf = new DateOnly(2026, 6, 12);
        string Laid(long? known)
        {
            using var duck = new DuckDbEngine();
            return Snapshot
                .Lay(duck, county.Db, county.Setting.Pack.Method(null, asOf)!, county.CountyNo, asOf, known)
                .Hash;
        }
        var before = Laid(null);
        var leaf = county.Db.AuditLeaves.Max(l => l.Seq);
        county.Applied(county.Income("2000"));
        county.Applied(
            county.Draft(
                ChangeKind.Merge,
                "H1",
                new()
                {
                    ["other"] = "H2",
                    [ChangeDraft.Relation(county.Household("H2").Head!.Person.PersonId)] = "其他",
                }
            )
        );
        Assert.NotEqual(before, Laid(null));
        Assert.Equal(before, Laid(leaf));
        // The twin has no closing on record: the household is gone from the run of before it was merged.
        county.Db.Observations.Where(o => o.Event == "closing").ExecuteDelete();
        Assert.NotEqual(before, Laid(leaf));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_member_dies_another_becomes_head_and_whoever_left_returns(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (head, wife) = (
            county.Household("H1").Members[0].Person.PersonId,
            county.Household("H1").Members[1].Person
        );
        Dictionary<string, string> gone = new() { ["who"] = head.ToString(), ["how"] = "died" };
        var (_, headless) = county.Ask(county.Draft(ChangeKind.Remove, "H1", gone));
        Assert.Equal("TH0440", headless[0].Problem.Code);
        gone[ChangeDraft.Relation(wife.PersonId)] = "户主";
        county.Applied(county.Draft(ChangeKind.Remove, "H1", gone));
        var widow = county.Household("H1");
        Assert.Equal(
            (wife.PersonId, "测试乙"),
            (widow.Household.HeadId!.Value, Assert.Single(widow.Members).Person.Name)
        );
        // The last member leaves: the household is closed, and nothing of it is changed any more.
        var draft = county.Income("3000");
        county.Applied(county.Draft(ChangeKind.Remove, "H1", new() { ["who"] = wife.PersonId.ToString() }));
        Assert.Equal(new DateOnly(2026, 6, 10), county.Household("H1").Household.ClosedOn);
        Assert.Equal("TH0432", county.Ask(draft).Problems[0].Problem.Code);

        var child = county.Draft(
            ChangeKind.Add,
            "H2",
            new()
            {
                ["name"] = "测试戊",
                ["f-relation"] = "之子",
                ["f-sex"] = "男",
            }
        );
        county.Applied(child);
        var son = county.Household("H2").Members[1].Person.PersonId;
        county.Applied(county.Draft(ChangeKind.Remove, "H2", new() { ["who"] = son.ToString(), ["how"] = "left" }));
        Assert.Single(county.Household("H2").Members);
        county.Applied(
            county.Draft(ChangeKind.Return, "H2", new() { ["who"] = son.ToString(), ["f-relation"] = "之子" })
        );
        var back = county.Household("H2").Members[1];
        Assert.Equal(("测试戊", son, "\"male\""), (back.Person.Name, back.Person.PreviousId, back.Facts["sex"].Json));
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_household_moves_within_the_county_and_only_who_covers_both_villages_decides(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var tree = county.Setting.Tree;
        var east = tree.ByCode(EastVillage, June)!;
        var far = tree.OfLevel("village")
            .First(v => v.CountyNo == county.CountyNo && v.ParentNo != east.ParentNo && v.ValidOn(June));
        Assert.Equal(
            ("TH0457", "village"),
            county.Ask(county.Draft(ChangeKind.Move, "H1", new() { ["village"] = "110101001001" })).Problems is [var p]
                ? (p.Problem.Code, p.Field)
                : default
        );
        var row = county.Asked(county.Draft(ChangeKind.Move, "H1", new() { ["village"] = far.Code }));
        Assert.Equal("TH0451", Assert.Single(county.Decide(row).Problems).Code);
        Assert.Equal(0, ListChanges.Waiting(county.Db, tree, county.Township));
        Assert.Equal(1, ListChanges.Waiting(county.Db, tree, county.County));
        Assert.True(county.Decide(row, county.County).Ok);
        Assert.Equal(
            (far.RegionNo, "H1"),
            county.Household("H1").Household is var h ? (h.VillageNo, h.Number) : default
        );
        // From here on it is the other village's, and its lists say so.
        Assert.Equal("TH0459", county.Ask(county.Income("2000")).Problems[0].Problem.Code);
        int Listed(Taihang.Core.Regions.RegionPlace place) =>
            ListChanges.Run(county.Db, tree, place, ChangeStanding.Applied, 1, 50).Total;
        Assert.Equal((1, 1, 0), (Listed(east), Listed(far), Listed(tree.ByCode(WestVillage, June)!)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_new_household_begins_with_its_head(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var village = county.Setting.Tree.ByCode(EastVillage, June)!.RegionNo;
        ChangeDraft New(string number) =>
            new(
                Guid.CreateVersion7(),
                county.CountyNo,
                ChangeKind.Register,
                Guid.Empty,
                village,
                new Dictionary<string, string>
                {
                    ["number"] = number,
                    ["name"] = "测试壬",
                    ["f-sex"] = "女",
                    ["f-phone"] = "13000000055",
                    ["day"] = "2026-06-10",
                    ["source"] = "入户",
                }
            );
        Assert.Equal(
            ("TH0455", "number"),
            county.Ask(New("H1")).Problems is [var p] ? (p.Problem.Code, p.Field) : default
        );
        var (one, other) = (county.Asked(New("H7")), county.Asked(New("H7")));
        Assert.True(county.Decide(one).Ok);
        Assert.Equal("TH0455", Assert.Single(county.Decide(other).Problems).Code);
        var record = county.Household("H7");
        Assert.Equal(("测试壬", one.HouseholdId), (record.Head!.Person.Name, record.Household.HouseholdId));
        Assert.Equal("\"head\"", record.Head.Facts["relation"].Json);
        Assert.Equal("13000000055", county.Numbers(record.Head.Person)!.Phone);
        Assert.Equal(
            "TH0459",
            county
                .Ask(New("H8") with { VillageNo = county.Setting.Tree.ByCode(WestVillage, June)!.RegionNo })
                .Problems[0]
                .Problem.Code
        );
    }
}
