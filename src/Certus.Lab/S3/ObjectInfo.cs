namespace Certus.Lab.S3;

/// <summary>One version of one object, without its bytes.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">1 to 1,024 bytes of UTF-8; any characters.</param>
/// <param name="VersionId"><c>null</c> (the word) where the bucket kept no versions when it was written.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Without quotes: the MD5 of the bytes in hex, or that of the parts' MD5s, a hyphen and their number.</param>
/// <param name="LastModified">In whole seconds, as S3 has it.</param>
/// <param name="ContentType">The type it was put with.</param>
public sealed record ObjectInfo(string Bucket, string Key, string VersionId, long Size, string ETag, DateTimeOffset LastModified, string ContentType)
{
    /// <summary>The type of what was put without one.</summary>
    public const string DefaultType = "binary/octet-stream";

    /// <summary>The version of an object that was written while the bucket kept no versions.</summary>
    public const string NullVersion = "null";

    /// <summary>Its row; greater is newer.</summary>
    internal long Sequence { get; init; }

    /// <summary>Whether it is the newest version of its key.</summary>
    public bool IsLatest { get; init; } = true;

    /// <summary>Whether it says only that the key was deleted.</summary>
    public bool IsDeleteMarker { get; init; }

    /// <summary>Such as <c>STANDARD</c> or <c>GLACIER</c>.</summary>
    public string StorageClass { get; init; } = "STANDARD";

    /// <summary>The checksum kept beside the ETag; null where the object has none.</summary>
    public ObjectChecksum? Checksum { get; init; }

    /// <summary>Headers, metadata, tags and locks.</summary>
    internal ObjectDetail Detail { get; init; } = ObjectDetail.None;
}
