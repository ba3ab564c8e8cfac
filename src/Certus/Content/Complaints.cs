namespace Certus.Content;

/// <summary>Collects what is wrong with one file.</summary>
internal sealed class Complaints(string file)
{
    private readonly List<Complaint> _list = [];

    public string File { get; } = file;
    public IReadOnlyList<Complaint> All => _list;
    public bool HasErrors => _list.Exists(complaint => complaint.Severity == Severity.Error);

    public void Error(int line, string message) => _list.Add(new(Severity.Error, File, line, message));
    public void Warning(int line, string message) => _list.Add(new(Severity.Warning, File, line, message));
}
