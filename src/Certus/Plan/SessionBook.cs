using System.Globalization;

namespace Certus.Plan;

/// <summary>Writes sessions and milestones from the minutes that were laid out.</summary>
internal static class SessionBook
{
    public static string Dated(string what, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{what}:{day:yyyy-MM-dd}");

    /// <param name="request">What the plan is made from.</param>
    /// <param name="days">The days.</param>
    /// <param name="layout">Work, practice and rest.</param>
    /// <param name="reviews">Minutes of reviews by day.</param>
    /// <param name="mocks">Parts of mocks.</param>
    /// <param name="sittingsBefore">How many sittings each work had already.</param>
    /// <param name="before">Tells what was studied before the first day.</param>
    public static (IReadOnlyList<PlanSession> Sessions, IReadOnlyList<PlanMilestone> Milestones) Write(
        PlanRequest request, StudyDays days, Layout layout, IReadOnlyList<int> reviews, IReadOnlyList<MockPart> mocks,
        IReadOnlyDictionary<string, int>? sittingsBefore = null, Action<PracticeTopics>? before = null)
    {
        var names = request.Syllabus.Skills.ToDictionary(skill => skill.Id, skill => skill.Name, StringComparer.Ordinal);
        var opens = request.Syllabus.Skills.SelectMany(skill => skill.Prerequisites.Select(before => (before, skill.Name))).ToLookup(entry => entry.before, entry => entry.Name, StringComparer.Ordinal);
        var pieces = layout.Pieces.ToLookup(piece => piece.Day);
        var tests = mocks.ToLookup(part => part.Day);
        var count = mocks.Count == 0 ? 0 : Math.Max(mocks.Max(part => part.Mock), mocks.Select(part => part.Mock).Distinct().Count());
        var topics = new PracticeTopics(request);
        before?.Invoke(topics);
        var (sittings, mocksBehind, farthest) = (new Dictionary<string, int>(sittingsBefore ?? new Dictionary<string, int>(), StringComparer.Ordinal), 0, 0);
        var lastWork = layout.Pieces.Count == 0 ? -1 : layout.Pieces.Max(piece => piece.Day);
        List<PlanSession> sessions = [];
        for (var day = 0; day < days.Count; day++)
        {
            var date = days.DateOf(day);
            foreach (var part in tests[day])
            {
                var (title, reason) = PlanText.Mock(part.Mock, count, part.Part, part.Parts);
                sessions.Add(new(string.Create(CultureInfo.InvariantCulture, $"mock:{part.Mock}:{part.Part}"), date, part.Minutes, Purpose.Mock, title, [], reason, request.Syllabus.Resources));
                if (part.Part == part.Parts) mocksBehind = part.Mock;
            }
            if (reviews[day] > 0) sessions.Add(new(Dated("review", date), date, reviews[day], Purpose.Review, PlanText.ReviewTitle, [], PlanText.ReviewReason, []));
            foreach (var (work, _, minutes) in pieces[day])
            {
                var sitting = sittings[work.Key] = sittings.GetValueOrDefault(work.Key) + 1;
                var late = work.Home < farthest;
                farthest = Math.Max(farthest, work.Home == work.Block ? work.Block : 0);
                var reason = work.IsSkill ? PlanText.Learn(work, request.Syllabus, [.. opens[work.Skills[0]]], late) : PlanText.ByHand(work, names);
                sessions.Add(new(string.Create(CultureInfo.InvariantCulture, $"{work.Key}:{sitting}"), date, minutes, work.Purpose, work.Title, work.Skills, reason, work.Resources, work.Lab, work.Project));
                if (work.IsSkill) topics.Studied(work.Skills[0], date);
            }
            if (layout.Practice[day] > 0)
            {
                var skills = topics.Choose(date, layout.Practice[day]);
                var (title, reason) = PlanText.Practice(topics.Alike(skills), mocksBehind, day <= lastWork);
                sessions.Add(new(Dated("practice", date), date, layout.Practice[day], Purpose.Practice, title, skills, reason, []));
            }
            if (layout.Rest[day] > 0) sessions.Add(new(Dated("rest", date), date, layout.Rest[day], Purpose.Rest, PlanText.RestTitle, [], PlanText.RestReason, []));
        }
        return (sessions, Milestones(request, days, layout, mocks, count));
    }

    private static List<PlanMilestone> Milestones(PlanRequest request, StudyDays days, Layout layout, IReadOnlyList<MockPart> mocks, int count)
    {
        List<PlanMilestone> milestones = [];
        foreach (var block in request.Syllabus.Blocks.Where(block => !block.Final))
            if (layout.BlockEnds.TryGetValue(block.Number, out var end))
                milestones.Add(new(string.Create(CultureInfo.InvariantCulture, $"block:{block.Number}"), days.DateOf(end), $"Studied: {block.Topic}", "Everything of it that this plan holds has been studied once."));
        foreach (var mock in mocks.GroupBy(part => part.Mock))
        {
            var (title, reason) = PlanText.Mock(mock.Key, count, 1, 1);
            milestones.Add(new(string.Create(CultureInfo.InvariantCulture, $"mock:{mock.Key}"), days.DateOf(mock.Max(part => part.Day)), title, reason));
        }
        milestones.Add(new("exam", request.ExamDay, $"The exam: {request.Syllabus.Exam}", "Nothing is planned on this day."));
        return [.. milestones.OrderBy(milestone => milestone.Day)];
    }
}
