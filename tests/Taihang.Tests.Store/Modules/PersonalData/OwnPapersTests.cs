using System.Text;
using Taihang.Core.Procedures;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.PersonalData.OwnRecordTests;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>A copy lists the files about the household and what was told, and names no other member by them.</summary>
public sealed class OwnPapersTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_copy_lists_files_and_what_was_told_without_another_members_name(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        var (head, wife) = People(family.County);
        var copy = Copy(family.County, wife);
        Assert.Equal(2, copy.Files.Count);
        Assert.All(
            copy.Files,
            f =>
                Assert.Equal(
                    ("（其他成员）、测试乙的低保证", "evidence, inside the office", January, false),
                    (f.Title, f.Purpose.En, f.ShownOn, f.Withdrawn)
                )
        );
        var told = Assert.Single(copy.Told);
        Assert.Equal(
            (NoticeWords.Title(NoticeKind.Received), NoticeWords.Standing(NoticeStanding.Waiting), June),
            (told.What, told.Standing, told.Day)
        );
        Assert.Contains("测试甲、（其他成员）的低保证", Copy(family.County, head).Files.Select(f => f.Title));
        var text = Encoding.UTF8.GetString(OwnRecordJson.Write(copy));
        Assert.Contains("低保证", text, StringComparison.Ordinal);
        Assert.Empty(OfAnother(family.County, Encoding.UTF8.GetBytes(text), wife, head));
        // The twin writes the title as the office wrote it.
        Assert.NotEmpty(
            OfAnother(
                family.County,
                Encoding.UTF8.GetBytes(text.Replace("（其他成员）", "测试甲", StringComparison.Ordinal)),
                wife,
                head
            )
        );
        // Whoever belongs to another household has none of it.
        var other = family.County.Household("H2").Members[0].Person;
        Assert.Empty(Copy(family.County, other).Files);
        Assert.Empty(Copy(family.County, other).Told);
    }
}
