using Taihang.Core.Common;

namespace Taihang.Core.Registry.Attachments;

/// <summary>The kinds of file that can be attached.</summary>
public enum FileKind
{
    Pdf,
    Jpeg,
    Png,
    Xlsx,
    Docx,
    Csv,
    Text,
}

/// <summary>What the first bytes of a file say it is.</summary>
public enum FileForm
{
    Unknown,
    Empty,
    Pdf,
    Jpeg,
    Png,

    /// <summary>A packed folder: a workbook, a document, or something else.</summary>
    Zip,

    /// <summary>The container of old office files, and of new ones with a password (MS-CFB).</summary>
    Compound,
    Text,
}

/// <summary>A file is known by what is in it, never by its name.</summary>
public static class FileKinds
{
    public const int MostBytes = 20 << 20;

    private static readonly byte[] PngMark = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] CompoundMark = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public static FileForm Of(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? FileForm.Empty
        : bytes.StartsWith("%PDF-"u8) ? FileForm.Pdf
        : bytes is [0xFF, 0xD8, 0xFF, ..] ? FileForm.Jpeg
        : bytes.StartsWith(PngMark) ? FileForm.Png
        : bytes is [(byte)'P', (byte)'K', 3, 4, ..] ? FileForm.Zip
        : bytes.StartsWith(CompoundMark) ? FileForm.Compound
        : IsText(bytes) ? FileForm.Text
        : FileForm.Unknown;

    public static string MediaType(FileKind kind) =>
        kind switch
        {
            FileKind.Pdf => "application/pdf",
            FileKind.Jpeg => "image/jpeg",
            FileKind.Png => "image/png",
            FileKind.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind.Csv => "text/csv",
            _ => "text/plain",
        };

    public static string Extension(FileKind kind) =>
        kind switch
        {
            FileKind.Jpeg => ".jpg",
            FileKind.Text => ".txt",
            _ => "." + kind.ToString().ToLowerInvariant(),
        };

    /// <summary>A name that can be shown and saved: without folders and signs of control, with the ending of what it is.</summary>
    public static string Name(string sent, FileKind kind)
    {
        var name = string.Concat(
                sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..]
                    .Where(c => !char.IsControl(c) && !"\"<>|:*?".Contains(c, StringComparison.Ordinal))
            )
            .Trim(' ', '.');
        var ending = Extension(kind);
        if (kind == FileKind.Jpeg && name.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase))
            name = name[..^5];
        else if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            name = name[..^ending.Length];
        return (name.Length == 0 ? "file" : name[..Math.Min(name.Length, 100)]) + ending;
    }

    public static Words Title(FileKind kind) =>
        kind switch
        {
            FileKind.Pdf => Words.Same("PDF"),
            FileKind.Jpeg or FileKind.Png => new("图片", "picture"),
            FileKind.Xlsx => new("工作簿", "workbook"),
            FileKind.Docx => new("文档", "document"),
            FileKind.Csv => new("CSV 表", "CSV table"),
            _ => new("文本", "text"),
        };

    /// <summary>Text has line ends and tabs, and no other sign of control; UTF-16 is known by its mark.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes) =>
        bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
        || !bytes.ContainsAnyInRange((byte)0, (byte)8)
            && !bytes.ContainsAnyInRange((byte)0x0E, (byte)0x1A)
            && !bytes.ContainsAnyInRange((byte)0x1C, (byte)0x1F);
}
