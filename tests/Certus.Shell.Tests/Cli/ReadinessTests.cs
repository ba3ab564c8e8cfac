using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class ReadinessTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Answers_of_a_file_give_a_chance_with_its_interval_for_each_learner()
    {
        var path = File("learner,domain,right,days_ago,difficulty,timed\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"able,{i % 4 + 1},{(i % 10 == 0 ? 0 : 1)},3,0.5,1\nweak,MLA-C02/{i % 4 + 1},{i % 2},3,0.5,{(i < 60 ? 1 : 0)}\n")));

        var run = await CommandLine.RunAsync("readiness", "MLA-C02", path, "--json");

        Assert.Equal(0, run.Code);
        var learners = run.Json.GetProperty("learners").EnumerateArray().ToList();
        Assert.Equal(["able", "weak"], learners.Select(learner => learner.GetProperty("learner").GetString()));
        double Chance(int i) => learners[i].GetProperty("chance").GetDouble();
        Assert.True(Chance(0) > 0.8 && Chance(1) < 0.2, $"{Chance(0)} and {Chance(1)}");
        Assert.True(learners[0].GetProperty("range").GetProperty("low").GetDouble() < Chance(0));
        Assert.Equal((60, 60), (learners[1].GetProperty("answers").GetInt32(), learners[1].GetProperty("leftOut").GetInt32()));
        Assert.Equal(4, learners[0].GetProperty("domains").GetArrayLength());
        Assert.Equal(98, run.Json.GetProperty("gates").GetProperty("later").GetInt32());
    }

    [Fact]
    public async Task Without_answers_of_ones_own_it_says_what_to_do()
    {
        var run = await CommandLine.RunAsync("readiness", "MLA-C02", "--data", _directory.FullName);

        Assert.Equal(0, run.Code);
        Assert.Contains("no answer counts yet", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("to pass", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_to_book_is_said_only_where_a_day_has_a_worth()
    {
        var path = File("domain,right,days_ago,difficulty\n" + string.Concat(Enumerable.Range(0, 130).Select(i => $"{i % 4 + 1},{(i % 4 == 0 ? 0 : 1)},3,0.5\n")));

        var unsaid = await CommandLine.RunAsync("readiness", "MLA-C02", path);
        var dear = await CommandLine.RunAsync("readiness", "MLA-C02", path, "--day-worth", "1000");
        var cheap = await CommandLine.RunAsync("readiness", "MLA-C02", path, "--day-worth", "0.01");

        Assert.Contains("--day-worth", unsaid.Out, StringComparison.Ordinal);
        Assert.Contains("Book: ", dear.Out, StringComparison.Ordinal);
        Assert.Contains("Wait: ", cheap.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("domain,right,days_ago,difficulty\n9,1,1,0", "MLA-C02 has no domain '9'")]
    [InlineData("domain,right\n1,1", "the columns domain, right, days_ago and difficulty must be there")]
    public async Task A_file_that_does_not_fit_is_wrong_use(string text, string fault)
    {
        var run = await CommandLine.RunAsync("readiness", "MLA-C02", File(text));

        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Theory]
    [InlineData("--days", "400")]
    [InlineData("--day-worth", "-1")]
    [InlineData("--fee-again", "much")]
    public async Task A_bad_option_is_named(string option, string value)
    {
        var run = await CommandLine.RunAsync("readiness", "MLA-C02", option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    private string File(string text)
    {
        var path = Path.Combine(_directory.FullName, "answers.csv");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
