using Certus.Catalog;
using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Practice;
using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>Sorts what content cites into what may be studied.</summary>
internal static class StudyShelves
{
    // A lesson is written from its pages, a deck states what they state; a question may cite a page for one of its options.
    private const int ByLesson = 3, ByDeck = 2, ByQuestionOnIt = 2, ByQuestionBesides = 1;

    public static StudyShelf Of(Register register, IEnumerable<Question> questions, IReadOnlyList<Lesson> lessons, IReadOnlyList<Deck> decks, IReadOnlyList<PublicResource> resources)
    {
        Dictionary<string, Dictionary<string, CitedPage>> pages = new(StringComparer.Ordinal);
        foreach (var lesson in lessons) Cite(lesson.Skill, lesson.References, ByLesson);
        foreach (var deck in decks) Cite(deck.Skill, deck.References, ByDeck);
        foreach (var question in questions)
            for (var place = 0; place < question.Skills.Count; place++) Cite(question.Skills[place], question.References, place == 0 ? ByQuestionOnIt : ByQuestionBesides);
        return new(
            register.Skills.Values.ToDictionary(skill => skill.Id, skill => skill.Area, StringComparer.Ordinal), lessons, decks,
            pages.ToDictionary(skill => skill.Key, skill => (IReadOnlyList<CitedPage>)[.. skill.Value.Values], StringComparer.Ordinal), resources);

        void Cite(string skill, IReadOnlyList<Reference> references, int weight)
        {
            if (!pages.TryGetValue(skill, out var cited)) pages[skill] = cited = new(StringComparer.Ordinal);
            foreach (var page in references) cited[page.Url] = cited.TryGetValue(page.Url, out var known) ? known with { Weight = known.Weight + weight } : new(page, weight);
        }
    }
}
