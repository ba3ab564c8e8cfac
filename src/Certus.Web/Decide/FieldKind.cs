namespace Certus.Web.Decide;

/// <summary>What may be typed into a field of the form.</summary>
public enum FieldKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>Yes, no, or nothing.</summary>
    Flag,

    /// <summary>A short text.</summary>
    Text,
}
