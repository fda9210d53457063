using System.Globalization;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Store.Tables;

namespace Taihang.Web.Pages;

/// <summary>How attachments are named on screen.</summary>
internal static class AttachmentWords
{
    public static Words Kind(Attachment one) =>
        Enum.TryParse<FileKind>(one.Kind, out var kind) ? FileKinds.Title(kind) : Words.Same(one.Kind);

    public static string Size(long bytes) =>
        bytes < 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 10)} KB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");
}
