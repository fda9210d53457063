using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Web;

/// <summary>What was typed into a form about an account, kept as it was typed, and what it means.</summary>
public sealed record AccountForm
{
    public string What { get; init; } = "";
    public string Login { get; init; } = "";
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";
    public string Place { get; init; } = "";
    public string From { get; init; } = "";
    public string Until { get; init; } = "";
    public string Basis { get; init; } = "";
    public Guid Duty { get; init; }
    public Guid Other { get; init; }
    public Guid Passkey { get; init; }

    public static AccountForm Of(IFormCollection form) =>
        new()
        {
            What = Text(form, "what"),
            Login = Text(form, "login"),
            Name = Text(form, "name"),
            Role = Text(form, "role"),
            Place = Text(form, "place"),
            From = Text(form, "from"),
            Until = Text(form, "until"),
            Basis = Text(form, "basis"),
            Duty = Guid.TryParse(form["duty"], out var duty) ? duty : Guid.Empty,
            Other = Guid.TryParse(form["other"], out var other) ? other : Guid.Empty,
            Passkey = Guid.TryParse(form["passkey"], out var passkey) ? passkey : Guid.Empty,
        };

    /// <summary>The place and the days; no place is an office above the counties, no end none.</summary>
    public Outcome<(RegionPlace? Place, DateOnly From, DateOnly? Until)> Meant(Site site)
    {
        RegionPlace? place = null;
        if (Place.Length > 0 && (place = site.Tree.ByCode(Place, site.Today)) is null)
            return RegionProblems.UnknownCode(Place, site.Tree.NearestTo(Place, site.Today));
        if (DayOf(From.Length == 0 && What == "return" ? AccountRoutes.Iso(site.Today) : From) is not { } from)
            return WebProblems.NotADay(new("起期", "From"));
        DateOnly? until = null;
        if (Until.Length > 0 && (until = DayOf(Until)) is null)
            return WebProblems.NotADay(new("止期", "Until"));
        return (place, from, until);
    }

    /// <summary>The field a problem is about; null where it is the form as a whole.</summary>
    public static string? FieldOf(Problem problem) => Fields.GetValueOrDefault(problem.Code);

    private static readonly Dictionary<string, string> Fields = new()
    {
        [AccessProblems.RoleElsewhere("").Code] = "place",
        [AccessProblems.DutyEndsFirst().Code] = "from",
        [AccessProblems.DutyHeldAlready().Code] = "from",
        [AccessProblems.DutiesConflict("", "").Code] = "role",
        [AccessProblems.PasswordShort().Code] = "password",
        [AccessProblems.PasswordLong().Code] = "password",
        [AccessProblems.PasswordEasy().Code] = "password",
        [AccessProblems.PasswordsDiffer().Code] = "again",
        [AccessProblems.InvitationInvalid().Code] = "code",
        [AccessProblems.LoginTaken("").Code] = "login",
        [AccessProblems.LoginForm().Code] = "login",
        [AccessProblems.NoName().Code] = "name",
        [AccessProblems.NoBasis().Code] = "basis",
        [AccessProblems.OldPasswordWrong().Code] = "old",
    };

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string Text(IFormCollection form, string name) =>
        FormText.Line(form[name]) is var text && text.Length > 200 ? text[..200] : text;
}
