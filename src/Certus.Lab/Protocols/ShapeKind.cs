namespace Certus.Lab.Protocols;

/// <summary>What a value of the wire is.</summary>
public enum ShapeKind
{
    /// <summary>Named members: a JSON object.</summary>
    Structure,

    /// <summary>A JSON array.</summary>
    List,

    /// <summary>Text to a value: a JSON object.</summary>
    Map,

    /// <summary>Text or one of an enum's words.</summary>
    Text,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>A whole number of 64 bits.</summary>
    Long,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An instant.</summary>
    Time,

    /// <summary>Bytes.</summary>
    Blob,

    /// <summary>Any JSON, taken as it is.</summary>
    Document,
}
