using Certus.Catalog;
using Certus.Plan;
using Certus.Plan.Shelf;

namespace Certus.Tests.Plan;

/// <summary>What to study a skill from: complete for the built-in content, and sorted.</summary>
public sealed class StudyShelfTests
{
    private static readonly IReadOnlyDictionary<string, string> OneSkill = new Dictionary<string, string> { ["a"] = "area" };

    private static PublicResource Book(string id, ResourcePrice price, params ResourcePart[] parts) =>
        new(id, id, ResourceKind.Book, "Somebody", "English", price, null, $"https://example.org/{id}", "Good.", EvidenceGrade.B, new(2026, 11, 23), parts);

    private static ResourcePart Teaches(string skill, string? title = null) => new(title, null, [skill], [], []);

    private static IReadOnlyDictionary<string, IReadOnlyList<CitedPage>> Pages(params (string Url, int Weight)[] pages) =>
        new Dictionary<string, IReadOnlyList<CitedPage>> { ["a"] = [.. pages.Select(page => new CitedPage(new(page.Url, page.Url), page.Weight))] };

    [Fact]
    public void No_skill_of_the_built_in_content_is_without_something_to_study()
    {
        var library = Repository.BuiltIn.Value.Library;

        Assert.All(library.Register.Skills.Keys, skill => Assert.InRange(library.Shelf.For(skill).Count, 3, StudyShelf.Most));
    }

    [Fact]
    public void Every_skill_has_something_to_read_and_what_lies_in_the_app_is_there()
    {
        var library = Repository.BuiltIn.Value.Library;
        var (lessons, decks) = (library.Lessons.Select(lesson => lesson.Skill).ToHashSet(), library.Decks.Select(deck => deck.Skill).ToHashSet());

        Assert.All(library.Register.Skills.Keys, skill =>
        {
            var shelf = library.Shelf.For(skill);
            Assert.Contains(shelf, study => study.Kind is ResourceKind.Lesson or ResourceKind.Page or ResourceKind.Book or ResourceKind.Course);
            Assert.Equal(lessons.Contains(skill), shelf.Any(study => study.Address == $"/lessons/{skill}"));
            Assert.Equal(decks.Contains(skill), shelf.Any(study => study.Address == $"/cards/{skill}"));
            Assert.All(shelf, study => Assert.True(study.Address!.StartsWith('/') || study.Address.StartsWith("https://", StringComparison.Ordinal)));
            Assert.Equal(shelf.Count, shelf.Select(study => study.Id).Distinct().Count());
        });
    }

    [Fact]
    public void Every_exam_that_can_be_practiced_has_its_guide() =>
        Assert.All(
            Repository.BuiltIn.Value.Library.Register.Certifications.Where(exam => exam.Practice == PracticeSupport.Full),
            exam => Assert.NotEmpty(Repository.BuiltIn.Value.Library.Shelf.ForExam(exam.Code)));

    [Fact]
    public void Public_resources_are_there_in_number_and_no_address_stands_for_two_of_them()
    {
        var resources = Repository.BuiltIn.Value.Library.Resources;

        Assert.InRange(resources.Count, 25, 60);
        Assert.Equal(resources.Count, resources.Select(resource => resource.Address).Distinct().Count());
        Assert.Equal([ResourceKind.Page, ResourceKind.Course, ResourceKind.Book], resources.Select(resource => resource.Kind).Distinct().Order());
    }

    [Fact]
    public void What_is_free_comes_before_what_is_sold()
    {
        var shelf = new StudyShelf(OneSkill, [], [], Pages(), [Book("sold", ResourcePrice.Paid, Teaches("a")), Book("given", ResourcePrice.Free, Teaches("a"))]);

        Assert.Equal(["given:1", "sold:1"], shelf.For("a").Select(study => study.Id));
    }

    [Fact]
    public void An_official_page_comes_before_what_is_sold_and_after_what_is_free()
    {
        var (sold, given) = (Book("sold", ResourcePrice.Paid, Teaches("a")), Book("given", ResourcePrice.Free, Teaches("a")));
        IReadOnlyDictionary<string, IReadOnlyList<CitedPage>> pages = Pages(("https://x/most", 5), ("https://x/more", 3));

        Assert.Equal(["page:a:1", "sold:1", "page:a:2"], new StudyShelf(OneSkill, [], [], pages, [sold]).For("a").Select(study => study.Id));
        Assert.Equal(["given:1", "page:a:1", "sold:1", "page:a:2"], new StudyShelf(OneSkill, [], [], pages, [sold, given]).For("a").Select(study => study.Id));
    }

    [Fact]
    public void The_pages_that_most_rests_on_come_first_and_two_are_enough()
    {
        var shelf = new StudyShelf(OneSkill, [], [], Pages(("https://x/little", 1), ("https://x/most", 5), ("https://x/more", 3)), []);

        Assert.Equal(["https://x/most", "https://x/more"], shelf.For("a").Select(study => study.Address));
    }

    [Fact]
    public void A_page_that_is_cited_and_named_stands_there_once()
    {
        var guide = Book("guide", ResourcePrice.Free, new ResourcePart("A section", "https://x/most", ["a"], [], [])) with { Kind = ResourceKind.Page };
        var shelf = new StudyShelf(OneSkill, [], [], Pages(("https://x/most", 5)), [guide]);

        Assert.Equal(["guide:1"], shelf.For("a").Select(study => study.Id));
    }

    [Fact]
    public void What_serves_the_area_fills_up_and_nobody_is_offered_more_than_five()
    {
        PublicResource[] books = [.. Enumerable.Range(1, 9).Select(i => Book($"b{i}", ResourcePrice.Free, new ResourcePart(null, null, [], ["area"], [])))];

        Assert.Equal(["b1:1", "b2:1", "b3:1", "b4:1", "b5:1"], new StudyShelf(OneSkill, [], [], Pages(), books).For("a").Select(study => study.Id));
    }

    [Fact]
    public void A_skill_or_an_exam_that_nobody_knows_has_nothing()
    {
        Assert.Empty(StudyShelf.Empty.For("nothing"));
        Assert.Empty(Repository.BuiltIn.Value.Library.Shelf.ForExam("NIL-C01"));
    }
}
