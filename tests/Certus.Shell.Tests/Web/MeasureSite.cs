using Certus.Practice;

namespace Certus.Shell.Tests.Web;

/// <summary>A site on which a learner takes tests for the room Measure.</summary>
public sealed class MeasureSite : Site
{
    public const string Exam = "MLA-C02";

    /// <summary>Sits a test to its end: every question answered, but only so many in a row of four rightly.</summary>
    /// <param name="browser">Whose.</param>
    /// <param name="rightOfFour">0 to 4.</param>
    /// <param name="mode">A full exam, or a set.</param>
    /// <param name="fields">Further fields of the start; the exam where they name none is <see cref="Exam"/>.</param>
    internal async Task<Guid> SitAsync(Browser browser, int rightOfFour, string mode = "exam", params (string Name, string Value)[] fields)
    {
        var id = await browser.StartAsync(mode, [.. fields.Any(field => field.Name == "exam") ? [] : new[] { ("exam", Exam) }, .. fields]);
        var questions = await QuestionsAsync(id);
        await browser.EventsAsync(id, [.. questions.SelectMany((question, i) => new[] { Happened.Shown(i + 1), Happened.Answered(i + 1, i % 4 < rightOfFour ? question.Key.Values : Wrong(question)) })]);
        await browser.PostAsync($"/sittings/{id}/end");
        return id;
    }

    /// <summary>A complete answer that is wrong.</summary>
    internal static IEnumerable<int> Wrong(Question question) => question.Type switch
    {
        Certus.Catalog.QuestionType.Single => [Enumerable.Range(0, question.Options.Count).First(option => !question.Key.Contains(option))],
        Certus.Catalog.QuestionType.Multiple => Enumerable.Range(0, question.Options.Count).OrderBy(question.Key.Contains).Take(question.Key.Values.Count),
        _ => question.Key.Values.Reverse(),
    };
}
