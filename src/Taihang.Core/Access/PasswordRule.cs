using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// What a new password must be: long, and not what everybody would try first. No rules of digits and signs, no yearly change, which make
/// people choose worse ones (NIST SP 800-63B, 3.1.1).
/// </summary>
public static class PasswordRule
{
    public const int Shortest = 12;
    private const int Longest = 200;

    public static Problem? Check(string password, string again, string login, string name) =>
        password.Length < Shortest ? AccessProblems.PasswordShort()
        : password.Length > Longest ? AccessProblems.PasswordLong()
        : Fresh(Without(password, [login, name, .. Known])) < Least || password.Distinct().Count() < 5
            ? AccessProblems.PasswordEasy()
        : password != again ? AccessProblems.PasswordsDiffer()
        : null;

    /// <summary>Characters that must remain when everything known and every run is taken out.</summary>
    private const int Least = 8;

    private static string Without(string password, IEnumerable<string> parts)
    {
        foreach (var part in parts.Where(p => p.Length >= 3))
            password = password.Replace(part, "", StringComparison.OrdinalIgnoreCase);
        return password;
    }

    /// <summary>Characters that neither repeat the one before nor are its neighbour: 1234 and aaaa have one.</summary>
    private static int Fresh(string password) =>
        password.Where((c, i) => i == 0 || Math.Abs(c - password[i - 1]) > 1).Count();

    private static readonly string[] Known =
    [
        "password",
        "taihang",
        "qwertyuiop",
        "qwerty",
        "asdfgh",
        "zxcvbn",
        "woaini",
    ];
}
