using Certus.Measure.Readiness;
using Certus.Remember;

namespace Certus.Plan;

/// <summary>What a plan is made from.</summary>
public sealed record PlanRequest
{
    /// <summary>What is to be learned.</summary>
    public required Syllabus Syllabus { get; init; }

    /// <summary>Minutes for everything, by weekday, and days off.</summary>
    public required StudyTime Time { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The day of the exam, after <see cref="Start"/>; nothing is planned on it.</summary>
    public required DateOnly ExamDay { get; init; }

    /// <summary>The exam's form by domain, for the chance to pass.</summary>
    public required ExamForm Form { get; init; }

    /// <summary>Labs to place, each after its last skill.</summary>
    public IReadOnlyList<PlanLab> Labs { get; init; } = [];

    /// <summary>Projects the learner chose.</summary>
    public IReadOnlyList<PlanProject> Projects { get; init; } = [];

    /// <summary>Minutes of reviews that fall due, by day from <see cref="Start"/>; each 0 or more, days past its end have none. What falls due on a day without time is carried to the next.</summary>
    public IReadOnlyList<double> ReviewMinutes { get; init; } = [];

    /// <summary>Full mock exams; 0 or more.</summary>
    public int Mocks { get; init; } = 3;

    /// <summary>Minutes of one of them, from 1.</summary>
    public int MockMinutes { get; init; } = 180;

    /// <summary>Ability before studying.</summary>
    public AbilityNow Ability { get; init; } = AbilityNow.Unknown;

    /// <summary>Measured weakness by skill, 0 (sure of it) to 1; practice prefers the weak. Skills that are absent count as 0.5.</summary>
    public IReadOnlyDictionary<string, double> Weakness { get; init; } = new Dictionary<string, double>();

    /// <summary>The last day on which the exam can be sat; null where none is known. A later date is offered up to it.</summary>
    public DateOnly? LastExamDay { get; init; }

    /// <summary>Whether skills' minutes are without what labs teach already, as those of a plan under way.</summary>
    internal bool WithoutLabMinutes { get; init; }
}
