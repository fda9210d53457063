namespace Taihang.Modules.Store.Tables;

/// <summary>A file that somebody attached. The file lies sealed beside the database; what stands here is never changed but for its withdrawal.</summary>
public sealed class Attachment
{
    public int CountyNo { get; set; }

    /// <summary>Made by the sender; sending it again changes nothing.</summary>
    public Guid AttachmentId { get; set; }

    /// <summary><c>household</c> or <c>case</c>.</summary>
    public required string SubjectKind { get; set; }

    /// <summary>The household or case.</summary>
    public Guid SubjectId { get; set; }

    public int VillageNo { get; set; }

    /// <summary>See Core.Registry.Attachments.AttachmentPurpose.</summary>
    public required string Purpose { get; set; }

    /// <summary>What it shows, in a few words.</summary>
    public required string Title { get; set; }

    /// <summary>Day of what it shows, such as that of the visit.</summary>
    public DateOnly ShownOn { get; set; }

    public required string FileName { get; set; }

    /// <summary>See Core.Registry.Attachments.FileKind.</summary>
    public required string Kind { get; set; }

    /// <summary>Of the file as it was sent, bytes.</summary>
    public long Size { get; set; }

    /// <summary>Holds personal numbers or a location.</summary>
    public bool Personal { get; set; }

    /// <summary>SHA-256 of the sealed file, hex; it lies under this name.</summary>
    public required string Hash { get; set; }

    /// <summary>The ciphers of the file, as the key file names them.</summary>
    public required string Suite { get; set; }

    /// <summary>
    /// The file's own key under the master key whose number stands before it; empty once the data of the last member was ended.
    /// </summary>
    public required byte[] WrappedKey { get; set; }

    public Guid AddedById { get; set; }

    public long AddedAtUnixMs { get; set; }

    public Guid ActId { get; set; }

    public Guid? WithdrawnById { get; set; }

    public long? WithdrawnAtUnixMs { get; set; }

    public string? WithdrawnReason { get; set; }

    public Guid? WithdrawnActId { get; set; }

    public int Version { get; set; }

    /// <summary>In the place of a key that was destroyed.</summary>
    public static byte[] NoKey => [];

    /// <summary>Its key and file were destroyed.</summary>
    public bool Ended => WrappedKey.Length == 0;
}
