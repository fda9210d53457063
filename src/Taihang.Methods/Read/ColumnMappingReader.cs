using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Takeover;

namespace Taihang.Methods.Read;

/// <summary>Reads a mapping file; every fault is told with its line and column, and nothing loads with one. See docs/takeover.md.</summary>
public sealed class ColumnMappingReader
{
    public const string Rows = "rows";
    public const string HouseholdsFile = "households";
    public const string MembersFile = "members";
    private const int MembersRoom = 60;

    private static readonly Dictionary<string, SourceLayout> Layouts = new()
    {
        ["members"] = SourceLayout.Members,
        ["joined"] = SourceLayout.Joined,
        ["wide"] = SourceLayout.Wide,
    };

    private static readonly Dictionary<string, string> Encodings = new[]
    {
        "utf-8",
        "gb18030",
        "utf-16",
        "windows-1252",
    }.ToDictionary(e => e);

    private static readonly Dictionary<string, string> Dates = CellConversion.DateFormats.ToDictionary(d => d);

    private readonly RegistrationForm form;
    private SourceLayout layout;

    private ColumnMappingReader(RegistrationForm form) => this.form = form;

    /// <param name="file">Its name, for the places of faults.</param>
    public static Outcome<ColumnMapping> Read(string file, string text, RegistrationForm form) =>
        new ColumnMappingReader(form).Read(file, text);

