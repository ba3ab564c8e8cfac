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
        // No eval_metric: what the search looks at is reported by itself.
        definition["StaticHyperParameters"] = new JsonObject { ["objective"] = "binary:logistic", ["num_round"] = rounds };
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
    public async Task Several_definitions_take_turns_each_over_its_own_ranges_and_the_best_of_all_wins()
    {
        await using var world = await WorldAsync();
        var search = Search("both", "Random", [], 5);
        var config = search["HyperParameterTuningJobConfig"]!.AsObject();
        config.Remove("ParameterRanges");
        config.Remove("HyperParameterTuningJobObjective", out var objective);
        search.Remove("TrainingJobDefinition", out var given);
        JsonObject Definition(string name, string rounds, JsonObject ranges)
        {
            var definition = given!.DeepClone().AsObject();
            (definition["DefinitionName"], definition["TuningObjective"], definition["HyperParameterRanges"]) = (name, objective!.DeepClone(), ranges);
            definition["StaticHyperParameters"]!["num_round"] = rounds;
            return definition;
        }
        search["TrainingJobDefinitions"] = new JsonArray(Definition("deep", "12", Numbers()), Definition("stumps", "3", new() { ["ContinuousParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "subsample", ["MinValue"] = "0.5", ["MaxValue"] = "1" }) }));
        var warm = search.DeepClone().AsObject();
        warm["WarmStartConfig"] = new JsonObject { ["WarmStartType"] = "TransferLearning", ["ParentHyperParameterTuningJobs"] = new JsonArray(new JsonObject { ["HyperParameterTuningJobName"] = "none" }) };
        var twice = search.DeepClone().AsObject();
        twice["TrainingJobDefinitions"]![1]!["DefinitionName"] = "deep";

        Assert.Contains("single algorithm", (await world.RefusedAsync("CreateHyperParameterTuningJob", warm)).Message, StringComparison.Ordinal);
        Assert.Contains("deep is there twice", (await world.RefusedAsync("CreateHyperParameterTuningJob", twice)).Message, StringComparison.Ordinal);
        await world.CallAsync("CreateHyperParameterTuningJob", search);
        var tuning = await TunedAsync(world, "both");
        var jobs = (await world.CallAsync("ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "both" }))["TrainingJobSummaries"]!.AsArray();

        Assert.Equal(["deep", "stumps", "deep", "stumps", "deep"], jobs.OrderBy(job => (string)job!["TrainingJobName"]!, StringComparer.Ordinal).Select(job => (string?)job!["TrainingJobDefinitionName"]));
        Assert.All(jobs, job => Assert.Equal((string?)job!["TrainingJobDefinitionName"] == "deep" ? ["eta", "max_depth"] : ["subsample"], job!["TunedHyperParameters"]!.AsObject().Select(pair => pair.Key).Order()));
        Assert.Equal(jobs.Max(job => (double)job!["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!), (double)tuning["BestTrainingJob"]!["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!);
        Assert.Equal(5, (long)tuning["ObjectiveStatusCounters"]!["Succeeded"]!);
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

    private static JsonObject Hyperband(JsonObject search, long most)
    {
        search["HyperParameterTuningJobConfig"]!["StrategyConfig"] = new JsonObject { ["HyperbandStrategyConfig"] = new JsonObject { ["MinResource"] = 1L, ["MaxResource"] = most } };
        return search;
    }

    private static JsonObject From(JsonObject search, string type, params string[] parents)
    {
        search["WarmStartConfig"] = new JsonObject { ["WarmStartType"] = type, ["ParentHyperParameterTuningJobs"] = new JsonArray([.. parents.Select(parent => new JsonObject { ["HyperParameterTuningJobName"] = parent })]) };
        return search;
    }

    private static async Task<List<JsonObject>> JobsAsync(SageMakerWorld world, string name) =>
        [.. (await world.CallAsync("ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = name, ["SortBy"] = "CreationTime" }))["TrainingJobSummaries"]!.AsArray().Select(job => job!.AsObject())];

    [Fact]
    public async Task A_search_starts_from_another_and_says_which_is_the_best_of_both()
    {
        await using var world = await WorldAsync();
        await world.CallAsync("CreateHyperParameterTuningJob", Search("parent", "Random", Numbers(), 3));
        Assert.Contains("must be Completed, Stopped or Failed", (await world.RefusedAsync("CreateHyperParameterTuningJob", From(Search("early", "Bayesian", Numbers(), 2), "TransferLearning", "parent"))).Message, StringComparison.Ordinal);
        await TunedAsync(world, "parent");
        var other = From(Search("other", "Bayesian", Numbers(), 2), "IdenticalDataAndAlgorithm", "parent");
        other["TrainingJobDefinition"]!["InputDataConfig"]![0]!["DataSource"]!["S3DataSource"]!["S3Uri"] = $"s3://{Bucket}/held/";
        Assert.Contains("other input data", (await world.RefusedAsync("CreateHyperParameterTuningJob", other)).Message, StringComparison.Ordinal);
        var fewer = From(Search("fewer", "Bayesian", Numbers(), 2), "TransferLearning", "parent");
        fewer["TrainingJobDefinition"]!["StaticHyperParameters"]!.AsObject().Remove("objective");
        Assert.Contains("The number must stay the same", (await world.RefusedAsync("CreateHyperParameterTuningJob", fewer)).Message, StringComparison.Ordinal);
        Assert.Contains("Bayesian or Random, not Grid", (await world.RefusedAsync("CreateHyperParameterTuningJob", From(Search("grid", "Grid", new() { ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "eta", ["Values"] = new JsonArray("0.1") }) }, null), "TransferLearning", "parent"))).Message, StringComparison.Ordinal);
        Assert.Contains("not be more than 500", (await world.RefusedAsync("CreateHyperParameterTuningJob", From(Search("many", "Random", Numbers(), 498), "TransferLearning", "parent"))).Message, StringComparison.Ordinal);
        Assert.Contains("not found", (await world.RefusedAsync("CreateHyperParameterTuningJob", From(Search("orphan", "Random", Numbers(), 2), "TransferLearning", "nobody"))).Message, StringComparison.Ordinal);

        await world.CallAsync("CreateHyperParameterTuningJob", From(Search("child", "Bayesian", Numbers(), 2), "IdenticalDataAndAlgorithm", "parent"));
        var child = await TunedAsync(world, "child");

        var all = (await JobsAsync(world, "parent")).Concat(await JobsAsync(world, "child")).Select(job => (double)job["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!).ToList();
        Assert.Equal(5, all.Count);
        Assert.Equal(all.Max(), (double)child["OverallBestTrainingJob"]!["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!);
        Assert.Equal(all.IndexOf(all.Max()) < 3 ? "parent" : "child", (string?)child["OverallBestTrainingJob"]!["TuningJobName"]);
        Assert.Equal("parent", (string?)child["WarmStartConfig"]!["ParentHyperParameterTuningJobs"]![0]!["HyperParameterTuningJobName"]);
        await world.CallAsync("DeleteHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "parent" });
        Assert.Contains("not found", (await world.RefusedAsync("DescribeHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "parent" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hyperband_ends_every_job_by_its_resource_and_each_has_its_result()
    {
        await using var world = await WorldAsync();

        // A hundred million rounds end in this test's time only where the search ends them.
        await world.CallAsync("CreateHyperParameterTuningJob", Hyperband(Search("band", "Hyperband", Numbers(), 3, rounds: "100000000"), 9));
        var tuning = await TunedAsync(world, "band");

        Assert.Equal((3L, 3L), ((long)tuning["TrainingJobStatusCounters"]!["Stopped"]!, (long)tuning["ObjectiveStatusCounters"]!["Succeeded"]!));
        foreach (var job in await JobsAsync(world, "band"))
        {
            Assert.InRange((double)job["FinalHyperParameterTuningJobObjectiveMetric"]!["Value"]!, 0, 1);
            var artifact = (string)(await world.CallAsync("DescribeTrainingJob", new() { ["TrainingJobName"] = (string)job["TrainingJobName"]! }))["ModelArtifacts"]!["S3ModelArtifacts"]!;
            Assert.NotEmpty(await world.KeysAsync(artifact[$"s3://{Bucket}/".Length..]));
        }
    }

    [Fact]
    public async Task A_job_worse_than_the_median_of_those_before_it_is_stopped_early()
    {
        await using var world = await WorldAsync();
        // Three that soon learn no more, and one that learns so slowly that it would take many thousand rounds.
        JsonObject grid = new() { ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "eta", ["Values"] = new JsonArray("0.3", "0.31", "0.32", "0.00001") }) };
        var search = Search("slow", "Grid", grid, null, atOnce: 1, rounds: "100000000");
        search["HyperParameterTuningJobConfig"]!["TrainingJobEarlyStoppingType"] = "Auto";
        search["HyperParameterTuningJobConfig"]!["HyperParameterTuningJobObjective"] = new JsonObject { ["Type"] = "Minimize", ["MetricName"] = "validation:logloss" };
        search["TrainingJobDefinition"]!["StaticHyperParameters"]!["eval_metric"] = "logloss";
        search["TrainingJobDefinition"]!["StaticHyperParameters"]!["early_stopping_rounds"] = "3";

        await world.CallAsync("CreateHyperParameterTuningJob", search);
        await TunedAsync(world, "slow");

        var jobs = await JobsAsync(world, "slow");
        Assert.Equal(["Completed", "Completed", "Completed", "Stopped"], jobs.Select(job => (string)job["TrainingJobStatus"]!));
        Assert.Equal("Succeeded", (string?)jobs[3]["ObjectiveStatus"]);
    }

    [Fact]
    public async Task A_search_ends_where_nothing_improves_any_more()
    {
        await using var world = await WorldAsync();
        JsonObject grid = new() { ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "seed", ["Values"] = new JsonArray("1", "2", "3", "4", "5") }) };
        var search = Search("idle", "Grid", grid, null, atOnce: 1);
        search["HyperParameterTuningJobConfig"]!["TuningJobCompletionCriteria"] = new JsonObject { ["BestObjectiveNotImproving"] = new JsonObject { ["MaxNumberOfTrainingJobsNotImproving"] = 3L } };

        await world.CallAsync("CreateHyperParameterTuningJob", search);
        var tuning = await TunedAsync(world, "idle");

        // Without a random part all models are the same.
        Assert.Equal(4, (await JobsAsync(world, "idle")).Count);
        Assert.Equal(3, (long)tuning["TuningJobCompletionDetails"]!["NumberOfTrainingJobsObjectiveNotImproving"]!);
    }

    [Fact]
    public async Task A_search_whose_time_is_up_stops_its_jobs_and_keeps_what_it_has()
    {
        await using var world = await WorldAsync();
        // The first of the grid ends by itself, the second would not.
        JsonObject grid = new() { ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "num_round", ["Values"] = new JsonArray("3", "100000000") }) };
        var search = Search("timed", "Grid", grid, null, atOnce: 1);
        search["TrainingJobDefinition"]!["StaticHyperParameters"]!.AsObject().Remove("num_round");
        search["HyperParameterTuningJobConfig"]!["ResourceLimits"]!["MaxRuntimeInSeconds"] = 120L;
        await world.CallAsync("CreateHyperParameterTuningJob", search);
        for (; (await JobsAsync(world, "timed")).Count < 2;) await Task.Delay(20, TestContext.Current.CancellationToken);

        world.Ahead = TimeSpan.FromMinutes(3);
        var tuning = await TunedAsync(world, "timed");

        Assert.Equal((1L, 1L), ((long)tuning["TrainingJobStatusCounters"]!["Completed"]!, (long)tuning["TrainingJobStatusCounters"]!["Stopped"]!));
        Assert.InRange((long)tuning["ConsumedResources"]!["RuntimeInSeconds"]!, 120, 3600);
    }

    [Fact]
    public async Task A_stopped_search_stops_its_jobs_and_what_is_wrong_is_refused_before_anything_runs()
    {
        await using var world = await WorldAsync();
        var role = Search("role", "Random", Numbers(), 2);
        role["TrainingJobDefinition"]!["RoleArn"] = "arn:aws:iam::123456789012:role/nobody";

        Assert.Contains("Could not assume role", (await world.RefusedAsync("CreateHyperParameterTuningJob", role)).Message, StringComparison.Ordinal);
        Assert.Contains("Hyperband needs a MaxResource", (await world.RefusedAsync("CreateHyperParameterTuningJob", Search("band", "Hyperband", Numbers(), 2))).Message, StringComparison.Ordinal);
        var both = Hyperband(Search("band", "Hyperband", Numbers(), 2), 9);
        both["HyperParameterTuningJobConfig"]!["TrainingJobEarlyStoppingType"] = "Auto";
        Assert.Contains("TrainingJobEarlyStoppingType must be Off", (await world.RefusedAsync("CreateHyperParameterTuningJob", both)).Message, StringComparison.Ordinal);
        Assert.Contains("categorical ranges only", (await world.RefusedAsync("CreateHyperParameterTuningJob", Search("grid", "Grid", Numbers(), null))).Message, StringComparison.Ordinal);
        await world.CallAsync("CreateHyperParameterTuningJob", Search("long", "Random", Numbers(), 50, rounds: "100000"));
        Assert.Equal("ResourceInUse", (await world.RefusedAsync("CreateHyperParameterTuningJob", Search("long", "Random", Numbers(), 5))).Code);
        await Until.Async(() => world.CallAsync("ListTrainingJobsForHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "long" }), jobs => jobs["TrainingJobSummaries"]!.AsArray().Count > 1, "There are no two jobs.");
        await world.CallAsync("StopHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = "long" });

        var stopped = await TunedAsync(world, "long", "Stopped");
        Assert.Equal((2L, 0L), ((long)stopped["TrainingJobStatusCounters"]!["Stopped"]!, (long)stopped["TrainingJobStatusCounters"]!["InProgress"]!));
    }
}
