using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.FraudRecall;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of fraud-recall: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class FraudRecallTests(FraudRecallTests.Solved solved) : IClassFixture<FraudRecallTests.Solved>
{
    private const string RoleName = "certus-fraud-role", Job = "certus-fraud-job", Good = "objective=binary:logistic num_round=300 max_depth=4 eta=0.08 subsample=0.8 colsample_bytree=0.8 min_child_weight=3 eval_metric=auc early_stopping_rounds=30";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("fraud-recall", 1)
    {
        internal double Threshold { get; private set; }

        private protected override async Task SolveAsync()
        {
            await MakeRoleAsync(Lab, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":["arn:aws:s3:::certus-fraud-data","arn:aws:s3:::certus-fraud-work"]},{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::certus-fraud-data/*","arn:aws:s3:::certus-fraud-work/*"]},{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::certus-fraud-work/*"}]}""");
            await TrainAsync(Lab, Job, Good);
            await Lab.ServeAsync(Endpoint, Job);
            Threshold = await ThresholdAsync(Lab);
            await DecideAsync(Lab, Threshold);
        }
    }

    private static async Task MakeRoleAsync(Attempt lab, string policy)
    {
        await lab.DoAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = RoleName,
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        await lab.DoAsync("iam", "PutRolePolicy", new() { ["RoleName"] = RoleName, ["PolicyName"] = "least", ["PolicyDocument"] = policy });
    }

    private static async Task TrainAsync(Attempt lab, string name, string hyperparameters, bool watched = true)
    {
        List<(string, string, string)> channels = [("train", $"s3://{Data}/train/", "text/csv")];
        if (watched) channels.Add(("validation", $"s3://{Data}/validation/", "text/csv"));
        await lab.TrainModelAsync(name, "xgboost", RoleName, $"s3://{Work}/models/", [.. channels], hyperparameters);
    }

    /// <summary>The score above which five in a hundred validation payments lie: inside the range in which both demands hold.</summary>
    private static async Task<double> ThresholdAsync(Attempt lab)
    {
        var rows = Rows.Read(await lab.TextAsync(Data, "validation/validation.csv"), from: 1);
        var (scores, _) = await EndpointScores.OfAsync(lab.Bench, Endpoint, rows, 2_000, Attempt.Cancel);
        return scores!.OrderDescending().ElementAt(rows.Length * 5 / 100);
    }

    private static Task DecideAsync(Attempt lab, double threshold) => lab.PutAsync(Work, "decision.json", new JsonObject { ["threshold"] = threshold });

    private Task WhileDecidedAsync(string decision, Func<Task> look) => _lab.WhileTextAsync(Work, "decision.json", _ => decision, look);

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public Task One_half_is_no_natural_threshold() => WhileDecidedAsync("""{"threshold": 0.5}""",
        () => _lab.OnlyAsync(Recall, "85 % of the frauds are wanted", 0.6));

    [Fact]
    public Task Alerting_on_nothing_earns_no_alerts() => WhileDecidedAsync("""{"threshold": 0.999}""",
        () => _lab.OnlyAsync((Recall, "85 % of the frauds are wanted", 0), (Alerts, "few alerts are no merit", 0)));

    [Fact]
    public Task Alerting_on_everything_earns_no_recall() => WhileDecidedAsync("""{"threshold": 0}""",
        () => _lab.OnlyAsync((Recall, "recall says nothing when so much raises an alert", 0), (Alerts, "the team can read 6 %", 0)));

    [Fact]
    public Task Too_many_alerts_lose_the_alerts_only() => WhileDecidedAsync($$"""{"threshold": {{(solved.Threshold / 4).ToString("R", CultureInfo.InvariantCulture)}}}""",
        () => _lab.OnlyAsync(Alerts, "the team can read 6 %"));

    [Theory]
    [InlineData("""{"threshold": "low"}""", "has no number 'threshold'")]
    [InlineData("threshold: 0.1", "is not JSON")]
    [InlineData("[0.1]", "holds no JSON object")]
    [InlineData("""{"threshold": 0.1, "threshold": 0.2}""", "holds a key twice")]
    public Task A_decision_that_is_none_is_said_to_be_none(string decision, string phrase) => WhileDecidedAsync(decision, () => _lab.OnlyAsync((Recall, phrase, 0), (Alerts, phrase, 0)));

    [Fact]
    public Task A_byte_order_mark_is_no_part_of_a_decision() => _lab.WhileTextAsync(Work, "decision.json", text => "\uFEFF" + text, () => _lab.AllGoodAsync());

    [Fact]
    public async Task A_decision_that_the_account_may_not_read_is_not_said_to_be_missing()
    {
        const string Said = "The account itself is refused s3://certus-fraud-work/decision.json: ";
        await Attempt.WhileAsync(
            () => _lab.DoAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = Work, ["Policy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Work}}/decision.json"}]}""" }),
            () => _lab.OnlyAsync((Recall, Said, 0), (Alerts, Said, 0)),
            () => _lab.DoAsync("s3", "DeleteBucketPolicy", new() { ["Bucket"] = Work }));
    }

    [Fact]
    public async Task One_feature_and_one_round_do_not_separate()
    {
        await TrainAsync(_lab, "certus-fraud-stump", "objective=binary:logistic num_round=1 max_depth=1");
        await _lab.WhileServedAsync(Endpoint, "certus-fraud-stump", Job, async () =>
            await _lab.OnlyAsync((Separates, "would be the best possible on them", 0), (Recall, "raise an alert", 0.99), (Alerts, "With the threshold", 0)));
    }

    [Fact]
    public async Task A_job_that_nobody_watched_is_half_a_job()
    {
        await TrainAsync(_lab, "certus-fraud-blind", "objective=binary:logistic num_round=2", watched: false);

        await _lab.AllGoodAsync();      // it is the newest, and not the one that is served
        await _lab.WhileServedAsync(Endpoint, "certus-fraud-blind", Job, async () =>
        {
            var trained = (await _lab.GradeAsync()).Single(finding => finding.Check == Trained);
            Assert.Equal((0.5, "certus-fraud-blind trained, but nothing watched how it does on the validation rows."), (trained.Earned, trained.Found));
        });
    }

    [Fact]
    public async Task That_nobody_can_read_what_is_gone_is_no_merit_of_the_role()
    {
        const string Card = "card-numbers.csv";
        var kept = await _lab.TextAsync(Private, Card);
        await Attempt.WhileAsync(
            () => _lab.DoAsync("s3", "DeleteObject", new() { ["Bucket"] = Private, ["Key"] = Card }),
            () => _lab.OnlyAsync(FraudRecall.Role, "s3://certus-fraud-private/card-numbers.csv, which belongs to somebody else, is gone"),
            () => _lab.PutAsync(Private, Card, kept));
    }

    [Fact]
    public async Task A_role_that_is_gone_can_not_be_looked_at()
    {
        JsonObject Least() => new() { ["RoleName"] = RoleName, ["PolicyName"] = "least" };
        var policy = Uri.UnescapeDataString((string)(await _lab.DoAsync("iam", "GetRolePolicy", Least()))["PolicyDocument"]!);
        await Attempt.WhileAsync(
            async () =>
            {
                await _lab.DoAsync("iam", "DeleteRolePolicy", Least());
                await _lab.DoAsync("iam", "DeleteRole", new() { ["RoleName"] = RoleName });
            },
            () => _lab.OnlyAsync(FraudRecall.Role, "The job's role certus-fraud-role is gone"),
            () => MakeRoleAsync(_lab, policy));
    }

    [Fact]
    public async Task A_role_that_reads_everything_reads_too_much()
    {
        JsonObject Policy() => new() { ["RoleName"] = RoleName, ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3FullAccess" };
        await Attempt.WhileAsync(
            () => _lab.DoAsync("iam", "AttachRolePolicy", Policy()), () => _lab.OnlyAsync(FraudRecall.Role, "can read s3://certus-fraud-private/"), () => _lab.DoAsync("iam", "DetachRolePolicy", Policy()));
    }

    [Fact]
    public Task Without_an_endpoint_there_is_nothing_to_judge() => _lab.WhileServedAsync(Endpoint, null, Job,
        () => _lab.OnlyAsync((Answers, "There is no endpoint certus-fraud", 0), (Separates, "Without scores", 0), (Recall, "Without scores", 0), (Alerts, "Without scores", 0)));
}
