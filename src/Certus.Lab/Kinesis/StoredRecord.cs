namespace Certus.Lab.Kinesis;

/// <summary>A record as it lies in its shard.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="At">When it came, in milliseconds since 1970.</param>
/// <param name="Key">Its partition key.</param>
/// <param name="Data">Its bytes.</param>
internal sealed record StoredRecord(long Number, long At, string Key, byte[] Data);
