namespace Certus.Remember.Cards;

/// <summary>In which order the day's cards and questions come. Each step goes on from what the day has brought so far.</summary>
internal static class DayOrder
{
    private const int NewTogether = 3;
    private const int ReviewsBetweenNew = 8;

    /// <summary>Skills that are mixed up with one another in turn, one group after the other: first the group that is under way, then the one with the card most at risk. In a group the skill comes next that has not come for longest.</summary>
    /// <param name="due">The cards, the one most at risk first.</param>
    /// <param name="confusable">For each skill those it is mixed up with.</param>
    /// <param name="soFar">The day so far.</param>
    public static List<QueuedCard> Mixed(IReadOnlyList<QueuedCard> due, IReadOnlyDictionary<string, IReadOnlySet<string>> confusable, DaySoFar soFar)
    {
        var waiting = due.GroupBy(queued => queued.Subject).ToDictionary(group => group.Key, group => new Queue<QueuedCard>(group), StringComparer.Ordinal);
        var subjects = waiting.Keys.ToList();
        List<QueuedCard> mixed = new(due.Count);
        foreach (var first in subjects.OrderByDescending(subject => subject == soFar.LastMixed || (soFar.LastMixed is { } last && Neighbors(last).Contains(subject))))
        {
            var group = Reach(first);
            while (group.Count > 0)
                foreach (var subject in group.ToList())
                    if (waiting[subject].TryDequeue(out var next)) mixed.Add(next);
                    else group.Remove(subject);
        }
        return mixed;

        IReadOnlySet<string> Neighbors(string subject) => confusable.GetValueOrDefault(subject, Nobody);

        List<string> Reach(string from)
        {
            HashSet<string> group = new(StringComparer.Ordinal);
            Stack<string> reach = new([from]);
            while (reach.TryPop(out var subject))
                if (waiting.TryGetValue(subject, out var cards) && cards.Count > 0 && group.Add(subject))
                    foreach (var neighbor in Neighbors(subject)) reach.Push(neighbor);
            return [.. subjects.Where(group.Contains).OrderBy(soFar.LastSeen)];
        }
    }

    /// <summary>New cards in blocks of one skill among the reviews, since a new term needs its own company first.</summary>
    /// <param name="reviews">The reviews in their order.</param>
    /// <param name="fresh">The new cards in their order.</param>
    /// <param name="soFar">The day so far: a block that is under way goes on, and reviews since the last one count.</param>
    public static List<QueuedCard> Woven(IReadOnlyList<QueuedCard> reviews, IReadOnlyList<QueuedCard> fresh, DaySoFar soFar)
    {
        var begun = fresh.Where(queued => queued.Subject == soFar.BlockSubject).Take(LeftOfBlock(soFar)).ToList();
        Queue<QueuedCard[]> blocks = new(fresh.Except(begun).GroupBy(queued => queued.Subject).SelectMany(group => group.Chunk(NewTogether)));
        List<QueuedCard> woven = [.. begun];
        var since = begun.Count > 0 ? 0 : soFar.SinceNew;
        foreach (var review in reviews)
        {
            if (since >= ReviewsBetweenNew && blocks.TryDequeue(out var block))
            {
                woven.AddRange(block);
                since = 0;
            }
            woven.Add(review);
            since++;
        }
        while (blocks.TryDequeue(out var rest)) woven.AddRange(rest);
        return woven;
    }

    /// <summary>Questions among the cards, as far from one another as those left allow, and none inside a block of new cards. Beside cards of a skill that theirs is mixed up with, where there is one; rather not beside cards of their own, which would give the answer away.</summary>
    /// <param name="steps">Cards in steps: their minutes are over, so that they come before any question.</param>
    /// <param name="cards">The other cards in their order.</param>
    /// <param name="questions">The questions, the one that waits longest first.</param>
    /// <param name="confusable">For each skill those it is mixed up with.</param>
    /// <param name="soFar">The day so far: cards since the last question count.</param>
    public static List<Queued> Spread(
        IReadOnlyList<QueuedCard> steps, IReadOnlyList<QueuedCard> cards, IReadOnlyList<QueuedQuestion> questions, IReadOnlyDictionary<string, IReadOnlySet<string>> confusable, DaySoFar soFar)
    {
        List<QueuedQuestion> waiting = [.. questions];
        var since = soFar.SinceQuestion + steps.Count;                  // cards since the last question
        var met = soFar.NewInBlock;                                     // new cards of one skill in a row, up to the card looked at
        var subject = soFar.BlockSubject;
        List<Queued> order = [.. steps];
        for (var at = 0; ; at++)
        {
            var inside = at < cards.Count && cards[at].IsNew && cards[at].Subject == subject && met % NewTogether > 0;
            while (waiting.Count > 0 && !inside && (at == cards.Count || since >= Math.Round((since + cards.Count - at) / (waiting.Count + 1.0))))
            {
                var next = waiting.MaxBy(question => Fitness(question, at))!;
                waiting.Remove(next);
                since = 0;
                order.Add(next);
            }
            if (at == cards.Count) break;
            met = !cards[at].IsNew ? 0 : cards[at].Subject == subject ? met + 1 : 1;
            subject = cards[at].Subject;
            order.Add(cards[at]);
            since++;
        }
        return order;

        int Fitness(QueuedQuestion question, int at)
        {
            string?[] beside = [at > 0 ? cards[at - 1].Subject : steps.Count > 0 ? steps[^1].Subject : soFar.LastSubject, at < cards.Count ? cards[at].Subject : null];
            var mixedUp = confusable.GetValueOrDefault(question.Skill, Nobody);
            return (question.Begun ? 10 : 0) + (beside.Any(subject => subject is not null && mixedUp.Contains(subject)) ? 1 : 0) - (beside.Contains(question.Skill) ? 2 : 0);
        }
    }

    private static readonly HashSet<string> Nobody = [];

    private static int LeftOfBlock(DaySoFar soFar) => soFar.NewInBlock % NewTogether is var met and > 0 ? NewTogether - met : 0;
}
