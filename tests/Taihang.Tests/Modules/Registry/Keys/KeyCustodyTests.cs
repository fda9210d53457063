using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Xunit;

namespace Taihang.Tests.Modules.Registry.Keys;

public sealed class KeyCustodyTests
{
    private static readonly SealedValues Numbers = new("11010519491231002X", "13912345678", null);

    [Fact]
    public void Two_keepers_of_three_restore_the_key_and_one_does_not()
    {
        using var files = Repository.TemporaryFolder();
        KeyRing.Make(files.File("master.key"));
        var keys = KeyRing.Read(files.File("master.key")).Value;
        var shares = KeyCustody.Split(keys, need: 2, of: 3, files.File("shares")).Value;
        foreach (var (a, b) in new[] { (0, 1), (2, 0), (1, 2) })
            Assert.Equal(KeyRing.Text(keys), KeyRing.Text(KeyCustody.Join([shares[a], shares[b]]).Value));
        Assert.Equal("TH0462", KeyCustody.Join([shares[0]]).Problems.Single().Code);
        // The same share twice is one share.
        Assert.Equal("TH0462", KeyCustody.Join([shares[0], shares[0]]).Problems.Single().Code);
        foreach (var share in shares)
            Assert.DoesNotContain(
                Convert.ToHexStringLower(keys[0].Bytes),
                File.ReadAllText(share),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Shares_of_another_division_or_altered_ones_are_refused()
    {
        using var files = Repository.TemporaryFolder();
        KeyRing.Make(files.File("master.key"));
        var keys = KeyRing.Read(files.File("master.key")).Value;
        var shares = KeyCustody.Split(keys, 2, 3, files.File("a")).Value;
        var others = KeyCustody.Split(keys, 2, 3, files.File("b")).Value;
        Assert.Equal("TH0463", KeyCustody.Join([shares[0], others[1]]).Problems.Single().Code);
        var text = File.ReadAllText(shares[1]).TrimEnd();
        File.WriteAllText(files.File("altered"), text[..^1] + (text[^1] == '0' ? '1' : '0'));
        Assert.Equal("TH0463", KeyCustody.Join([shares[0], files.File("altered")]).Problems.Single().Code);
        Assert.Equal("TH0461", KeyCustody.Split(keys, 1, 3, files.File("c")).Problems.Single().Code);
    }

    /// <summary>A key file that only says where the shares are: neither the disk nor any one keeper can open a number.</summary>
    [Fact]
    public void A_deployment_opens_numbers_with_shares_and_without_a_key_on_disk()
    {
        using var files = Repository.TemporaryFolder();
        KeyRing.Make(files.File("master.key"));
        var person = Guid.CreateVersion7();
        byte[]? key,
            document;
        using (var sealing = Sealing.Open(files.File("master.key")).Value)
            (key, document) = sealing.Seal(Numbers, person);
        var shares = KeyCustody.Split(KeyRing.Read(files.File("master.key")).Value, 2, 2, files.File("shares")).Value;
        File.Delete(files.File("master.key"));
        File.WriteAllText(files.File("held.key"), $"shares\n{shares[0]}\n");
        Assert.Equal("TH0462", Sealing.Open(files.File("held.key")).Problems.Single().Code);
        File.WriteAllText(files.File("held.key"), $"shares\n{shares[0]}\n{shares[1]}\n");
        using (var sealing = Sealing.Open(files.File("held.key")).Value)
            Assert.Equal(Numbers, sealing.Unseal(key, document, person));
        // The keepers may leave; the program goes on until it ends.
        File.Delete(shares[0]);
        using (var sealing = Sealing.Open(files.File("held.key")).Value)
            Assert.Equal(Numbers, sealing.Unseal(key, document, person));
    }

    [Theory]
    [InlineData("2 aes 00")]
    [InlineData("1 des 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(
        "2 aes 0000000000000000000000000000000000000000000000000000000000000000\n1 aes 0000000000000000000000000000000000000000000000000000000000000000"
    )]
    public void A_ring_that_is_none_is_refused(string text) => Assert.Null(KeyRing.Parse(text));
}
