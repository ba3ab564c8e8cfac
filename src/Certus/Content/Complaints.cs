namespace Certus.Content;

/// <summary>Collects what is wrong with one file.</summary>
internal sealed class Complaints(string file)
{
    private const int LongestMessage = 300;
    private readonly List<Complaint> _list = [];

    public string File { get; } = file;
    public IReadOnlyList<Complaint> All => _list;
    public bool HasErrors => _list.Exists(complaint => complaint.Severity == Severity.Error);

    public void Error(int line, string message) => _list.Add(new(Severity.Error, File, line, OneLine(message)));
    public void Warning(int line, string message) => _list.Add(new(Severity.Warning, File, line, OneLine(message)));

    /// <summary>A value that a message quotes may hold anything: line breaks, commands to a terminal, a whole file.</summary>
    private static string OneLine(string message)
    {
        var line = string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));
        return Excerpt.Letters(line, LongestMessage);
    }
}
