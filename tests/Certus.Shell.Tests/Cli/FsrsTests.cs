using System.IO.Compression;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class FsrsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_fit_tells_parameters_and_losses_and_evaluate_finds_the_same_loss()
    {
        var log = Vector("small");

        var fit = await CommandLine.RunAsync("fsrs", "fit", log, "--holdout", "0.2", "--json");
        var file = Write("fit.json", fit.Out);
        var evaluated = await CommandLine.RunAsync("fsrs", "evaluate", log, "--params", file, "--json");

        Assert.Equal(0, fit.Code);
        Assert.Equal(
            ["parameters", "reviews", "items", "logLoss", "defaultLogLoss", "rmseBins", "auc", "holdoutLogLoss", "holdoutDefaultLogLoss", "converged", "seconds"], fit.Json.EnumerateObject().Select(property => property.Name));
        Assert.Equal((21, 18881, 13302), (fit.Json.GetProperty("parameters").GetArrayLength(), fit.Json.GetProperty("reviews").GetInt32(), fit.Json.GetProperty("items").GetInt32()));
        Assert.Equal(fit.Json.GetProperty("logLoss").GetDouble(), evaluated.Json.GetProperty("logLoss").GetDouble(), 1e-9);
        Assert.True(fit.Json.GetProperty("holdoutLogLoss").GetDouble() < fit.Json.GetProperty("holdoutDefaultLogLoss").GetDouble());
    }

    [Fact]
    public async Task Learners_of_a_user_column_get_parameters_of_their_own()
    {
        var log = Write("log.csv", "who,card_id,review_time,review_rating\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i % 2 == 0 ? "ann" : "bob")},{i % 6},{1_767_225_600_000L + i * 90_000_000L},{(i % 7 == 0 ? 1 : i % 2 == 0 ? 4 : 2)}\n")));

        var fit = (await CommandLine.RunAsync("fsrs", "fit", log, "--user-col", "who", "--json")).Json;
        var replayed = (await CommandLine.RunAsync("fsrs", "replay", log, "--user-col", "who", "--params", Write("p.json", fit.ToString()), "--json")).Json;

        Assert.Equal(["ann", "bob"], fit.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("user").GetString()));
        Assert.NotEqual(fit.GetProperty("users")[0].GetProperty("parameters").ToString(), fit.GetProperty("users")[1].GetProperty("parameters").ToString());
        Assert.Equal(6, replayed.GetArrayLength());
    }

    [Fact]
    public async Task A_schedule_counts_every_card_once()
    {
        var log = Write("log.csv", "card_id,review_time,review_rating\n1,1767225600000,3\n2,1767225600000,4\n2,1767398400000,3\n");

        var schedule = (await CommandLine.RunAsync("fsrs", "schedule", log, "--days", "3000", "--json")).Json[0];

        Assert.Equal(2, schedule.GetProperty("cards").GetInt32());
        Assert.Equal(2, schedule.GetProperty("overdue").GetInt32() + schedule.GetProperty("days").EnumerateArray().Sum(day => day.GetProperty("due").GetInt32()));
    }

    [Fact]
    public async Task A_schedule_for_an_exam_says_what_to_review_first_and_keeps_to_the_minutes()
    {
        var log = Write("log.csv", "card_id,review_time,review_rating\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{1_767_225_600_000L + i * 60_000L},{i % 4 + 1}\n")));

        var plan = (await CommandLine.RunAsync("fsrs", "schedule", log, "--as-of", "2026-01-05", "--exam-date", "2026-01-20", "--minutes", "2", "--json")).Json[0];
        var text = await CommandLine.RunAsync("fsrs", "schedule", log, "--as-of", "2026-01-05", "--exam-date", "2026-01-20", "--minutes", "2");

        Assert.Equal(15, plan.GetProperty("days").GetArrayLength());
        Assert.All(plan.GetProperty("days").EnumerateArray(), day => Assert.True(day.GetProperty("minutes").GetDouble() <= 2.4));
        Assert.NotEqual(0, plan.GetProperty("today").GetArrayLength());
        Assert.InRange(plan.GetProperty("expectedRecalled").GetDouble(), 30, 40);
        Assert.Contains("exam on 2026-01-20, 2 minutes a day", text.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--exam-date", "2020-01-01", "--exam-date must lie 1 to 730 days after 2026-01-02")]
    [InlineData("--exam-date", "soon", "--exam-date must be a date")]
    [InlineData("--minutes", "5", "--minutes needs --exam-date")]
    public async Task An_exam_date_that_makes_no_sense_is_refused(string option, string value, string fault)
    {
        var run = await CommandLine.RunAsync("fsrs", "schedule", Write("log.csv", "card_id,review_time,review_rating\n1,1767225600000,3\n"), option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_tells_what_each_retention_costs()
    {
        var row = (await CommandLine.RunAsync("fsrs", "workload", "--new", "5", "--cards", "200", "--days", "100", "--json")).Json[0];
        var (low, high) = (row.GetProperty("curve")[0], row.GetProperty("curve")[27]);

        Assert.Equal((0.7, 0.97, 200), (low.GetProperty("retention").GetDouble(), high.GetProperty("retention").GetDouble(), row.GetProperty("new").GetInt32()));
        Assert.True(high.GetProperty("minutesPerDay").GetDouble() > low.GetProperty("minutesPerDay").GetDouble());
        Assert.True(high.GetProperty("memorized").GetDouble() > low.GetProperty("memorized").GetDouble());
    }

    [Theory]
    [InlineData("card_id,review_time\n1,2", "line 1: the columns card_id, review_time and review_rating must be there")]
    [InlineData("card_id,review_time,review_rating\n1,2,5", "line 2: review_rating is 5, not from 1 to 4")]
    [InlineData("card_id,review_time,review_rating\n1,2,3\nx,2,3", "line 3: card_id is 'x', not a whole number")]
    [InlineData("card_id,review_time,review_rating\n", "there is no review in it")]
    public async Task A_bad_row_is_named(string text, string fault)
    {
        var run = await CommandLine.RunAsync("fsrs", "fit", Write("bad.csv", text));

        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2]", "FSRS-6 has 21 parameters, not 2")]
    [InlineData("nonsense", "is not a JSON file of 21 parameters")]
    [InlineData("{\"parameters\": \"x\"}", "is not a JSON file of 21 parameters")]
    public async Task Bad_parameters_are_refused(string text, string fault)
    {
        var run = await CommandLine.RunAsync("fsrs", "evaluate", Vector("small"), "--params", Write("p.json", text));

        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = _directory.File(name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Vector(string name)
    {
        var path = _directory.File($"{name}.csv");
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Root(), "tests", "Certus.Tests", "vectors", "remember", $"revlog_{name}.csv.gz")), CompressionMode.Decompress);
        using var file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Certus.slnx"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
