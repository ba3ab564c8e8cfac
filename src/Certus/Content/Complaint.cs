namespace Certus.Content;

/// <summary>Something wrong with the content.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="File">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Message">One sentence.</param>
public sealed record Complaint(Severity Severity, string File, int Line, string Message)
{
    /// <summary>The form that editors and terminals make a link of.</summary>
    public override string ToString() => $"{File}:{Line}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}";
}
