using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.RcfAnomalies;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of rcf-anomalies: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class RcfAnomaliesTests(RcfAnomaliesTests.Solved solved) : IClassFixture<RcfAnomaliesTests.Solved>
{
    private const string Algorithm = "randomcutforest", Job = "certus-rcf-forest", Few = "certus-rcf-few", Noise = "certus-rcf-noise";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("rcf-anomalies", 5)
    {
        internal IReadOnlyList<(string Id, double[] Features)> Given { get; private set; } = [];

        internal double[] Scores { get; private set; } = [];

        /// <summary>Trains, scores what was given, cuts in the widest gap between high scores, and says so.</summary>
        private protected override async Task SolveAsync()
        {
            Given = [.. (await Lab.TextAsync(Data, "readings/readings.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))
                .Select(fields => (fields[0], fields[1..].Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray()))];
            await Lab.PutAsync(Work, "plain/readings.csv", Table.Features(Given.Select(row => row.Features)));
            await TrainAsync(Lab, Job, "plain/");
            await Lab.ServeAsync(Endpoint, Job);
            var (scores, fault) = await EndpointScores.OfAsync(Lab.Bench, Endpoint, [.. Given.Select(row => row.Features)], 1_000, Attempt.Cancel);
            Scores = scores ?? throw new InvalidOperationException(fault);
            double[] ranked = [.. Scores.OrderDescending()];
            var last = Enumerable.Range(4, 86).MaxBy(rank => ranked[rank] - ranked[rank + 1]);
            await SayAsync(Lab, Job, Given, Scores, Math.Round((ranked[last] + ranked[last + 1]) / 2, 4));
        }
    }

    private static Task TrainAsync(Attempt lab, string job, string prefix) =>
        lab.TrainModelAsync(job, Algorithm, JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Work}/{prefix}", "text/csv;label_size=0")], "feature_dim=6 num_trees=50 num_samples_per_tree=256");

    /// <summary>The report and the flags that follow from a cut.</summary>
    private static async Task SayAsync(Attempt lab, string job, IReadOnlyList<(string Id, double[] Features)> given, double[] scores, double cut)
    {
        var mean = scores.Average();
        var flagged = given.Zip(scores).Where(row => row.Second > cut).Select(row => row.First.Id).ToList();
        await lab.PutAsync(Work, "flagged.csv", string.Concat(flagged.Select(id => id + "\n")));
        await lab.PutAsync(Work, "report.json", new JsonObject
        {
            ["job"] = job, ["cut"] = cut, ["flagged"] = flagged.Count, ["mean"] = mean, ["std"] = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))),
        });
    }

    /// <summary>Another cut, with all that follows from it, while it is looked at.</summary>
    private async Task WhileCutAsync(double cut, Func<Task> look)
    {
        var right = (await _lab.Bench.JsonAsync(Work, "report.json", Attempt.Cancel)).Value!["cut"]!.GetValue<double>();
        await Attempt.WhileAsync(() => SayAsync(_lab, Job, solved.Given, solved.Scores, cut), look, () => SayAsync(_lab, Job, solved.Given, solved.Scores, right));
    }

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public Task An_alarm_for_everything_is_no_recall() => WhileCutAsync(0,
        () => _lab.OnlyAsync((Recall, "recall says nothing when so much raises an alarm", 0), (Precision, "80 % are wanted", 0), (Flagged, "flags what is usual", 0)));

    [Fact]
    public Task An_alarm_for_nothing_finds_nothing() => WhileCutAsync(solved.Scores.Max() + 1,
        () => _lab.OnlyAsync((Recall, "85 % of the anomalies are wanted", 0), (Precision, "few alarms are easily right", 0), (Flagged, "flags nothing", 0)));

    [Fact]
    public async Task Three_standard_deviations_above_the_mean_take_readings_on_the_way_for_anomalies()
    {
        var mean = solved.Scores.Average();

        await WhileCutAsync(mean + 3 * Math.Sqrt(solved.Scores.Average(score => (score - mean) * (score - mean))), () => _lab.OnlyAsync(Precision, "80 % are wanted", 0.6));
    }

    [Fact]
    public async Task Rows_flagged_by_their_highest_value_are_not_those_that_the_forest_finds()
    {
        var count = (await _lab.TextAsync(Work, "flagged.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

        await _lab.WhileTextAsync(Work, "flagged.csv", _ => string.Join('\n', solved.Given.OrderByDescending(row => row.Features.Max()).Take(count).Select(row => row.Id)), () => _lab.OnlyAsync(Flagged, "flagged.csv leaves out"));
    }

    [Fact]
    public Task Figures_that_flatter_are_not_the_model_s() => _lab.WhileJsonAsync(Work, "report.json", report => (report["mean"], report["flagged"]) = (1.0, 3),
        () => _lab.OnlyAsync(Report, "makes of the 3,000 readings: mean, flagged.", 0.4));

    [Fact]
    public async Task A_forest_grown_on_noise_knows_no_reading_from_another()
    {
        var random = new Random(3);
        await _lab.PutAsync(Work, "noise/noise.csv", Table.Features(Enumerable.Range(0, 600).Select(_ => (double[])[.. Enumerable.Range(0, 6).Select(_ => 100 * random.NextDouble())])));
        await TrainAsync(_lab, Noise, "noise/");

        await _lab.WhileServedAsync(Endpoint, Noise, Job, () => _lab.OnlyAsync((Ranks, "who knows the law of these readings would reach 1.000", 0.5), (Recall, "", 0.99), (Precision, "", 0.99)));
    }

    [Fact]
    public async Task A_job_that_is_no_forest_or_is_not_there_is_named()
    {
        await _lab.PutAsync(Work, "few/readings.csv", Table.Features(solved.Given.Take(40).Select(row => row.Features)));
        await _lab.TrainAsync(Few, "kmeans", JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Work}/few/", "text/csv;label_size=0")], "k=2 feature_dim=6");

        await _lab.WhileJsonAsync(Work, "report.json", report => report["job"] = Few, () => _lab.OnlyAsync([.. new[] { Forest, Flagged, Report }.Select(check => (check, "trained something else than a forest", 0.0))]));
        await _lab.WhileJsonAsync(Work, "report.json", report => report["job"] = "nobody", () => _lab.OnlyAsync([.. new[] { Forest, Flagged, Report }.Select(check => (check, "No training job 'nobody'", 0.0))]));
    }

    [Fact]
    public Task Without_a_cut_nobody_knows_what_is_an_alarm() => _lab.WhileJsonAsync(Work, "report.json", report => report.Remove("cut"),
        () => _lab.OnlyAsync((Recall, "has no number 'cut'", 0), (Precision, "has no number 'cut'", 0), (Flagged, "Without a cut", 0), (Report, "flagged", 0.7)));

    [Fact]
    public Task Without_an_endpoint_no_unseen_reading_is_scored() => _lab.WhileServedAsync(Endpoint, null, Job,
        () => _lab.OnlyAsync([.. new[] { Ranks, Recall, Precision }.Select(check => (check, "There is no endpoint certus-rcf", 0.0))]));
}
