using System.Text;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Tests.Core.Access;
using Xunit;

namespace Taihang.Tests.Modules.Access;

public sealed class VerifyLogFileTests : IDisposable
{
    private const int CountyNo = 7;
    private readonly TestKey key = new();

    [Fact]
    public void An_untouched_log_fits_the_checkpoint_of_each_size_it_had()
    {
        var lines = Lines(20);
        for (var size = 0; size <= 20; size++)
        {
            var found = Check(File(lines), At(lines, size));
            Assert.True(found.Ok, found.Ok ? "" : found.Problems[0].ToString());
            Assert.Equal((20, size), (found.Value.Entries, found.Value.Bound));
            Assert.Equal(Convert.ToBase64String(Tip(lines, 20).Root()), found.Value.Root);
        }
    }

    /// <summary>More lines than are hashed at once, so that whole subtrees are put together; every checkpoint about the borders of the pieces.</summary>
    [Fact]
    public void A_log_longer_than_is_hashed_at_once_has_the_same_root()
    {
        var lines = Lines(65_536 + 4_097);
        var file = File(lines);
        foreach (var size in new[] { 1, 4_095, 4_096, 65_535, 65_536, 65_537, lines.Count - 1, lines.Count })
            Assert.True(Check(file, At(lines, size)).Ok, $"{size}");
        Assert.Equal(Convert.ToBase64String(Tip(lines, lines.Count).Root()), Check(file).Value.Root);
        lines[4_000] = lines[4_000].Replace("\t1", "\t2", StringComparison.Ordinal);
        Assert.False(Check(File(lines), At(Lines(65_536), 65_536)).Ok);
    }

    [Fact]
    public void A_whole_log_opened_is_checked_to_the_last_word()
    {
        var lines = Lines(6, open: true);
        Assert.Equal(6, Check(File(lines), At(Lines(6), 6)).Value.Open);
        foreach (
            var (from, to) in new[] { ("because 3", "because 4"), ("article", "articles"), ("\\u0022n", "\\u0022m") }
        )
        {
            var changed = lines.Select(l => l.Replace(from, to, StringComparison.Ordinal)).ToList();
            Assert.NotEqual(lines, changed);
            Assert.Equal("TH0255", Check(File(changed), At(Lines(6), 6)).Problems[0].Code);
        }
    }

    [Fact]
    public void What_is_no_log_is_refused_with_its_line()
    {
        var log = Encoding.UTF8.GetString(File(Lines(3)));
        Assert.Equal("TH0255", Code(""));
        Assert.Equal("TH0255", Code("something else\n"));
        Assert.Equal("TH0255", Code(log.Replace("county 7", "county x", StringComparison.Ordinal)));
        Assert.Equal("TH0244", Code(log.Replace("county 7", "county 8", StringComparison.Ordinal)));
        Assert.Contains(
            "5",
            Check(Encoding.UTF8.GetBytes("taihang audit log 1\ncounty 7\n\na\tb\tc\td\te\tf\nbroken\n"))
                .Problems[0]
                .What.En,
            StringComparison.Ordinal
        );

        string Code(string text) => Check(Encoding.UTF8.GetBytes(text), At(Lines(3), 3)).Problems[0].Code;
    }

    [Fact]
    public void Random_edits_are_all_found_with_one_checkpoint_kept_elsewhere() => Edits(3_000);

    [Fact, Trait("Proof", "long")]
    public void A_hundred_thousand_random_edits_are_all_found() => Edits(LongProof.Times(100_000, 5_000_000));

    /// <summary>
    /// The broken twin: verification against the log's own newest checkpoint alone, signed by whoever rolled the log back and worked out
    /// every hash anew, finds nothing.
    /// </summary>
    [Fact]
    public void Without_a_checkpoint_kept_elsewhere_a_rollback_is_missed()
    {
        var honest = Lines(20);
        List<string> rolledBack = [.. honest.Take(12), .. Lines(8, salt: 99)];
        Assert.True(Check(File(rolledBack)).Ok);
        Assert.True(Check(File(rolledBack), At(rolledBack, rolledBack.Count)).Ok);
        Assert.Equal("TH0246", Check(File(rolledBack), At(honest, 15)).Problems[0].Code);
        Assert.Equal("TH0245", Check(File([.. honest.Take(12)]), At(honest, 15)).Problems[0].Code);
    }

    public void Dispose() => key.Dispose();

    private void Edits(int times)
    {
        var dice = new Random(24);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var n = 0; n < times; n++)
        {
            var lines = Lines(dice.Next(2, 30), salt: n);
            var bound = dice.Next(1, lines.Count + 1);
            var (kind, edited) = Edit(dice, lines, bound);
            var check = Check(edited, At(lines, bound));
            Assert.False(check.Ok, $"edit {n} ({kind}) of a log of {lines.Count} bound to {bound} was missed");
            found[kind] = found.GetValueOrDefault(kind) + 1;
        }
        Assert.Equal(6, found.Count);
    }

    private static (string Kind, byte[] File) Edit(Random dice, List<string> lines, int bound)
    {
        var at = dice.Next(bound);
        List<string> edited = [.. lines];
        switch (dice.Next(6))
        {
            case 0:
                var file = File(lines);
                var reach = File([.. lines.Take(bound)]).Length - 1;
                file[dice.Next(reach)] ^= (byte)(1 << dice.Next(8));
                return ("flipped bit", file);
            case 1:
                edited.RemoveAt(at);
                return ("deleted", File(edited));
            case 2:
                edited.Insert(at, Lines(1, salt: 12345)[0]);
                return ("inserted", File(edited));
            case 3:
                var other = (at + 1 + dice.Next(lines.Count - 1)) % lines.Count;
                (edited[at], edited[other]) = (edited[other], edited[at]);
                return ("reordered", File(edited));
            case 4:
                return ("cut", File([.. lines.Take(at)]));
            default:
                return ("rolled back and recomputed", File([.. lines.Take(at), .. Lines(lines.Count, salt: 54321)]));
        }
    }

    private Outcome<LogFileCheck> Check(byte[] file, params Checkpoint[] kept) =>
        VerifyLogFile.Run(new MemoryStream(file), key.Public, kept);

    private Checkpoint At(List<string> lines, int size) =>
        new(Checkpoint.CountyOrigin(key.Public, CountyNo), size, Tip(lines, size).Root(), DateTimeOffset.UnixEpoch, []);

    private static MerkleTip Tip(List<string> lines, int size)
    {
        var tip = new MerkleTip();
        foreach (var line in lines.Take(size))
            tip.Append(LogEntry.LeafHash(line));
        return tip;
    }

    private static byte[] File(List<string> lines) =>
        Encoding.UTF8.GetBytes($"{ExportLog.Head}\ncounty {CountyNo}\n\n{string.Concat(lines.Select(l => l + "\n"))}");

    private static List<string> Lines(int count, int salt = 1, bool open = false) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var act = new ActFacts(
                        CountyNo,
                        new Guid(i, 1, (short)(salt % 30_000), new byte[8]),
                        "test.act",
                        Guid.Empty,
                        1_000_000 + i,
                        $"because {i}",
                        "article 1",
                        $"{{\"n\":{i}}}"
                    );
                    var bytes = new byte[LogEntry.SaltLength];
                    BitConverter.TryWriteBytes(bytes, salt);
                    var line = LogEntry.Line(act, bytes);
                    return open
                        ? $"{line}\t{Convert.ToHexStringLower(bytes)}\t{System.Text.Json.JsonSerializer.Serialize(new[] { act.Reason, act.Basis, act.Content })}"
                        : line;
                }),
        ];
}
