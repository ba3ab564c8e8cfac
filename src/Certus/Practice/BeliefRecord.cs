using Certus.Catalog;

namespace Certus.Practice;

/// <summary>What became of a misconception that somebody has shown.</summary>
/// <param name="Misconception">Its id.</param>
/// <param name="Picks">The wrong options that showed it, the oldest first; at least one.</param>
/// <param name="MetAgain">Questions of later sittings that offered it again.</param>
/// <param name="OvercomeAt">When a question of a later sitting that offers it was answered rightly; null where none was since the last pick.</param>
public sealed record BeliefRecord(string Misconception, IReadOnlyList<BeliefPick> Picks, int MetAgain, DateTimeOffset? OvercomeAt)
{
    /// <summary>The same wrong belief again: shown in two sittings or more, and not overcome since.</summary>
    public bool Again => OvercomeAt is null && Picks.Select(pick => pick.SittingId).Distinct().Skip(1).Any();

    /// <summary>The latest pick.</summary>
    public BeliefPick Last => Picks[^1];

    /// <summary>Whether a question has an option that stands for a misconception.</summary>
    public static IEnumerable<string> OfferedBy(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Type is QuestionType.Ordering or QuestionType.Matching ? [] : question.Options.Select(option => option.Misconception).OfType<string>().Distinct();
    }

    /// <summary>Reads answers.</summary>
    /// <param name="answers">The oldest sitting first; what was not answered is passed over. A right answer in the sitting of the pick itself overcomes nothing.</param>
    /// <returns>Those that still cost points in two sittings first, then the latest shown first.</returns>
    public static IReadOnlyList<BeliefRecord> Of(IEnumerable<(Guid SittingId, DateTimeOffset At, ItemResult Result)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Dictionary<string, BeliefRecord> records = new(StringComparer.Ordinal);
        foreach (var (sitting, at, result) in answers.Where(answer => answer.Result.Answered))
        {
            var picked = result.Misconceptions.ToHashSet(StringComparer.Ordinal);
            foreach (var id in OfferedBy(result.Question))
            {
                var known = records.GetValueOrDefault(id);
                var later = known is not null && known.Last.SittingId != sitting;
                if (later) known = known! with { MetAgain = known.MetAgain + 1, OvercomeAt = result.Right ? known.OvercomeAt ?? at : known.OvercomeAt };
                if (picked.Contains(id)) known = new(id, [.. known?.Picks ?? [], new BeliefPick(sitting, at, result.Item.Position)], known?.MetAgain ?? 0, null);
                if (known is not null) records[id] = known;
            }
        }
        return [.. records.Values.OrderByDescending(record => record.Again).ThenByDescending(record => record.Last.At).ThenBy(record => record.Misconception, StringComparer.Ordinal)];
    }
}
