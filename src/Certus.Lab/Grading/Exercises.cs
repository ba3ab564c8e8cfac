using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Grading;

/// <summary>The labs of a sandbox: begun, graded, begun again.</summary>
/// <param name="database">Where it is kept which were begun.</param>
/// <param name="bench">The sandbox.</param>
public sealed class Exercises(LabDatabase database, LabBench bench) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Every lab there is a grader for.</summary>
    public static IReadOnlyList<ILabExercise> All { get; } = [new S3Hygiene(), new FraudRecall(), new ClassImbalance(), new LinearOrTrees(), new KMeansElbow(), new BatchOrEndpoint(), new PcaCompress(), new RcfAnomalies(), new TuningOnABudget(), new AbTraffic(), new CrawlerAthena(), new StreamToParquet()];

    /// <summary>The exercise of an id; null where there is none.</summary>
    public static ILabExercise? Find(string id) => All.FirstOrDefault(exercise => exercise.Id == id);

    /// <summary>What a lab was begun with; null where it was not.</summary>
    public LabStart? StartOf(string id) => database.Read(connection => Rows(
        connection, "SELECT seed, fault, started_ticks FROM grading_start WHERE lab = $lab",
        row => new LabStart(ulong.Parse(row.GetString(0), CultureInfo.InvariantCulture), row.IsDBNull(1) ? null : row.GetString(1), Instant(row, 2)), ("$lab", id))).FirstOrDefault();

    /// <summary>Begins a lab, for the first time or again: what its name prefix marks as the lab's is removed first.</summary>
    /// <param name="exercise">Which.</param>
    /// <param name="seed">What data and fault are made from; drawn where it is left out.</param>
    /// <param name="broken">Whether something of what it brings along is broken, to be mended first.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<LabStart> StartAsync(ILabExercise exercise, ulong? seed, bool broken, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var drawn = seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 12;
            var fault = !broken && !exercise.IsAlwaysBroken || exercise.Faults.Count == 0 ? null : new Numerics.SeededRandom(drawn, $"{exercise.Id} fault").Pick(exercise.Faults);
            await database.WriteAsync(connection => { Execute(connection, "DELETE FROM grading_start WHERE lab = $lab", ("$lab", exercise.Id)); }, cancel);
            await RemoveAsync(exercise.NamePrefix, cancel);
            var start = new LabStart(drawn, fault, bench.Now);
            await exercise.PrepareAsync(bench, start, cancel);
            await exercise.BreakAsync(bench, start, cancel);
            await database.WriteAsync(connection =>
            {
                Execute(connection, "INSERT INTO grading_start VALUES ($lab, $seed, $fault, $at)",
                    ("$lab", exercise.Id), ("$seed", start.Seed.ToString(CultureInfo.InvariantCulture)), ("$fault", start.Fault), ("$at", start.StartedAt));
            }, cancel);
            return start;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Grades a lab that was begun.</summary>
    public async Task<IReadOnlyList<Finding>> GradeAsync(ILabExercise exercise, LabStart start, CancellationToken cancel) =>
        await exercise.GradeAsync(bench, start, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), cancel);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Removes what a lab made and what was made for it.</summary>
    private async Task RemoveAsync(string prefix, CancellationToken cancel)
    {
        foreach (var (list, entries, name, remove) in 
            new[] { ("ListEndpoints", "Endpoints", "EndpointName", "DeleteEndpoint"), ("ListEndpointConfigs", "EndpointConfigs", "EndpointConfigName", "DeleteEndpointConfig"), ("ListModels", "Models", "ModelName", "DeleteModel") })
            await RemoveAsync(list, entries, name, remove);
        foreach (var (service, list, entries, more, after, name, remove) in new[]
            { ("firehose", "ListDeliveryStreams", "DeliveryStreamNames", "HasMoreDeliveryStreams", "ExclusiveStartDeliveryStreamName", "DeliveryStreamName", "DeleteDeliveryStream"), ("kinesis", "ListStreams", "StreamNames", "HasMoreStreams", "ExclusiveStartStreamName", "StreamName", "DeleteStream") })
            await RemoveStreamsAsync(service, list, entries, more, after, name, remove);
        foreach (var bucket in (await bench.CallAsync("s3", "ListBuckets", [], cancel))["Buckets"] as JsonArray ?? [])
            if ((string?)bucket!["Name"] is { } name && name.StartsWith(prefix, StringComparison.Ordinal))
                await EmptyAsync(name);
        foreach (var role in (await bench.CallAsync("iam", "ListRoles", [], cancel))["Roles"] as JsonArray ?? [])
            if ((string?)role!["RoleName"] is { } name && name.StartsWith(prefix, StringComparison.Ordinal))
                await RemoveRoleAsync(name);

        async Task RemoveAsync(string list, string entries, string member, string remove)
        {
            foreach (var entry in await bench.ListAsync("sagemaker", list, [], entries, cancel))
                if ((string?)entry[member] is { } name && name.StartsWith(prefix, StringComparison.Ordinal))
                    await bench.TryAsync("sagemaker", remove, new() { [member] = name }, cancel);
        }

        async Task RemoveStreamsAsync(string service, string list, string entries, string more, string after, string member, string remove)
        {
            JsonObject page;
            JsonObject input = [];
            do
            {
                page = await bench.CallAsync(service, list, input, cancel);
                input = [];
                foreach (var entry in page[entries] as JsonArray ?? [])
                {
                    var named = (string)entry!;
                    input[after] = named;
                    if (!named.StartsWith(prefix, StringComparison.Ordinal)) continue;
                    JsonObject gone = new() { [member] = named };
                    if (service == "kinesis") gone["EnforceConsumerDeletion"] = true;
                    await bench.TryAsync(service, remove, gone, cancel);
                }
            }
            while ((bool)page[more]! && input.Count > 0);
        }

        async Task EmptyAsync(string bucket)
        {
            var on = new JsonObject { ["Bucket"] = bucket };
            await bench.CallAsync("s3", "DeleteBucketPolicy", (JsonObject)on.DeepClone(), cancel);      // one that denies everybody would deny this too
            foreach (var upload in (await bench.CallAsync("s3", "ListMultipartUploads", (JsonObject)on.DeepClone(), cancel))["Uploads"] as JsonArray ?? [])
                await bench.TryAsync("s3", "AbortMultipartUpload", new() { ["Bucket"] = bucket, ["Key"] = (string?)upload!["Key"], ["UploadId"] = (string?)upload["UploadId"] }, cancel);
            int left;
            do
            {
                var page = await bench.CallAsync("s3", "ListObjectVersions", (JsonObject)on.DeepClone(), cancel);
                var versions = ((page["Versions"] as JsonArray ?? []).Concat(page["DeleteMarkers"] as JsonArray ?? [])).ToList();
                left = versions.Count;
                foreach (var version in versions)
                {
                    var one = new JsonObject { ["Bucket"] = bucket, ["Key"] = (string?)version!["Key"], ["VersionId"] = (string?)version["VersionId"] };
                    await bench.TryAsync("s3", "PutObjectLegalHold", new() { ["Bucket"] = bucket, ["Key"] = (string?)version["Key"], ["VersionId"] = (string?)version["VersionId"], ["LegalHold"] = new JsonObject { ["Status"] = "OFF" } }, cancel);
                    one["BypassGovernanceRetention"] = true;
                    if ((await bench.TryAsync("s3", "DeleteObject", one, cancel)).Refused is null) left--;
                }
                if (left > 0 && left == versions.Count) throw new AwsException("BucketNotEmpty", $"The bucket {bucket} holds objects that are locked for compliance; until their day the lab can't begin again. 'certus lab reset' removes the whole sandbox.", 409);
            }
            while (left > 0 || await HasMoreAsync(bucket));
            await bench.CallAsync("s3", "DeleteBucket", (JsonObject)on.DeepClone(), cancel);
        }

        async Task<bool> HasMoreAsync(string bucket)
        {
            var page = await bench.CallAsync("s3", "ListObjectVersions", new() { ["Bucket"] = bucket, ["MaxKeys"] = 1L }, cancel);
            return (page["Versions"] as JsonArray ?? []).Count + (page["DeleteMarkers"] as JsonArray ?? []).Count > 0;
        }

        async Task RemoveRoleAsync(string role)
        {
            JsonObject Named(string? member = null, string? value = null) => member is null ? new() { ["RoleName"] = role } : new() { ["RoleName"] = role, [member] = value };
            foreach (var policy in (await bench.CallAsync("iam", "ListRolePolicies", Named(), cancel))["PolicyNames"] as JsonArray ?? [])
                await bench.TryAsync("iam", "DeleteRolePolicy", Named("PolicyName", (string?)policy), cancel);
            foreach (var policy in (await bench.CallAsync("iam", "ListAttachedRolePolicies", Named(), cancel))["AttachedPolicies"] as JsonArray ?? [])
                await bench.TryAsync("iam", "DetachRolePolicy", Named("PolicyArn", (string?)policy!["PolicyArn"]), cancel);
            await bench.TryAsync("iam", "DeleteRole", Named(), cancel);
        }
    }
}
