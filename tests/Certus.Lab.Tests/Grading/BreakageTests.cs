using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Grading;

/// <summary>Labs begun broken: nothing works until what is broken is mended, and where it fails the reason stands.</summary>
public sealed class BreakageTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"SERVICE.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private static Task<Attempt> BrokenAsync(string lab, string fault) => Attempt.BeginAsync(lab, Attempt.SeedOf(lab, fault), broken: true);

    private static async Task<string> TrainAsync(Attempt lab, string name, string role, string input, string output, string algorithm, string hyperparameters)
    {
        try
        {
            await lab.DoAsync("sagemaker", "CreateTrainingJob", new()
            {
                ["TrainingJobName"] = name, ["RoleArn"] = Attempt.Role(role),
                ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Attempt.Image(algorithm), ["TrainingInputMode"] = "File" },
                ["HyperParameters"] = new JsonObject(hyperparameters.Split(' ').Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1]))),
                ["InputDataConfig"] = new JsonArray(new JsonObject
                {
                    ["ChannelName"] = "train", ["ContentType"] = algorithm == "kmeans" ? "text/csv;label_size=0" : "text/csv",
                    ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = input, ["S3DataDistributionType"] = "FullyReplicated" } },
                }),
                ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = output },
                ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 5L },
                ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600L },
            });
        }
        catch (AwsException refused)
        {
            return refused.Message;
        }
        var ended = await Until.Async(() => lab.DoAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = name }), job => (string?)job["TrainingJobStatus"] is not "InProgress", $"{name} does not end.", 180);
        return (string?)ended["FailureReason"] ?? (string)ended["TrainingJobStatus"]!;
    }

    [Theory]
    [InlineData("role-reads-nothing", "s3:GetObject")]
    [InlineData("role-writes-nothing", "s3:PutObject")]
    [InlineData("role-trusts-another", "Could not assume role")]
    [InlineData("bucket-denies", "DuringTheAudit")]
    public async Task A_training_job_says_what_is_broken_and_completes_once_it_is_mended(string fault, string reason)
    {
        await using var lab = await BrokenAsync("kmeans-elbow", fault);
        await lab.PutAsync(KMeansElbow.Work, "small/rows.csv", "1,2\n3,4\n5,6\n7,8\n");
        Task<string> OnceMoreAsync(string name) => TrainAsync(lab, name, KMeansElbow.JobRoleName, $"s3://{KMeansElbow.Work}/small/", $"s3://{KMeansElbow.Work}/models/", "kmeans", "k=2 feature_dim=2");

        var refused = await OnceMoreAsync("before");
        if (fault == "role-trusts-another") await lab.DoAsync("iam", "UpdateAssumeRolePolicy", new() { ["RoleName"] = KMeansElbow.JobRoleName, ["PolicyDocument"] = Trust.Replace("SERVICE", "sagemaker", StringComparison.Ordinal) });
        else if (fault == "bucket-denies") await lab.DoAsync("s3", "DeleteBucketPolicy", new() { ["Bucket"] = KMeansElbow.Work });
        else await lab.DoAsync("iam", "PutRolePolicy", new() { ["RoleName"] = KMeansElbow.JobRoleName, ["PolicyName"] = "mended", ["PolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{reason}}","Resource":"arn:aws:s3:::{{KMeansElbow.Work}}/*"}]}""" });

        Assert.Contains(reason, refused, StringComparison.Ordinal);
        Assert.Equal("Completed", await OnceMoreAsync("after"));
    }

    [Fact]
    public async Task A_row_cut_off_is_named_by_file_and_line()
    {
        await using var lab = await BrokenAsync("class-imbalance", "torn-row");

        var reason = await TrainAsync(lab, "torn", ClassImbalance.JobRoleName, $"s3://{ClassImbalance.Data}/train/", $"s3://{ClassImbalance.Work}/models/", "xgboost", "objective=binary:logistic num_round=1");

        var lines = (await lab.TextAsync(ClassImbalance.Data, "train/train.csv")).Split('\n');
        var torn = Array.FindIndex(lines, line => line.Count(letter => letter == ',') < lines[0].Count(letter => letter == ','));
        Assert.Contains("train.csv", reason, StringComparison.Ordinal);
        Assert.Contains($"{torn + 1}", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_denies_every_role_lets_the_account_read_and_mend_it()
    {
        await using var lab = await BrokenAsync("fraud-recall", "bucket-denies");
        await lab.DoAsync("iam", "CreateRole", new() { ["RoleName"] = "certus-fraud-own", ["AssumeRolePolicyDocument"] = Trust.Replace("SERVICE", "sagemaker", StringComparison.Ordinal) });
        await lab.DoAsync("iam", "PutRolePolicy", new() { ["RoleName"] = "certus-fraud-own", ["PolicyName"] = "all", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""" });
        var session = LabCaller.Root() with { Arn = $"arn:aws:sts::{LabCaller.Account}:assumed-role/certus-fraud-own/job" };
        JsonObject Rows() => new() { ["Bucket"] = FraudRecall.Data, ["Key"] = "train/train.csv" };

        Assert.NotNull((await lab.Bench.TryAsync("s3", "GetObject", Rows(), Attempt.Cancel, session)).Refused);
        Assert.Null((await lab.Bench.TryAsync("s3", "GetObject", Rows(), Attempt.Cancel)).Refused);
        await lab.DoAsync("s3", "DeleteBucketPolicy", new() { ["Bucket"] = FraudRecall.Data });
        Assert.Null((await lab.Bench.TryAsync("s3", "GetObject", Rows(), Attempt.Cancel, session)).Refused);
    }

    [Theory]
    [InlineData("role-lists-nothing", "s3:ListBucket")]
    [InlineData("bucket-denies", "DuringTheAudit")]
    public async Task A_crawl_says_what_is_broken(string fault, string reason)
    {
        await using var lab = await BrokenAsync("crawler-athena", fault);
        await lab.DoAsync("glue", "CreateCrawler", new()
        {
            ["Name"] = "certus-lake-events", ["Role"] = Attempt.Role(CrawlerAthena.CrawlerRole), ["DatabaseName"] = CrawlerAthena.Database,
            ["Targets"] = new JsonObject { ["S3Targets"] = new JsonArray(new JsonObject { ["Path"] = $"s3://{CrawlerAthena.Raw}/events/" }) },
        });

        await lab.DoAsync("glue", "StartCrawler", new() { ["Name"] = "certus-lake-events" });

        var crawl = (await Until.Async(async () => (JsonObject)(await lab.DoAsync("glue", "GetCrawler", new() { ["Name"] = "certus-lake-events" }))["Crawler"]!, crawler => (string?)crawler["State"] == "READY" && crawler["LastCrawl"] is not null, "The crawl does not end."))["LastCrawl"]!;
        Assert.Equal("FAILED", (string?)crawl["Status"]);
        Assert.Contains(reason, (string?)crawl["ErrorMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_lab_itself_trains_has_ended_before_anything_is_broken()
    {
        await using var lab = await BrokenAsync("tuning-on-a-budget", "role-reads-nothing");

        var job = Assert.Single(await lab.Bench.ListAsync("sagemaker", "ListTrainingJobs", [], "TrainingJobSummaries", Attempt.Cancel));

        Assert.Equal("Completed", (string?)job["TrainingJobStatus"]);
    }

    [Fact]
    public async Task Begun_whole_nothing_is_broken_and_begun_again_what_was_broken_is_whole()
    {
        await using var lab = await BrokenAsync("kmeans-elbow", "bucket-denies");
        Assert.Equal("bucket-denies", lab.Start.Fault);

        await lab.BeginAgainAsync(lab.Start.Seed);

        Assert.Null(lab.Start.Fault);
        Assert.Equal("NoSuchBucketPolicy", (await lab.Bench.TryAsync("s3", "GetBucketPolicy", new() { ["Bucket"] = KMeansElbow.Work }, Attempt.Cancel)).Refused?.Code);
    }
}
