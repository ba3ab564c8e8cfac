using Certus.Practice;

namespace Certus.Store;

/// <summary>All that a learner has answered, read from the log.</summary>
/// <param name="sittings">The sittings of the same file.</param>
public sealed class AnswerHistory(Sittings sittings)
{
    /// <summary>The questions of every sitting that is over, the oldest sitting first, in form order; discarded sittings are left out, and running ones, whose answers are still open.</summary>
    /// <param name="learner">Whose it is.</param>
    /// <param name="now">The present, which tells whose time has run out.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<IReadOnlyList<AnsweredQuestion>> ReadAsync(Learner learner, DateTimeOffset now, CancellationToken cancel)
    {
        List<AnsweredQuestion> answered = [];
        HashSet<string> met = new(StringComparer.Ordinal);
        var all = await sittings.ListAsync(learner, cancel);
        foreach (var sitting in all.Where(sitting => sitting.DiscardedAt is null).OrderBy(sitting => sitting.Start.StartedAt))
        {
            var items = sitting.Form.Items;
            if (sitting.OverSince(now) is { } over)
            {
                var questions = await sittings.QuestionsAsync(sitting.Form, cancel);
                for (var i = 0; i < items.Count; i++)
                {
                    var place = sitting.Places[i];
                    var result = new ItemResult(items[i], questions[i], place, questions[i].IsRight(place.Picks), sitting.IsAnswered(items[i].Position));
                    answered.Add(new(sitting.Start.Id, sitting.Start.Mode, sitting.Start.Minutes is not null, over, items[i].Fresh && !met.Contains(items[i].QuestionId), result));
                }
            }
            // A form made while another was open may hold the same question: the sitting that began first met it first.
            for (var i = 0; i < items.Count; i++)
                if (sitting.Places[i].ShownAt is not null || sitting.OverSince(now) is not null) met.Add(items[i].QuestionId);
        }
        return answered;
    }
}
