using System.Runtime.ExceptionServices;
using System.Text;
using System.Xml;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>A file that cannot be looked through, told from within a reader.</summary>
internal sealed class RefusedFileException(Problem problem) : Exception(problem.What.En)
{
    public Problem Problem { get; } = problem;
}

/// <summary>Takes all text out of a file, hidden or not, within bounds of memory and time. Whatever somebody put into it ends in a value.</summary>
public static class ReadContent
{
    /// <summary>Letters in all; a book has a million.</summary>
    private const int MostLetters = 16_000_000;

    /// <summary>A file that takes longer is refused.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>So many are read at once.</summary>
    private static readonly SemaphoreSlim Readers = new(3);

    /// <param name="fileName">For its words, and to tell a table from a text.</param>
    /// <returns>Refused: too large, unknown, encrypted, with a program or a file in it, damaged.</returns>
    public static Outcome<FileContent> Run(string fileName, byte[] bytes)
    {
        var file = Path.GetFileName(fileName);
        if (bytes.Length > FileKinds.MostBytes)
            return AttachmentProblems.TooLarge(file, FileKinds.MostBytes);
        try
        {
            var content = InTime(file, stop => Of(file, bytes, stop));
            return content.Texts.Sum(t => (long)t.Text.Length) > MostLetters
                ? AttachmentProblems.TooMuch(file)
                : content;
        }
        catch (RefusedFileException refused)
        {
            return refused.Problem;
        }
#pragma warning disable CA1031 // The readers meet whatever somebody put into the file; a damaged one is told as such, however it is damaged.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return AttachmentProblems.Unreadable(
                file,
                error is XmlException or InvalidDataException ? error.Message : error.GetType().Name
            );
        }
#pragma warning restore CA1031
    }

    private static FileContent Of(string file, byte[] bytes, CancellationToken stop) =>
        FileKinds.Of(bytes) switch
        {
            FileForm.Empty => throw new RefusedFileException(AttachmentProblems.NoFile()),
            FileForm.Pdf => PdfText.Read(file, bytes, stop),
            FileForm.Jpeg => PictureText.Read(file, bytes, FileKind.Jpeg),
            FileForm.Png => PictureText.Read(file, bytes, FileKind.Png),
            FileForm.Zip => OfficeText.Read(file, bytes),
            FileForm.Compound => throw new RefusedFileException(AttachmentProblems.Encrypted(file)),
            FileForm.Text => PlainText.Read(file, bytes),
            _ => throw new RefusedFileException(AttachmentProblems.WrongKind(file)),
        };

    /// <summary>
    /// On a thread with a stack of its own, since the file decides how deep its parts lie, and left behind when it takes too long: it keeps its
    /// place among the readers until it comes back.
    /// </summary>
    private static FileContent InTime(string file, Func<CancellationToken, FileContent> read)
    {
        if (!Readers.Wait(Longest))
            throw new RefusedFileException(AttachmentProblems.TooMuch(file));
        var stop = new CancellationTokenSource();
        FileContent? content = null;
        ExceptionDispatchInfo? failure = null;
        var reader = new Thread(
            () =>
            {
                try
                {
                    content = read(stop.Token);
                }
#pragma warning disable CA1031 // Told by the thread that waits.
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
#pragma warning restore CA1031
                finally
                {
                    Readers.Release();
                }
            },
            64 << 20
        )
        {
            IsBackground = true,
        };
        reader.Start();
        if (!reader.Join(Longest))
        {
            stop.Cancel();
            throw new RefusedFileException(AttachmentProblems.TooMuch(file));
        }
        stop.Dispose();
        failure?.Throw();
        return content!;
    }

    /// <summary>What stands as text in bytes that are none: pieces of one-byte and two-byte letters, as a device or an office program leaves them.</summary>
    internal static IEnumerable<string> Raw(byte[] bytes) =>
        bytes.Length == 0
            ? []
            :
            [
                Encoding.Latin1.GetString(bytes),
                Encoding.Unicode.GetString(bytes),
                .. bytes.Length > 1 ? [Encoding.Unicode.GetString(bytes, 1, bytes.Length - 1)] : Array.Empty<string>(),
                Encoding.UTF8.GetString(bytes),
            ];
}
