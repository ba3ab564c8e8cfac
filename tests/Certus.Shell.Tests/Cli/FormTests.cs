using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class FormTests
{
    private static readonly string[] WithSoundBank = ["--content", CommandLine.Bank("sound-bank")];

    [Fact]
    public async Task A_seed_gives_the_same_form_each_time()
    {
        var first = await CommandLine.RunAsync(["form", "SND-C01", "--seed", "7", "--json", .. WithSoundBank]);
        var second = await CommandLine.RunAsync(["form", "snd-c01", "--seed", "7", "--json", .. WithSoundBank]);
        var other = await CommandLine.RunAsync(["form", "SND-C01", "--seed", "18446744073709551615", "--json", .. WithSoundBank]);

        Assert.Equal(first.Out, second.Out);
        Assert.NotEqual(first.Out, other.Out);
        Assert.Equal(0, first.Code);
    }

    [Fact]
    public async Task A_form_tells_what_an_exam_would_hide()
    {
        var form = (await CommandLine.RunAsync(["form", "SND-C01", "--seed", "7", "--json", .. WithSoundBank])).Json;

        Assert.Equal(["exam", "seed", "minutes", "minutesAssumed", "questions", "notFresh"], form.EnumerateObject().Select(property => property.Name));
        Assert.Equal(20, form.GetProperty("minutes").GetInt32());
        Assert.True(form.GetProperty("minutesAssumed").GetBoolean());
        Assert.Equal(0, form.GetProperty("notFresh").GetInt32());
        var questions = form.GetProperty("questions").EnumerateArray().ToList();
        Assert.Equal(["position", "id", "domain", "task", "scored", "generated", "fresh"], questions[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal([1, 2, 3, 4, 5, 6], questions.Select(question => question.GetProperty("position").GetInt32()));
        Assert.Equal(5, questions.Count(question => question.GetProperty("scored").GetBoolean()));
        Assert.All(questions, question => Assert.Equal("SND-C01/1", question.GetProperty("domain").GetString()));
    }

    [Fact]
    public async Task A_form_of_MLS_C01_keeps_the_proportions_of_the_outline()
    {
        var form = (await CommandLine.RunAsync("form", "MLS-C01", "--seed", "7", "--json")).Json;

        var questions = form.GetProperty("questions").EnumerateArray().ToList();
        int Scored(string domain) => questions.Count(question => question.GetProperty("domain").GetString() == domain && question.GetProperty("scored").GetBoolean());
        Assert.Equal([10, 12, 18, 10], new[] { "MLS-C01/1", "MLS-C01/2", "MLS-C01/3", "MLS-C01/4" }.Select(Scored));
        Assert.Equal(65, questions.Count);
        Assert.Equal(180, form.GetProperty("minutes").GetInt32());
        Assert.False(form.GetProperty("minutesAssumed").GetBoolean());
    }

    [Fact]
    public async Task A_bank_too_small_for_a_form_is_told_with_the_domain()
    {
        using var pack = new TempDirectory();
        Directory.CreateDirectory(pack.File("catalog"));
        var sound = await File.ReadAllTextAsync(Path.Combine(CommandLine.Bank("sound-bank"), "catalog", "SND-C01.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(pack.File("catalog/NIL-C01.yaml"), sound.Replace("SND-C01", "NIL-C01", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var form = await CommandLine.RunAsync(["form", "NIL-C01", "--seed", "1", .. WithSoundBank, "--content", pack.FullName]);

        Assert.Equal("", form.Out);
        Assert.Contains("The bank has 0 of the 6 questions needed in domain NIL-C01/1 (Counting)", form.Error, StringComparison.Ordinal);
        Assert.Equal(1, form.Code);
    }

    [Fact]
    public async Task What_the_learner_was_shown_is_no_longer_fresh()
    {
        using var data = new TempDirectory();
        await CommandLine.RunAsync(new StringReader("\n\n"), ["quiz", "SND-C01", "--seed", "1", "--size", "6", "--data", data.FullName, .. WithSoundBank]);

        var form = (await CommandLine.RunAsync(["form", "SND-C01", "--seed", "1", "--json", "--learner-history", "--data", data.FullName, .. WithSoundBank])).Json;

        Assert.Equal(3, form.GetProperty("notFresh").GetInt32());       // two were skipped, the third was on the screen when the input ended
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        (await CommandLine.RunAsync("form", "MLS-C01")).RefusedWith(2, "--seed is missing; see 'certus form --help'");
        (await CommandLine.RunAsync("form", "MLS-C01", "--seed", "-1")).RefusedWith(2, "--seed must be a whole number from 0 to 18446744073709551615, not '-1'");
        (await CommandLine.RunAsync("form", "XYZ-C09", "--seed", "1")).RefusedWith(2, "there is no exam 'XYZ-C09'");
        (await CommandLine.RunAsync("form", "XYZ-C09")).RefusedWith(2, "there is no exam 'XYZ-C09'");
        (await CommandLine.RunAsync("form", "--seed", "1")).RefusedWith(2, "EXAM is missing; see 'certus form --help'");
        (await CommandLine.RunAsync("form")).RefusedWith(2, "EXAM is missing; see 'certus form --help'");
    }
}
