using System.Globalization;

namespace Certus.Plan;

/// <summary>What the learner should know about a plan.</summary>
internal static class PlanNotes
{
    public static IReadOnlyList<string> Of(PlanRequest request, Draft draft)
    {
        List<string> notes = [];
        var mocks = draft.Mocks.Select(part => part.Mock).Distinct().Count();
        if (!draft.Fits) notes.Add($"Everything would need {PlanText.Hours(draft.LackingMinutes / 60)} more than there are; this plan holds what counts most for its minutes, with what that needs.");
        if (mocks < request.Mocks)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{(mocks == 0 ? "None" : mocks == 1 ? "One" : mocks.ToString(CultureInfo.InvariantCulture))} of {request.Mocks} full practice tests {(mocks == 1 ? "has" : "have")} a place in this time."));
        foreach (var split in draft.Mocks.Where(part => part is { Part: 1, Parts: > 1 }))
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"No day has {request.MockMinutes} minutes for the {PlanText.Ordinal(split.Mock)} full practice test, so it is split into {split.Parts} parts; one long day would be closer to the exam."));
        if (draft.Mocks.Count > 0 && draft.Days.Count - 1 - draft.Mocks.Max(part => part.Day) < 1) notes.Add("The last full practice test falls on the day before the exam; no earlier day of the last weeks has room for it.");
        if (!request.Ability.Measured) notes.Add("The chance to pass starts from a wide guess; a diagnostic test makes it yours.");
        return notes;
    }
}
