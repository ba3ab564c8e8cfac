using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.Grading;

/// <summary>One model, two ways to ask it: a file every night, and a look-up now and then.</summary>
internal sealed class BatchOrEndpoint : ILabExercise
{
    public const string Data = "certus-scoring-data", Work = "certus-scoring-work", Endpoint = "certus-scoring", JobRoleName = "certus-scoring-role", Nightly = "nightly/";

    /// <summary>Names in the order of the brief.</summary>
    public const string Job = "nightly-job", Ids = "nightly-ids", Scored = "nightly-scores", Interactive = "interactive", Idle = "nothing-idle";

    private const int TrainRows = 4_000, Parts = 2, RowsAPart = 2_000, LookUps = 40;
    private const string Image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";

    /// <summary>How far a written score may be from the model's: rounding.</summary>
    private const double Rounding = 1e-4;

    private static readonly Breakage[] _breakages = Breakage.OfJobs(JobRoleName, Data);

    public string Id => "batch-or-endpoint";
    public string NamePrefix => "certus-scoring";
    public IReadOnlyList<string> Checks => [Job, Ids, Scored, Interactive, Idle];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    /// <summary>The job that trains the model; a job's name is taken forever, so it bears the instant to the millisecond.</summary>
    public static string TrainingJob(LabStart start) => string.Create(CultureInfo.InvariantCulture, $"certus-scoring-{start.StartedAt:yyyyMMdd-HHmmss-fff}");

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        await bench.PutAsync(Data, "train/train.csv", Table.Labeled(new Subscribers(start.Seed).Sample(start.Seed, "train", TrainRows)), cancel);
        for (var part = 0; part < Parts; part++) await bench.PutAsync(Data, Key(part), Table.Named(Night(start, part)), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Subscribers.Columns.Prepend("id")) + "\n", cancel, "text/plain");
        var role = await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
        await bench.CallAsync("sagemaker", "CreateTrainingJob", new()
        {
            ["TrainingJobName"] = TrainingJob(start),
            ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Image, ["TrainingInputMode"] = "File" },
            ["RoleArn"] = role,
            ["HyperParameters"] = new JsonObject { ["objective"] = "binary:logistic", ["num_round"] = "60", ["max_depth"] = "4", ["eta"] = "0.2", ["eval_metric"] = "auc" },
            ["InputDataConfig"] = new JsonArray(new JsonObject
            {
                ["ChannelName"] = "train", ["ContentType"] = "text/csv", ["CompressionType"] = "None",
                ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{Data}/train/", ["S3DataDistributionType"] = "FullyReplicated" } },
            }),
            ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{Work}/models/" },
            ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 5L },
            ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600L },
        }, cancel);
    }

    private static string Key(int part) => string.Create(CultureInfo.InvariantCulture, $"{Nightly}part-{part}.csv");

    private static IEnumerable<(string Id, double[] Features)> Night(LabStart start, int part) =>
        Subscribers.Ids(start.Seed, $"night {part}", RowsAPart).Zip(new Subscribers(start.Seed).Sample(start.Seed, $"night {part}", RowsAPart), (id, row) => (id + (char)('A' + part), row.Features));

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var (job, _) = await bench.TryAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = TrainingJob(start) }, cancel);
        if ((string?)job?["TrainingJobStatus"] != "Completed") return [.. Checks.Select(check => Finding.Missing(check, $"The training job {TrainingJob(start)}, which makes the model, is {(string?)job?["TrainingJobStatus"] ?? "gone"}."))];
        var artifact = new TrainedJob(job!).Artifact;
        var transform = await TransformAsync(bench, start, cancel);
        var (interactive, answers) = await InteractiveAsync(bench, start, artifact, heldOut, cancel);
        return
        [
            await JobAsync(bench, start, transform, cancel),
            .. await WrittenAsync(bench, start, artifact, transform, cancel), interactive, await IdleAsync(bench, answers, cancel),
        ];
    }

    private static async Task<Finding> JobAsync(LabBench bench, LabStart start, JsonObject? transform, CancellationToken cancel)
    {
        if (transform is null) return Finding.Missing(Job, $"No transform job that read s3://{Data}/{Nightly} has completed since the lab began.");
        var asked = (await bench.CalledAsync("sagemaker-runtime", "InvokeEndpoint", start.StartedAt, cancel)).Count(call => call.ErrorCode is null && call.Text("EndpointName") == Endpoint);
        // The help desk asks a few times a day; only who sends a file line by line asks as often as a file has lines.
        return asked < RowsAPart
            ? Finding.Good(Job, $"{(string?)transform["TransformJobName"]} read the night's files and completed.")
            : Finding.Part(Job, 0.5, $"{(string?)transform["TransformJobName"]} read the night's files and completed; but {Endpoint}, which is for single questions, was asked {asked:N0} times too, as often as a file of the night has lines.");
    }

    /// <summary>The newest transform job over the night's files that has completed; null where there is none.</summary>
    private static async Task<JsonObject?> TransformAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var summary in await bench.ListAsync("sagemaker", "ListTransformJobs", new() { ["StatusEquals"] = "Completed", ["SortBy"] = "CreationTime", ["SortOrder"] = "Descending" }, "TransformJobSummaries", cancel))
        {
            if (summary["CreationTime"]!.GetValue<DateTimeOffset>() < start.StartedAt) continue;
            var job = await bench.CallAsync("sagemaker", "DescribeTransformJob", new() { ["TransformJobName"] = (string?)summary["TransformJobName"] }, cancel);
            if (((string?)job["TransformInput"]?["DataSource"]?["S3DataSource"]?["S3Uri"] ?? "").TrimEnd('/').StartsWith($"s3://{Data}/{Nightly.TrimEnd('/')}", StringComparison.Ordinal)) return job;
        }
        return null;
    }

    private static async Task<Finding[]> WrittenAsync(LabBench bench, LabStart start, string artifact, JsonObject? transform, CancellationToken cancel)
    {
        if (transform is null || ((string?)transform["TransformOutput"]?["S3OutputPath"])?.TrimEnd('/') is not { } output)
            return [Finding.Missing(Ids, "Without a transform job there is no output to look at."), Finding.Missing(Scored, "Without a transform job there is no output to look at.")];
        int rows = 0, named = 0, scored = 0, extra = 0;
        List<string> gone = [], foreign = [];
        for (var part = 0; part < Parts; part++)
        {
            var wanted = Night(start, part).ToList();
            rows += wanted.Count;
            var address = $"{output}/part-{part}.csv.out";
            var (bucket, key) = ModelFile.Split(address);
            var (head, _) = await bench.TryAsync("s3", "HeadObject", new() { ["Bucket"] = bucket, ["Key"] = key }, cancel);
            var (text, missing) = await bench.TextAsync(bucket, key, cancel);
            if (head is null || text is null)
            {
                gone.Add(missing ?? $"There is no {address}.");
                continue;
            }
            // What was put there before or after the job is not the job's, however right it is. S3 says whole seconds, cut off, so what the job wrote at once may seem to be a second older.
            if (Values.Time(head["LastModified"]!) is var written && (written < Values.Time(transform["TransformStartTime"]!).AddSeconds(-1) || written > Values.Time(transform["TransformEndTime"]!)))
            {
                foreign.Add(address);
                continue;
            }
            var (scores, fault) = await ModelFile.ScoresAsync(bench, artifact, [.. wanted.Select(row => row.Features)], cancel);
            if (scores is null) return [Finding.Missing(Ids, fault!), Finding.Missing(Scored, fault!)];
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).ToList();
            foreach (var (fields, row, score) in lines.Zip(wanted, scores))
            {
                if (fields[0] == row.Id) named++;
                if (fields.Length > 2) extra++;
                if (double.TryParse(fields[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var said) && Math.Abs(said - score) <= Rounding) scored++;
            }
            if (lines.Count > wanted.Count) extra += lines.Count - wanted.Count;
        }
        var lost = string.Concat(gone.Select(sentence => " " + sentence));
        if (foreign.Count > 0) lost += $" Not written by {(string?)transform["TransformJobName"]} while it ran: {string.Join(", ", foreign)}.";
        return
        [
            named < rows ? Finding.Missing(Ids, $"{named:N0} of {rows:N0} lines of the output begin with the id that stands in the same line of the input.{lost}")
                : extra > 0 ? Finding.Part(Ids, 0.5, $"Every line begins with its id; {extra:N0} lines carry more than an id and a score.")
                : Finding.Good(Ids, $"All {rows:N0} lines hold an id and one value more, in the order of the night's files."),
            scored == rows ? Finding.Good(Scored, $"All {rows:N0} scores are the model's for their line.")
                : Finding.Part(Scored, scored < rows / 2 ? 0 : scored / (double)rows / 2, $"{scored:N0} of {rows:N0} lines end with the score that the model gives their subscriber.{lost}"),
        ];
    }

    private static async Task<(Finding Finding, bool Answers)> InteractiveAsync(LabBench bench, LabStart start, string artifact, ulong heldOut, CancellationToken cancel)
    {
        double[][] rows = [.. new Subscribers(start.Seed).Sample(heldOut, "held out", LookUps).Select(row => row.Features)];
        var (scores, fault) = await EndpointScores.OfAsync(bench, Endpoint, rows, 1, cancel);
        if (scores is null) return (Finding.Missing(Interactive, fault!), false);
        var (model, why) = await ModelFile.ScoresAsync(bench, artifact, rows, cancel);
        if (model is null) return (Finding.Missing(Interactive, why!), false);
        var right = scores.Zip(model).Count(pair => Math.Abs(pair.First - pair.Second) <= Rounding);
        if (right < LookUps) return (Finding.Missing(Interactive, $"{Endpoint} gives {right} of {LookUps} subscribers the score of the model of {TrainingJob(start)}."), false);
        var described = await bench.CallAsync("sagemaker", "DescribeEndpoint", new() { ["EndpointName"] = Endpoint }, cancel);
        return IsServerless(described)
            ? (Finding.Good(Interactive, $"{Endpoint} answered {LookUps} look-ups with the model's scores, and nothing runs between them."), true)
            : (Finding.Part(Interactive, 0.4, $"{Endpoint} answered {LookUps} look-ups with the model's scores, on an instance that is paid for day and night."), true);
    }

    private static bool IsServerless(JsonObject endpoint) =>
        endpoint["ProductionVariants"] is JsonArray { Count: > 0 } variants && variants.All(variant => variant!["CurrentServerlessConfig"] is JsonObject serverless && ((long?)serverless["ProvisionedConcurrency"] ?? 0) == 0);

    private async Task<Finding> IdleAsync(LabBench bench, bool answers, CancellationToken cancel)
    {
        List<string> idle = [];
        foreach (var entry in await bench.ListAsync("sagemaker", "ListEndpoints", [], "Endpoints", cancel))
        {
            var name = (string?)entry["EndpointName"] ?? "";
            if (!name.StartsWith(NamePrefix, StringComparison.Ordinal)) continue;
            var (endpoint, _) = await bench.TryAsync("sagemaker", "DescribeEndpoint", new() { ["EndpointName"] = name }, cancel);
            if (endpoint is not null && !IsServerless(endpoint)) idle.Add(name);
        }
        return idle.Count > 0 ? Finding.Missing(Idle, $"Paid for by the hour, asked or not: {string.Join(", ", idle)}.")
            // Having nothing costs nothing; it is no merit before something answers.
            : answers ? Finding.Good(Idle, "No endpoint of the lab is paid for while nobody asks.") : Finding.Missing(Idle, "No endpoint is paid for while nobody asks, and none answers either.");
    }
}
