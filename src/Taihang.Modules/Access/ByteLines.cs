namespace Taihang.Modules.Access;

/// <summary>The lines of a file as bytes, many at a time without a copy of each. A file ends with a line end, or its last line is not whole.</summary>
internal sealed class ByteLines(Stream stream) : IDisposable
{
    private byte[] buffer = new byte[1 << 16];
    private int begin;
    private int end;
    private bool drained;

    /// <returns>False at the end of the file.</returns>
    public bool Next(out ReadOnlyMemory<byte> line)
    {
        var one = new List<ReadOnlyMemory<byte>>(1);
        Take(one, 1);
        line = one.Count == 1 ? one[0] : default;
        return one.Count == 1;
    }

    /// <summary>Fills the list with at most this many lines; they hold until the next call.</summary>
    public void Take(List<ReadOnlyMemory<byte>> lines, int most)
    {
        lines.Clear();
        // What was handed out lies before `begin`; the rest moves to the front, so the lines of one call lie together.
        buffer.AsSpan(begin, end - begin).CopyTo(buffer);
        (begin, end) = (0, end - begin);
        var spans = new List<(int From, int Length)>(most);
        for (var seen = 0; spans.Count < most; )
        {
            var at = buffer.AsSpan(seen, end - seen).IndexOf((byte)'\n');
            if (at >= 0)
            {
                spans.Add((begin, seen + at - begin));
                seen = begin = seen + at + 1;
                continue;
            }
            seen = end;
            if (!Fill())
            {
                if (begin < end)
                {
                    spans.Add((begin, end - begin));
                    begin = end;
                }
                break;
            }
        }
        foreach (var (from, length) in spans)
            lines.Add(buffer.AsMemory(from, length));
    }

    public void Dispose() => stream.Dispose();

    private bool Fill()
    {
        if (drained)
            return false;
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        drained = read == 0;
        return read > 0;
    }
}
