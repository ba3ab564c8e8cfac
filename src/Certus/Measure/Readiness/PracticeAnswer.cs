namespace Certus.Measure.Readiness;

/// <summary>One answer, as far as readiness needs it.</summary>
/// <param name="Domain">The exam's domain, by its id.</param>
/// <param name="Right">Whether it counts as right.</param>
/// <param name="DaysAgo">Before today; 0 or more.</param>
/// <param name="Item">The question.</param>
/// <param name="Timed">Whether it was answered against the clock.</param>
/// <param name="FirstExposure">Whether the learner met the question for the first time.</param>
public readonly record struct PracticeAnswer(string Domain, bool Right, double DaysAgo, ItemPrior Item, bool Timed = true, bool FirstExposure = true)
{
    /// <summary>Whether it says something about an exam: timed, and of a question never seen before.</summary>
    public bool Counts => Timed && FirstExposure;
}
