using System.Text.Json;
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
    public async Task Without_a_model_2pl_is_fitted_or_graded_where_there_are_more_categories_and_it_is_said()
    {
        var graded = Write("graded.csv", string.Concat(File.ReadAllLines(Answers()).Select((line, row) => row == 0 ? line + "\n" : line[..^1] + row % 3 + "\n")));

        var (plain, named, more) = (await CommandLine.RunAsync("itemfit", Answers(), "--json"), await CommandLine.RunAsync("itemfit", Answers(), "--model", "2pl", "--json"), await CommandLine.RunAsync("itemfit", graded, "--json"));

        Assert.Equal(("2pl", "graded"), (plain.Json.GetProperty("model").GetString(), more.Json.GetProperty("model").GetString()));
        Assert.Equal(named.Json.GetProperty("items").GetRawText(), plain.Json.GetProperty("items").GetRawText());
        Assert.Equal("ModelNotNamed: no --model was named, so 2pl was fitted.", plain.Json.GetProperty("warnings")[0].GetString());
        Assert.DoesNotContain("ModelNotNamed", named.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_model_was_named_and_none_can_be_fitted_the_figures_that_need_none_are_told()
    {
        var answers = Write("answers.csv", "a,b\n1,1\n1,1\n");

        var run = await CommandLine.RunAsync("itemfit", answers, "--json");
        var shown = await CommandLine.RunAsync("itemfit", answers);
        var named = await CommandLine.RunAsync("itemfit", answers, "--model", "2pl");

        Assert.Equal((0, JsonValueKind.Null, 1.0), (run.Code, run.Json.GetProperty("model").ValueKind, run.Json.GetProperty("items")[0].GetProperty("mean").GetDouble()));
        Assert.StartsWith("NotFitted: ", run.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Outfit", shown.Out, StringComparison.Ordinal);
        named.RefusedWith(1, "No item is left to calibrate");
    }

    [Fact]
    public async Task With_a_key_the_options_are_told_and_the_answers_are_scored_by_it()
    {
        // The right option is B; who misses the item takes A, and every tenth of those who know it takes C.
        var scored = File.ReadAllLines(Answers());
        var chosen = Write("chosen.csv", scored[0] + "\n" + string.Concat(scored.Skip(1).Select((line, row) => string.Join(',', line.Split(',').Select((cell, item) => cell == "0" ? "A" : item == 2 && row % 10 == 0 ? "c" : "1")) + "\n")));
        var key = Write("key.csv", "item,key\nunasked,D\n" + string.Concat(Enumerable.Range(1, 6).Select(item => $"i{item},{(item % 2 == 0 ? "B" : "1")}\n")));
        var byHand = Write("scored.csv", scored[0] + "\n" + string.Concat(scored.Skip(1).Select((line, row) => string.Join(',', line.Split(',').Select((cell, item) => item == 2 && row % 10 == 0 ? "0" : cell)) + "\n")));

        var run = await CommandLine.RunAsync("itemfit", chosen, "--key", key, "--model", "2pl", "--json");
        var shown = await CommandLine.RunAsync("itemfit", chosen, "--key", key, "--model", "2pl");

        Assert.Equal((await CommandLine.RunAsync("itemfit", byHand, "--model", "2pl", "--json")).Json.GetProperty("items").GetRawText(), run.Json.GetProperty("items").GetRawText());
        var options = run.Json.GetProperty("options").EnumerateArray().Where(option => option.GetProperty("item").GetString() == "i3").ToList();
        Assert.Equal(["A", "B", "C"], options.Select(option => option.GetProperty("letter").GetString()));
        Assert.Equal([false, true, false], options.Select(option => option.GetProperty("isKey").GetBoolean()));
        Assert.Equal(400, options.Sum(option => option.GetProperty("chosen").GetInt32()));
        Assert.Equal(scored.Skip(1).Index().Count(entry => entry.Item.Split(',')[2] == "1" && entry.Index % 10 == 0), options[2].GetProperty("chosen").GetInt32());
        Assert.True(options[0].GetProperty("pointBiserial").GetDouble() < 0 && options[2].GetProperty("pointBiserial").GetDouble() > 0.1);
        Assert.Equal("the able choose it: a second key?", options[2].GetProperty("note").GetString());
        Assert.Contains("B, the key", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_pointed_at()
    {
        var key = Write("key.csv", "item,key\n" + string.Concat(Enumerable.Range(1, 6).Select(item => $"i{item},{(item == 4 ? 0 : 1)}\n")));

        var run = await CommandLine.RunAsync("itemfit", Answers(), "--key", key, "--json");

        var noted = run.Json.GetProperty("options").EnumerateArray().Where(option => option.GetProperty("note").ValueKind == JsonValueKind.String).ToDictionary(
            option => (option.GetProperty("item").GetString(), option.GetProperty("option").GetInt32()), option => option.GetProperty("note").GetString());
        Assert.Equal("the weak choose it: look at the key", noted[("i4", 0)]);
        Assert.Equal("the able choose it: a second key?", noted[("i4", 1)]);
    }

    [Theory]
    [InlineData("name,key\ni1,1\n", "key.csv, line 1: the columns must be item and key.")]
    [InlineData("item,key\ni1,B\ni1,B\n", "key.csv, line 3: the item 'i1' stands there twice.")]
    [InlineData("item,key\ni1,B!\n", "key.csv, line 2: the key of 'i1' is 'B!', neither a letter nor a whole number from 0 to 63.")]
    [InlineData("item,key\ni1,\n", "key.csv, line 2: the key of 'i1' is ''")]
    [InlineData("item,key\ni1,B\n", "key.csv: the item 'i2' has no key.")]
    public async Task A_bad_key_is_refused_with_file_and_line(string text, string fault) =>
        (await CommandLine.RunAsync("itemfit", Answers(), "--key", Write("key.csv", text))).RefusedWith(2, fault);

    [Fact]
    public async Task Letters_are_options_only_beside_a_key() =>
        (await CommandLine.RunAsync("itemfit", Write("answers.csv", "a,b\nA,B\n"))).RefusedWith(2, "line 2: the answer to 'a' is 'A', neither a whole number");

    [Fact]
    public async Task Fixed_items_keep_their_parameters_and_authors_ratings_stand_for_missing_answers()
    {
        var answers = File.ReadAllLines(Answers());
        var withNew = Write("new.csv", string.Concat(answers.Select((line, row) => line + (row == 0 ? ",new\n" : ",\n"))));
        var stand = Write("fixed.csv", "item,a,b\ni3,1.25,0.5\n");
        var ratings = Write("priors.csv", "item,b,sd\nnew,0.75,0.4\n");

        var run = await CommandLine.RunAsync("calibrate", withNew, "--model", "2pl", "--se", "--fixed", stand, "--priors", ratings, "--json");

        var estimates = run.Json.GetProperty("estimates").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);
        Assert.Equal((true, 1.25, 0.5), (estimates["i3"].GetProperty("fixed").GetBoolean(), estimates["i3"].GetProperty("parameters").GetProperty("a").GetDouble(), estimates["i3"].GetProperty("parameters").GetProperty("b").GetDouble()));
        Assert.Equal(0.75, estimates["new"].GetProperty("parameters").GetProperty("b").GetDouble(), 1e-5);
        Assert.Equal(0.4, estimates["new"].GetProperty("standardErrors").GetProperty("b").GetDouble(), 1e-5);
        Assert.Contains(run.Json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.StartsWith("UnansweredItem: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name,b\nx,1\n", "priors.csv, line 1: the columns must be item, b and, if wanted, sd.")]
    [InlineData("item,b\nx,\n", "priors.csv, line 2: the item 'x' has no b.")]
    [InlineData("item,b,sd\nx,1,0\n", "priors.csv, line 2: the item 'x' has an sd that is not above 0.")]
    [InlineData("item,b\nx,1\nx,2\n", "priors.csv, line 3: the item 'x' stands there twice.")]
    public async Task Bad_ratings_are_refused_with_file_and_line(string text, string fault) =>
        (await CommandLine.RunAsync("calibrate", Answers(), "--model", "2pl", "--priors", Write("priors.csv", text))).RefusedWith(2, fault);

    [Fact]
    public async Task Groups_are_linked_and_one_group_has_nothing_to_be_compared_with()
    {
        string Groups(string name, Func<int, string> of) => Write(name, "person,group\n" + string.Concat(Enumerable.Range(1, 400).Select(person => $"{person},{of(person)}\n")));
        var halves = Groups("halves.csv", person => person > 200 ? "late" : "early");

        var run = await CommandLine.RunAsync("calibrate", Answers(), "--model", "rasch", "--groups", halves, "--json");
        var model = await CommandLine.RunAsync("dif", Answers(), "--groups", halves, "--model", "rasch", "--out", _directory.File("dif.csv"));

        var groups = run.Json.GetProperty("groups");
        Assert.Equal(("early", 0.0), (groups[0].GetProperty("name").GetString(), groups[0].GetProperty("mean").GetDouble()));
        Assert.True(groups[1].GetProperty("mean").GetDouble() > 0.5);
        Assert.Equal(0, model.Code);
        var lines = await File.ReadAllLinesAsync(_directory.File("dif.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.Equal(18, line.Split(',').Length));
        (await CommandLine.RunAsync("dif", Answers(), "--groups", Groups("one.csv", _ => "all"))).RefusedWith(2, "one.csv: there is one group only, 'all'");
    }

    [Fact]
    public async Task Work_that_is_canceled_leaves_the_file_as_it_was()
    {
        var target = Write("items.csv", "what was there before");
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        var run = await CommandLine.RunAsync(_ => TextReader.Null, source.Token, "calibrate", Answers(), "--model", "2pl", "--out", target);

        Assert.Equal(130, run.Code);
        Assert.Equal("what was there before", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(["answers.csv", "items.csv"], Directory.GetFiles(_directory.FullName).Select(Path.GetFileName).Order());
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
