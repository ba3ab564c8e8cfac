using Certus.Catalog;
using Certus.Plan;
using Certus.Plan.Shelf;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>Public courses and books as text: what is there is read, and what is wrong is named with its line.</summary>
public sealed class ResourceReaderTests
{
    private const string File = "resources/books.yaml";

    private const string Text = """
        resources:
          - id: a-book
            title: A book
            kind: book
            by: Ann Author
            language: English
            price: freeAndPaid
            priceNote: The PDF is free.
            address: https://example.org/book
            about: Good for this.
            grade: B
            checked: 2026-11-20
            parts:
              - {title: Chapter 1, address: "https://example.org/book/1", skills: [a-skill]}
              - {areas: [modeling]}
              - {exams: [TST-C01]}

        """;

    private static IReadOnlyList<string> ComplaintsOf(string text) => [.. Faultless.With(File, text).Read().Complaints.Select(complaint => complaint.ToString().Replace(File, "books", StringComparison.Ordinal))];

    [Fact]
    public void A_resource_without_a_fault_is_read_and_stands_on_the_shelf()
    {
        var report = Faultless.With(File, Text).Read();

        Assert.Empty(report.Complaints);
        var book = Assert.Single(report.Library.Resources);
        Assert.Equal(("a-book", ResourceKind.Book, ResourcePrice.FreeAndPaid, EvidenceGrade.B, new DateOnly(2026, 11, 20), 3), (book.Id, book.Kind, book.Price, book.Grade, book.Checked, book.Parts.Count));
        Assert.Contains(new StudyResource("a-book:1", "A book", ResourceKind.Book, "https://example.org/book/1", "Chapter 1"), report.Library.Shelf.For("a-skill"));
        Assert.Contains(new StudyResource("a-book:2", "A book", ResourceKind.Book, "https://example.org/book", null), report.Library.Shelf.For("b-skill"));
        Assert.Equal([new StudyResource("a-book:3", "A book", ResourceKind.Book, "https://example.org/book", null)], report.Library.Shelf.ForExam("TST-C01"));
    }

    [Theory]
    [InlineData("id: a-book", "id: A_Book", "books:2: error: the id 'A_Book' must be lower-case words with hyphens.")]
    [InlineData("kind: book", "kind: lesson", "books:4: error: a public resource is a page, a course or a book; lessons and cards of the app need no entry.")]
    [InlineData("kind: book", "kind: film", "books:4: error: 'kind' must be one of lesson, cards, page, course, book, not 'film'.")]
    [InlineData("    priceNote: The PDF is free.\n", "", "books:7: error: what costs money needs 'priceNote', which says where the price is told.")]
    [InlineData("https://example.org/book/1", "ftp://example.org/1", "books:14: error: 'ftp://example.org/1' is not an https address.")]
    [InlineData("grade: B", "grade: 1", "books:11: error: 'grade' must be A, B, C or D, not '1'.")]
    [InlineData("[a-skill]", "[no-skill]", "books:14: error: unknown skill 'no-skill'.")]
    [InlineData("[a-skill]", "[a-skill, a-skill]", "books:14: error: the skill 'a-skill' stands twice.")]
    [InlineData("[modeling]", "[cooking]", "books:15: error: unknown area 'cooking'.")]
    [InlineData("[TST-C01]", "[NIL-C01]", "books:16: error: unknown exam 'NIL-C01'.")]
    [InlineData("{areas: [modeling]}", "{title: Chapter 2}", "books:15: error: a part serves skills, areas or exams.")]
    [InlineData("checked: 2026-11-20", "checked: lately", "books:12: error: 'checked' must be a date such as 2026-11-23, not 'lately'.")]
    public void What_is_wrong_is_named_with_its_line(string right, string wrong, string complaint)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);

        Assert.Equal([complaint], ComplaintsOf(Text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_id_is_used_once_in_all_files() =>
        Assert.Equal(["books:17: error: there is a resource 'a-book' already."], ComplaintsOf(Text + Text["resources:\n".Length..]));
}
