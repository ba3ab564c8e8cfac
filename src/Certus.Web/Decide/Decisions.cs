using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>Decides one at a time, beside the threads that answer requests, and keeps the last answers.</summary>
/// <param name="library">The exams.</param>
public sealed class Decisions(Library library) : IDisposable
{
    private const int Kept = 16;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly LinkedList<(string Key, Decision Decision)> _last = [];

    /// <summary>The decision of <see cref="Decision.Of"/>.</summary>
    /// <param name="profile">Who asks.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="facts">The options and both sets of assumptions, perhaps edited.</param>
    /// <param name="set">Which of them.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <param name="cancel">Gives up its place in the queue.</param>
    public async Task<Decision> OfAsync(Profile profile, DateOnly asOf, MarketFacts facts, AssumptionSet set, ulong seed, CancellationToken cancel)
    {
        var key = Key(profile, asOf, facts, set, seed);
        await _gate.WaitAsync(cancel);
        try
        {
            var found = _last.FirstOrDefault(entry => entry.Key == key);
            if (found.Decision is not null) _last.Remove(found);
            else found = (key, await Task.Run(() => Decision.Of(profile, asOf, library.Register, facts, set, Decision.DefaultDraws, seed), CancellationToken.None));
            _last.AddFirst(found);
            if (_last.Count > Kept) _last.RemoveLast();
            return found.Decision!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static string Key(Profile profile, DateOnly asOf, MarketFacts facts, AssumptionSet set, ulong seed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{asOf:yyyy-MM-dd} {set.Name} {seed} {string.Join(' ', facts.Article.All.Concat(facts.Evidence.All).Concat(set.All).Where(assumption => assumption.Edited).Select(assumption => $"{assumption.Id}={assumption.Value}"))} {ProfileJson.Write(profile)}");
}
