using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.ClassImbalance;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of class-imbalance: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class ClassImbalanceTests(ClassImbalanceTests.Solved solved) : IClassFixture<ClassImbalanceTests.Solved>
{
    private const string AsTheyAre = "objective=binary:logistic num_round=60 max_depth=3 eta=0.2 min_child_weight=4", Weighted = "certus-imbalance-weighted";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("class-imbalance", 1)
    {
        private protected override async Task SolveAsync()
        {
            await TrainAsync(Lab, "certus-imbalance-first", "xgboost", AsTheyAre);
            await Lab.ModelAsync(BaselineModel, "xgboost", JobRoleName, "certus-imbalance-first");
            await Lab.PutAsync(Work, "baseline.json", await ReportAsync(Lab));
            // The baseline would have to be cut at odds of about 1 to 15.
            await TrainAsync(Lab, Weighted, "linear-learner", "predictor_type=binary_classifier num_models=1 positive_example_weight_mult=15");
            await Lab.ModelAsync(Weighted, "linear-learner", JobRoleName, Weighted);
            await Lab.ServeAsync(Endpoint, Weighted);
        }
    }

    private static Task TrainAsync(Attempt lab, string job, string algorithm, string hyperparameters) =>
        lab.TrainAsync(job, algorithm, JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Data}/train/", "text/csv"), ("validation", $"s3://{Data}/validation/", "text/csv")], hyperparameters);

    /// <summary>What a learner counts: the validation file through a batch transform, cut at one half.</summary>
    private static async Task<JsonObject> ReportAsync(Attempt lab)
    {
        await lab.TransformAsync("certus-imbalance-count", BaselineModel, $"s3://{Data}/validation/", $"s3://{Work}/counted/", new() { ["InputFilter"] = "$[1:]", ["JoinSource"] = "Input", ["OutputFilter"] = "$[0,-1]" });
        var rows = (await lab.TextAsync(Work, "counted/validation.csv.out")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',')).Select(values => (Fails: values[0] is "1" or "1.0", Ticket: double.Parse(values[1], CultureInfo.InvariantCulture) >= 0.5)).ToList();
        double fails = rows.Count(row => row.Fails);
        return new() { ["accuracy"] = rows.Count(row => row.Fails == row.Ticket) / (double)rows.Count, ["recall"] = rows.Count(row => row.Fails && row.Ticket) / fails, ["neverAccuracy"] = 1 - fails / rows.Count };
    }

    /// <summary>Serves another model and looks, then serves the right one again.</summary>
    private async Task WhileServedAsync(string algorithm, string hyperparameters, Func<Task> look)
    {
        var name = await ModelAsync(algorithm, hyperparameters);
        await _lab.ModelAsync(name, algorithm, JobRoleName, name);
        await _lab.WhileServedAsync(Endpoint, name, Weighted, look);
    }

    /// <summary>Names another model as the baseline and looks, then the right one again.</summary>
    private async Task WhileBaselineAsync(string algorithm, string hyperparameters, Func<Task> look)
    {
        var name = await ModelAsync(algorithm, hyperparameters);
        await Attempt.WhileAsync(() => NameAsync(algorithm, name), look, () => NameAsync("xgboost", "certus-imbalance-first"));

        async Task NameAsync(string image, string job)
        {
            await _lab.DoAsync("sagemaker", "DeleteModel", new() { ["ModelName"] = BaselineModel });
            await _lab.ModelAsync(BaselineModel, image, JobRoleName, job);
        }
    }

    private async Task<string> ModelAsync(string algorithm, string hyperparameters)
    {
        var name = $"certus-imbalance-{Guid.NewGuid():N}";
        await TrainAsync(_lab, name, algorithm, hyperparameters);
        return name;
    }

    private Task WhileReportedAsync(Action<JsonObject> wrong, Func<Task> look) => _lab.WhileJsonAsync(Work, "baseline.json", wrong, look);

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public Task The_baseline_itself_finds_too_few_failures_at_the_cut() => _lab.WhileServedAsync(Endpoint, BaselineModel, Weighted,
        () => _lab.OnlyAsync((Recall, "70 % of the failures are wanted", 0), (Precision, "few alerts are easily right when most failures pass", 0)));

    [Fact]
    public Task Classes_that_count_the_same_open_too_many_tickets() => WhileServedAsync("linear-learner", "predictor_type=binary_classifier num_models=1 positive_example_weight_mult=balanced",
        () => _lab.OnlyAsync(Precision, "15 % are wanted", 0.3));

    [Fact]
    public Task A_model_that_tickets_everything_has_no_recall_to_speak_of() => WhileServedAsync("xgboost", "objective=binary:logistic num_round=1 max_depth=1 eta=0.01 base_score=0.9",
        () => _lab.OnlyAsync((Recall, "recall says nothing when so much raises an alert", 0), (Precision, "of the 100000 alerts are right", 0)));

    [Fact]
    public Task A_weighted_model_is_no_baseline() => WhileBaselineAsync("xgboost", AsTheyAre + " scale_pos_weight=300",
        () => _lab.OnlyAsync((Baseline, "it did not learn the classes as they are", 0), (Report, "Without the baseline model", 0)));

    [Fact]
    public Task A_constant_is_no_baseline() => WhileBaselineAsync("xgboost", "objective=binary:logistic num_round=1 base_score=0.003 gamma=1000000000",
        () => _lab.OnlyAsync((Baseline, "hardly ranks", 0), (Report, "Without the baseline model", 0)));

    [Fact]
    public Task A_flattering_recall_is_not_the_model_s() => WhileReportedAsync(
        report => report["recall"] = 0.9, () => _lab.OnlyAsync(Report, "at the cut: recall.", 0.67));

    [Fact]
    public Task A_report_without_the_model_that_never_alerts_misses_its_point() => WhileReportedAsync(
        report => report.Remove("neverAccuracy"), () => _lab.OnlyAsync(Report, "at the cut: neverAccuracy.", 0.67));

    [Fact]
    public Task Without_an_endpoint_nothing_alerts() => _lab.WhileServedAsync(Endpoint, null, Weighted,
        () => _lab.OnlyAsync((Answers, "There is no endpoint certus-imbalance", 0), (Recall, "Without scores", 0), (Precision, "Without scores", 0)));
}
