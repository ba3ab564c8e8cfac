using Certus.Catalog;
using Certus.Content;
using Certus.Remember.Cards;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Remember;

/// <summary>Lessons: a page to start from, one skill each.</summary>
public static class LessonRoom
{
    /// <summary>What the list shows.</summary>
    public sealed record ListModel(IReadOnlyList<Lesson> Lessons, Register Register);

    /// <summary>What a lesson's page shows.</summary>
    /// <param name="Lesson">The lesson.</param>
    /// <param name="Skill">Its skill.</param>
    /// <param name="Cards">Cards of the skill.</param>
    /// <param name="Questions">Questions that test the skill.</param>
    /// <param name="Lessons">Skills that have a lesson.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record Model(Lesson Lesson, Skill Skill, int Cards, int Questions, IReadOnlySet<string> Lessons, Register Register);

    /// <summary>Maps <c>/lessons</c> and the lessons.</summary>
    public static void MapLessons(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/lessons", (Library library) => Show.Page<LessonsPage>(new ListModel(library.Lessons, library.Register)));

        routes.MapPage("/lessons/{skill}", async (string skill, HttpContext context, Library library) =>
        {
            if (library.Lessons.FirstOrDefault(known => known.Skill == skill) is not { } lesson) { await Failure.Answer(context, StatusCodes.Status404NotFound, $"There is no lesson '{skill}'."); return; }
            await Show.Page<LessonPage>(new Model(
                lesson, library.Register.Skills[skill], library.Decks.FirstOrDefault(deck => deck.Skill == skill)?.Notes.Count ?? 0,
                library.Bank.Items.Count(item => item.Question.Skills.Contains(skill)) + library.Bank.Generators.Count(generator => generator.Skills.Contains(skill)),
                library.Lessons.Select(known => known.Skill).ToHashSet(StringComparer.Ordinal), library.Register)).ExecuteAsync(context);
        });

        routes.MapPage("/lessons/{skill}/figures/{name}", async (string skill, string name, HttpContext context, Library library) =>
        {
            if (library.Lessons.FirstOrDefault(known => known.Skill == skill)?.Figures.FirstOrDefault(figure => figure.Name == name) is not { } figure) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such figure."); return; }
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            await TypedResults.Bytes(figure.Bytes, figure.MediaType).ExecuteAsync(context);
        });
    }
}
