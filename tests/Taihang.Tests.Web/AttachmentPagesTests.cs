using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Web;

public sealed class AttachmentPagesTests(DemoSite site)
{
    private const string Number = "11010119900307002X";
    private static readonly byte[] Certificate = Encoding.UTF8.GetBytes($"残疾人证 {Number}\n");

    private string House => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    [Fact]
    public async Task Evidence_lies_sealed_and_is_opened_for_a_reason_that_the_household_reads_and_withdrawn_for_another()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var id = Guid.CreateVersion7();
        var sent = await cadre.Upload(House + "/attach", "certificate.txt", Certificate, Fields(id, "evidence"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        // Sent again it changes nothing.
        await cadre.Upload(House + "/attach", "certificate.txt", Certificate, Fields(id, "evidence"));
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.Equal(1, db.Attachments.Count(a => a.FileName == "certificate.txt"));
        // Back in the browser, another file under the same form: it is not taken for the first.
        await cadre.Upload(House + "/attach", "other.txt", "另一份\n"u8.ToArray(), Fields(id, "evidence"));
        Assert.Equal(1, db.Attachments.Count(a => a.FileName == "other.txt"));
        var row = db.Attachments.AsNoTracking().Single(a => a.AttachmentId == id);
        Assert.True(row.Personal);
        var kept = await File.ReadAllBytesAsync(files.File(Path.Combine("files", row.Hash[..2], row.Hash)));
        Assert.DoesNotContain("残疾人证", Encoding.UTF8.GetString(kept), StringComparison.Ordinal);

        var address = $"/attachment/{row.CountyNo}/{id}";
        Assert.Contains("残疾证", WebUtility.HtmlDecode(await cadre.GetStringAsync(House)), StringComparison.Ordinal);
        Assert.DoesNotContain(Number, await cadre.GetStringAsync(address), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await cadre.Send(address, [])).StatusCode);
        var opened = await cadre.Send(address, new() { ["reason"] = "核对残疾类别" });
        Assert.Equal(Certificate, await opened.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", opened.Content.Headers.ContentDisposition!.DispositionType);
        var look = db.SensitiveReads.AsNoTracking().Single(r => r.What == $"attachment {id}");
        Assert.Equal((ReadPurpose.Unmask, site.Places.Household.HouseholdId), (look.Purpose, look.SubjectId));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await cadre.Send(address + "/withdraw", [])).StatusCode);
        var withdrawn = await cadre.Send(address + "/withdraw", new() { ["why"] = "附错了户" });
        Assert.Equal(HttpStatusCode.Redirect, withdrawn.StatusCode);
        var again = await cadre.Send(address, new() { ["reason"] = "核对残疾类别" });
        Assert.Contains("TH1714", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, db.Acts.Count(a => a.Kind == "attachment.add" && a.Content.Contains(id.ToString())));
    }

    [Fact]
    public async Task A_file_for_a_notice_with_a_number_is_refused_with_its_place_and_nothing_is_kept()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var before = Directory.EnumerateFiles(files.File("files"), "*", SearchOption.AllDirectories).Count();
        var refused = await cadre.Upload(
            House + "/attach",
            "list.csv",
            Encoding.UTF8.GetBytes($"姓名,号码\n张某,{Number}\n"),
            Fields(Guid.CreateVersion7(), "notice")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var text = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("TH1708", text, StringComparison.Ordinal);
        Assert.Contains("第 2 行，第 2 列", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, text, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFiles(files.File("files"), "*", SearchOption.AllDirectories).Count());
        var clean = await cadre.Upload(
            House + "/attach",
            "list.csv",
            Encoding.UTF8.GetBytes("姓名,户数\n张某,3\n"),
            Fields(Guid.CreateVersion7(), "notice")
        );
        Assert.Equal(HttpStatusCode.Redirect, clean.StatusCode);
    }

    /// <summary>An attachment of a household that one may not see is not there, whatever one does to it.</summary>
    [Fact]
    public async Task An_attachment_beyond_the_area_is_not_there()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        Guid id;
        int county;
        using (
            var db = new TaihangDb(
                StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
                CountyScope.Everything
            )
        )
        {
            var foreign = db.Households.AsNoTracking().First(h => h.CountyNo != site.Places.Household.CountyNo);
            var row = db.Attachments.AsNoTracking().First(a => a.WithdrawnActId == null);
            (id, county) = (Guid.CreateVersion7(), foreign.CountyNo);
            db.Attachments.Add(
                new Attachment
                {
                    CountyNo = county,
                    AttachmentId = id,
                    SubjectKind = "household",
                    SubjectId = foreign.HouseholdId,
                    VillageNo = foreign.VillageNo,
                    Purpose = "notice",
                    Title = "外县附件",
                    ShownOn = row.ShownOn,
                    FileName = row.FileName,
                    Kind = row.Kind,
                    Hash = row.Hash,
                    Suite = row.Suite,
                    WrappedKey = row.WrappedKey,
                    ActId = db.Acts.First(a => a.CountyNo == county).ActId,
                }
            );
            db.SaveChanges();
        }
        foreach (var login in new[] { "county", "township", "cadre", "nation", "auditor" })
        {
            using var client = await SiteClient.SignedIn(own.Urls.Single(), login);
            var address = $"/attachment/{county}/{id}";
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.Send(address, [])).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.Send(address + "/withdraw", [])).StatusCode);
        }
    }

    private static Dictionary<string, string> Fields(Guid id, string purpose) =>
        new()
        {
            ["id"] = id.ToString(),
            ["title"] = "残疾证",
            ["shown"] = "2026-11-01",
            ["purpose"] = purpose,
        };
}
