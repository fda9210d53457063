using System.Security.Cryptography;
using System.Text;

namespace Taihang.Core.Access;

/// <summary>Passwords as PBKDF2 with HMAC-SHA256, 600,000 rounds (OWASP 2023); the salt is made at the edge.</summary>
public static class Password
{
    private const int Rounds = 600_000;

    public static string Hash(string password, byte[] salt) =>
        $"pbkdf2-sha256${Rounds}${Convert.ToHexStringLower(salt)}${Convert.ToHexStringLower(Derive(password, salt, Rounds))}";

    public static bool Matches(string password, string hash)
    {
        var parts = hash.Split('$');
        return parts is ["pbkdf2-sha256", var rounds, var salt, var derived]
            && CryptographicOperations.FixedTimeEquals(
                Derive(password, Convert.FromHexString(salt), int.Parse(rounds)),
                Convert.FromHexString(derived)
            );
    }

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, 32);
}
