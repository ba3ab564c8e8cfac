using System.Globalization;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class EstimateTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string File(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string Items => File("items.csv", "item,a,b,g,u\nItem_1,0.82565953,-3.3588111,0,1\nItem_2,0.7227442,-1.3700576,0,1\n");

    /// <summary>Two Rasch items at 0: one right of two is ability 0, and the information there is 2/4.</summary>
    [Fact]
    public async Task Each_person_gets_an_estimate_or_the_reason_why_there_is_none()
    {
        var items = File("items.csv", "item,a,b\nx,1,0\ny,1,0\n");
        var responses = File("responses.csv", "person,y,z,x\nana,1,1,0\nben,1,0,1\neva,0,0,0\n\"doe, jo\",,,\n");

        var run = await CommandLine.RunAsync("estimate", items, responses, "--method", "mle", "--json");

        Assert.Equal(0, run.Code);
        var scores = run.Json.GetProperty("scores").EnumerateArray().ToList();
        Assert.Equal(["found", "noMaximumAbove", "noMaximumBelow", "noAnswers"], scores.Select(score => score.GetProperty("outcome").GetString()));
        Assert.Equal(0, scores[0].GetProperty("theta").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(2), scores[0].GetProperty("standardError").GetDouble(), 1e-9);
        Assert.Equal("doe, jo", scores[3].GetProperty("person").GetString());
        Assert.Equal(2, scores[0].GetProperty("answered").GetInt32());
        Assert.Equal("z", run.Json.GetProperty("columnsWithoutItem")[0].GetString());
    }

    [Theory]
    [InlineData("eap")]
    [InlineData("map")]
    [InlineData("wle")]
    [InlineData("jeffreys")]
    public async Task The_other_methods_have_an_estimate_for_every_pattern(string method)
    {
        var responses = File("responses.csv", "Item_1,Item_2\n1,1\n0,0\n0,1\n");

        var run = await CommandLine.RunAsync("estimate", Items, responses, "--method", method, "--json");

        var theta = run.Json.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("theta").GetDouble()).ToList();
        Assert.True(theta[0] > theta[2] && theta[2] > theta[1]);
        Assert.Equal(method, run.Json.GetProperty("method").GetString());
    }

    [Fact]
    public async Task Scores_go_to_a_file_that_reads_back_to_the_last_digit()
    {
        var (responses, scores) = (File("responses.csv", "Item_1,Item_2\n1,0\n1,1\n"), Path.Combine(_directory.FullName, "scores.csv"));
        System.IO.File.WriteAllText(scores, "old");

        var run = await CommandLine.RunAsync("estimate", Items, responses, "--out", scores, "--prior-sd", "1.5", "--prior-mean", "0.3");
        var json = await CommandLine.RunAsync("estimate", Items, responses, "--prior-sd", "1.5", "--prior-mean", "0.3", "--json");

        var rows = System.IO.File.ReadAllLines(scores);
        Assert.Equal("person,theta,se,se_observed,answered,outcome", rows[0]);
        Assert.Equal(3, rows.Length);
        Assert.Equal(json.Json.GetProperty("scores")[1].GetProperty("theta").GetDouble(), double.Parse(rows[2].Split(',')[1], CultureInfo.InvariantCulture));
        Assert.Contains("2 persons", run.Out, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_directory.FullName).Length);        // nothing is left beside it
    }

    [Fact]
    public async Task Graded_items_and_partial_credit_differ_where_the_file_does_not_say_which()
    {
        var items = File("items.csv", "item,a,b1,b2\nx,1.2,-1,1\ny,0.8,0,0.5\n");
        var responses = File("responses.csv", "x,y\n2,1\n");

        var graded = await CommandLine.RunAsync("estimate", items, responses, "--json");
        var partial = await CommandLine.RunAsync("estimate", items, responses, "--model", "gpcm", "--json");

        Assert.NotEqual(graded.Json.GetProperty("scores")[0].GetProperty("theta").GetDouble(), partial.Json.GetProperty("scores")[0].GetProperty("theta").GetDouble());
    }

    [Fact]
    public async Task Faulty_files_are_refused_in_one_sentence_that_names_them()
    {
        var responses = File("responses.csv", "Item_1,Item_2\n1,0\n1,2\n");

        (await CommandLine.RunAsync("estimate", Items, responses)).RefusedWith(2, "person 2 to 'Item_2' is 2");
        (await CommandLine.RunAsync("estimate", Items, File("r.csv", "q1,q2\n1,0\n"))).RefusedWith(2, "have no item in common");
        (await CommandLine.RunAsync("estimate", Items, File("r.csv", "Item_1\nNaN\n"))).RefusedWith(2, "r.csv, line 2");
        (await CommandLine.RunAsync("estimate", File("i.csv", "item,a,b\nx,0,1\n"), responses)).RefusedWith(2, "i.csv, line 2: the item 'x' has the discrimination 0");
        (await CommandLine.RunAsync("estimate", File("i.csv", "item,a,b,c\nx,1,1,1\n"), responses)).RefusedWith(2, "lower asymptote 1");
        (await CommandLine.RunAsync("estimate", File("i.csv", "item,a,b\nx,1,1\nx,1,2\n"), responses)).RefusedWith(2, "i.csv, line 3: the item 'x' stands there twice");
        (await CommandLine.RunAsync("estimate", Items, Path.Combine(_directory.FullName, "none.csv"))).RefusedWith(2, "there is no file");
        (await CommandLine.RunAsync("estimate", _directory.FullName, responses)).RefusedWith(2, "is a directory");
        (await CommandLine.RunAsync("estimate", Items, File("r.csv", "Item_1\n1\n"), "--out", Path.Combine(_directory.FullName, "no", "x.csv"))).RefusedWith(2, "there is no directory");
        (await CommandLine.RunAsync("estimate", Items, responses, "--method", "guess")).RefusedWith(2, "guess");
        (await CommandLine.RunAsync("estimate", Items, responses, "--prior-sd", "0")).RefusedWith(2, "--prior-sd must be a number above 0");
    }
}
