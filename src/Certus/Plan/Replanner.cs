using System.Globalization;

namespace Certus.Plan;

/// <summary>Plans the rest anew when life went otherwise: what was missed moves, mocks stay, and nothing else moves that need not.</summary>
/// <remarks>See docs/models/plan.md.</remarks>
public static class Replanner
{
    /// <summary>Revises a plan.</summary>
    /// <param name="current">The plan as it stands.</param>
    /// <param name="request">What it was made from, with what is known today: hours, days off, reviews, weakness. Its start, syllabus and exam day are those of the plan.</param>
    /// <param name="progress">What was done.</param>
    /// <exception cref="ArgumentException">The request is of another exam or another day, or as <see cref="Planner.Make"/>.</exception>
    public static PlanRevision Revise(StudyPlan current, PlanRequest request, PlanProgress progress)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(progress);
        Planner.Require(request);
        if (current.Exam != request.Syllabus.Exam || current.ExamDay != request.ExamDay) throw new ArgumentException("The request is of another exam or another day; that is a new plan.", nameof(request));
        if (progress.Today >= current.ExamDay) return new(current, []);
        return new Revision(current, request, progress).Make();
    }
}