    private Outcome<ColumnMapping> Read(string file, string text)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(file, text, problems) is not { } root)
            return Outcome<ColumnMapping>.Refused(problems);
        root.Only("mapping", "source", "observed", "layout", "members", "files", "key", "columns", "left_out");
        layout = root.Must("layout").OneOf(Layouts);
        var most = 1;
        if (layout == SourceLayout.Wide)
        {
            var room = root.Must("members");
            most = room.Whole();
            if (most is < 1 or > MembersRoom)
                room.Report(
                    PackProblems.WrongForm(
                        room.Place,
                        new($"1 至 {MembersRoom} 的整数", $"a whole number from 1 to {MembersRoom}")
                    )
                );
        }
        var files = Files(root, most);
        var columns = new List<MappedColumn>();
        foreach (var (id, at, item) in root.Must("columns").Entries())
            if (form.Columns.FirstOrDefault(c => ColumnMapping.IdOf(c) == id) is { } target)
                columns.Add(Column(id, target, item));
            else
                root.Report(PackProblems.UnknownName(at, id, Nearest.To(id, form.Columns.Select(ColumnMapping.IdOf))));
        foreach (var needed in form.Columns.Where(c => c.Needed && columns.TrueForAll(m => m.Target != c)))
            root.Report(PackProblems.Missing(root.Must("columns").Place, ColumnMapping.IdOf(needed)));
        var mapping = new ColumnMapping(
            HashOf(text),
            text,
            root.Must("mapping").Id(),
            root.Must("source").Words(),
            Observed(root.Must("observed")),
            layout,
            most,
            files,
            [.. columns]
        );
        return problems.Count > 0 ? Outcome<ColumnMapping>.Refused(problems) : mapping;
    }

    /// <summary>Line ends do not count: the same mapping saved on another machine is the same.</summary>
    public static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));

    private ImmutableArray<SourceFile> Files(YamlReader root, int most)
    {
        string[] roles = layout == SourceLayout.Joined ? [HouseholdsFile, MembersFile] : [Rows];
        var files = root.Must("files").Only(roles);
        var keys = layout == SourceLayout.Joined ? root.Must("key").Only(roles) : null;
        if (layout != SourceLayout.Joined && root.Child("key") is { } alone)
            root.Report(
                TakeoverProblems.WrongMapping(
                    alone.Place,
                    new("只有 layout: joined 才有 key。", "Only layout: joined has a key.")
                )
            );
        var left = root.Child("left_out")?.Only(roles);
        return
        [
            .. roles.Select(role =>
                File(role, files.Must(role), keys?.Must(role).Text() ?? "", left?.Child(role), most)
            ),
        ];
    }

    private static SourceFile File(string role, YamlReader item, string key, YamlReader? left, int most)
    {
        item.Only("file", "encoding", "separator", "sheet", "headings");
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (heading, at, why) in left?.Entries() ?? [])
            if (string.IsNullOrWhiteSpace(why.Text()))
                why.Report(TakeoverProblems.NoReason(at, heading));
            else
                foreach (var each in Each(heading, most))
                    reasons[each] = why.Text();
        var headings = item.Child("headings");
        var row = headings?.Whole() ?? 1;
        if (row is < 1 or > 100)
            headings!.Report(
                PackProblems.WrongForm(headings.Place, new("1 至 100 的整数", "a whole number from 1 to 100"))
            );
        var name = item.Must("file");
        var path = name.Text();
        if (path.Length == 0 || Path.GetFileName(path) != path || path.Contains('\\'))
            name.Report(
                PackProblems.WrongForm(name.Place, new("不含文件夹的文件名", "a file's name without a folder"))
            );
        return new SourceFile(
            role,
            path,
            item.Child("encoding")?.OneOf(Encodings),
            One(item, "separator"),
            item.TextOrNull("sheet"),
            row,
            key,
            reasons.ToImmutableSortedDictionary(StringComparer.Ordinal),
            item.Place
        );
    }

    /// <summary>One line may leave out the same column of every member.</summary>
    private static IEnumerable<string> Each(string heading, int most) =>
        most > 1 && heading.Contains(MappedColumn.MemberNumber, StringComparison.Ordinal)
            ? Enumerable.Range(1, most).Select(n => MappedColumn.HeadingOf(heading, n))
            : [heading];

    private MappedColumn Column(string id, FormColumn target, YamlReader item)
    {
        item.Only(
            "from",
            "value",
            "in",
            "date",
            "times",
            "values",
            "back",
            "split",
            "blank",
            "strip",
            "thousands",
            "decimal_mark",
            "guess"
        );
        if (item.Has("guess"))
            item.Report(TakeoverProblems.Guessed(item.Place, id));
        var (from, constant) = (item.TextOrNull("from"), item.TextOrNull("value"));
        if (from is null == constant is null || from is "")
            item.Report(
                TakeoverProblems.WrongMapping(
                    item.Place,
                    new(
                        "from（取自哪列）与 value（固定值）须有且只有一个。",
                        "Either from (a column) or value (the same everywhere)."
                    )
                )
            );
        var role = RoleOf(target, item);
        var mapped = new MappedColumn(id, target, role, from, constant, Conversion(target, item), item.Place);
        if (mapped.PerMember && (layout != SourceLayout.Wide || target.Use is not (ColumnUse.Member or ColumnUse.Name)))
            item.Report(
                TakeoverProblems.WrongMapping(
                    item.Place,
                    new(
                        "只有 layout: wide 中成员的列才能用 {n}。",
                        "Only a member's column of layout: wide can have {n}."
                    )
                )
            );
        if (layout == SourceLayout.Wide && target.Use == ColumnUse.Name && !mapped.PerMember)
            item.Report(
                TakeoverProblems.WrongMapping(
                    item.Place,
                    new(
                        "宽表的姓名列须含 {n}，如 member{n}_name。",
                        "In a wide file the name's column needs {n}, such as member{n}_name."
                    )
                )
            );
        return mapped;
    }

    private string RoleOf(FormColumn target, YamlReader item)
    {
        if (layout != SourceLayout.Joined)
        {
            if (item.Child("in") is { } only)
                only.Report(
                    TakeoverProblems.WrongMapping(
                        only.Place,
                        new("只有 layout: joined 才有 in。", "Only layout: joined has in.")
                    )
                );
            return Rows;
        }
        var usual = target.Use is ColumnUse.Member or ColumnUse.Name ? MembersFile : HouseholdsFile;
        return item.Child("in")
                ?.OneOf(
                    new Dictionary<string, string> { [HouseholdsFile] = HouseholdsFile, [MembersFile] = MembersFile }
                )
            ?? usual;
    }

    private static CellConversion Conversion(FormColumn target, YamlReader item)
    {
        var (type, attribute) = (target.Attribute?.Type, target.Attribute);
        Allow("date", type == FactType.Date, new("日期", "dates"));
        var number = type is FactType.Money or FactType.Whole or FactType.Decimal;
        foreach (var key in new[] { "times", "thousands", "decimal_mark" })
            Allow(key, number, new("数字", "numbers"));
        Allow("split", type == FactType.Codes, new("可多选的代码", "lists of codes"));
        Allow("values", attribute is not { Sealed: true }, new("未密封的列", "columns that are not sealed"));
        var times = item.Child("times") is { } factor ? factor.Fraction() : (Fraction?)null;
        if (times is { } by && by <= Fraction.Zero)
            item.Report(PackProblems.WrongForm(item.Child("times")!.Place, new("大于零的数", "a number above zero")));
        var meant = item.Child("values") is { } values ? Values(target, values) : null;
        var back = item.ItemsOrNone("back").ToList();
        foreach (var one in back.Where(b => meant?.ContainsKey(b.Text()) is not true))
            one.Report(PackProblems.UnknownName(one.Place, one.Text(), Nearest.To(one.Text(), meant?.Keys ?? [])));
        return new CellConversion(
            item.Child("date")?.OneOf(Dates),
            times,
            meant,
            item.TextOrNull("split") is { Length: > 0 } split ? split : null,
            [.. item.ItemsOrNone("blank").Select(b => b.Text())],
            item.TextOrNull("strip") ?? "",
            One(item, "thousands"),
            One(item, "decimal_mark") ?? '.'
        )
        {
            Back = [.. back.Select(b => b.Text())],
        };

        void Allow(string key, bool allowed, Words to)
        {
            if (!allowed && item.Child(key) is { } child)
                child.Report(
                    TakeoverProblems.WrongMapping(
                        child.Place,
                        new($"{key} 只用于{to.Zh}。", $"{key} is only for {to.En}.")
                    )
                );
        }
    }

    /// <summary>What each value stands for: a code's id or label where the form has codes, yes or no where it has truth, else any text; blank for not recorded.</summary>
    private static FrozenDictionary<string, string> Values(FormColumn target, YamlReader item)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, at, value) in item.Entries())
        {
            var text = value.Text();
            if (text.Length > 0 && target.Codes is { } codes)
            {
                if ((codes.Find(text) ?? codes.ByLabel(text)) is { } code)
                    text = code.Label.Zh;
                else
                    value.Report(
                        PackProblems.UnknownName(
                            value.Place,
                            text,
                            Nearest.To(text, codes.Codes.SelectMany(c => new[] { c.Id, c.Label.Zh, c.Label.En }))
                        )
                    );
            }
            else if (text.Length > 0 && target.Attribute?.Type == FactType.Truth && text is not ("true" or "false"))
                value.Report(PackProblems.NotOneOf(value.Place, text, ["true", "false"]));
            if (!values.TryAdd(key, text))
                value.Report(PackProblems.Twice(at, key));
        }
        return values.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private ObservedDay Observed(YamlReader item)
    {
        item.Only("on", "from", "date", "in", "blank", "strip", "guess");
        if (item.Has("guess"))
            item.Report(TakeoverProblems.Guessed(item.Place, "observed"));
        if (item.Has("on") == item.Has("from"))
            item.Report(
                TakeoverProblems.WrongMapping(
                    item.Place,
                    new(
                        "on（某日）与 from（取自哪列）须有且只有一个；不会默认为今天。",
                        "Either on (a day) or from (a column); it is never today by itself."
                    )
                )
            );
        if (item.Child("on") is { } day)
            return new ObservedDay(day.Date(), null);
        var from = item.TextOrNull("from") ?? "";
        var role = RoleOf(form.Columns.First(c => c.Use == ColumnUse.VillageCode), item);
        var conversion = CellConversion.AsItStands with
        {
            Date = item.Must("date").OneOf(Dates),
            Strip = item.TextOrNull("strip") ?? "",
        };
        return new ObservedDay(
            null,
            new MappedColumn(
                "observed",
                form.Columns.First(c => c.Use == ColumnUse.HouseholdNumber),
                role,
                from,
                null,
                conversion,
                item.Place
            )
        );
    }

    private static char? One(YamlReader item, string key)
    {
        if (item.TextOrNull(key) is not { } text)
            return null;
        var character = text is "tab" ? "\t" : text;
        if (character.Length == 1 && !char.IsLetterOrDigit(character[0]))
            return character[0];
        item.Report(PackProblems.WrongForm(item.Child(key)!.Place, new("一个符号，或 tab", "one sign, or tab")));
        return null;
    }
}
