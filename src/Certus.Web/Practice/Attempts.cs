using Certus.Content;
using Certus.Practice;
using Certus.Store;

namespace Certus.Web.Practice;

/// <summary>Loads a learner's attempts with their reports.</summary>
public sealed class Attempts(Sittings sittings, Library library, TimeProvider clock)
{
    /// <summary>All of them, the latest first.</summary>
    public async Task<IReadOnlyList<Attempt>> ListAsync(Learner learner, CancellationToken cancel)
    {
        List<Attempt> attempts = [];
        foreach (var sitting in await sittings.ListAsync(learner, cancel)) attempts.Add(await OfAsync(sitting, cancel));
        return attempts;
    }

    private async Task<Attempt> OfAsync(Sitting sitting, CancellationToken cancel)
    {
        var over = sitting.OverSince(clock.GetUtcNow());
        if (over is null) return new(sitting, null, null);
        var questions = await sittings.QuestionsAsync(sitting.Start.Form, cancel);
        var exam = sitting.Start.Form.Exam is { } code && library.Register.ByCode.TryGetValue(code, out var found) ? found : null;
        return new(sitting, over, Report.Of(sitting, questions, exam?.Format.PassingScore));
    }
}
