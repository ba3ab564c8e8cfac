using System.Text.Json;

namespace Certus.Shell.Tests.Cli;

public sealed class QuestionsTests
{
    [Fact]
    public async Task The_bank_is_given_with_keys_and_explanations_for_every_type()
    {
        var bank = (await CommandLine.RunAsync("questions", "--exam", "SND-C01", "--content", CommandLine.Bank("sound-bank"), "--json")).Json;

        Assert.Equal(
            ["apples-in-a-crate", "even-numbers", "farm-case.heads", "farm-case.legs", "steps-of-counting", "words-for-numbers"],
            bank.EnumerateArray().Select(question => question.GetProperty("id").GetString()!));
        var single = Find(bank, "apples-in-a-crate");
        Assert.Equal("single", single.GetProperty("type").GetString());
        Assert.Equal(["SND-C01/1.1"], single.GetProperty("exams").EnumerateArray().Select(task => task.GetString()!));
        Assert.Equal([true, false, false, false], single.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("correct").GetBoolean()));
        Assert.Equal("off-by-one", single.GetProperty("options")[2].GetProperty("misconception").GetString());
        Assert.Equal("Three times four.", single.GetProperty("options")[0].GetProperty("why").GetString());
        Assert.Equal([0, 1], Key(Find(bank, "even-numbers")));
        var steps = Find(bank, "steps-of-counting");
        Assert.Equal(["Close the doors.", "Count each shelf.", "Add the shelves up."], Key(steps).Select(step => steps.GetProperty("options")[step].GetProperty("text").GetString()!));
        Assert.Equal(JsonValueKind.Null, Find(bank, "steps-of-counting").GetProperty("options")[0].GetProperty("correct").ValueKind);
        Assert.Equal(["12", "20", "2"], Find(bank, "words-for-numbers").GetProperty("prompts").EnumerateArray().Select(prompt => prompt.GetProperty("answer").GetString()!));
        Assert.Contains("six hens", Find(bank, "farm-case.legs").GetProperty("scenario").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_beyond_ascii_stay_as_they_are()
    {
        var bank = await CommandLine.RunAsync("questions", "--exam", "snd-c01", "--content", CommandLine.Bank("sound-bank"), "--json");

        Assert.Contains("How many apples does it hold – at 5 °C?", bank.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_counts_the_questions_of_an_exam()
    {
        var table = await CommandLine.RunAsync("questions", "--exam", "SND-C01", "--content", CommandLine.Bank("sound-bank"));

        Assert.EndsWith("6 questions for SND-C01.\n", table.Out, StringComparison.Ordinal);
        Assert.Contains("words-for-numbers", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_pack_is_named_and_the_rest_is_used()
    {
        var bank = await CommandLine.RunAsync("questions", "--content", CommandLine.Bank("faulty-bank"), "--json");

        Assert.DoesNotContain(bank.Json.EnumerateArray(), question => question.GetProperty("id").GetString() == "two-right-options");
        Assert.Contains(bank.Json.EnumerateArray(), question => question.GetProperty("id").GetString() == "absolute-words");
        Assert.Contains("have errors", bank.Error, StringComparison.Ordinal);
        Assert.Equal(0, bank.Code);
    }

    [Fact]
    public async Task An_unknown_exam_or_pack_is_refused()
    {
        (await CommandLine.RunAsync("questions", "--exam", "XYZ-C09")).RefusedWith(2, "there is no exam 'XYZ-C09'; the catalog has");
        (await CommandLine.RunAsync("questions", "--content", "/no/such/pack")).RefusedWith(2, "there is no directory /no/such/pack");
    }

    private static JsonElement Find(JsonElement bank, string id) => bank.EnumerateArray().Single(question => question.GetProperty("id").GetString() == id);

    private static IEnumerable<int> Key(JsonElement question) => question.GetProperty("key").EnumerateArray().Select(option => option.GetInt32());
}
