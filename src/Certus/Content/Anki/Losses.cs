namespace Certus.Content.Anki;

/// <summary>Collects what could not be carried over, grouped by sentence.</summary>
internal sealed class Losses
{
    private readonly Dictionary<string, (List<string> Notes, HashSet<string> Seen, int Times)> _groups = new(StringComparer.Ordinal);

    /// <summary>The notes at hand; null while the file as a whole is.</summary>
    public string? Note { get; set; }

    public void Add(string what, int times = 1)
    {
        var group = _groups.GetValueOrDefault(what, ([], [], 0));
        if (Note is { } note && group.Seen.Add(note)) group.Notes.Add(note);
        _groups[what] = group with { Times = group.Times + times };
    }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<ImportLoss> ToList() =>
        [.. _groups.OrderByDescending(group => group.Value.Times).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => new ImportLoss(group.Key, group.Value.Notes, group.Value.Times))];
}
