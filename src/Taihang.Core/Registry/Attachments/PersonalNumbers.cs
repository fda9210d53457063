namespace Taihang.Core.Registry.Attachments;

public enum PersonalNumberKind
{
    IdNumber,
    Mobile,
    BankCard,
}

public static class PersonalNumberKinds
{
    public static Common.Words Title(PersonalNumberKind kind) =>
        kind switch
        {
            PersonalNumberKind.IdNumber => new("公民身份号码", "citizen number"),
            PersonalNumberKind.Mobile => new("手机号码", "mobile phone number"),
            _ => new("银行卡号", "bank card number"),
        };
}

/// <summary>A number that names a person.</summary>
/// <param name="At">Offset in the text.</param>
/// <param name="Masked">Its first three and last two signs; what is between is not shown again.</param>
public sealed record PersonalNumber(PersonalNumberKind Kind, int At, string Masked);

/// <summary>
/// Finds citizen numbers (18 digits by their check character and date, 15 by their date), mobile phones and bank cards in a text, however
/// their digits are written or parted. Landlines, amounts, dates and numbers of documents are none.
/// </summary>
/// <remarks>
/// A citizen number is sure by itself (a chance number is one in seventy thousand times), so it is looked for across any gaps. A phone
/// is not: in a row of figures one would soon be found by chance. It must be all that stands together.
/// </remarks>
public static class PersonalNumbers
{
    private const int ContextLength = 40;
    private const int OtherLength = 12;

    /// <summary>Codes of provinces, GB/T 2260; 83 on permits of residence, 91 abroad.</summary>
    private const string Provinces =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91";

    /// <summary>Beginnings of the cards of banks in China; cards of schemes abroad are looked for where a card is spoken of.</summary>
    private static readonly string[] Issuers =
    [
        "62",
        "95588",
        "95595",
        "95599",
        "421349",
        "434061",
        "434062",
        "436742",
        "524094",
        "552801",
        "601382",
        "603367",
        "603601",
        "685800",
        "690755",
    ];
    private static readonly string[] Others =
    [
        "35",
        "4",
        "51",
        "52",
        "53",
        "54",
        "55",
        "60",
        "65",
        "66",
        "68",
        "69",
        "9",
    ];
    private static readonly HashSet<string> Shapes =
    [
        "3-4-4",
        "3-8",
        "7-4",
        "4-4-3",
        "3-3-5",
        "2-3-4-4",
        "2-11",
        "6-6-3",
        "6-9",
        "6-2-2-2-3",
        "4-4-4-4",
        "4-4-4-4-1",
        "4-4-4-4-2",
        "4-4-4-4-3",
        "6-10",
        "6-13",
        "4-4-8",
        "4-12",
    ];
    private static readonly string[] CardWords =
    [
        "卡号",
        "帐号",
        "账号",
        "账户",
        "帐户",
        "银行",
        "存折",
        "card",
        "account",
        "bank",
    ];
    private static readonly string[] PhoneWords = ["电话", "手机", "联系", "微信", "tel", "phone", "mobile"];

    /// <summary>Numbers of other things that have fifteen digits, too, and begin with a place.</summary>
    private static readonly string[] OtherWords = ["注册号", "编号", "单号", "流水", "代码", "发票", "批次"];
    private static readonly string[] IdWords = ["身份证", "证件", "证号", "公民", "ID"];

    /// <param name="today">No citizen is born later.</param>
    /// <param name="context">What stands over the text, such as the heading of its column.</param>
    public static IReadOnlyList<PersonalNumber> Find(string text, DateOnly today, string context = "")
    {
        var groups = DigitText.Groups(text);
        var found = new List<PersonalNumber>();
        for (var i = 0; i < groups.Count; i++)
        {
            Alone(groups[i]);
            Together(i);
        }
        foreach (var (from, to) in Runs(groups))
            Whole(from, to);
        return [.. found.GroupBy(n => n.At).Select(same => same.MinBy(n => n.Kind)!).OrderBy(n => n.At)];

        void Alone(DigitGroup group)
        {
            var digits = group.Digits;
            // Digits of several numbers may be written without a gap.
            for (var at = 0; at + 18 <= digits.Length; at++)
                if (IsCitizen(digits.AsSpan(at, 18), today))
                    Add(PersonalNumberKind.IdNumber, digits.Substring(at, 18), group.At + at);
            if (!group.Letters)
                One(digits, group.At, oldCitizen: !IsOther(group.At), phone: !IsFraction(text, group.At), card: true);
        }

        void One(string digits, int at, bool oldCitizen, bool phone, bool card)
        {
            if (oldCitizen && digits.Length == 15 && IsOldCitizen(digits))
                Add(PersonalNumberKind.IdNumber, digits, at);
            if (phone && Phone(digits) is { } own)
                Add(PersonalNumberKind.Mobile, own, at);
            if (card && IsCard(digits, Near(at, CardWords)))
                Add(PersonalNumberKind.BankCard, digits, at);
        }

        // Every row of whole groups from here that has as many digits as a citizen number.
        void Together(int first)
        {
            var digits = groups[first].Digits;
            for (var i = first + 1; i < groups.Count && groups[i].Gap is not null && digits.Length < 18; i++)
            {
                digits += groups[i].Digits;
                if (digits.Length is 18 or 20 && IsCitizen(digits.AsSpan(0, 18), today))
                    Add(PersonalNumberKind.IdNumber, digits[..18], groups[first].At);
                else if (digits.Length == 15 && IsOldCitizen(digits) && Near(groups[first].At, IdWords))
                    Add(PersonalNumberKind.IdNumber, digits, groups[first].At);
            }
        }

        void Whole(int from, int to)
        {
            var some = groups[from..to];
            var digits = string.Concat(some.Select(g => g.Digits));
            if (digits.Length is < 11 or > 22)
                return;
            // Figures of a row may have as many digits by chance; nobody writes a row of figures in these shapes.
            var usual =
                some.All(g => g.Digits.Length == 1)
                || some.Count == 2 && some[1].Gap!.Contains('\n', StringComparison.Ordinal)
                || Shapes.Contains(string.Join('-', some.Select(g => g.Digits.Length)));
            var at = some[0].At;
            One(digits, at, usual || Near(at, IdWords), usual || Near(at, PhoneWords), usual || Near(at, CardWords));
        }

        void Add(PersonalNumberKind kind, string digits, int at)
        {
            found.Add(new PersonalNumber(kind, at, $"{digits[..3]}{new string('*', digits.Length - 5)}{digits[^2..]}"));
        }

        // Said in the words before it, in the same sentence.
        bool IsOther(int at)
        {
            var before = text.AsSpan(Math.Max(0, at - OtherLength)..at);
            before = before[
                (Math.Max(before.LastIndexOfAny('\n', '。', '；'), before.LastIndexOfAny('，', ',', ';')) + 1)..
            ];
            foreach (var word in OtherWords)
                if (before.Contains(word, StringComparison.Ordinal))
                    return true;
            return false;
        }

        bool Near(int at, string[] words)
        {
            var before = text.AsSpan(Math.Max(0, at - ContextLength)..at);
            foreach (var word in words)
                if (
                    before.Contains(word, StringComparison.OrdinalIgnoreCase)
                    || context.Contains(word, StringComparison.OrdinalIgnoreCase)
                )
                    return true;
            return false;
        }
    }

