using System.Collections.Frozen;
using Certus.Remember.Cards;

namespace Certus.Plan.Shelf;

/// <summary>What to study a skill, or an exam, from: lessons and cards of the app, the pages that its questions rest on, and public courses and books.</summary>
public sealed class StudyShelf
{
    /// <summary>The most that is offered for one skill: a longer list is none that anybody works through.</summary>
    public const int Most = 5;

    private const int MostPages = 2;
    private const int MostNamed = 2;

    private readonly FrozenDictionary<string, IReadOnlyList<StudyResource>> _bySkill;
    private readonly FrozenDictionary<string, IReadOnlyList<StudyResource>> _byExam;

    /// <summary>Sorts everything by skill once.</summary>
    /// <param name="areas">The area of every skill, by the skill's id.</param>
    /// <param name="lessons">Lessons of the app.</param>
    /// <param name="decks">Decks of the app.</param>
    /// <param name="pages">Official pages by skill, in any order.</param>
    /// <param name="resources">Public resources, in the order in which they are preferred.</param>
    public StudyShelf(IReadOnlyDictionary<string, string> areas, IEnumerable<Lesson> lessons, IEnumerable<Deck> decks, IReadOnlyDictionary<string, IReadOnlyList<CitedPage>> pages, IReadOnlyList<PublicResource> resources)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(resources);
        var titles = lessons.DistinctBy(lesson => lesson.Skill).ToDictionary(lesson => lesson.Skill, lesson => lesson.Title, StringComparer.Ordinal);
        var withCards = decks.Where(deck => deck.Notes.Count > 0).Select(deck => deck.Skill).ToHashSet(StringComparer.Ordinal);
        var parts = resources.OrderBy(resource => resource.Price == ResourcePrice.Paid).SelectMany(resource => resource.Parts.Select((part, place) => (Part: part, Study: resource.Study(place)))).ToList();
        var sold = resources.Where(resource => resource.Price == ResourcePrice.Paid).SelectMany(resource => resource.Parts.Select((_, place) => resource.Study(place).Id)).ToHashSet(StringComparer.Ordinal);
        ILookup<string, StudyResource> By(Func<ResourcePart, IReadOnlyList<string>> whom) => parts.SelectMany(entry => whom(entry.Part).Select(id => (id, entry.Study))).ToLookup(entry => entry.id, entry => entry.Study, StringComparer.Ordinal);
        var (named, ofArea, ofExam) = (By(part => part.Skills), By(part => part.Areas), By(part => part.Exams));
        _byExam = ofExam.ToFrozenDictionary(exam => exam.Key, exam => (IReadOnlyList<StudyResource>)[.. exam], StringComparer.Ordinal);
        _bySkill = areas.ToFrozenDictionary(entry => entry.Key, entry => Sorted(entry.Key, entry.Value), StringComparer.Ordinal);

        // One of each first, the plainest before the most detailed; what is left fills up.
        IReadOnlyList<StudyResource> Sorted(string skill, string area)
        {
            var cited = pages.TryGetValue(skill, out var known) ? Cited(skill, known) : [];
            List<StudyResource> found = [];
            if (titles.TryGetValue(skill, out var title)) found.Add(new($"lesson:{skill}", title, ResourceKind.Lesson, $"/lessons/{skill}", null));
            // Where all that names the skill is sold, an official page comes before it.
            var first = named[skill].Take(1).Where(study => !sold.Contains(study.Id)).ToList();
            found.AddRange(first);
            found.AddRange(cited.Take(1));
            if (withCards.Contains(skill)) found.Add(new($"cards:{skill}", "Cards", ResourceKind.Cards, $"/cards/{skill}", null));
            found.AddRange(named[skill].Skip(first.Count).Take(MostNamed - first.Count));
            found.AddRange(cited.Skip(1));
            found.AddRange(ofArea[area]);
            return [.. found.DistinctBy(study => (study.Address, study.Part)).DistinctBy(study => study.Kind == ResourceKind.Page ? study.Address : study.Id).Take(Most)];
        }
    }

    /// <summary>An empty one.</summary>
    public static StudyShelf Empty { get; } = new(new Dictionary<string, string>(), [], [], new Dictionary<string, IReadOnlyList<CitedPage>>(), []);

    /// <summary>What to study a skill from, the best first; at most <see cref="Most"/>, empty for a skill that nobody knows.</summary>
    public IReadOnlyList<StudyResource> For(string skill) => _bySkill.GetValueOrDefault(skill, []);

    /// <summary>What is about an exam as a whole: its guide, its preparation; empty where there is nothing.</summary>
    /// <param name="exam">Its code.</param>
    public IReadOnlyList<StudyResource> ForExam(string exam) => _byExam.GetValueOrDefault(exam, []);

    private static IEnumerable<StudyResource> Cited(string skill, IReadOnlyList<CitedPage> pages) =>
        pages.OrderByDescending(page => page.Weight).ThenBy(page => page.Page.Url, StringComparer.Ordinal).Take(MostPages)
            .Select((page, place) => new StudyResource($"page:{skill}:{place + 1}", page.Page.Title, ResourceKind.Page, page.Page.Url, null));
}
