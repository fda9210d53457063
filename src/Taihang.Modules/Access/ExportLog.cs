using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Modules.Access;

/// <summary>
/// A county's log as a text file that is checked without the database: two lines that say what it is, an empty one, then one line an act,
/// which is the leaf's data. An open export adds salt, reason, basis and content to each line.
/// </summary>
public static class ExportLog
{
    public const string Head = "taihang audit log 1";

    /// <param name="upTo">How many entries a checkpoint binds: the log goes on growing, the file ends there.</param>
    /// <param name="open">With salt, reason, basis and content.</param>
    /// <returns>How many entries were written.</returns>
    public static Outcome<long> Run(TaihangDb db, int countyNo, long upTo, bool open, Stream into)
    {
        using var moment = ReadMoment.Begin(db);
        using var text = new StreamWriter(into, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(Head);
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"county {countyNo}"));
        text.WriteLine();
        var entries = 0L;
        foreach (var leaf in ReadLog.Leaves(db, countyNo))
        {
            if (++entries > upTo)
                return upTo;
            if (leaf.Act is not { } act)
                return AuditProblems.Broken(
                    Words.Same($"{countyNo}"),
                    leaf.Seq,
                    new("行为不在案", "its act is not on record")
                );
            text.Write(LogEntry.Line(act, leaf.Salt));
            if (open)
                text.Write(
                    $"\t{Convert.ToHexStringLower(leaf.Salt)}\t{JsonSerializer.Serialize(new[] { act.Reason, act.Basis, act.Content })}"
                );
            text.WriteLine();
        }
        return entries;
    }
}
