using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.BatchOrEndpoint;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of batch-or-endpoint: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class BatchOrEndpointTests(BatchOrEndpointTests.Solved solved) : IClassFixture<BatchOrEndpointTests.Solved>
{
    private const string Model = "certus-scoring-model", Shallow = "certus-scoring-shallow", Other = "certus-scoring-second";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("batch-or-endpoint", 1)
    {
        private protected override async Task SolveAsync()
        {
            await Lab.TrainedAsync(TrainingJob(Lab.Start));
            await Lab.ModelAsync(Model, "xgboost", JobRoleName, TrainingJob(Lab.Start));
            await ScoreAsync(Lab);
            await Lab.ServeAsync(Endpoint, Model, serverless: true);
        }
    }

    /// <summary>A batch transform; without arguments the right one.</summary>
    private static async Task<string> ScoreAsync(Attempt lab, string? join = "Input", string? filter = "$[0,-1]", string input = "nightly/", string? mended = null)
    {
        var name = $"certus-scoring-night-{Guid.NewGuid():N}";
        JsonObject processing = new() { ["InputFilter"] = "$[1:]" };
        if (join is not null) processing["JoinSource"] = join;
        if (filter is not null) processing["OutputFilter"] = filter;
        await lab.TransformAsync(name, mended ?? Model, $"s3://{Data}/{input}", $"s3://{Work}/scores/{name}/", processing);
        return name;
    }

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Theory]
    [InlineData(null, null, "0 of 4,000 lines", 0)]
    [InlineData("Input", null, "4,000 lines carry more", 0.5)]
    public async Task Scores_without_ids_and_scores_beside_features_lose_the_ids(string? join, string? filter, string phrase, double most)
    {
        await Attempt.WhileAsync(() => ScoreAsync(_lab, join, filter), () => _lab.OnlyAsync(Ids, phrase, most), () => ScoreAsync(_lab));
    }

    [Fact]
    public void Begun_twice_within_a_second_the_training_jobs_have_two_names()
    {
        LabStart first = new(1, null, new(2026, 11, 23, 17, 0, 0, TimeSpan.Zero)), second = first with { StartedAt = first.StartedAt.AddMilliseconds(400) };

        Assert.NotEqual(TrainingJob(first), TrainingJob(second));
    }

    [Fact]
    public async Task An_output_that_somebody_wrote_after_the_job_is_not_the_job_s()
    {
        var job = await ScoreAsync(_lab);
        string first = $"scores/{job}/part-0.csv.out", second = $"scores/{job}/part-1.csv.out";
        _lab.Later(TimeSpan.FromSeconds(2));        // S3 tells times to the second

        await Attempt.WhileAsync(
            async () =>
            {
                await _lab.PutAsync(Work, first, await _lab.TextAsync(Work, first));
                await _lab.PutAsync(Work, second, await _lab.TextAsync(Work, second));
            },
            () => _lab.OnlyAsync((Ids, $"Not written by {job} while it ran: s3://{Work}/{first}, s3://{Work}/{second}.", 0), (Scored, $"Not written by {job}", 0)),
            () => ScoreAsync(_lab));
    }

    [Fact]
    public async Task A_night_that_was_sent_through_the_endpoint_line_by_line_as_well_is_half_a_job()
    {
        await using var lab = await Attempt.BeginAsync("batch-or-endpoint", 3);
        await lab.TrainedAsync(TrainingJob(lab.Start));
        await lab.ModelAsync(Model, "xgboost", JobRoleName, TrainingJob(lab.Start));
        await ScoreAsync(lab);
        await lab.ServeAsync(Endpoint, Model, serverless: true);
        foreach (var line in (await lab.TextAsync(Data, "nightly/part-0.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await lab.DoAsync("sagemaker-runtime", "InvokeEndpoint", new() { ["EndpointName"] = Endpoint, ["ContentType"] = "text/csv", ["Body"] = JsonValue.Create(System.Text.Encoding.UTF8.GetBytes(line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])) });

        await lab.OnlyAsync(Job, "was asked 2,000 times too, as often as a file of the night has lines", 0.5);
    }

    [Fact]
    public async Task A_feature_in_the_score_s_place_is_no_score()
    {
        await Attempt.WhileAsync(() => ScoreAsync(_lab, filter: "$[0,4]"), () => _lab.OnlyAsync(Scored, "0 of 4,000 lines end"), () => ScoreAsync(_lab));
    }

    [Fact]
    public async Task One_of_two_files_is_half_the_night()
    {
        await Attempt.WhileAsync(() => ScoreAsync(_lab, input: "nightly/part-0"), () => _lab.OnlyAsync((Ids, "There is no s3://", 0), (Scored, "2,000 of 4,000 lines", 0.25)), () => ScoreAsync(_lab));
    }

    [Fact]
    public async Task Another_model_s_scores_are_not_the_model_s()
    {
        await TrainShallowAsync();
        await Attempt.WhileAsync(() => ScoreAsync(_lab, mended: Shallow), () => _lab.OnlyAsync(Scored, "of 4,000 lines end with the score that the model gives", 0.5), () => ScoreAsync(_lab));
    }

    [Fact]
    public async Task An_instance_left_on_beside_is_named()
    {
        await Attempt.WhileAsync(() => _lab.ServeAsync(Other, Model), () => _lab.OnlyAsync(Idle, Other), () => _lab.DoAsync("sagemaker", "DeleteEndpoint", new() { ["EndpointName"] = Other }));
    }

    [Fact]
    public async Task An_instance_that_answers_the_help_desk_is_paid_for_day_and_night()
    {
        await _lab.WhileServedAsync(Endpoint, Model, Model, () => _lab.OnlyAsync((Interactive, "paid for day and night", 0.4), (Idle, Endpoint, 0)), serverless: true);
    }

    [Fact]
    public async Task An_endpoint_of_another_model_gives_other_scores()
    {
        await TrainShallowAsync();
        await _lab.WhileServedAsync(Endpoint, Shallow, Model, () => _lab.OnlyAsync((Interactive, "of 40 subscribers the score of the model", 0), (Idle, "none answers either", 0)), wrongServerless: true, serverless: true);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_being_paid_for_is_no_merit()
    {
        await _lab.WhileServedAsync(Endpoint, null, Model, () => _lab.OnlyAsync((Interactive, "There is no endpoint certus-scoring", 0), (Idle, "none answers either", 0)), serverless: true);
    }

    private async Task TrainShallowAsync()
    {
        if ((await _lab.Bench.TryAsync("sagemaker", "DescribeModel", new() { ["ModelName"] = Shallow }, Attempt.Cancel)).Refused is null) return;
        await _lab.TrainModelAsync(Shallow, "xgboost", JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Data}/train/", "text/csv")], "objective=binary:logistic num_round=3 max_depth=2");
    }
}
