using System.Security.Cryptography;
using System.Text;
using Taihang.Modules.Registry.Keys;
using Xunit;

namespace Taihang.Tests.Modules.Registry.Keys;

public sealed class SealingSuiteTests
{
    /// <summary>RFC 8998, appendix A.1.</summary>
    [Fact]
    public void SM4_in_GCM_opens_the_published_example()
    {
        var box = Convert.FromHexString(
            "00001234567800000000ABCD"
                + "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
                + "83DE3541E4C2B58177E065A9BF7B62EC"
        );
        var plain = new SmSuite().Decrypt(
            Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
            box,
            Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
        );
        Assert.Equal(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA",
            Convert.ToHexString(plain)
        );
    }

    /// <summary>RFC 4231, test case 2, and the same keyed hash worked out from its definition (RFC 2104) over SM3.</summary>
    [Fact]
    public void The_keyed_hashes_are_those_of_their_standards()
    {
        var (key, text) = (Encoding.ASCII.GetBytes("Jefe"), Encoding.ASCII.GetBytes("what do ya want for nothing?"));
        Assert.Equal(
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            Convert.ToHexStringLower(new AesSuite().Hash(key, text))
        );
        byte[] Padded(byte with) =>
            [.. Enumerable.Range(0, 64).Select(i => (byte)((i < key.Length ? key[i] : 0) ^ with))];
        var inner = Sm3([.. Padded(0x36), .. text]);
        Assert.Equal(Sm3([.. Padded(0x5c), .. inner]), new SmSuite().Hash(key, text));
    }

    /// <summary>GB/T 32905-2016, example 1, so that the oracle above is SM3.</summary>
    [Fact]
    public void SM3_gives_the_published_example() =>
        Assert.Equal(
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
            Convert.ToHexStringLower(Sm3(Encoding.ASCII.GetBytes("abc")))
        );

    /// <summary>The key that records of earlier versions were sealed under: another derivation would make them unreadable.</summary>
    [Fact]
    public void The_keys_of_a_purpose_stay_what_they_are()
    {
        var master = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        Assert.Equal(
            Convert.ToHexStringLower(
                HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes("taihang wrap"))
            ),
            Convert.ToHexStringLower(new AesSuite().Derive(master, "wrap", 32))
        );
        Assert.NotEqual(new SmSuite().Derive(master, "wrap", 16), new SmSuite().Derive(master, "form as sent", 16));
    }

    [Theory]
    [InlineData("aes")]
    [InlineData("sm")]
    public void What_is_sealed_opens_only_as_it_was_sealed(string name)
    {
        var suite = SealingSuites.Find(name)!;
        var key = RandomNumberGenerator.GetBytes(suite.KeyLength);
        byte[] plain = [1, 2, 3],
            bound = [9];
        var box = suite.Encrypt(key, plain, bound);
        Assert.Equal(plain, suite.Decrypt(key, box, bound));
        Assert.NotEqual(box, suite.Encrypt(key, plain, bound));
        Assert.ThrowsAny<CryptographicException>(() => suite.Decrypt(key, box, [8]));
        for (var i = 0; i < box.Length; i++)
        {
            var altered = box.ToArray();
            altered[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => suite.Decrypt(key, altered, bound));
        }
        Assert.ThrowsAny<CryptographicException>(() => suite.Decrypt(key, box.AsSpan(0, 5), bound));
    }

    private static byte[] Sm3(byte[] text)
    {
        var digest = new Org.BouncyCastle.Crypto.Digests.SM3Digest();
        digest.BlockUpdate(text);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash);
        return hash;
    }
}
