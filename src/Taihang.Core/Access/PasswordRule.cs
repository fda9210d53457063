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
        : password.Distinct().Count() < 5
        || Holds(password, login)
        || Holds(password, name)
        || Runs.Any(run => Holds(password, run))
            ? AccessProblems.PasswordEasy()
        : password != again ? AccessProblems.PasswordsDiffer()
        : null;

    private static bool Holds(string password, string part) =>
        part.Length >= 3
        && password.Contains(part, StringComparison.OrdinalIgnoreCase)
        && password.Length - part.Length < 8;

    private static readonly string[] Runs =
    [
        "123456",
        "abcdef",
        "qwerty",
        "password",
        "taihang",
        "111111",
        "000000",
        "888888",
        "666666",
    ];
}
