namespace Certus.Plan;

/// <summary>From hours and a date to a plan.</summary>
/// <remarks>See docs/models/plan.md. The same request gives the same plan.</remarks>
public static class Planner
{
    /// <summary>A plan is made for at most so many days.</summary>
    public const int MostDays = 730;

    /// <summary>Makes a plan.</summary>
    /// <param name="request">What it is made from.</param>
    /// <exception cref="ArgumentException">The exam does not lie 1 to <see cref="MostDays"/> days after the start, a minute is negative, or a skill comes before one that it needs.</exception>
    public static StudyPlan Make(PlanRequest request)
    {
        Require(request);
        var works = WorkList.Of(request);
        var days = new StudyDays(request.Start, request.ExamDay, request.Time);
        var draft = Draft.Of(request, days, works);
        var forecast = new PassForecast(request.Form);
        if (!draft.Fits) draft = Draft.Most(request, days, draft.LackingMinutes);
        var (sessions, milestones) = SessionBook.Write(request, days, draft.Layout, draft.Reviews, draft.Mocks);
        var chance = WaysOut.ChanceOf(request, forecast, draft);
        var options = draft.Fits ? [] : WaysOut.Of(request, forecast, works, draft, chance);
        return new(request.Syllabus.Exam, request.Start, request.ExamDay, draft.Fits, Math.Round(draft.LackingMinutes / 60, 2), sessions, milestones, options, chance, PlanNotes.Of(request, draft));
    }

    /// <summary>The earliest day of the exam on which everything fits.</summary>
    /// <param name="request">Its exam day doesn't matter.</param>
    /// <param name="mayBeSat">Whether the exam can be sat on a day.</param>
    /// <returns>The day; null where there is none within <see cref="MostDays"/> days.</returns>
    /// <exception cref="ArgumentException">As <see cref="Make"/>.</exception>
    public static DateOnly? Earliest(PlanRequest request, Func<DateOnly, bool> mayBeSat)
    {
        ArgumentNullException.ThrowIfNull(mayBeSat);
        ArgumentNullException.ThrowIfNull(request);
        Require(request with { ExamDay = request.Start.AddDays(1) });
        return WaysOut.Earliest(request, WorkList.Of(request), request.Start.AddDays(1), mayBeSat);
    }

    internal static void Require(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ExamDay.DayNumber - request.Start.DayNumber is < 1 or > MostDays) throw new ArgumentException($"The exam has to lie 1 to {MostDays} days after the start.", nameof(request));
        if (request.Mocks < 0 || request.MockMinutes < 1) throw new ArgumentException("A plan has 0 mocks or more, each of a minute or more.", nameof(request));
        if (request.ReviewMinutes.Any(minutes => !(minutes >= 0 && double.IsFinite(minutes)))) throw new ArgumentException("Minutes of reviews are 0 or more and finite.", nameof(request));
        if (request.Time.MinutesByWeekday.Length != 7 || request.Time.MinutesByWeekday.Any(minutes => !(minutes >= 0 && double.IsFinite(minutes)))) throw new ArgumentException("A week has seven days with 0 minutes or more.", nameof(request));
        if (request.Syllabus.Blocks.Any(block => !(block.Weight > 0))) throw new ArgumentException("A block has a weight above 0.", nameof(request));
        HashSet<string> seen = new(StringComparer.Ordinal);
        var all = request.Syllabus.Skills.Select(skill => skill.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var skill in request.Syllabus.Skills)
        {
            if (skill.Minutes < 1) throw new ArgumentException($"The skill '{skill.Id}' has {skill.Minutes} minutes.", nameof(request));
            if (skill.Prerequisites.FirstOrDefault(before => all.Contains(before) && !seen.Contains(before)) is { } late) throw new ArgumentException($"The skill '{skill.Id}' comes before '{late}', which it needs.", nameof(request));
            if (!seen.Add(skill.Id)) throw new ArgumentException($"The skill '{skill.Id}' stands twice.", nameof(request));
        }
    }
}
