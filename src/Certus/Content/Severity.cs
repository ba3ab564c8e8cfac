namespace Certus.Content;

/// <summary>How bad a complaint is.</summary>
public enum Severity
{
    /// <summary>Worth mending; the content is used all the same.</summary>
    Warning,

    /// <summary>The file is not used.</summary>
    Error,
}
