namespace Certus.Remember.Cards;

/// <summary>Which due cards wait, since reviewing what builds on their skill has reviewed them too.</summary>
internal sealed class SkillCredit
{
    private const double DownTo = 0.8;
    private const int Recalls = 2;

    private readonly Dictionary<string, List<DateTimeOffset>> _recalls = new(StringComparer.Ordinal);

    /// <summary>Collects when cards that build on each skill were last recalled, each after a night at least: minutes after its answer was read a recall says little.</summary>
    /// <param name="notes">All notes in scope.</param>
    /// <param name="cards">What has happened.</param>
    /// <param name="needed">For each skill the skills that it builds on.</param>
    /// <param name="days">The learner's days.</param>
    public SkillCredit(IEnumerable<Note> notes, LearnerCards cards, IReadOnlyDictionary<string, IReadOnlyList<string>> needed, LearnerDays days)
    {
        foreach (var note in notes.Where(note => note.Skill is not null && needed.GetValueOrDefault(note.Skill, []).Count > 0))
            foreach (var card in note.Cards)
                if (LastRecall(cards.Of(card.Id), days) is { } at)
                    foreach (var skill in needed[note.Skill!]) (_recalls.TryGetValue(skill, out var known) ? known : _recalls[skill] = []).Add(at);
    }

    /// <summary>Whether a due card waits: two such recalls since its last review, and its own chance of recall still 0.8 or more.</summary>
    public bool Waits(QueuedCard due) =>
        due.Retrievability >= DownTo && due.Card.Note.Skill is { } skill && _recalls.TryGetValue(skill, out var known) && known.Count(at => at > due.Schedule.LastReview) >= Recalls;

    private static DateTimeOffset? LastRecall(CardRecord record, LearnerDays days)
    {
        DateTimeOffset? before = null, latest = null;
        foreach (var review in record.Reviews)
        {
            if (before is { } last && days.Between(last, review.At) > 0 && review.Grade is Grade.Good or Grade.Easy) latest = review.At;
            before = review.At;
        }
        return latest;
    }
}
