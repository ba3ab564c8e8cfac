using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.LinearOrTrees;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of linear-or-trees: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class LinearOrTreesTests(LinearOrTreesTests.Solved solved) : IClassFixture<LinearOrTreesTests.Solved>
{
    private const string Linear = "predictor_type=regressor", Trees = "objective=reg:squarederror num_round=300 max_depth=4 eta=0.1 early_stopping_rounds=20";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The data set whose law is a weighted sum, and the other.</summary>
    private string Sum => solved.Sum;

    private string Together => solved.Together;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("linear-or-trees", 3)
    {
        internal string Sum { get; private set; } = "";
        internal string Together { get; private set; } = "";

        private protected override async Task SolveAsync()
        {
            JsonObject report = [];
            foreach (var name in TwoLaws.Names)
            {
                await TrainAsync(Lab, name, "linear-learner", Linear);
                await TrainAsync(Lab, name, "xgboost", Trees);
                var (linear, trees) = (await Lab.MetricAsync(Model(name, "linear-learner"), "validation:rmse"), await Lab.MetricAsync(Model(name, "xgboost"), "validation:rmse"));
                report[name] = new JsonObject { ["linear"] = Math.Round(linear, 4), ["trees"] = Math.Round(trees, 4), ["difference"] = Math.Round(linear - trees, 4) };
                await Lab.ServeAsync(EndpointPrefix + name, Model(name, linear < trees ? "linear-learner" : "xgboost"));
                if (linear < trees) Sum = name;
                else Together = name;
            }
            await Lab.PutAsync(Work, "comparison.json", report);
        }
    }

    private static string Model(string name, string algorithm) => $"certus-choice-{name}-{algorithm}";

    private static async Task TrainAsync(Attempt lab, string name, string algorithm, string hyperparameters, bool watched = true, string suffix = "")
    {
        List<(string, string, string)> channels = [("train", $"s3://{Data}/{name}/train/", "text/csv")];
        if (watched) channels.Add(("validation", $"s3://{Data}/{name}/validation/", "text/csv"));
        await lab.TrainModelAsync(Model(name, algorithm) + suffix, algorithm, JobRoleName, $"s3://{Work}/models/", [.. channels], hyperparameters);
    }

    private Task WhileReportedAsync(Action<JsonObject> wrong, Func<Task> look) => _lab.WhileJsonAsync(Work, "comparison.json", wrong, look);

    [Fact]
    public async Task The_reference_solution_earns_everything()
    {
        await _lab.AllGoodAsync();

        Assert.True(new TwoLaws(_lab.Start.Seed).IsAdditive(Sum));
        Assert.NotEqual("", Together);
    }

    [Fact]
    public async Task Trees_for_the_weighted_sum_stay_behind()
    {
        await _lab.WhileServedAsync(EndpointPrefix + Sum, Model(Sum, "xgboost"), Model(Sum, "linear-learner"), () => _lab.OnlyAsync(Sum + Predicts, "would be the best possible on them"));
    }

    [Fact]
    public async Task Even_the_gentlest_trees_earn_next_to_nothing_on_the_weighted_sum()
    {
        await TrainAsync(_lab, Sum, "xgboost", "objective=reg:squarederror num_round=1500 max_depth=1 eta=0.1 subsample=0.7 early_stopping_rounds=40", suffix: "-stumps");
        await _lab.WhileServedAsync(EndpointPrefix + Sum, Model(Sum, "xgboost") + "-stumps", Model(Sum, "linear-learner"), () => _lab.OnlyAsync(Sum + Predicts, "would be the best possible on them", 0.35));
    }

    [Fact]
    public async Task A_weighted_sum_where_columns_matter_together_stays_behind()
    {
        await _lab.WhileServedAsync(EndpointPrefix + Together, Model(Together, "linear-learner"), Model(Together, "xgboost"), () => _lab.OnlyAsync(Together + Predicts, "would be the best possible on them"));
    }

    [Fact]
    public async Task Models_that_changed_places_predict_nothing()
    {
        await _lab.WhileServedAsync(EndpointPrefix + Together, Model(Sum, "linear-learner"), Model(Together, "xgboost"), () =>
            _lab.WhileServedAsync(EndpointPrefix + Sum, Model(Together, "xgboost"), Model(Sum, "linear-learner"), () =>
                _lab.OnlyAsync((Sum + Predicts, "earns everything", 0), (Together + Predicts, "earns everything", 0))));
    }

    [Fact]
    public Task A_figure_that_no_job_measured_is_not_the_jobs() => WhileReportedAsync(
        report => report[Sum]!["trees"] = 0.9, () => _lab.OnlyAsync(Report, $"{Sum}.trees, {Sum}.difference", 0.7));

    [Fact]
    public Task A_difference_the_other_way_round_is_seen() => WhileReportedAsync(
        report => report[Together]!["difference"] = -(double)report[Together]!["difference"]!, () => _lab.OnlyAsync(Report, $"rows: {Together}.difference.", 0.9));

    [Fact]
    public async Task A_job_that_nobody_watched_measured_nothing_on_the_validation_rows()
    {
        await Attempt.WhileAsync(
            async () =>
            {
                await _lab.DoAsync("sagemaker", "DeleteTrainingJob", new() { ["TrainingJobName"] = Model(Together, "linear-learner") });
                await TrainAsync(_lab, Together, "linear-learner", Linear, watched: false, suffix: "-blind");
            },
            () => _lab.OnlyAsync((Compared, $"linear-learner on {Together}", 0.75), (Report, $"{Together}.linear", 0.7)),
            () => _lab.TrainAsync(Model(Together, "linear-learner"), "linear-learner", JobRoleName, $"s3://{Work}/models/",
                [("train", $"s3://{Data}/{Together}/train/", "text/csv"), ("validation", $"s3://{Data}/{Together}/validation/", "text/csv")], Linear));
    }

    [Fact]
    public Task Without_an_endpoint_nothing_predicts() =>
        _lab.WhileServedAsync(EndpointPrefix + Sum, null, Model(Sum, "linear-learner"), () => _lab.OnlyAsync(Sum + Predicts, $"There is no endpoint {EndpointPrefix}{Sum}"));
}
