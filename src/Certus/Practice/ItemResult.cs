namespace Certus.Practice;

/// <summary>One question of a report.</summary>
/// <param name="Item">Its place in the form.</param>
/// <param name="Question">The question as it was shown.</param>
/// <param name="Place">What the learner did with it.</param>
/// <param name="Right">All or nothing; a blank earns nothing.</param>
/// <param name="Answered">Whether the answer was complete.</param>
public sealed record ItemResult(FormItem Item, Question Question, Place Place, bool Right, bool Answered)
{
    /// <summary>What became of it: a question without an answer is not a wrong answer, though neither earns credit.</summary>
    public Outcome Outcome => Right ? Outcome.Right : Answered ? Outcome.Wrong : Place.Picks.IsBlank ? Outcome.Blank : Outcome.Incomplete;

    /// <summary>A complete answer was replaced by another.</summary>
    public bool Changed => Place.Changes > 0;

    /// <summary>Ids of the misconceptions behind the wrong options that were chosen.</summary>
    public IEnumerable<string> Misconceptions => Right || Question.Type is Catalog.QuestionType.Ordering or Catalog.QuestionType.Matching
        ? []
        : Place.Picks.Values.Select(option => Question.Options[option].Misconception).OfType<string>();

    /// <summary>Why a wrong multiple-response answer scored nothing, in one sentence; null where it does not apply.</summary>
    public string? PartCredit
    {
        get
        {
            if (Right || Question.Type != Catalog.QuestionType.Multiple || Place.Picks.IsBlank) return null;
            var hits = Place.Picks.Values.Count(Question.Key.Contains);
            return $"{hits} of the {Question.Key.Values.Count} right options chosen; credit is all or nothing.";
        }
    }
}
