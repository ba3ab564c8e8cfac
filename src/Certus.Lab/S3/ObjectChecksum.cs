namespace Certus.Lab.S3;

/// <summary>The checksum of an object or a part.</summary>
/// <param name="Algorithm">CRC32, CRC32C, CRC64NVME, SHA1 or SHA256.</param>
/// <param name="Value">Base64; a composite one ends in a hyphen and the number of parts.</param>
/// <param name="Composite">Whether it is the checksum of the parts' checksums and not of the bytes.</param>
public sealed record ObjectChecksum(string Algorithm, string Value, bool Composite = false)
{
    /// <summary>The name of the member that carries the value, such as <c>ChecksumCRC32</c>.</summary>
    public string Member => $"Checksum{Algorithm}";

    /// <summary>COMPOSITE or FULL_OBJECT.</summary>
    public string Type => Composite ? "COMPOSITE" : "FULL_OBJECT";

    /// <summary>As a column keeps it.</summary>
    internal string Column => $"{Algorithm} {Type} {Value}";

    internal static ObjectChecksum? OfColumn(string? column) =>
        column?.Split(' ') is [var algorithm, var type, var value] ? new(algorithm, value, type == "COMPOSITE") : null;
}
