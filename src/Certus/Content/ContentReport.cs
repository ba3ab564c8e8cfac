namespace Certus.Content;

/// <summary>What reading content gave.</summary>
/// <param name="Library">What is fit to use: files with errors are left out.</param>
/// <param name="Complaints">Everything wrong, by file and line.</param>
public sealed record ContentReport(Library Library, IReadOnlyList<Complaint> Complaints)
{
    /// <summary>Whether anything must be mended.</summary>
    public bool HasErrors => Complaints.Any(complaint => complaint.Severity == Severity.Error);
}
