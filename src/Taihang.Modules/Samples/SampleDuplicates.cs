using Taihang.Core.Common;
using Taihang.Core.Registry.Duplicates;

namespace Taihang.Modules.Samples;

/// <summary>What was done to a person's second record.</summary>
public enum Slip
{
    Homophone,
    Variant,
    OneCharacter,
    Surname,
    BirthDay,
    NoNumber,
    NumberDigit,
    OldNumber,
    Moved,
    Parts,
}

/// <summary>Made-up persons of whom some are recorded twice, and which.</summary>
/// <param name="Truth">Places of the two records, and what differs between them.</param>
public sealed record DuplicateSample(
    IReadOnlyList<PersonKey> Persons,
    IReadOnlyList<string> Names,
    IReadOnlyList<(int A, int B, IReadOnlyList<Slip> Slips)> Truth
);

/// <summary>
/// Persons in households, villages and townships as crowded and as alike as real ones (few surnames in a village, a character that
/// brothers share, twins), and second records of some of them with the slips that registries really make. Nobody in it is real.
/// </summary>
public static class SampleDuplicates
{
    /// <summary>Common surnames, each drawn about half as often as those twice as far in front.</summary>
    private const string Surnames =
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎单解仇";
    private const string Given =
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文志海春生荣林德福贵宝金银凤香云峰鹏飞龙虎山河川江波浩宇轩晨曦子涵梓萱欣怡嘉琪思雨佳乐小大永长庆喜发财旺盛昌隆顺安康宁祥瑞富成功立新民中东西南北星辰月阳光辉亮";
    private static readonly string[] Long =
    [
        "阿不都",
        "热合曼",
        "买买提",
        "古丽",
        "巴特尔",
        "其其格",
        "乌云",
        "娜仁",
        "托娅",
        "苏日娜",
    ];

