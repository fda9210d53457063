using System.IO.Compression;
using System.Text;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>A dossier holds what was recorded and decided, proves it, hides sealed numbers, and tells of every change to it.</summary>
public sealed class MakeDossierTests(PostgresCluster cluster)
{
    private static readonly Pack Pack = PackFolder.Load(Repository.Packs, "cn").Value;

    private static readonly ActContext Clerk = new(
        Guid.Empty,
        new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero),
        "an appeal",
        "article 1"
    );

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_households_dossier_holds_facts_answers_and_acts_and_is_checked_offline(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Recorded(engine, files);
        using var key = Key(files);
        using var db = OpenStore.Existing(address).Value;
        var made = MakeDossier.Run(db, new DossierRequest("H1", Pack, false, Clerk), key, null).Value;
        // The import, the run, and that somebody made this dossier.
        Assert.Equal((3, 1), (made.Acts, made.Answers));
        var index = Encoding.UTF8.GetString(made.Files["index.en.md"]);
        Assert.Contains("registry.import", index, StringComparison.Ordinal);
        Assert.Contains("access.read: an appeal", index, StringComparison.Ordinal);
        Assert.Contains("1,234.5 yuan", index, StringComparison.Ordinal);
        Assert.Contains("测试乙", index, StringComparison.Ordinal);
        Assert.DoesNotContain("测试丙", index, StringComparison.Ordinal);
        Assert.Contains("1,234.5元", Encoding.UTF8.GetString(made.Files["index.zh.md"]), StringComparison.Ordinal);
        var zip = Zip(made, key);
        var found = DossierFile.Verify("d.zip", new MemoryStream(zip), key.Public).Value;
        Assert.Equal(("H1", 3), (found.Subject, found.Acts));
        var read = Assert.Single(ShowLog.Reads(db, db.Households.First().CountyNo, null, 1, 9).Lines);
        Assert.Equal(ReadPurpose.Dossier, read.Purpose);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Files_attached_to_a_household_and_to_its_cases_are_listed_by_hash_and_nobody_elses(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Recorded(engine, files);
        using var key = Key(files);
        using var db = OpenStore.Existing(address).Value;
        var household = db.Households.Single(h => h.Number == "H1");
        var act = db.Acts.First(a => a.CountyNo == household.CountyNo).ActId;
        var ofCase = Guid.CreateVersion7();
        db.ProcedureCases.Add(
            new()
            {
                CountyNo = household.CountyNo,
                CaseId = ofCase,
                VillageNo = household.VillageNo,
                Pack = "cn",
                Procedure = "verification",
                Settings = "{}",
                SubjectId = household.HouseholdId,
                SubjectName = "测试",
                OpenedOn = new DateOnly(2026, 1, 1),
            }
        );
        Attach("household", household.HouseholdId, "roof.jpg", null);
        Attach("case", ofCase, "card.pdf", "wrong household");
        Attach("household", Guid.CreateVersion7(), "other.pdf", null);
        db.SaveChanges();
        var made = MakeDossier.Run(db, new DossierRequest("H1", Pack, false, Clerk), key, null).Value;
        var list = Encoding.UTF8.GetString(made.Files["attachments.json"]);
        foreach (var language in new[] { "zh", "en" })
        {
            var index = Encoding.UTF8.GetString(made.Files[$"index.{language}.md"]);
            foreach (var text in new[] { "roof.jpg", "card.pdf", "wrong household", Hash("roof.jpg") })
            {
                Assert.Contains(text, index, StringComparison.Ordinal);
                Assert.Contains(text, list, StringComparison.Ordinal);
            }
            Assert.DoesNotContain("other.pdf", index, StringComparison.Ordinal);
        }

        string Hash(string name) =>
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        void Attach(string kind, Guid subject, string name, string? withdrawn) =>
            db.Attachments.Add(
                new()
                {
                    CountyNo = household.CountyNo,
                    AttachmentId = Guid.CreateVersion7(),
                    SubjectKind = kind,
                    SubjectId = subject,
                    VillageNo = household.VillageNo,
                    Purpose = "evidence",
                    Title = "测试",
                    ShownOn = new DateOnly(2026, 5, 1),
                    FileName = name,
                    Kind = "pdf",
                    Hash = Hash(name),
                    Suite = "aes",
                    WrappedKey = [],
                    ActId = act,
                    WithdrawnById = withdrawn is null ? null : Guid.CreateVersion7(),
                    WithdrawnAtUnixMs = withdrawn is null ? null : 1,
                    WithdrawnReason = withdrawn,
                    WithdrawnActId = withdrawn is null ? null : act,
                }
            );
    }

    [Fact]
    public void Sealed_numbers_are_in_it_only_when_asked_for_with_a_reason_and_that_is_logged()
    {
        using var files = Repository.TemporaryFolder();
        var address = Recorded(Engine.Sqlite, files);
        using var key = Key(files);
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        using var db = OpenStore.Existing(address).Value;
        var number = IdNumberOf(new DateOnly(1960, 5, 17), 1);
        var plain = MakeDossier.Run(db, new DossierRequest("H1", Pack, false, Clerk), key, sealing).Value;
        Assert.DoesNotContain(
            plain.Files.Values,
            f => Encoding.UTF8.GetString(f).Contains(number, StringComparison.Ordinal)
        );
        var without = new DossierRequest("H1", Pack, true, Clerk with { Reason = " " });
        Assert.Equal("TH0257", MakeDossier.Run(db, without, key, sealing).Problems[0].Code);
        var open = MakeDossier.Run(db, new DossierRequest("H1", Pack, true, Clerk), key, sealing).Value;
        Assert.Contains(number, Encoding.UTF8.GetString(open.Files["sealed.json"]), StringComparison.Ordinal);
        Assert.Contains(db.SensitiveReads, r => r.What == "dossier id_number phone bank_account");
    }

    [Fact]
    public void Every_file_changed_left_out_or_put_in_is_found()
    {
        using var files = Repository.TemporaryFolder();
        var address = Recorded(Engine.Sqlite, files);
        using var key = Key(files);
        using var db = OpenStore.Existing(address).Value;
        var made = MakeDossier.Run(db, new DossierRequest("H1", Pack, false, Clerk), key, null).Value;
        var whole = Unzip(Zip(made, key));
        foreach (var path in whole.Keys)
        {
            var (changed, without) = (new Dictionary<string, byte[]>(whole), new Dictionary<string, byte[]>(whole));
            changed[path] = [.. whole[path]];
            changed[path][whole[path].Length / 2] ^= 1;
            without.Remove(path);
            Assert.False(Check(changed).Ok, path);
            Assert.False(Check(without).Ok, path);
        }
        Assert.False(Check(new(whole) { ["more.txt"] = [1] }).Ok);
        Assert.True(Check(whole).Ok);
        using var other = Key(Repository.TemporaryFolder());
        Assert.Equal(
            "TH0242",
            DossierFile.Verify("d", new MemoryStream(Zip(made, key)), other.Public).Problems[0].Code
        );
        Assert.Equal("TH0260", DossierFile.Verify("d", new MemoryStream([1, 2, 3]), key.Public).Problems[0].Code);

        Outcome<DossierCheck> Check(Dictionary<string, byte[]> parts) =>
            DossierFile.Verify("d", new MemoryStream(Rezip(parts)), key.Public);
    }

    /// <summary>Whatever acts name by identifier has a dossier, not only a household: a case, a trial, a round.</summary>
    [Fact]
    public void A_case_has_a_dossier_of_the_acts_that_name_it_and_an_unknown_one_has_none()
    {
        using var files = Repository.TemporaryFolder();
        var address = Recorded(Engine.Sqlite, files);
        using var key = Key(files);
        using var db = OpenStore.Existing(address).Value;
        var (one, county) = (Guid.CreateVersion7(), db.Households.First().CountyNo);
        RecordAct.Append(db, county, "procedures.open", Clerk, new { CaseId = one });
        db.SaveChanges();
        var made = MakeDossier.Run(db, new DossierRequest(one.ToString(), Pack, false, Clerk), key, null).Value;
        Assert.Equal((2, 0), (made.Acts, made.Facts));
        foreach (var unknown in new[] { Guid.CreateVersion7().ToString(), "H99" })
            Assert.Equal(
                "TH0258",
                MakeDossier.Run(db, new DossierRequest(unknown, Pack, false, Clerk), key, null).Problems[0].Code
            );
    }

    private StoreAddress Recorded(Engine engine, Folder files)
    {
        var address = cluster.Prepared(engine, files);
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January).Ok);
        using var db = OpenStore.Existing(address).Value;
        var trial = new Dictionary<string, (Fraction, Words)> { ["monitor_range"] = (870_000, new("试", "trial")) };
        var run = IdentifyCounty.Run(
            db,
            Pack,
            Pack.Method("monitoring", June)!,
            db.Households.First().CountyNo,
            June,
            trial,
            Clerk with
            {
                At = new(June, default, default),
            }
        );
        Assert.True(run.Ok);
        return address;
    }

    private static byte[] Zip(Dossier made, SigningKey key)
    {
        using var into = new MemoryStream();
        DossierFile.Write(into, made.Subject, made.Files, key);
        return into.ToArray();
    }

    private static Dictionary<string, byte[]> Unzip(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        return zip.Entries.ToDictionary(
            e => e.FullName,
            e =>
            {
                using var into = new MemoryStream();
                using var from = e.Open();
                from.CopyTo(into);
                return into.ToArray();
            }
        );
    }

    private static byte[] Rezip(Dictionary<string, byte[]> parts)
    {
        using var into = new MemoryStream();
        using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, bytes) in parts)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(bytes);
            }
        return into.ToArray();
    }

    private static SigningKey Key(Folder files)
    {
        SigningKey.Make(files.File("audit.key"));
        return SigningKey.Open(files.File("audit.key")).Value;
    }
}
