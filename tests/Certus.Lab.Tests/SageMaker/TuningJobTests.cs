using System.Text.Json.Nodes;
using Certus.Lab.Tests.SageMaker.Training;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>Automatic model tuning in a sandbox.</summary>
public sealed class TuningJobTests
{
    private static JsonObject Search(string name, string strategy, JsonObject ranges, long? most, long atOnce = 2, string rounds = "10")
    {
        var definition = Job("unused");
        definition.Remove("TrainingJobName");
        definition.Remove("HyperParameters");
        definition["StaticHyperParameters"] = new JsonObject { ["objective"] = "binary:logistic", ["num_round"] = rounds, ["eval_metric"] = "auc" };
        definition["InputDataConfig"]!.AsArray().Add(Channel("validation", "held/"));
        JsonObject limits = new() { ["MaxParallelTrainingJobs"] = atOnce };
        if (most is not null) limits["MaxNumberOfTrainingJobs"] = most;
        return new()
        {
            ["HyperParameterTuningJobName"] = name,
            ["HyperParameterTuningJobConfig"] = new JsonObject { ["Strategy"] = strategy, ["ParameterRanges"] = ranges, ["ResourceLimits"] = limits, ["HyperParameterTuningJobObjective"] = new JsonObject { ["Type"] = "Maximize", ["MetricName"] = "validation:auc" } },
            ["TrainingJobDefinition"] = definition,
        };
    }

    private static JsonObject Numbers() => new()
    {
        ["ContinuousParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "eta", ["MinValue"] = "0.001", ["MaxValue"] = "0.5", ["ScalingType"] = "Logarithmic" }),
        ["IntegerParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "max_depth", ["MinValue"] = "1", ["MaxValue"] = "6" }),
    };

    private static async Task<SageMakerWorld> WorldAsync()
    {
        var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(800)));
        await world.PutAsync("held/a.csv", Jobs.Csv(world.Data.Rows(500)));
        return world;
    }

    private static Task<JsonObject> TunedAsync(SageMakerWorld world, string name, string wanted = "Completed") => world.WaitAsync("DescribeHyperParameterTuningJob", "HyperParameterTuningJobName", name, "HyperParameterTuningJobStatus", wanted);

    [Fact]
    public async Task The_best_of_a_search_is_better_than_its_first_draws_on_average_and_its_jobs_are_listed_by_result()
    {
        await using var world = await WorldAsync();

        await world.CallAsync("CreateHyperParameterTuningJob", Search("search", "Bayesian", Numbers(), 8));
        var tuning = await TunedAsync(world, "search");
        var jobs = (await world.CallAsync("ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "search", ["SortBy"] = "FinalObjectiveMetricValue", ["SortOrder"] = "Descending" }))["TrainingJobSummaries"]!.AsArray();

        Assert.Equal(8, (long)tuning["TrainingJobStatusCounters"]!["Completed"]!);
        Assert.Equal(8, (long)tuning["ObjectiveStatusCounters"]!["Succeeded"]!);
        var results = jobs.Select(job => (double)job!["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!).ToList();
        Assert.Equal(results.OrderDescending(), results);
        var inOrder = jobs.OrderBy(job => (string)job!["TrainingJobName"]!, StringComparer.Ordinal).Select(job => (double)job!["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!).ToList();
        Assert.True(results[0] > inOrder.Take(3).Average());
        Assert.Equal((string?)jobs[0]!["TrainingJobName"], (string?)tuning["BestTrainingJob"]!["TrainingJobName"]);
        Assert.All(jobs, job => Assert.InRange(double.Parse((string)job!["TunedHyperParameters"]!["eta"]!, System.Globalization.CultureInfo.InvariantCulture), 0.001, 0.5));
        var one = await world.CallAsync("DescribeTrainingJob", new() { ["TrainingJobName"] = (string)jobs[0]!["TrainingJobName"]! });
        Assert.Equal("arn:aws:sagemaker:us-east-1:123456789012:hyper-parameter-tuning-job/search", (string?)one["TuningJobArn"]);
    }

    [Fact]
    public async Task A_grid_is_gone_through_over_a_restart_without_a_point_twice()
    {
        await using var world = await WorldAsync();
        JsonObject grid = new() { ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "max_depth", ["Values"] = new JsonArray("2", "4") }, new JsonObject { ["Name"] = "eta", ["Values"] = new JsonArray("0.1", "0.3") }) };
        await world.CallAsync("CreateHyperParameterTuningJob", Search("grid", "Grid", grid, null, atOnce: 1));
        await Until.Async(() => world.CallAsync("DescribeHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "grid" }), search => (long)search["TrainingJobStatusCounters"]!["Completed"]! > 0, "No point of the grid is done.");

        await world.RestartAsync();
        await TunedAsync(world, "grid");

        var jobs = (await world.CallAsync("ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "grid" }))["TrainingJobSummaries"]!.AsArray();
        Assert.Equal(["0.1/2", "0.1/4", "0.3/2", "0.3/4"], jobs.Select(job => $"{job!["TunedHyperParameters"]!["eta"]}/{job["TunedHyperParameters"]!["max_depth"]}").Order());
    }

    [Fact]
    public async Task A_stopped_search_stops_its_jobs_and_what_is_wrong_is_refused_before_anything_runs()
    {
        await using var world = await WorldAsync();
        var role = Search("role", "Random", Numbers(), 2);
        role["TrainingJobDefinition"]!["RoleArn"] = "arn:aws:iam::123456789012:role/nobody";

        Assert.Contains("Could not assume role", (await world.RefusedAsync("CreateHyperParameterTuningJob", role)).Message, StringComparison.Ordinal);
        Assert.Contains("Hyperband is not built", (await world.RefusedAsync("CreateHyperParameterTuningJob", Search("band", "Hyperband", Numbers(), 2))).Message, StringComparison.Ordinal);
        Assert.Contains("categorical ranges only", (await world.RefusedAsync("CreateHyperParameterTuningJob", Search("grid", "Grid", Numbers(), null))).Message, StringComparison.Ordinal);
        await world.CallAsync("CreateHyperParameterTuningJob", Search("long", "Random", Numbers(), 50, rounds: "100000"));
        Assert.Equal("ResourceInUse", (await world.RefusedAsync("CreateHyperParameterTuningJob", Search("long", "Random", Numbers(), 5))).Code);
        await Until.Async(() => world.CallAsync("ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "long" }), jobs => jobs["TrainingJobSummaries"]!.AsArray().Count > 1, "There are no two jobs.");
        await world.CallAsync("StopHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "long" });

        var stopped = await TunedAsync(world, "long", "Stopped");
        Assert.Equal((2L, 0L), ((long)stopped["TrainingJobStatusCounters"]!["Stopped"]!, (long)stopped["TrainingJobStatusCounters"]!["InProgress"]!));
    }
}
