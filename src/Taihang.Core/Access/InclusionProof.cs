using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// That one act stands in a county's log, checkable by whoever has the public key: the form of C2SP tlog-proof. The extra data is the act
/// and its salt as JSON, or its line alone where the rest is not for the reader.
/// </summary>
/// <param name="Index">From 0.</param>
/// <param name="Line">The leaf's data.</param>
/// <param name="Act">The whole act; null where only the line is shown.</param>
public sealed record InclusionProof(
    long Index,
    string Line,
    ActFacts? Act,
    byte[]? Salt,
    IReadOnlyList<byte[]> Proof,
    string Note
)
{
    private const string Head = "c2sp.org/tlog-proof@v1";

    private sealed record Extra(string Line, ActFacts? Act, byte[]? Salt);

    public string Text()
    {
        var extra = JsonSerializer.SerializeToUtf8Bytes(new Extra(Line, Act, Salt));
        var text = new StringBuilder(
            $"{Head}\nextra {Convert.ToBase64String(extra)}\nindex {Index.ToString(CultureInfo.InvariantCulture)}\n"
        );
        foreach (var hash in Proof)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Note).ToString();
    }

    public static Outcome<InclusionProof> Read(string text)
    {
        var wrong = AuditProblems.NotAProof();
        var cut = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = cut < 0 ? [] : text[..cut].Split('\n');
        if (
            lines.Length < 3
            || lines[0] != Head
            || !lines[1].StartsWith("extra ", StringComparison.Ordinal)
            || !SignedNote.TryBase64(lines[1][6..], out var bytes)
            || !lines[2].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[2][6..], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        )
            return wrong;
        var proof = new List<byte[]>();
        foreach (var line in lines[3..])
        {
            if (!SignedNote.TryBase64(line, out var hash) || hash.Length != MerkleTree.HashLength)
                return wrong;
            proof.Add(hash);
        }
        try
        {
            if (JsonSerializer.Deserialize<Extra>(bytes) is not { Line: not null } extra)
                return wrong;
            var read = new InclusionProof(index, extra.Line, extra.Act, extra.Salt, proof, text[(cut + 2)..]);
            // A part that is not understood would be passed over in silence.
            return read.Text() == text ? read : wrong;
        }
        catch (JsonException)
        {
            return wrong;
        }
    }

    /// <returns>The checkpoint under which the act stands.</returns>
    public Outcome<Checkpoint> Verify(LogKey key)
    {
        var checkpoint = Checkpoint.Open(Note, key);
        if (!checkpoint.Ok)
            return checkpoint;
        // The county stands in the line; a proof of one county's log says nothing of another's.
        var countyNo = Line.Split('\t')[0];
        if (checkpoint.Value.Origin != $"{key.Name}/county/{countyNo}")
            return AuditProblems.OtherLog(checkpoint.Value.Origin, $"{key.Name}/county/{countyNo}");
        if (Act is not null && (Salt is null || !LogEntry.IsKind(Act.Kind) || LogEntry.Line(Act, Salt) != Line))
            return AuditProblems.ProofFails();
        return MerkleTree.Includes(LogEntry.LeafHash(Line), Index, checkpoint.Value.Size, Proof, checkpoint.Value.Root)
            ? checkpoint
            : AuditProblems.ProofFails();
    }
}
