using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

public sealed class CardReaderTests
{
    private const string DeckFile = "cards/modeling/a-skill.yaml";
    private const string LessonFile = "lessons/modeling/a-skill.yaml";

    private const string Deck = """
        skill: a-skill
        checked: 2026-11-20
        confusable: [b-skill]
        review: {agreed: 2, mended: 0, on: 2026-11-21}
        references:
          - {title: A page, url: https://docs.aws.amazon.com/a.html}
        cards:
          - id: first-idea
            front: Why?
            back: Because.
          - id: second-idea
            cloze: "It is {{c1::so}}."
            note: Always.

        """;

    private static readonly string Lesson = $"""
        skill: a-skill
        title: What it is
        body: {string.Join(' ', Enumerable.Repeat("word", 200))}
        example: Two and two are four.
        principle: Look before you leap.
        confusable:
          - skill: b-skill
            difference: It is another.
        references:
          - title: A page
            url: https://docs.aws.amazon.com/a.html
          - title: A page
            url: https://docs.aws.amazon.com/b.html
          - title: A page
            url: https://docs.aws.amazon.com/c.html
        checked: 2026-11-20

        """;

    private static IReadOnlyList<string> ComplaintsOf(string deck) => [.. Faultless.With(DeckFile, deck).Read().Complaints.Select(complaint => complaint.ToString().Replace(DeckFile, "deck", StringComparison.Ordinal))];

    [Fact]
    public void A_deck_without_a_fault_is_read()
    {
        var report = Faultless.With(DeckFile, Deck).Read();

        Assert.Empty(report.Complaints);
        var deck = Assert.Single(report.Library.Decks);
        Assert.Equal(("a-skill", "b-skill", 2), (deck.Skill, Assert.Single(deck.Confusable), deck.Review!.Agreed));
        Assert.Equal(["first-idea", "second-idea#c1"], deck.Notes.SelectMany(note => note.Cards).Select(card => card.Id));
        Assert.Equal("Always.", deck.Notes[1].Extra);
    }

    [Theory]
    [InlineData("back: Because.", "bakc: Because.", "deck:8: error: a card has a front and a back, or a cloze.")]
    [InlineData("{{c1::so}}", "so", "deck:12: error: the cloze has no deletion such as {{c1::answer}}.")]
    [InlineData("{{c1::so}}", "{{c2::so}}", "deck:12: error: the deletions of a cloze are numbered from c1 without gaps.")]
    [InlineData("note: Always.", "misconception: nobody-believes-this", "deck:13: error: unknown misconception 'nobody-believes-this'.")]
    [InlineData("second-idea", "first-idea", "deck:11: error: the id 'first-idea' is taken by deck.")]
    [InlineData("second-idea", "a-single", "deck:11: error: the id 'a-single' is that of a question.")]
    [InlineData("id: first-idea", "id: First idea", "deck:8: error: the id 'First idea' must be lower-case words with hyphens.")]
    [InlineData("confusable: [b-skill]", "confusable: [no-skill]", "deck:3: error: unknown skill 'no-skill'.")]
    [InlineData("https://docs", "http://docs", "deck:6: error: 'http://docs.aws.amazon.com/a.html' is not an https address.")]
    public void A_fault_of_a_deck_is_named_with_its_line(string text, string fault, string complaint) =>
        Assert.Contains(complaint, ComplaintsOf(Deck.Replace(text, fault, StringComparison.Ordinal)));

    [Fact]
    public void A_deck_with_a_fault_is_left_out_and_the_rest_stays()
    {
        var report = Faultless.With(DeckFile, Deck.Replace("back: Because.", "back: 5 ", StringComparison.Ordinal).Replace("checked: 2026-11-20", "checked: today", StringComparison.Ordinal)).Read();

        Assert.Empty(report.Library.Decks);
        Assert.Equal(6, report.Library.Bank.Items.Count);
    }

    [Fact]
    public void An_answer_of_a_hundred_words_holds_more_than_one_idea() =>
        Assert.Contains("deck:10: error: the answer has 100 words; more than 80 hold more than one idea.", ComplaintsOf(Deck.Replace("Because.", string.Join(' ', Enumerable.Repeat("word", 100)), StringComparison.Ordinal)));

    [Fact]
    public void A_deck_in_a_folder_of_another_area_is_complained_about() =>
        Assert.Contains(Faultless.With(DeckFile.Replace("modeling", "cooking", StringComparison.Ordinal), Deck).Read().Complaints,
            complaint => complaint.Message.Contains("its file lies in cards/modeling/", StringComparison.Ordinal));

    [Fact]
    public void A_lesson_without_a_fault_is_read()
    {
        var report = Faultless.With(LessonFile, Lesson).Read();

        Assert.Empty(report.Complaints);
        var lesson = Assert.Single(report.Library.Lessons);
        Assert.Equal(("a-skill", "It is another.", 3), (lesson.Skill, Assert.Single(lesson.Confusable).Difference, lesson.References.Count));
    }

    [Theory]
    [InlineData("word word word word word word", "", "a lesson has 200 words")]
    [InlineData("example: Two and two are four.\n", "", "a lesson has a worked example ('example') or a figure.")]
    [InlineData("  - title: A page\n    url: https://docs.aws.amazon.com/c.html\n", "", "2 references are too few; 3 or more are needed.")]
    [InlineData("difference: It is another.", "differs: no", "'difference' is missing.")]
    public void A_fault_of_a_lesson_is_named(string text, string fault, string message)
    {
        if (fault.Length == 0 && text.StartsWith("word", StringComparison.Ordinal)) (text, fault, message) = (string.Join(' ', Enumerable.Repeat("word", 200)), "too short", "the lesson has 2 words; 150 to 400 are wanted.");

        var complaints = Faultless.With(LessonFile, (Lesson.Replace(text, fault, StringComparison.Ordinal))).Read().Complaints;

        Assert.Contains(complaints, complaint => complaint.Message == message);
    }

    [Fact]
    public void A_pack_adds_cards_to_a_skill_that_has_some()
    {
        var pack = Empty.With(DeckFile, Deck.Replace("first-idea", "third-idea", StringComparison.Ordinal).Replace("second-idea", "fourth-idea", StringComparison.Ordinal).Replace("Why?", "When?", StringComparison.Ordinal).Replace("It is", "It was", StringComparison.Ordinal));

        var report = Certus.Content.ContentReader.Read([Faultless.With(DeckFile, Deck).Source(), pack.Source("packs/mine", builtIn: false)], []);

        Assert.Empty(report.Complaints);
        Assert.Equal(["first-idea", "second-idea", "third-idea", "fourth-idea"], Assert.Single(report.Library.Decks).Notes.Select(note => note.Id));
    }
}
