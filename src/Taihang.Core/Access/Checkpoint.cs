using System.Globalization;
using System.Text;
using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// What a log is at one moment: whose it is, how many entries it has, and the root over them. The text is that of C2SP tlog-checkpoint:
/// origin, size, root in base64, then extension lines, the first of which here is <c>time</c> in UTC.
/// </summary>
/// <param name="Extra">Extension lines after the time.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, DateTimeOffset At, IReadOnlyList<string> Extra)
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string CountyOrigin(LogKey key, int countyNo) => $"{key.Name}/county/{countyNo}";

    /// <returns>The county whose log an origin names; null for the national one.</returns>
    public static int? CountyNo(string origin) =>
        origin.LastIndexOf("/county/", StringComparison.Ordinal) is >= 0 and var at
        && int.TryParse(
            origin.AsSpan(at + "/county/".Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var countyNo
        )
            ? countyNo
            : null;

    public static string NationOrigin(LogKey key) => $"{key.Name}/nation";

    public string Text()
    {
        var text = new StringBuilder()
            .Append(Origin)
            .Append('\n')
            .Append(Size.ToString(CultureInfo.InvariantCulture))
            .Append('\n')
            .Append(Convert.ToBase64String(Root))
            .Append("\ntime ")
            .Append(At.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture))
            .Append('\n');
        foreach (var line in Extra)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads a checkpoint and checks its signature; nothing unsigned is ever read.</summary>
    public static Outcome<Checkpoint> Open(string note, LogKey key)
    {
        var text = SignedNote.Open(note, key);
        if (!text.Ok)
            return Outcome<Checkpoint>.Refused(text.Problems);
        var lines = text.Value[..^1].Split('\n');
        if (
            lines.Length < 4
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !SignedNote.TryBase64(lines[2], out var root)
            || root.Length != MerkleTree.HashLength
            || !lines[3].StartsWith("time ", StringComparison.Ordinal)
            || !DateTimeOffset.TryParseExact(
                lines[3][5..],
                Time,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
        )
            return AuditProblems.NotACheckpoint(new("写法有误", "it is written wrongly"));
        var read = new Checkpoint(lines[0], size, root, at, lines[4..]);
        return read.Text() == text.Value
            ? read
            : AuditProblems.NotACheckpoint(new("写法有误", "it is written wrongly"));
    }

    /// <summary>
    /// One checkpoint over the counties' logs: a leaf for each county in order of its number, whose data is its line; the lines stand in the
    /// note, so that whoever has it can work out the root, and holds every county to it.
    /// </summary>
    public static Checkpoint Nation(
        LogKey key,
        IEnumerable<(int CountyNo, long Size, byte[] Root)> counties,
        DateTimeOffset at
    )
    {
        var lines = counties
            .OrderBy(c => c.CountyNo)
            .Select(c =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"county {c.CountyNo} {c.Size} {Convert.ToBase64String(c.Root)}"
                )
            )
            .ToList();
        return new Checkpoint(NationOrigin(key), lines.Count, RootOver(lines), at, lines);
    }

    /// <summary>The counties that a national checkpoint binds; refused where its root is not theirs.</summary>
    public Outcome<IReadOnlyList<Checkpoint>> Counties(LogKey key)
    {
        var counties = new List<Checkpoint>();
        if (Origin != NationOrigin(key))
            return AuditProblems.OtherLog(Origin, NationOrigin(key));
        foreach (var line in Extra)
        {
            var parts = line.Split(' ');
            if (
                parts is not ["county", var no, var leaves, var hash]
                || !int.TryParse(no, NumberStyles.None, CultureInfo.InvariantCulture, out var countyNo)
                || !long.TryParse(leaves, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                || !SignedNote.TryBase64(hash, out var root)
                || root.Length != MerkleTree.HashLength
            )
                return AuditProblems.NotACheckpoint(new("县行写法有误", "the line of a county is written wrongly"));
            counties.Add(new Checkpoint(CountyOrigin(key, countyNo), size, root, At, []));
        }
        return counties.Count == Size && RootOver(Extra).AsSpan().SequenceEqual(Root)
            ? counties
            : AuditProblems.NotACheckpoint(new("根值与各县不符", "its root does not follow from its counties"));
    }

    private static byte[] RootOver(IEnumerable<string> lines)
    {
        var tip = new MerkleTip();
        foreach (var line in lines)
            tip.Append(LogEntry.LeafHash(line));
        return tip.Root();
    }
}
