using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>Names and numbers that nobody has: surnames that say so, an area code that exists nowhere, phones under 000.</summary>
public static class SamplePeople
{
    private static readonly string[] Surnames = ["样", "例", "虚", "拟"];
    private const string Given =
        "安柏晨川春丹东恩芳飞刚光广海和红华慧吉家健江杰景静君凯兰乐立丽林玲龙梅美明宁平青庆秋荣瑞山诗石书松涛婷伟文霞祥晓欣兴秀雪艳阳英永玉云泽志忠竹";

    public static string Name(string surname, ref SeededStream stream) =>
        surname + Given[stream.NextBelow(Given.Length)] + Given[stream.NextBelow(Given.Length)];

    public static string Surname(ref SeededStream stream) => Surnames[stream.NextBelow(Surnames.Length)];

    /// <summary>
    /// A citizen number with a right check character under an area code from 000001 up, which no table has ever held (codes begin with 11).
    /// Distinct for distinct serials below 4.9 million, whatever the birth date.
    /// </summary>
    public static string IdNumber(int serial, DateOnly born, bool male)
    {
        var order = (serial % 499 * 2) + (male ? 1 : 2);
        var body = $"{(serial / 499) + 1:000000}{born:yyyyMMdd}{order:000}";
        return body + Core.Registry.IdNumber.CheckCharacter(body);
    }

    public static string Phone(int serial) => $"000{serial % 100_000_000:00000000}";

    public static string Account(int serial) => $"0000{serial:000000000000000}";
}
