using Taihang.Core.Registry;

namespace Taihang.Tests.Modules.Registry.Attachments;

/// <summary>Numbers of nobody in the forms in which officials write them.</summary>
internal static class MadeNumbers
{
    private static readonly string[] Areas = ["130624", "130629", "110101", "140221", "410184", "530112", "652924"];

    public static readonly string[] Disguises =
    [
        "plain",
        "groups",
        "dashes",
        "dots",
        "apart",
        "zero-width",
        "break",
        "full-width",
        "full-width groups",
        "chinese",
        "circled",
        "underlined",
    ];

    public static string Citizen(Random dice)
    {
        var day = new DateOnly(1930, 1, 1).AddDays(dice.Next(32_000));
        var body = $"{Areas[dice.Next(Areas.Length)]}{day:yyyyMMdd}{dice.Next(1, 1000):000}";
        return body + IdNumber.CheckCharacter(body);
    }

    public static string OldCitizen(Random dice) =>
        $"{Areas[dice.Next(Areas.Length)]}{new DateOnly(1930, 1, 1).AddDays(dice.Next(24_000)):yyMMdd}{dice.Next(1, 1000):000}";

    public static string Mobile(Random dice)
    {
        var ranges = new[]
        {
            "130",
            "135",
            "139",
            "147",
            "150",
            "158",
            "166",
            "173",
            "177",
            "186",
            "189",
            "191",
            "198",
            "199",
        };
        return $"{ranges[dice.Next(ranges.Length)]}{dice.Next(100_000_000):00000000}";
    }

    public static string Card(Random dice)
    {
        var starts = new[] { "622848", "621700", "623059", "955880", "622202", "621098" };
        var body = starts[dice.Next(starts.Length)];
        for (var length = dice.Next(2) == 0 ? 18 : 15; body.Length < length; )
            body += (char)('0' + dice.Next(10));
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var digit = (body[^(i + 1)] - '0') * (2 - i % 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return body + (char)('0' + (10 - sum % 10) % 10);
    }

    public static string Any(Random dice) =>
        dice.Next(5) switch
        {
            0 or 1 => Citizen(dice),
            2 => Mobile(dice),
            3 => Card(dice),
            _ => OldCitizen(dice),
        };

    public static string Disguised(string number, string disguise, Random dice)
    {
        var groups = Groups(number, dice);
        return disguise switch
        {
            "groups" => string.Join(' ', groups),
            "dashes" => string.Join('-', groups),
            "dots" => string.Join('.', groups),
            "underlined" => string.Join('_', groups),
            "apart" => string.Join(' ', number.ToCharArray()),
            "zero-width" => string.Join("\u200B", number.ToCharArray()),
            "break" => number.Insert(dice.Next(3, number.Length - 3), "\n"),
            "full-width" => Wide(number),
            "full-width groups" => string.Join('\u3000', groups.Select(Wide)),
            "chinese" => string.Concat(number.Select(c => c == 'X' ? 'X' : "〇一二三四五六七八九"[c - '0'])),
            "circled" => string.Concat(
                number.Select(c =>
                    c == 'X' ? 'X'
                    : c == '0' ? '⓪'
                    : (char)('①' + (c - '1'))
                )
            ),
            _ => number,
        };
    }

    private static string Wide(string number) => string.Concat(number.Select(c => (char)(c + 0xFEE0)));

    private static List<string> Groups(string number, Random dice)
    {
        int[] lengths = number.Length switch
        {
            18 => dice.Next(2) == 0 ? [6, 8, 4] : [3, 3, 4, 4, 4],
            15 => [6, 6, 3],
            11 => [3, 4, 4],
            16 => [4, 4, 4, 4],
            _ => [4, 4, 4, 4, 3],
        };
        var (groups, at) = (new List<string>(), 0);
        foreach (var length in lengths)
        {
            groups.Add(number.Substring(at, length));
            at += length;
        }
        return groups;
    }
}
