namespace Certus.Lab.S3;

/// <summary>An object whose bytes are on disk and which nobody sees yet.</summary>
/// <param name="Draft">What it carries besides them.</param>
/// <param name="Stored">The bytes.</param>
/// <param name="Checksum">The algorithm of the checksum that it keeps.</param>
internal sealed record StagedObject(ObjectInfo Draft, StoredBytes Stored, string Checksum);