    /// <param name="persons">How many to record once.</param>
    /// <param name="twice">Share of them who are recorded a second time.</param>
    public static DuplicateSample Make(int persons, double twice, string seed, NameCharacter[] characters)
    {
        var stream = new SeededStream(seed);
        var (rows, names, place) = (new List<PersonKey>(), new List<string>(), new Dictionary<string, int>());
        var sounds = characters
            .Where(c => c.Standard.Length == 0)
            .SelectMany(c => c.Readings.Take(1).Select(r => (Reading: r, c.Character)))
            .ToLookup(c => c.Reading, c => c.Character);
        var byCharacter = characters.ToDictionary(c => c.Character);
        var variants = characters.Where(c => c.Standard.Length > 0).ToLookup(c => c.Standard, c => c.Character);
        var (household, serial) = (0, 0);
        while (rows.Count < persons)
        {
            var village = household / 250;
            var surname = Surname(village, ref stream);
            var generation = Given[stream.NextBelow(Given.Length)];
            var size = 1 + stream.NextBelow(6);
            var headBorn = 1940 + stream.NextBelow(50);
            var twins = size >= 4 && stream.NextBelow(90) == 0;
            var lastBorn = 0;
            for (var i = 0; i < size; i++)
            {
                var child = i >= 2;
                var born =
                    twins && i == 3
                        ? lastBorn
                        : Day(
                            (child ? headBorn + 24 + stream.NextBelow(8) : headBorn + stream.NextBelow(5)),
                            ref stream
                        );
                lastBorn = born;
                var sex = (byte)(1 + (i < 2 ? i : stream.NextBelow(2)));
                var own = i == 1 ? Surname(-1, ref stream) : surname;
                var name =
                    stream.NextBelow(50) == 0
                        ? $"{Long[stream.NextBelow(Long.Length)]}·{Long[stream.NextBelow(Long.Length)]}"
                    : child && sex == 1 ? $"{own}{generation}{Given[stream.NextBelow(Given.Length)]}"
                    : stream.NextBelow(4) == 0 ? $"{own}{Given[stream.NextBelow(Given.Length)]}"
                    : $"{own}{Given[stream.NextBelow(Given.Length)]}{Given[stream.NextBelow(Given.Length)]}";
                rows.Add(
                    new PersonKey(
                        NameOf(name),
                        born,
                        sex,
                        stream.NextBelow(50) == 0 ? null : Number(++serial, born, sex == 1),
                        stream.NextBelow(3) == 0 ? 0 : (ulong)(1_000 + household),
                        household,
                        village,
                        village / 17,
                        village / 275
                    )
                );
            }
            household++;
        }
        var truth = new List<(int, int, IReadOnlyList<Slip>)>();
        var once = rows.Count;
        for (var i = 0; i < once; i++)
            if (stream.NextShare() < twice)
            {
                truth.Add(Second(i, ref stream));
            }
        return new DuplicateSample(rows, names, truth);

        int NameOf(string name)
        {
            if (place.TryGetValue(name, out var at))
                return at;
            names.Add(name);
            return place[name] = names.Count - 1;
        }

        (int, int, IReadOnlyList<Slip>) Second(int of, ref SeededStream lots)
        {
            var (first, slips) = (rows[of], new List<Slip>());
            var name = names[first.Name];
            var (born, number) = (first.BornOn, first.Number);
            var moved = lots.NextBelow(2) == 0;
            if (moved)
                slips.Add(Slip.Moved);
            // One person in three is typed as before.
            if (lots.NextBelow(3) > 0)
                name = Mistyped(name, slips, ref lots);
            if (lots.NextBelow(10) == 0)
            {
                slips.Add(Slip.BirthDay);
                born = Day(born / 10_000, ref lots);
            }
            switch (lots.NextBelow(4))
            {
                case 0 when number is not null:
                    slips.Add(Slip.NumberDigit);
                    var at = 6 + lots.NextBelow(11);
                    number =
                        number[..at]
                        + (char)('0' + ((number[at] - '0' + 1 + lots.NextBelow(9)) % 10))
                        + number[(at + 1)..];
                    break;
                case 1 when number is not null && born < 20_000_000:
                    slips.Add(Slip.OldNumber);
                    number = number[..6] + number[8..17];
                    break;
                default:
                    slips.Add(Slip.NoNumber);
                    number = null;
                    break;
            }
            // Into a household of their own or, as often, a relative's.
            var into = moved ? rows[lots.NextBelow(once)] : first;
            rows.Add(
                first with
                {
                    Name = NameOf(name),
                    BornOn = born,
                    Number = number,
                    Phone = lots.NextBelow(2) == 0 ? 0 : first.Phone,
                    Household = moved && lots.NextBelow(2) == 0 ? into.Household : household++,
                    Village = into.Village,
                    Township = into.Township,
                    County = into.County,
                }
            );
            return (of, rows.Count - 1, slips);
        }

        string Mistyped(string name, List<Slip> slips, ref SeededStream lots)
        {
            var dot = name.IndexOf('·', StringComparison.Ordinal);
            if (dot > 0)
            {
                slips.Add(Slip.Parts);
                return lots.NextBelow(2) == 0 ? name[..dot] + name[(dot + 1)..] : $"{name[(dot + 1)..]}·{name[..dot]}";
            }
            var at = lots.NextBelow(name.Length);
            var character = name[at].ToString();
            var kind = lots.NextBelow(10);
            if (
                kind < 5
                && byCharacter.TryGetValue(character, out var known)
                && sounds[known.Readings[0]].ToList() is { Count: > 1 } alike
            )
            {
                slips.Add(Slip.Homophone);
                return name[..at] + alike[lots.NextBelow(alike.Count)] + name[(at + 1)..];
            }
            if (kind < 7 && variants[character].ToList() is { Count: > 0 } others)
            {
                slips.Add(Slip.Variant);
                return name[..at] + others[lots.NextBelow(others.Count)] + name[(at + 1)..];
            }
            slips.Add(at == 0 ? Slip.Surname : Slip.OneCharacter);
            return name[..at] + Given[lots.NextBelow(Given.Length)] + name[(at + 1)..];
        }
    }

    private static char Surname(int village, ref SeededStream stream)
    {
        if (village >= 0 && stream.NextBelow(10) < 7)
            return Surnames[((village * 7) + stream.NextBelow(3)) % Surnames.Length];
        var share = stream.NextShare();
        return Surnames[(int)(Math.Pow(share, 2) * Surnames.Length)];
    }

    private static int Day(int year, ref SeededStream stream) =>
        (year * 10_000) + ((1 + stream.NextBelow(12)) * 100) + 1 + stream.NextBelow(28);

    private static string Number(int serial, int born, bool male)
    {
        var body = $"{(serial / 499) + 1:000000}{born:00000000}{(serial % 499 * 2) + (male ? 1 : 2):000}";
        return body + Core.Registry.IdNumber.CheckCharacter(body);
    }
}
