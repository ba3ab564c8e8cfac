namespace Certus.Content;

/// <summary>What reading content gave.</summary>
/// <param name="Library">What is fit to use: files with errors are left out.</param>
/// <param name="Complaints">Everything wrong, by file and line.</param>
/// <param name="Found">Every question that was read, faulty ones too, with its file.</param>
public sealed record ContentReport(Library Library, IReadOnlyList<Complaint> Complaints, IReadOnlyList<(string QuestionId, string File)> Found)
{
    /// <summary>Whether anything must be mended.</summary>
    public bool HasErrors => Complaints.Any(complaint => complaint.Severity == Severity.Error);
}
