using System.IO.Compression;
using Taihang.Core.Registry.Attachments;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>
/// The filters of a PDF's streams, each of which says before it unpacks how much that would be. Whatever a stream's dictionary calls them, by
/// whatever detour, they come through here. What is drawn from pictures is not unpacked: it holds no text.
/// </summary>
internal sealed class MeasuredFilters : BaseFilterProvider
{
    private const int MostOfOne = 64 << 20;
    private const long MostInAll = 1L << 30;

    /// <summary>One code of LZW may stand for four thousand bytes.</summary>
    private const int MostLzw = 64 << 10;

    private readonly Budget budget;

    private MeasuredFilters(Budget budget)
        : base(Filters(budget)) => this.budget = budget;

    public static MeasuredFilters For(string file) => new(new Budget(file));

    /// <summary>A reader may go on where a stream was refused; the file is refused all the same.</summary>
    public void ThrowIfExceeded() => budget.ThrowIfExceeded();

    private static Dictionary<string, IFilter> Filters(Budget budget)
    {
        var (flate, lzw, run) = (new FlateFilter(), new LzwFilter(), new RunLengthFilter());
        return new(StringComparer.Ordinal)
        {
            ["ASCII85Decode"] = new Ascii85Filter(),
            ["A85"] = new Ascii85Filter(),
            ["ASCIIHexDecode"] = new AsciiHexDecodeFilter(),
            ["AHx"] = new AsciiHexDecodeFilter(),
            ["FlateDecode"] = new Measured(flate, budget, Inflated),
            ["Fl"] = new Measured(flate, budget, Inflated),
            ["LZWDecode"] = new Measured(lzw, budget, input => input.Length > MostLzw ? long.MaxValue : 0),
            ["LZW"] = new Measured(lzw, budget, input => input.Length > MostLzw ? long.MaxValue : 0),
            ["RunLengthDecode"] = new Measured(run, budget, input => 64L * input.Length),
            ["RL"] = new Measured(run, budget, input => 64L * input.Length),
            ["CCITTFaxDecode"] = new Picture(),
            ["CCF"] = new Picture(),
            ["DCTDecode"] = new Picture(),
            ["DCT"] = new Picture(),
            ["JBIG2Decode"] = new Picture(),
            ["JPXDecode"] = new Picture(),
        };
    }

    /// <summary>Bytes that it unpacks to, counted no further than is allowed.</summary>
    private static long Inflated(ReadOnlyMemory<byte> input)
    {
        if (input.Length <= 2)
            return 0;
        var (total, block) = (0L, new byte[1 << 16]);
        try
        {
            // Past the two bytes of the head, as the filter itself reads it, right or wrong.
            using var deflate = new DeflateStream(
                new MemoryStream(input[2..].ToArray(), writable: false),
                CompressionMode.Decompress
            );
            for (int length; total <= MostOfOne && (length = deflate.Read(block)) > 0; )
                total += length;
        }
        catch (InvalidDataException)
        {
            // Damaged: what came before counts.
        }
        return total;
    }

    private sealed class Budget(string file)
    {
        private long spent;
        private bool exceeded;

        public void Spend(long bytes)
        {
            if (bytes > MostOfOne || (spent += bytes) > MostInAll)
                exceeded = true;
            ThrowIfExceeded();
        }

        public void ThrowIfExceeded()
        {
            if (exceeded)
                throw new RefusedFileException(AttachmentProblems.TooMuch(file));
        }
    }

    private sealed class Measured(IFilter inner, Budget budget, Func<ReadOnlyMemory<byte>, long> size) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(
            Memory<byte> input,
            DictionaryToken streamDictionary,
            IFilterProvider filterProvider,
            int filterIndex
        )
        {
            budget.Spend(size(input));
            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }
    }

    private sealed class Picture : IFilter
    {
        public bool IsSupported => true;

        public Memory<byte> Decode(
            Memory<byte> input,
            DictionaryToken streamDictionary,
            IFilterProvider filterProvider,
            int filterIndex
        ) => Memory<byte>.Empty;
    }
}
