using System.Globalization;
using Taihang.Core.Common;
using Taihang.Core.Registry;

namespace Taihang.Modules.Registry;

/// <summary>Keeps the first faults to show and, when asked, writes all of them to a CSV file as they are found.</summary>
public sealed class FaultList(string? file, int shown) : IDisposable
{
    private readonly List<Problem> first = [];
    private StreamWriter? writer;

    public long Count { get; private set; }

    public void Add(IEnumerable<Problem> faults)
    {
        foreach (var fault in faults)
        {
            Count++;
            if (first.Count < shown)
                first.Add(fault);
            if (file is null)
                continue;
            writer ??= Begin(file);
            var at = fault.Where;
            writer.WriteLine(
                string.Join(
                    ',',
                    new[]
                    {
                        fault.Code,
                        at?.Sheet ?? "",
                        at?.Row?.ToString(CultureInfo.InvariantCulture) ?? "",
                        at?.Column?.ToString(CultureInfo.InvariantCulture) ?? "",
                        at?.Heading ?? "",
                        fault.What.Zh + fault.Remedy.Zh,
                        fault.What.En + " " + fault.Remedy.En,
                    }.Select(Quoted)
                )
            );
        }
    }

    public IReadOnlyList<Problem> Shown(string path) =>
        Count > first.Count ? [.. first, RegistryProblems.MoreFaults(path, Count - first.Count)] : first;

    public void Dispose() => writer?.Dispose();

    private static StreamWriter Begin(string file)
    {
        // A byte order mark, so that spreadsheets read the Chinese.
        var writer = new StreamWriter(
            file,
            append: false,
            new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
        writer.WriteLine("编号 code,工作表 sheet,行 row,列 column,标题 heading,问题,problem");
        return writer;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
