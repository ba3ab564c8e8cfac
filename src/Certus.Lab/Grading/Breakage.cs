using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Grading;

/// <summary>Something broken about what a lab brings along, to be found and mended before anything works.</summary>
/// <param name="Id">Its id in the brief, which tells what was reported of it.</param>
/// <param name="BreakAsync">Breaks it.</param>
/// <remarks>Each leaves calls that are refused or rows that can't be read, and the reason where one would look for it on AWS: in the refusal, the job, the crawl, the log. None touches what is graded.</remarks>
internal sealed record Breakage(string Id, Func<LabBench, CancellationToken, Task> BreakAsync)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What can be wrong with the role of training jobs and the bucket they read.</summary>
    public static Breakage[] OfJobs(string role, string reads) => [RoleLacks("role-reads-nothing", role, "s3:GetObject"), RoleLacks("role-writes-nothing", role, "s3:PutObject"), RoleTrustsAnother(role), BucketDenies(reads, role)];

    /// <summary>A permission of a role is gone.</summary>
    public static Breakage RoleLacks(string id, string role, string action) => new(id, async (bench, cancel) =>
    {
        foreach (var name in (await bench.CallAsync("iam", "ListRolePolicies", new() { ["RoleName"] = role }, cancel))["PolicyNames"] as JsonArray ?? [])
        {
            JsonObject policy = new() { ["RoleName"] = role, ["PolicyName"] = (string?)name };
            var document = JsonNode.Parse(Uri.UnescapeDataString((string)(await bench.CallAsync("iam", "GetRolePolicy", (JsonObject)policy.DeepClone(), cancel))["PolicyDocument"]!))!;
            var left = ((JsonArray)document["Statement"]!).Select(statement => Without((JsonObject)statement!.DeepClone(), action)).OfType<JsonObject>();
            document["Statement"] = new JsonArray([.. left]);
            policy["PolicyDocument"] = document.ToJsonString();
            await bench.CallAsync("iam", "PutRolePolicy", policy, cancel);
        }
    });

    /// <summary>A role can be assumed by a service that never does.</summary>
    public static Breakage RoleTrustsAnother(string role) => new("role-trusts-another", (bench, cancel) => bench.CallAsync("iam", "UpdateAssumeRolePolicy", new()
    {
        ["RoleName"] = role, ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
    }, cancel));

    /// <summary>A bucket's policy denies a role its objects, whatever its own policy says.</summary>
    /// <param name="bucket">Whose objects.</param>
    /// <param name="role">The role's name; any where it is *.</param>
    public static Breakage BucketDenies(string bucket, string role) => new("bucket-denies", (bench, cancel) => bench.CallAsync("s3", "PutBucketPolicy", new()
    {
        ["Bucket"] = bucket,
        ["Policy"] = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Sid"] = "DuringTheAudit", ["Effect"] = "Deny", ["Principal"] = "*", ["Action"] = "s3:GetObject", ["Resource"] = $"arn:aws:s3:::{bucket}/*",
                ["Condition"] = new JsonObject { ["ArnLike"] = new JsonObject { ["aws:PrincipalArn"] = $"arn:aws:iam::{LabCaller.Account}:role/{role}" } },
            }),
        }.ToJsonString(),
    }, cancel));

    /// <summary>A row in the middle of a file was cut off.</summary>
    public static Breakage TornRow(string bucket, string key) => new("torn-row", async (bench, cancel) =>
    {
        var (text, fault) = await bench.TextAsync(bucket, key, cancel);
        var lines = (text ?? throw new InvalidOperationException(fault)).Split('\n');
        var torn = lines[lines.Length / 2];
        lines[lines.Length / 2] = torn[..torn.LastIndexOf(',')];
        await bench.PutAsync(bucket, key, string.Join('\n', lines), cancel);
    });

    /// <summary>Breaks what a lab was begun with, if anything, once the jobs that the lab itself began have ended.</summary>
    public static async Task ApplyAsync(IEnumerable<Breakage> breakages, ILabExercise exercise, LabBench bench, LabStart start, CancellationToken cancel)
    {
        if (breakages.FirstOrDefault(one => one.Id == start.Fault) is not { } breakage) return;
        for (var waited = TimeSpan.Zero; await TrainsAsync(); waited += Pause)
        {
            if (waited > Patience) throw new AwsException("ResourceInUse", "The lab's own training jobs have not ended within a minute. Begin it again when nothing else trains.", 409);
            await Task.Delay(Pause, cancel);
        }
        await breakage.BreakAsync(bench, cancel);

        async Task<bool> TrainsAsync() => (await bench.ListAsync("sagemaker", "ListTrainingJobs", new() { ["StatusEquals"] = "InProgress" }, "TrainingJobSummaries", cancel))
            .Any(job => ((string)job["TrainingJobName"]!).StartsWith(exercise.NamePrefix, StringComparison.Ordinal));
    }

    private static JsonObject? Without(JsonObject statement, string action)
    {
        if (statement["Action"] is not JsonArray actions) return (string?)statement["Action"] == action ? null : statement;
        statement["Action"] = new JsonArray([.. actions.Where(one => (string?)one != action).Select(one => one!.DeepClone())]);
        return ((JsonArray)statement["Action"]!).Count > 0 ? statement : null;
    }
}
