using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Modules.Takeover;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Takeover;

public sealed class TakeOverTests(PostgresCluster cluster)
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Two_files_joined_by_a_key_come_into_the_record_with_their_own_days(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var report = new OldRegister(files).Take(address).Value;
        Assert.Empty(report.Faults);
        Assert.Equal(new ImportReport(false, 3, 2, 0, 0, 3, 0, 5, 1), report.Counts);
        Assert.Equal((0, 2, 2), (report.Before!.Households, report.Stated!.Households, report.After!.Households));
        Assert.Equal((0, 3, 3), (report.Before.Members, report.Stated.Members, report.After.Members));
        Assert.Equal(523450, report.After.MoneyFen["income_wage_fen_year"]);
        Assert.Equal(report.Stated.MoneyFen, report.After.MoneyFen);
        Assert.Equal([("备注", "旧系统内部使用", 1)], report.LeftOut.Select(l => (l.Heading, l.Why, l.Filled)));

        var first = Household(address, "H1", January);
        Assert.Equal(["测试甲", "测试乙"], first.Members.Select(m => m.Person.Name));
        Assert.Equal("523450", first.Facts["income_wage_fen_year"].Json);
        Assert.Equal("\"1960-05-17\"", first.Head!.Facts["birth_date"].Json);
        Assert.Equal(
            (Observation.TakenOver, OldRegister.Day),
            (first.Facts["main_cause"].Event, first.Facts["main_cause"].ObservedOn)
        );
        Assert.Equal(new DateOnly(2020, 5, 31), Household(address, "H2", January).Facts["main_cause"].ObservedOn);
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        Assert.Equal(
            new SealedValues(OldRegister.First, "13000000001", null),
            sealing.Unseal(first.Head.Person.WrappedKey, first.Head.Person.Sealed, first.Head.Person.PersonId)
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_record_keeps_which_mapping_made_which_act(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        var report = old.Take(address).Value;
        using var db = OpenStore.Existing(address).Value;
        var act = Assert.Single(db.Acts.ToList());
        Assert.Contains(report.Mapping.Hash, act.Content, StringComparison.Ordinal);
        var kept = Assert.Single(KeptMappings.Run(db));
        Assert.Equal((report.Mapping.Hash, old.Mapping), (kept.Hash, kept.Text));
        var delivery = Assert.Single(kept.Deliveries);
        Assert.Equal(
            ("households.csv + members.csv", OldRegister.Day, act.ActId),
            (delivery.Files, delivery.ObservedOn, delivery.ActId)
        );
        Assert.Null(VerifyAudit.Run(db, act.CountyNo).BrokenAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_same_delivery_twice_changes_nothing_and_so_under_a_mapping_of_other_letters(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        Assert.True(old.Take(address).Value.Kept);
        var before = Counts(address);
        var again = old.Take(address).Value;
        Assert.True(again is { Already: true, Kept: false });
        Assert.Equal(before, Counts(address));
        old.Mapping += "\n# another comment is another mapping, and says the same";
        var reworded = old.Take(address).Value;
        Assert.Equal(
            (2, 0, 0),
            (reworded.Counts!.HouseholdsUnchanged, reworded.Counts.HouseholdsChanged, reworded.Findings.Count)
        );
        Assert.Equal(before, Counts(address));
        // The control: one other figure is one observation.
        old.Households[1] = old.Households[1].Replace("0.52345", "0.52346", StringComparison.Ordinal);
        old.Take(address);
        Assert.Equal(before["observations"] + 1, Counts(address)["observations"]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_check_tells_what_a_run_does_and_keeps_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        var before = Counts(address);
        var check = old.Take(address, trial: true).Value;
        Assert.Equal(before, Counts(address));
        var run = old.Take(address).Value;
        Assert.Equal(run.Counts, check.Counts);
        Assert.Equal(run.After!.MoneyFen, check.After!.MoneyFen);
        Assert.Equal(run.Rows, check.Rows);
        Assert.False(check.Kept);
        Assert.NotEqual(before, Counts(address));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_fault_is_told_in_the_old_files_own_rows_and_columns_and_nothing_is_written(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Households[1] = $"P1,{EastVillage},H1,半,1,20200630,";
        old.Households[2] = $"P2,{EastVillage},H2,,7,2020-05-31,";
        old.Households.Add($"P2,{EastVillage},H3,1,1,20200630,");
        old.Households.Add($"P4,{EastVillage},H4,1,1,20200630,");
        var wrong = OldRegister.Second[..17] + (OldRegister.Second[17] == '0' ? '1' : '0');
        old.Members[3] = old.Members[3].Replace(OldRegister.Second, wrong, StringComparison.Ordinal);
        old.Members.Add("P9,测试丁,,,01,2,31/2/1970");
        var before = Counts(address);
        var report = old.Take(address).Value;
        Assert.Equal(
            [
                "TH0531 households.csv 3 5",
                "TH0532 households.csv 3 6",
                "TH0533 households.csv 2 4",
                "TH0535 households.csv 4 1",
                "TH0536 households.csv 5 1",
                "TH0536 members.csv 5 1",
            ],
            OldRegister
                .Placed(report.Faults)
                .Distinct()
                .Where(f => !f.StartsWith("TH0413", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
        Assert.False(report.Kept);
        Assert.Equal(8, report.Of(null));
        Assert.Equal(before, Counts(address));
        // What only the importer knows is told in the same files: a wrong check character.
        old.Households.RemoveRange(3, 2);
        old.Households[1] = $"P1,{EastVillage},H1,1,1,20200630,";
        old.Households[2] = $"P2,{EastVillage},H2,,1,20200531,";
        old.Members.RemoveAt(4);
        Assert.Contains("TH0413 members.csv 4 3", OldRegister.Placed(old.Take(address).Value.Faults));
        Assert.Equal(before, Counts(address));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_later_delivery_writes_only_what_differs(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Take(address);
        old.Households[1] = $"P1,{EastVillage},H1,0.6,1,20210630,旧";
        old.Members[3] = old.Members[3].Replace(",,02,", ",13000000009,02,", StringComparison.Ordinal);
        var report = old.Take(address).Value;
        Assert.Equal(
            [(FindingKind.Value, "523450", "600000"), (FindingKind.Sealed, null, null)],
            report.Findings.Select(f => (f.Finding.Kind, f.Finding.Recorded, f.Finding.Stated))
        );
        Assert.Equal(
            ["households.csv 2 4", "members.csv 4 4"],
            report.Findings.Select(f => $"{f.At.File} {f.At.Row} {f.At.Column}")
        );
        Assert.Equal(
            (1, 1, 1),
            (report.Counts!.HouseholdsChanged, report.Counts.HouseholdsUnchanged, report.Counts.Observations)
        );
        Assert.Equal("600000", Household(address, "H1", January).Facts["income_wage_fen_year"].Json);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_the_record_knows_from_a_later_day_stays_and_is_listed(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Take(address);
        Visit(address, "H1", new DateOnly(2020, 9, 1), "{\"income_wage_fen_year\":900000}");
        var before = Counts(address);
        old.Households[1] = $"P1,{EastVillage},H1,0.6,1,20200831,旧";
        var report = old.Take(address).Value;
        var conflict = Assert.Single(report.Findings);
        Assert.Equal(
            (true, FindingKind.Newer, "900000", "600000", new DateOnly(2020, 9, 1)),
            (
                conflict.Finding.Conflict,
                conflict.Finding.Kind,
                conflict.Finding.Recorded,
                conflict.Finding.Stated,
                conflict.Finding.RecordedOn!.Value
            )
        );
        Assert.Equal((1, 2), (report.Conflicts, report.Of(Verdict.Conflict) - 1));
        Assert.Equal(before, Counts(address));
        Assert.Equal("900000", Household(address, "H1", January).Facts["income_wage_fen_year"].Json);
        // The control: a delivery of a day after the visit is newer, and written.
        old.Households[1] = $"P1,{EastVillage},H1,0.6,1,20200930,旧";
        Assert.Equal(0, old.Take(address).Value.Conflicts);
        Assert.Equal("600000", Household(address, "H1", January).Facts["income_wage_fen_year"].Json);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Who_joined_or_left_since_and_a_number_changed_since_stay_as_recorded(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Take(address);
        // A member joins and the head's phone changes by a delivery of a later day.
        var members = old.Members.ToList();
        old.Households[1] = $"P1,{EastVillage},H1,0.52345,1,20210630,旧";
        old.Members[1] = old.Members[1].Replace("13000000001", "13000000002", StringComparison.Ordinal);
        old.Members.Add("P1,测试丁,,,03,1,1/2/1990");
        Assert.Equal(0, old.Take(address).Value.Conflicts);
        var before = Counts(address);
        // Another delivery of that day that knows neither.
        (old.Members[1], old.Households[2]) = (members[1], $"P2,{EastVillage},H2,,2,20210630,");
        old.Members.RemoveAt(4);
        old.Households[1] = $"P1,{EastVillage},H1,0.52345,1,20200701,旧";
        var report = old.Take(address).Value;
        Assert.Equal(
            [FindingKind.SealedNewer, FindingKind.JoinedSince],
            report.Findings.Where(f => f.Finding.Conflict).Select(f => f.Finding.Kind)
        );
        Assert.Equal(before["persons"], Counts(address)["persons"]);
        Assert.Equal(3, Household(address, "H1", January).Members.Count);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Who_was_seen_in_the_household_later_is_not_taken_out_by_an_older_row(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Take(address);
        Visit(address, "H1", new DateOnly(2020, 9, 1), "{}", "测试乙");
        old.Members.RemoveAt(3);
        old.Households[1] = $"P1,{EastVillage},H1,0.52345,1,20200831,旧";
        Assert.Contains(old.Take(address).Value.Findings, f => f.Finding.Kind == FindingKind.JoinedSince);
        Assert.Equal(2, Household(address, "H1", January).Members.Count);
        // The control: a row of a day after they were seen takes them out.
        old.Households[1] = $"P1,{EastVillage},H1,0.52345,1,20200930,旧";
        Assert.Equal(0, old.Take(address).Value.Conflicts);
        Assert.Single(Household(address, "H1", January).Members);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_number_and_a_head_changed_before_the_deliverys_day_give_way_and_after_it_stay(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Take(address);
        // By a second delivery another phone and another head; by a third, of a later day, both again.
        Assert.Equal(0, Deliver("20210630", "13000000002", "02").Conflicts);
        Assert.Equal(0, Deliver("20220630", "13000000003", "01").Conflicts);
        Assert.Equal("13000000003", Phone());
        Assert.Equal("测试甲", Household(address, "H1", January).Head!.Person.Name);
        // A change on the household's page of a day after the fourth delivery's: both stay as they are.
        Changed(new DateOnly(2023, 7, 1));
        var report = Deliver("20230630", "13000000004", "02");
        Assert.Equal(
            [FindingKind.SealedNewer, FindingKind.HeadOrVillage],
            report.Findings.Where(f => f.Finding.Conflict).Select(f => f.Finding.Kind)
        );
        Assert.Equal("13000000003", Phone());
        // The control: the same of a day after the change.
        Assert.Equal(0, Deliver("20230702", "13000000005", "02").Conflicts);
        Assert.Equal("13000000005", Phone());
        Assert.Equal("测试乙", Household(address, "H1", January).Head!.Person.Name);

        TakeoverReport Deliver(string day, string phone, string first)
        {
            var second = first == "01" ? "02" : "01";
            old.Households[1] = $"P1,{EastVillage},H1,0.52345,1,{day},旧";
            old.Members[1] = $"P1,测试甲,'{OldRegister.First},{phone},{first},1,17/5/1960";
            old.Members[3] = $"P1,测试乙,'{OldRegister.Second},,{second},2,03/11/1962";
            return old.Take(address).Value;
        }

        string? Phone()
        {
            using var sealing = Sealing.Open(files.File("master.key")).Value;
            var person = Household(address, "H1", January).Members.Single(m => m.Person.Name == "测试甲").Person;
            return sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId)!.Phone;
        }

        void Changed(DateOnly day)
        {
            using var db = OpenStore.Existing(address).Value;
            var household = db.Households.Single(h => h.Number == "H1");
            var document = ChangeDocument.Write(
                new ChangeContent(new CorrectFacts(household.HouseholdId, [], []), day, "测试")
            );
            db.ChangeRequests.Add(
                new ChangeRequest
                {
                    CountyNo = household.CountyNo,
                    ChangeId = Guid.CreateVersion7(),
                    Kind = ChangeKind.Correct,
                    HouseholdId = household.HouseholdId,
                    VillageNo = household.VillageNo,
                    Sent = [],
                    Document = document,
                    ContentHash = "",
                    Base = "",
                    Submitted = "[]",
                    Standing = ChangeStanding.Applied,
                    RequestedBy = Guid.NewGuid(),
                    RequestedOn = day,
                    ActId = db.Acts.First().ActId,
                }
            );
            db.SaveChanges();
        }
    }

    [Fact]
    public void Nothing_loads_that_is_guessed_unaccounted_or_named_and_not_there()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var old = new OldRegister(files);
        old.Mapping = old.Mapping.Replace(
            "{from: 村编码}",
            "{from: 村编码, guess: by its values}",
            StringComparison.Ordinal
        );
        Assert.Equal(["TH0528 mapping.yaml 12 23"], OldRegister.Placed(old.Take(address).Problems));
        old.Mapping = old.Mapping.Replace(", guess: by its values", "", StringComparison.Ordinal);
        old.Mapping = old.Mapping.Replace("备注: 旧系统内部使用", "备注: ''", StringComparison.Ordinal);
        Assert.Equal(["TH0549 mapping.yaml 10 16"], OldRegister.Placed(old.Take(address).Problems));
        old.Mapping = old.Mapping.Replace("备注: ''", "备住: 写错", StringComparison.Ordinal);
        Assert.Equal(
            ["TH0530 mapping.yaml 6 15", "TH0529 households.csv 1 7"],
            OldRegister.Placed(old.Take(address).Problems)
        );
        Assert.Equal(0, Counts(address)["acts"]);
    }

    [Fact]
    public void A_letter_that_is_not_of_the_stated_encoding_is_named_by_row_and_column()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var old = new OldRegister(files);
        old.Mapping = old.Mapping.Replace(
            "{file: members.csv}",
            "{file: members.csv, encoding: utf-8}",
            StringComparison.Ordinal
        );
        var mapping = old.Write();
        var bytes = File.ReadAllBytes(files.File("members.csv"));
        var at = Array.LastIndexOf(bytes, "乙"u8.ToArray()[0]);
        bytes[at + 1] = (byte)',';
        File.WriteAllBytes(files.File("members.csv"), bytes);
        Assert.Equal(
            ["TH0538 members.csv 4 2"],
            OldRegister.Placed(OldRegister.Take(address, files, mapping, files.File(".")).Problems)
        );
    }

    /// <summary>A fact that somebody recorded at the house on a later day.</summary>
    /// <param name="member">Of whom it is; of the household where left out.</param>
    private static void Visit(StoreAddress address, string number, DateOnly day, string document, string? member = null)
    {
        using var db = OpenStore.Existing(address).Value;
        var household = db.Households.Single(h => h.Number == number);
        db.Observations.Add(
            new Observation
            {
                CountyNo = household.CountyNo,
                ObservationId = Guid.CreateVersion7(),
                SubjectKind = member is null ? 1 : 2,
                SubjectId = member is null
                    ? household.HouseholdId
                    : db.Persons.Single(p => p.HouseholdId == household.HouseholdId && p.Name == member).PersonId,
                Event = "visit",
                ObservedOn = day,
                ActId = db.Acts.First().ActId,
                Document = document,
            }
        );
        db.SaveChanges();
    }
}