    /// <summary>
    /// Groups that may be one number: all that stand together; all that the same gap parts; and in a row of groups that a phone or card is
    /// written in (3-4-4, 4-4-4-4-3), each of them.
    /// </summary>
    private static IEnumerable<(int From, int To)> Runs(List<DigitGroup> groups)
    {
        for (var from = 0; from < groups.Count; )
        {
            var to = from + 1;
            while (to < groups.Count && groups[to].Gap is not null)
                to++;
            if (to - from > 1)
                yield return (from, to);
            for (var first = from; first < to - 1; )
            {
                var last = first + 2;
                while (last < to && groups[last].Gap == groups[first + 1].Gap)
                    last++;
                if (first > from || last < to)
                    yield return (first, last);
                foreach (
                    var row in new int[][]
                    {
                        [3, 4, 4],
                        [4, 4, 4, 4],
                        [4, 4, 4, 4, 1],
                        [4, 4, 4, 4, 2],
                        [4, 4, 4, 4, 3],
                    }
                )
                    if (last - first > row.Length && Repeats(groups, first, last, row))
                        for (var at = first; at < last; at += row.Length)
                            yield return (at, at + row.Length);
                first = last - 1;
            }
            from = to;
        }
    }

    private static bool Repeats(List<DigitGroup> groups, int first, int last, int[] row)
    {
        if ((last - first) % row.Length != 0)
            return false;
        for (var i = first; i < last; i++)
            if (groups[i].Digits.Length != row[(i - first) % row.Length])
                return false;
        return true;
    }

    private static bool IsCitizen(ReadOnlySpan<char> digits, DateOnly today) =>
        IsProvince(digits)
        && (digits[6] == '1' && digits[7] == '9' || digits[6] == '2' && digits[7] == '0')
        && IdNumber.Check(digits.ToString(), today, out _) == IdNumberFault.None;

    private static bool IsOldCitizen(string digits) =>
        IsProvince(digits)
        && digits[12..] != "000"
        && DateOnly.TryParseExact(string.Concat("19", digits.AsSpan(6, 6)), "yyyyMMdd", out _);

    private static bool IsProvince(ReadOnlySpan<char> digits) =>
        Provinces.AsSpan().IndexOf(digits[..2], StringComparison.Ordinal) is var at && at >= 0 && at % 3 == 0;

    /// <returns>The eleven digits; null for another number. China's own code may stand before.</returns>
    private static string? Phone(string digits)
    {
        var own = digits.Length switch
        {
            11 => digits,
            12 when digits[0] == '0' => digits[1..],
            13 when digits.StartsWith("86", StringComparison.Ordinal) => digits[2..],
            15 when digits.StartsWith("0086", StringComparison.Ordinal) => digits[4..],
            _ => "",
        };
        // The ranges that the ministry has given out to mobile networks; 19 without 194, 16 and 14 only those in use.
        return
            own.Length == 11
            && own[0] == '1'
            && own[1] switch
            {
                '3' or '8' => true,
                '4' => own[2] is '0' or '1' or '4' or '5' or '6' or '7' or '8' or '9',
                '5' => own[2] != '4',
                '6' => own[2] is '2' or '5' or '6' or '7',
                '7' => own[2] != '9',
                '9' => own[2] != '4',
                _ => false,
            }
            ? own
            : null;
    }

    private static bool IsCard(string digits, bool spokenOf) =>
        digits.Length is >= 16 and <= 19
        && digits[^1] != 'X'
        && Begins(digits, spokenOf)
        && digits.Distinct().Skip(1).Any()
        && Luhn(digits);

    private static bool Begins(string digits, bool spokenOf) =>
        Issuers.Any(i => digits.StartsWith(i, StringComparison.Ordinal))
        || spokenOf && Others.Any(i => digits.StartsWith(i, StringComparison.Ordinal));

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = (digits[^(i + 1)] - '0') * (1 + i % 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>A share written out: 0.13812345678.</summary>
    private static bool IsFraction(string text, int at) =>
        at >= 2 && text[at - 1] == '.' && text[at - 2] == '0' && (at < 3 || !char.IsAsciiDigit(text[at - 3]));
}
