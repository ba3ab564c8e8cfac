using Certus.Catalog;
using Certus.Remember.Cards;
using CsCheck;

namespace Certus.Tests.Remember.Cards;

public sealed class ClozeTests
{
    [Fact]
    public void A_deletion_is_asked_by_its_hint_or_an_ellipsis_and_the_others_are_shown()
    {
        const string Text = "Firehose flushes on {{c1::buffer size}} or {{c2::buffer interval::of time}}.";

        Assert.Equal([1, 2], Cloze.Numbers(Text));
        Assert.Equal("Firehose flushes on **[…]** or buffer interval.", Cloze.Front(Text, 1));
        Assert.Equal("Firehose flushes on buffer size or **[of time]**.", Cloze.Front(Text, 2));
        Assert.Equal("Firehose flushes on buffer size or **buffer interval**.", Cloze.Back(Text, 2));
    }

    [Fact]
    public void Two_deletions_of_one_number_are_asked_together()
    {
        const string Text = "{{c1::Precision}} and {{c1::recall}}";

        Assert.Equal([1], Cloze.Numbers(Text));
        Assert.Equal("**[…]** and **[…]**", Cloze.Front(Text, 1));
    }

    [Fact]
    public void A_deletion_of_several_numbers_is_asked_by_each_of_its_cards()
    {
        const string Text = "{{c1,2::Precision}}, {{c2::recall}} and {{c3,1::F1::their mean}}";

        Assert.Equal([1, 2, 3], Cloze.Numbers(Text));
        Assert.Equal("**[…]**, recall and **[their mean]**", Cloze.Front(Text, 1));
        Assert.Equal("**[…]**, **[…]** and F1", Cloze.Front(Text, 2));
        Assert.Equal("Precision, recall and **F1**", Cloze.Back(Text, 3));
        Assert.Equal("**[…]** of both", Cloze.Front("{{c1,2::the {{c3::harmonic}} mean}} of both", 2));
    }

    [Fact]
    public void A_deletion_may_lie_in_another()
    {
        const string Text = "{{c1::the {{c2::harmonic}} mean}} of both";

        Assert.Equal([1, 2], Cloze.Numbers(Text));
        Assert.Equal("**[…]** of both", Cloze.Front(Text, 1));
        Assert.Equal("the **[…]** mean of both", Cloze.Front(Text, 2));
    }

    [Theory]
    [InlineData("no deletion at all")]
    [InlineData("{{c1::never closed")]
    [InlineData("{{c0::number zero}}")]
    [InlineData("{{c9999::too large}}")]
    [InlineData("{{c1 no colons}}")]
    [InlineData("{{c1,::a comma alone}}")]
    [InlineData("{{c1,0::number zero}}")]
    [InlineData("{{c1, 2::a space}}")]
    [InlineData("{{c1,2")]
    [InlineData("a {{template}} of something else")]
    public void What_is_not_a_whole_deletion_is_text(string text)
    {
        Assert.Empty(Cloze.Numbers(text));
        Assert.Equal(text, Cloze.Back(text, 1));
    }

    [Fact]
    public void Any_text_is_rendered_and_only_one_with_a_deletion_is_changed() =>
        Gen.Int[0, 7].Array[0, 40].Select(parts => string.Concat(parts.Select(part => Parts[part]))).Sample(text =>
        {
            var numbers = Cloze.Numbers(text);

            if (numbers.Count == 0) Assert.Equal(text, Cloze.Front(text, 1));
            else Assert.Contains(numbers, number => Cloze.Front(text, number).Contains('['));     // one that stands in another's hint is never asked
        });

    private static readonly string[] Parts = ["{{c1::", "{{c2,1::", "}}", "::", "a", "\n", "**", "{"];

    [Fact]
    public void Ten_thousand_open_deletions_are_read_in_good_time()
    {
        var text = string.Concat(Enumerable.Repeat("{{c1::", 10_000));

        Assert.Empty(Cloze.Numbers(text));
    }

    [Fact]
    public void A_note_with_two_deletions_is_two_cards_and_one_with_a_back_is_one()
    {
        Note Of(string text, string? back) => new("an-idea", text, back, null, "metrics-f1", "metrics-f1", null, [], new(2026, 11, 23));

        Assert.Equal(["an-idea#c1", "an-idea#c2"], Of("{{c1::a}} {{c2::b}}", null).Cards.Select(card => card.Id));
        Assert.Equal(["an-idea"], Of("{{c1::shown as it is}}", "back").Cards.Select(card => card.Id));
        Assert.Equal("an-idea", Note.IdOf("an-idea#c2"));
    }

    [Fact]
    public void A_note_read_from_its_body_is_the_same_note_and_the_same_bytes()
    {
        Note note = new("an-idea", "{{c1::a}}", null, "extra", "mine", null, null, [new("A page", "https://docs.aws.amazon.com/a.html")], null) { Tags = ["one"], Media = [new("a.png", "0a")] };

        var again = Note.FromBody(note.ToBody());

        Assert.Equal(note.ToBody(), again.ToBody());
        Assert.Equal(note.Tags, again.Tags);
        Assert.Equal(ContentHash.Of(note.ToBody()), ContentHash.Of(again.ToBody()));
    }

    [Theory]
    [InlineData("{{c1::bucket}}s", "[…]s", "buckets")]
    [InlineData("un{{c1::known}}", "un[…]", "unknown")]
    [InlineData("{{c1:: padded }}", "**[…]**", " padded ")]
    [InlineData("`{{c1::code}}`", "`[…]`", "`code`")]
    [InlineData("a {{c1::gap}}.", "a **[…]**.", "a **gap**.")]
    public void What_could_not_be_bold_stands_without_asterisks(string text, string front, string back)
    {
        Assert.Equal((front, back), (Cloze.Front(text, 1), Cloze.Back(text, 1)));
        Assert.DoesNotContain('*', Certus.Content.Markdown.ToPlainText(Cloze.Front(text, 1)));
        Assert.DoesNotContain('*', Certus.Content.Markdown.ToPlainText(Cloze.Back(text, 1)));
    }
}
