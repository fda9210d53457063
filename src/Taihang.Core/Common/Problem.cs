namespace Taihang.Core.Common;

/// <summary>
/// A refusal, as a value. <paramref name="Code"/> never changes once published (<c>TH0401</c>; the hundreds are the
/// module's, see docs/problems.md). <paramref name="What"/> is wrong; <paramref name="Remedy"/> says what to do.
/// </summary>
/// <param name="Where">File, sheet, row and column, or the field of a form; null when the place is obvious.</param>
public sealed record Problem(string Code, Words What, Words Remedy, Place? Where = null)
{
    public string In(Language language)
    {
        var place = Where is null ? "" : Where.In(language) + (language == Language.Chinese ? "：" : ": ");
        return $"{Code} {place}{What.In(language)} {Remedy.In(language)}".TrimEnd();
    }

    public override string ToString() => In(Language.English);
}

/// <summary>Where in a file something stands. Pages, rows and columns count from 1, as a reader sees them.</summary>
public sealed record Place(
    string File,
    string? Sheet = null,
    int? Row = null,
    int? Column = null,
    string? Heading = null,
    int? Page = null
)
{
    public string In(Language language)
    {
        var zh = language == Language.Chinese;
        var parts = new List<string> { File };
        if (Sheet is not null)
            parts.Add(zh ? $"工作表 {Sheet}" : $"sheet {Sheet}");
        if (Page is { } page)
            parts.Add(zh ? $"第 {page} 页" : $"page {page}");
        if (Row is { } row)
            parts.Add(zh ? $"第 {row} 行" : $"row {row}");
        if (Column is { } column)
            parts.Add(zh ? $"第 {column} 列" : $"column {column}");
        if (Heading is not null)
            parts.Add(zh ? $"“{Heading}”" : $"\"{Heading}\"");
        return string.Join(zh ? "，" : ", ", parts);
    }
}

/// <summary>Either a value or the problems that stand in its way; never both, never neither.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;
    private readonly IReadOnlyList<Problem>? problems;

    private Outcome(T? value, IReadOnlyList<Problem>? problems)
    {
        this.value = value;
        this.problems = problems;
    }

    public bool Ok => problems is null;

    /// <summary>The value. Asking a refused outcome for it is a bug in the caller.</summary>
    public T Value =>
        problems is null
            ? value!
            : throw new InvalidOperationException("The outcome was refused: " + string.Join(" | ", problems));

    public IReadOnlyList<Problem> Problems => problems ?? [];

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, [problem]);

    public static Outcome<T> Refused(IReadOnlyList<Problem> problems) =>
        problems.Count == 0
            ? throw new ArgumentException("A refusal needs a problem.", nameof(problems))
            : new(default, problems);
}
