using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

public sealed class ItemFlawTests
{
    [Theory]
    [InlineData("Which step is NOT needed?", true)]
    [InlineData("Which step is not needed?", true)]
    [InlineData("Which step isn't needed?", true)]
    [InlineData("All of these help, EXCEPT which?", true)]
    [InlineData("Which statement about bread is false?", true)]
    [InlineData("Which is the wrong statement?", true)]
    [InlineData("Which threshold gives the fewest false positives?", false)]
    [InlineData("Which step is least likely to help?", true)]
    [InlineData("Sales grow by 0.5 % a day. Which step does not help?", true)]
    [InlineData("Its rows are not sorted. Which step helps?", false)]      // only the ask itself
    [InlineData("Which step keeps the rows that were not sold?", false)]
    [InlineData("Which step notes the price?", false)]
    [InlineData("Which model lowers the false alarms?", false)]
    public void A_negative_ask_is_a_flaw(string ask, bool flaw)
    {
        var content = Faultless.Change(SingleFile, "Which model fits?", ask);

        Assert.Equal(flaw ? [$"{SingleFile}:6: warning: the stem asks for what is not so; ask for what is."] : [], content.Complaints());
    }

    [Theory]
    [InlineData("All of the above models together", true)]
    [InlineData("None of these models fits at present", true)]
    [InlineData("Both A and B, one after the other", true)]
    [InlineData("A and C, one after the other", true)]
    [InlineData("A and B tests of two layouts", true)]      // known to be too strict: reads as options A and B
    [InlineData("Both of them, in two stages", false)]
    [InlineData("A model and a rule above it", false)]
    public void Options_about_other_options_are_a_flaw(string option, bool flaw)
    {
        var content = Faultless.Change(SingleFile, "A ranking of recipes by what they cost to bake.", option);

        Assert.Equal(flaw, content.Complaints().Any(complaint => complaint.EndsWith("warning: 'all of the above' and its kin test nothing.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("never", true)]
    [InlineData("Only", true)]
    [InlineData("every", true)]
    [InlineData("commonly", false)]
    [InlineData("musty", false)]
    public void Absolute_words_in_wrong_options_alone_are_a_flaw(string word, bool flaw)
    {
        var content = Faultless.Change(SingleFile, "A classifier of loaves", $"A {word} used classifier of loaves");

        Assert.Equal(flaw ? [$"{SingleFile}:{content.LineOf(SingleFile, word)}: warning: the absolute word '{word}' stands in wrong options only, which gives them away."] : [], content.Complaints());
    }

    [Fact]
    public void An_absolute_word_in_the_right_option_too_gives_nothing_away() =>
        Assert.Empty(Faultless.Change(SingleFile, "A classifier of loaves", "A classifier of all loaves").Change(SingleFile, "A seasonal model", "A seasonal model of all").Complaints());

    [Theory]
    [InlineData("x > 0.5", "x < 0.5")]
    [InlineData("-0.03", "0.03")]
    [InlineData("α", "β")]
    [InlineData("1.5", "15")]
    [InlineData("5 %", "5")]
    [InlineData("C++", "C")]
    public void A_sign_or_symbol_makes_a_difference(string one, string other)
    {
        var content = Faultless.Change(SingleFile, "A classifier of loaves by their shape and color.", $"\"Set {one}\"").Change(SingleFile, "A ranking of recipes by what they cost to bake.", $"\"Set {other}\"");

        Assert.DoesNotContain(content.Complaints(), complaint => complaint.Contains("says the same", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A model, seasonal.", "a model (seasonal)")]
    [InlineData("The *seasonal* model", "The seasonal model.")]
    public void Case_and_punctuation_make_no_difference(string one, string other)
    {
        var content = Faultless.Change(SingleFile, "A classifier of loaves by their shape and color.", $"\"{one}\"").Change(SingleFile, "A ranking of recipes by what they cost to bake.", $"\"{other}\"");

        Assert.Contains($"{SingleFile}:{content.LineOf(SingleFile, other)}: error: option D says the same as option C.", content.Complaints());
    }

    [Theory]
    [InlineData("A fast classifier", "A fast classifier of loaves", true)]
    [InlineData("A fast classifier.", "A fast classifier of loaves.", true)]
    [InlineData("Classifier", "A fast classifier of loaves", false)]      // one word is too little to say so
    [InlineData("A fast class", "A fast classifier of loaves", false)]
    public void An_option_inside_another_is_a_flaw(string one, string other, bool flaw)
    {
        var content = Faultless.Change(SingleFile, "A classifier of loaves by their shape and color.", one).Change(SingleFile, "A ranking of recipes by what they cost to bake.", other);

        Assert.Equal(flaw ? [$"{SingleFile}:{content.LineOf(SingleFile, other)}: warning: options C and D overlap: one contains the other."] : [], content.Complaints());
    }
}
