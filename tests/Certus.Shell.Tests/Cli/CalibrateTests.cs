using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class CalibrateTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Items_come_out_with_errors_and_can_be_used_for_scores()
    {
        var (items, scores) = (_directory.File("items.csv"), _directory.File("scores.csv"));

        var run = await CommandLine.RunAsync("calibrate", Answers(), "--model", "2pl", "--se", "--out", items, "--scores", scores, "--json");
        var estimate = await CommandLine.RunAsync("estimate", items, Answers(), "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["model", "persons", "items", "logLikelihood", "logPrior", "parameters", "aic", "bic", "iterations", "converged", "gradientNorm", "seconds", "warnings", "groups", "estimates"],
            run.Json.EnumerateObject().Select(property => property.Name));
        Assert.True(run.Json.GetProperty("converged").GetBoolean());
        Assert.Equal((400, 6), (run.Json.GetProperty("persons").GetInt32(), run.Json.GetProperty("items").GetInt32()));
        Assert.Equal(0, estimate.Code);
        Assert.Equal(7, (await File.ReadAllLinesAsync(items, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(401, (await File.ReadAllLinesAsync(scores, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Fit_and_group_differences_are_told_for_every_item()
    {
        var groups = Write("groups.csv", "person,group\n" + string.Concat(Enumerable.Range(1, 400).Select(person => $"{person},{(person % 2 == 0 ? "even" : "odd")}\n")));

        var fit = await CommandLine.RunAsync("itemfit", Answers(), "--model", "2pl", "--json");
        var dif = await CommandLine.RunAsync("dif", Answers(), "--groups", groups, "--json");

        Assert.Equal(6, fit.Json.GetProperty("items").GetArrayLength());
        Assert.Equal((0, 0), (fit.Code, dif.Code));
        Assert.Contains("i6", dif.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,1\n1,1\n", "2pl", 1, "No item is left to calibrate")]
    [InlineData("a,a\n1,1\n", "2pl", 2, "line 1: two columns are named 'a'")]
    [InlineData("a,b\n1,NaN\n", "2pl", 2, "line 2: the answer to 'b' is 'NaN'")]
    [InlineData("a,b\n1\n", "2pl", 2, "line 2")]
    [InlineData("a,b\n1,0\n", "4pl", 2, "4pl")]
    public async Task What_cannot_be_calibrated_is_refused_in_a_sentence_and_nothing_is_written(string text, string model, int code, string fault)
    {
        var target = _directory.File("items.csv");

        var run = await CommandLine.RunAsync("calibrate", Write("answers.csv", text), "--model", model, "--out", target);

        Assert.Equal(code, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task Too_few_persons_are_named()
    {
        var run = await CommandLine.RunAsync("calibrate", Write("answers.csv", "a,b,c\n1,0,1\n0,1,1\n1,1,0\n"), "--model", "2pl", "--json");

        Assert.Contains("FewPersons", run.Out, StringComparison.Ordinal);
    }

    /// <summary>400 persons, six items from easy to hard, abilities along a line with some noise.</summary>
    private string Answers() => Write("answers.csv", "i1,i2,i3,i4,i5,i6\n" + string.Concat(Enumerable.Range(0, 400).Select(person =>
        string.Join(',', Enumerable.Range(0, 6).Select(item => person / 66.0 + (person * 7919 + item * 104729) % 100 / 25.0 > item + 1.5 ? 1 : 0)) + "\n")));

    private string Write(string name, string text)
    {
        var path = _directory.File(name);
        File.WriteAllText(path, text);
        return path;
    }
}
