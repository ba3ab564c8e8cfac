using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.TuningOnABudget;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of tuning-on-a-budget: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class TuningOnABudgetTests(TuningOnABudgetTests.Solved solved) : IClassFixture<TuningOnABudgetTests.Solved>
{
    private const string Search = "search-of-the-lab", Spare = "certus-tuning-spare", Rmse = "validation:rmse";
    private const string Train = $"s3://{Data}/train/", Validation = $"s3://{Data}/validation/";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("tuning-on-a-budget", 3)
    {
        internal string Best { get; private set; } = "";

        private protected override async Task SolveAsync()
        {
            await Lab.TrainedAsync(DefaultJob(Lab.Start));
            Best = await TuneAsync(Lab, Search, 5, Rmse, "Minimize", Train, Validation, (1, 4), ("0.03", "0.2"));
            await Lab.ModelAsync(Model, "xgboost", JobRoleName, Best);
        }
    }

    /// <summary>Searches to the end.</summary>
    /// <returns>The best job's name.</returns>
    private static async Task<string> TuneAsync(Attempt lab, string name, long jobs, string metric, string type, string train, string validation, (int Min, int Max) depth, (string Min, string Max) eta)
    {
        JsonObject Channel(string channel, string address) => new()
        {
            ["ChannelName"] = channel, ["ContentType"] = "text/csv",
            ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = address, ["S3DataDistributionType"] = "FullyReplicated" } },
        };
        await lab.DoAsync("sagemaker", "CreateHyperParameterTuningJob", new()
        {
            ["HyperParameterTuningJobName"] = name,
            ["HyperParameterTuningJobConfig"] = new JsonObject
            {
                ["Strategy"] = "Bayesian", ["RandomSeed"] = 11L,
                ["HyperParameterTuningJobObjective"] = new JsonObject { ["Type"] = type, ["MetricName"] = metric },
                ["ResourceLimits"] = new JsonObject { ["MaxNumberOfTrainingJobs"] = jobs, ["MaxParallelTrainingJobs"] = 1L },
                ["ParameterRanges"] = new JsonObject
                {
                    ["IntegerParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "max_depth", ["MinValue"] = $"{depth.Min}", ["MaxValue"] = $"{depth.Max}" }),
                    ["ContinuousParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "eta", ["MinValue"] = eta.Min, ["MaxValue"] = eta.Max, ["ScalingType"] = "Logarithmic" }),
                },
            },
            ["TrainingJobDefinition"] = new JsonObject
            {
                ["StaticHyperParameters"] = new JsonObject { ["objective"] = "reg:squarederror", ["num_round"] = "150", ["min_child_weight"] = "5", ["subsample"] = "0.7", ["eval_metric"] = "rmse" },
                ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", ["TrainingInputMode"] = "File" },
                ["RoleArn"] = Attempt.Role(JobRoleName),
                ["InputDataConfig"] = new JsonArray(Channel("train", train), Channel("validation", validation)),
                ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{Work}/models/" },
                ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 5L },
                ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 60L },
            },
        });
        var ended = await lab.EndAsync("DescribeHyperParameterTuningJob", "HyperParameterTuningJobName", name, "HyperParameterTuningJobStatus", "Completed");
        return (string)ended["BestTrainingJob"]!["TrainingJobName"]!;
    }

    /// <summary>Deletes a job behind the learner's back, so that it is not spent.</summary>
    private Task ForgetAsync(string job) => _lab.Bench.CallAsync("sagemaker", "DeleteTrainingJob", new() { ["TrainingJobName"] = job }, Attempt.Cancel);

    private async Task ServeAsync(string job)
    {
        await _lab.Bench.TryAsync("sagemaker", "DeleteModel", new() { ["ModelName"] = Model }, Attempt.Cancel);
        await _lab.ModelAsync(Model, "xgboost", JobRoleName, job);
    }

    /// <summary>A tuning job of one training job in the right one's place, its model chosen, while it is looked at.</summary>
    private async Task WhileTunedAsync(Func<string, Task<string>> tune, Func<Task> look)
    {
        var name = $"certus-tuning-{Guid.NewGuid():N}"[..32];
        var best = "";
        // A tuning job can't be deleted; without its training job it has no best one and counts no more.
        await Attempt.WhileAsync(
            async () => await ServeAsync(best = await tune(name)),
            look,
            async () =>
            {
                await ForgetAsync(best);
                await ServeAsync(solved.Best);
            });
    }

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public Task A_search_by_the_training_error_takes_what_has_learned_most_by_heart() => WhileTunedAsync(
        name => TuneAsync(_lab, name, 1, "train:rmse", "Minimize", Train, Validation, (9, 10), ("0.5", "0.6")),
        () => _lab.OnlyAsync((Objective, "went by train:rmse, a figure on rows that the models have learned", 0), (Better, "1 less than the default is wanted", 0.5)));

    [Fact]
    public Task A_search_for_the_greatest_error_is_told_so() => WhileTunedAsync(
        name => TuneAsync(_lab, name, 1, Rmse, "Maximize", Train, Validation, (1, 2), ("0.05", "0.1")), () => _lab.OnlyAsync(Objective, "told to maximize validation:rmse, which is an error"));

    [Fact]
    public Task Validated_on_the_rows_it_learned_a_job_was_judged_by_other_rows() => WhileTunedAsync(
        name => TuneAsync(_lab, name, 1, Rmse, "Minimize", Train, Train, (2, 3), ("0.05", "0.1")), () => _lab.OnlyAsync((Objective, "it was judged by other rows", 0)));

    [Fact]
    public async Task Trained_on_the_validation_rows_too_a_job_has_learned_the_rows_by_which_it_was_judged()
    {
        await _lab.PutAsync(Work, "both/rows.csv", await _lab.TextAsync(Data, "train/train.csv") + await _lab.TextAsync(Data, "validation/validation.csv"));

        await WhileTunedAsync(name => TuneAsync(_lab, name, 1, Rmse, "Minimize", $"s3://{Work}/both/", Validation, (5, 6), ("0.1", "0.15")),
            () => _lab.OnlyAsync(Objective, "it has learned the rows by which it was judged"));
    }

    [Fact]
    public Task One_hyperparameter_alone_is_half_a_search() => WhileTunedAsync(
        name => TuneAsync(_lab, name, 1, Rmse, "Minimize", Train, Validation, (2, 2), ("0.05", "0.08")), () => _lab.OnlyAsync(Tuned, "searched 1 hyperparameter only", 0.5));

    [Fact]
    public async Task Jobs_beside_the_tuning_job_are_spent_too_however_they_ended()
    {
        string[] beside = [.. Enumerable.Range(1, MostJobs - 4).Select(number => $"{Spare}-{number}")];

        await Attempt.WhileAsync(
            async () =>
            {
                foreach (var job in beside)
                    await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => _lab.TrainAsync(job, "xgboost", JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Data}/nothing/", "text/csv")], "num_round=1"));
            },
            () => _lab.OnlyAsync(Budget, "; 10 jobs were allowed"),
            async () =>
            {
                foreach (var job in beside) await ForgetAsync(job);
            });
    }

    [Fact]
    public async Task Jobs_that_were_deleted_are_spent_too()
    {
        // One begins with the lab's name, one with that of its tuning job; the third may be anybody's.
        foreach (var job in (string[])[$"{Spare}-gone", $"{Search}-099-gone", "somebody-elses"])
        {
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => _lab.TrainAsync(job, "xgboost", JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Data}/nothing/", "text/csv")], "num_round=1"));
            await _lab.DoAsync("sagemaker", "DeleteTrainingJob", new() { ["TrainingJobName"] = job });
        }

        var spent = (await SpentAsync(_lab.Bench, _lab.Start, Attempt.Cancel)).Select(job => job.Name).ToList();

        Assert.Contains($"{Spare}-gone", spent);
        Assert.Contains($"{Search}-099-gone", spent);
        Assert.DoesNotContain("somebody-elses", spent);
    }

    [Fact]
    public void Few_jobs_that_ran_for_long_are_over_the_budget_too()
    {
        Assert.Equal(1, BudgetFinding([("one", MostSeconds - 1), ("other", 1)], tuned: true).Earned);
        Assert.Contains("601 seconds together; 600 seconds were allowed", BudgetFinding([("one", MostSeconds), ("other", 1)], tuned: true).Found, StringComparison.Ordinal);
        Assert.Equal(0, BudgetFinding([("one", MostSeconds + 1)], tuned: true).Earned);
        Assert.Equal(0, BudgetFinding([], tuned: false).Earned);
    }

    [Fact]
    public Task The_default_model_under_the_tuned_one_s_name_is_no_better_than_itself() => Attempt.WhileAsync(
        () => ServeAsync(DefaultJob(_lab.Start)), () => _lab.OnlyAsync((Chosen, "which is not what search-of-the-lab-", 0), (Better, "1 less than the default is wanted", 0)), () => ServeAsync(solved.Best));

    [Fact]
    public Task Without_a_model_nothing_was_chosen() => Attempt.WhileAsync(
        () => _lab.DoAsync("sagemaker", "DeleteModel", new() { ["ModelName"] = Model }), () => _lab.OnlyAsync((Chosen, "There is no model certus-tuning.", 0), (Better, "There is no model certus-tuning.", 0)), () => ServeAsync(solved.Best));
}
