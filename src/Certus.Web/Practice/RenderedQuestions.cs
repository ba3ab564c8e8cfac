using System.Collections.Concurrent;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>Keeps rendered questions by version; a version never changes, so nothing here grows stale.</summary>
public sealed class RenderedQuestions
{
    private const int Most = 5000;
    private readonly ConcurrentDictionary<string, RenderedQuestion> _kept = new(StringComparer.Ordinal);

    /// <summary>The HTML of a question version.</summary>
    public RenderedQuestion Of(Question question, string version)
    {
        if (_kept.TryGetValue(version, out var known)) return known;
        if (_kept.Count >= Most) _kept.Clear();
        return _kept.GetOrAdd(version, _ => RenderedQuestion.Of(question, version));
    }
}
