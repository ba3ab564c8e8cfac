using Certus.Content;
using Certus.Practice;
using Certus.Store;

namespace Certus.Web.Practice;

/// <summary>Loads a learner's attempts with their reports.</summary>
public sealed class Attempts(Sittings sittings, Library library, TimeProvider clock)
{
    /// <summary>All that were not discarded, the latest first; single questions among a day's reviews are no attempts.</summary>
    public async Task<IReadOnlyList<Attempt>> ListAsync(Learner learner, CancellationToken cancel)
    {
        List<Attempt> attempts = [];
        foreach (var sitting in await sittings.ListAsync(learner, cancel))
            if (sitting is { DiscardedAt: null, Start.Mode: not SittingMode.Review }) attempts.Add(await OfAsync(sitting, cancel));
        return attempts;
    }

    /// <summary>The discarded ones, the latest to be discarded first.</summary>
    public async Task<IReadOnlyList<Attempt>> DiscardedAsync(Learner learner, CancellationToken cancel) =>
        [.. (await sittings.ListAsync(learner, cancel)).Where(sitting => sitting.DiscardedAt is not null).OrderByDescending(sitting => sitting.DiscardedAt).Select(sitting => new Attempt(sitting, null, null))];

    private async Task<Attempt> OfAsync(Sitting sitting, CancellationToken cancel)
    {
        var over = sitting.OverSince(clock.GetUtcNow());
        if (over is null) return new(sitting, null, null);
        var questions = await sittings.QuestionsAsync(sitting.Form, cancel);
        var exam = sitting.Form.Exam is { } code && library.Register.ByCode.TryGetValue(code, out var found) ? found : null;
        return new(sitting, over, Report.Of(sitting, questions, exam?.Format.PassingScore));
    }
}
