using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Athena.Engine;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Athena;

/// <summary>Queries as their operations see them: started, watched, stopped, listed.</summary>
/// <param name="directory">Where each query that runs has a folder, gone when it has ended.</param>
/// <param name="needsBucket">Whether a query is refused at once where its results could not be kept.</param>
internal sealed class Queries(LabDatabase database, CallersObjects objects, QueryRun run, string directory, TimeProvider clock, bool needsBucket) : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Work)> _running = [];
    private readonly CancellationTokenSource _closing = new();

    public async ValueTask<LabAnswer> StartAsync(LabCall call, CancellationToken cancel)
    {
        var (region, sql) = (call.Caller.Region, call.Required("QueryString"));
        var token = call.Text("ClientRequestToken");
        var group = database.Read(connection => WorkGroups.Require(connection, region, call.Text("WorkGroup") ?? AthenaNames.Primary));
        if ((string?)group.Body["State"] == "DISABLED") throw AthenaNames.Invalid($"WorkGroup {group.Name} is disabled.");
        var settings = group.Body["Configuration"]!;
        var enforced = (bool?)settings["EnforceWorkGroupConfiguration"] == true;
        var (own, asked) = ((string?)settings["ResultConfiguration"]?["OutputLocation"], (string?)call.Structure("ResultConfiguration")?["OutputLocation"]);
        var output = (enforced ? own ?? asked : asked ?? own) ?? throw AthenaNames.Invalid("No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.");
        if (!output.EndsWith('/')) output += "/";
        if (needsBucket) CheckOutput(output);
        var id = Guid.NewGuid().ToString();
        var kind = StatementKind.Of(sql);
        var results = (enforced ? settings["ResultConfiguration"] : null) as JsonObject ?? call.Structure("ResultConfiguration") ?? [];
        results = results.DeepClone().AsObject();
        results["OutputLocation"] = $"{output}{id}{(kind is { Type: "DML", Words: "SELECT" or "EXECUTE" } ? ".csv" : ".txt")}";
        JsonObject body = new()
        {
            ["QueryExecutionId"] = id,
            ["Query"] = sql,
            ["StatementType"] = kind.Type,
            ["SubstatementType"] = kind.Words,
            ["ResultConfiguration"] = results,
            ["ResultReuseConfiguration"] = call.Structure("ResultReuseConfiguration")?.DeepClone() ?? new JsonObject { ["ResultReuseByAgeConfiguration"] = new JsonObject { ["Enabled"] = false } },
            ["QueryExecutionContext"] = call.Structure("QueryExecutionContext")?.DeepClone() ?? new JsonObject(),
            ["Status"] = new JsonObject { ["State"] = "QUEUED", ["SubmissionDateTime"] = JsonValue.Create(call.Now) },
            ["Statistics"] = new JsonObject { ["ResultReuseInformation"] = new JsonObject { ["ReusedPreviousResult"] = false } },
            ["WorkGroup"] = group.Name,
            ["EngineVersion"] = settings["EngineVersion"]!.DeepClone(),
        };
        if (call.List("ExecutionParameters") is { Count: > 0 } parameters) body["ExecutionParameters"] = parameters.DeepClone();
        var before = await database.WriteAsync(connection =>
        {
            if (token is not null && Rows(connection, "SELECT body FROM athena_query WHERE region = $region AND token = $token", row => JsonNode.Parse(row.GetString(0))!.AsObject(), ("$region", region), ("$token", token)) is [var same])
                return (string?)same["Query"] == sql ? same : throw AthenaNames.Invalid("Idempotent parameters do not match");
            Execute(connection, "INSERT INTO athena_query VALUES ($id, $region, $group, $token, $at, $body)",
                ("$id", id), ("$region", region), ("$group", group.Name), ("$token", token), ("$at", call.Now), ("$body", body.ToJsonString()));
            return null;
        }, cancel);
        if (before is not null) return new JsonObject { ["QueryExecutionId"] = (string?)before["QueryExecutionId"] };
        var context = call.Structure("QueryExecutionContext");
        var scope = new QueryScope(id, call.Caller, ((string?)context?["Database"] ?? "default").ToLowerInvariant(), group.Name, output, (long?)settings["BytesScannedCutoffPerQuery"],
            [.. call.List("ExecutionParameters").Select(one => (string)one!)], call.Now);
        Task work;
        lock (_gate)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            work = Task.Run(() => WorkAsync(scope, sql, (string?)context?["Catalog"], stop), CancellationToken.None);
            _running[id] = (stop, work);
        }
        // What only changes the catalog is done in the time that an answer takes.
        if (kind is { Type: "DDL", Words: not "CREATE_TABLE_AS_SELECT" and not "CREATE_VIEW" }) await work.WaitAsync(cancel);
        return new JsonObject { ["QueryExecutionId"] = id };
    }

    private void CheckOutput(string output)
    {
        try
        {
            if (!objects.BucketExists(output)) throw AthenaNames.Invalid($"Unable to verify/create output bucket {CallersObjects.Place(output).Bucket}");
        }
        catch (QueryFailedException)
        {
            throw AthenaNames.Invalid($"outputLocation is not a valid S3 path.");
        }
    }

    private async Task WorkAsync(QueryScope scope, string sql, string? catalog, CancellationTokenSource stop)
    {
        var folder = Path.Combine(directory, scope.Id);
        var watch = Stopwatch.StartNew();
        var (state, reason, user, scanned) = ("SUCCEEDED", (string?)null, true, 0L);
        QueryOutcome outcome = QueryOutcome.Done;
        using var limit = new CancellationTokenSource(Longest, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token);
        long queued = 0, engine = 0;
        try
        {
            await ChangeAsync(scope.Id, body => body["Status"]!["State"] = "RUNNING", end.Token);
            queued = watch.ElapsedMilliseconds;
            if (catalog is not null && !catalog.Equals(AthenaNames.Catalog, StringComparison.OrdinalIgnoreCase)) throw QueryFailedException.NotBuilt($"queries the catalog {AthenaNames.Catalog} only, not {catalog}");
            outcome = await run.RunAsync(scope, sql, folder, end.Token);
            scanned = outcome.Scanned;
            engine = watch.ElapsedMilliseconds - queued;
            await StageAsync(scope, outcome, folder, end.Token);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            var (now, all) = (clock.GetUtcNow(), watch.ElapsedMilliseconds);
            await objects.PutAsync(scope.Files, connection =>
            {
                outcome.Publish?.Invoke(connection);
                Change(connection, scope.Id, body => Finish(body, state, null, user, now, scanned, queued, engine, all, outcome));
            }, end.Token);
        }
        catch (QueryFailedException failed)
        {
            (state, reason, user) = ("FAILED", failed.Message, failed.IsUsers);
        }
        catch (AwsException refused)
        {
            (state, reason) = ("FAILED", $"{refused.Code}: {refused.Message}");
        }
        catch (ScanCutException cut)
        {
            (state, reason, scanned) = ("CANCELLED", $"Query cancelled! : {cut.Message}", cut.Scanned);
        }
        catch (OperationCanceledException)
        {
            (state, reason) = limit.IsCancellationRequested ? ("FAILED", "Query timeout") : ("CANCELLED", "Query cancelled!");
        }
        catch (Exception failure)
        {
            (state, reason, user) = ("FAILED", $"INTERNAL_ERROR: {failure.GetType().Name}: {failure.Message}", false);
        }
        try
        {
            if (state == "SUCCEEDED") return;
            objects.Drop(scope.Files);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            if (_closing.IsCancellationRequested) return; // its row still says that it runs; the next start marks it
            var now = clock.GetUtcNow();
            await ChangeAsync(scope.Id, body => Finish(body, state, reason, user, now, scanned, queued, engine, watch.ElapsedMilliseconds, outcome), CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The sandbox was closed meanwhile: the next start marks the query.
        }
        finally
        {
            lock (_gate) _running.Remove(scope.Id);
            stop.Dispose();
        }
    }

    private static void Finish(JsonObject body, string state, string? reason, bool user, DateTimeOffset now, long scanned, long queued, long engine, long total, QueryOutcome outcome)
    {
        var status = body["Status"]!.AsObject();
        status["State"] = state;
        status["CompletionDateTime"] = JsonValue.Create(now);
        if (reason is not null) status["StateChangeReason"] = reason;
        if (state == "FAILED")
            status["AthenaError"] = new JsonObject { ["ErrorCategory"] = user ? 2 : 1, ["ErrorType"] = user ? 1006 : 100, ["Retryable"] = false, ["ErrorMessage"] = reason };
        var statistics = body["Statistics"]!.AsObject();
        statistics["EngineExecutionTimeInMillis"] = engine;
        statistics["DataScannedInBytes"] = scanned;
        statistics["TotalExecutionTimeInMillis"] = total;
        statistics["QueryQueueTimeInMillis"] = queued;
        statistics["ServicePreProcessingTimeInMillis"] = 0;
        statistics["QueryPlanningTimeInMillis"] = 0;
        statistics["ServiceProcessingTimeInMillis"] = Math.Max(0, total - queued - engine);
        body["_columns"] = new JsonArray([.. outcome.Columns.Select(column => new JsonArray(column.Name, column.Type))]);
        body["_text"] = outcome.Lines is not null;
        body["_updated"] = outcome.Updated;
    }

    /// <summary>Writes a result for where the query's description says it is, and beside it what its columns are.</summary>
    private async Task StageAsync(QueryScope scope, QueryOutcome outcome, string folder, CancellationToken cancel)
    {
        var place = (string)Find(scope.Region, scope.Id).Body["ResultConfiguration"]!["OutputLocation"]!;
        if (!needsBucket)
        {
            try
            {
                if (!objects.BucketExists(place)) return;
            }
            catch (QueryFailedException)
            {
                return;
            }
        }
        if (outcome.Rows is { } rows)
        {
            await using var bytes = File.OpenRead(Path.Combine(folder, rows));
            scope.Files.Add(await objects.StageAsync(scope.Caller, place, "application/octet-stream", bytes, cancel));
        }
        else
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat((outcome.Lines ?? []).Select(line => line + "\n"))));
            scope.Files.Add(await objects.StageAsync(scope.Caller, place, "application/octet-stream", bytes, cancel));
        }
        var columns = new JsonArray([.. outcome.Columns.Select(Columns.Info)]).ToJsonString();
        using var metadata = new MemoryStream(Encoding.UTF8.GetBytes(columns));
        scope.Files.Add(await objects.StageAsync(scope.Caller, place + ".metadata", "application/octet-stream", metadata, cancel));
    }

    public async ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel)
    {
        var id = call.Required("QueryExecutionId");
        var query = Find(call.Caller.Region, id);
        Task? work = null;
        lock (_gate)
        {
            if (_running.TryGetValue(id, out var running))
            {
                work = running.Work;
                _ = running.Stop.CancelAsync();
            }
        }
        // A query that has ended stays as it ended; one that runs is interrupted.
        if (work is not null) await work.WaitAsync(TimeSpan.FromSeconds(5), clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) => new(new JsonObject { ["QueryExecution"] = Find(call.Caller.Region, call.Required("QueryExecutionId")).Body });

    public ValueTask<LabAnswer> GetManyAsync(LabCall call, CancellationToken cancel)
    {
        JsonArray found = [], missing = [];
        foreach (var id in call.List("QueryExecutionIds").Select(id => (string)id!))
            if (Try(call.Caller.Region, id) is { } query) found.Add(query.Body);
            else missing.Add(new JsonObject { ["QueryExecutionId"] = id, ["ErrorCode"] = "INVALID_INPUT", ["ErrorMessage"] = $"QueryExecution {id} was not found" });
        return new(new JsonObject { ["QueryExecutions"] = found, ["UnprocessedQueryExecutionIds"] = missing });
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(AthenaNames.Page(call, "QueryExecutionIds", database.Read(connection => Rows(connection,
        "SELECT id FROM athena_query WHERE region = $region AND ($group IS NULL OR workgroup = $group) ORDER BY submitted DESC, id", row => row.GetString(0), ("$region", call.Caller.Region), ("$group", call.Text("WorkGroup")))), id => JsonValue.Create(id)));

    public ValueTask<LabAnswer> StatisticsAsync(LabCall call, CancellationToken cancel)
    {
        var statistics = Find(call.Caller.Region, call.Required("QueryExecutionId")).Body["Statistics"]!;
        JsonObject timeline = [];
        foreach (var member in (string[])["QueryQueueTimeInMillis", "QueryPlanningTimeInMillis", "EngineExecutionTimeInMillis", "ServiceProcessingTimeInMillis", "ServicePreProcessingTimeInMillis", "TotalExecutionTimeInMillis"])
            if (statistics[member] is { } value) timeline[member] = value.DeepClone();
        JsonObject rows = [];
        if (statistics["DataScannedInBytes"] is { } scanned) rows["InputBytes"] = scanned.DeepClone();
        return new(new JsonObject { ["QueryRuntimeStatistics"] = new JsonObject { ["Timeline"] = timeline, ["Rows"] = rows } });
    }

    /// <summary>A query and its row.</summary>
    public (string Id, JsonObject Body) Find(string region, string id) => Try(region, id) ?? throw AthenaNames.Invalid($"QueryExecution {id} was not found");

    private (string Id, JsonObject Body)? Try(string region, string id) => database.Read(connection =>
        Scalar(connection, "SELECT body FROM athena_query WHERE region = $region AND id = $id", ("$region", region), ("$id", id)) is string body ? (id, JsonNode.Parse(body)!.AsObject()) : ((string, JsonObject)?)null);

    private Task ChangeAsync(string id, Action<JsonObject> change, CancellationToken cancel) => database.WriteAsync(connection => Change(connection, id, change), cancel);

    private static void Change(SqliteConnection connection, string id, Action<JsonObject> change)
    {
        if (Scalar(connection, "SELECT body FROM athena_query WHERE id = $id", ("$id", id)) is not string text) return;
        var body = JsonNode.Parse(text)!.AsObject();
        change(body);
        Execute(connection, "UPDATE athena_query SET body = $body WHERE id = $id", ("$body", body.ToJsonString()), ("$id", id));
    }

    /// <summary>Marks as failed what ran when the sandbox ended.</summary>
    public Task ResumeAsync(CancellationToken cancel)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true); // what a process that was killed left behind
        return database.WriteAsync(connection =>
        {
            foreach (var id in Rows(connection, "SELECT id FROM athena_query WHERE json_extract(body, '$.Status.State') IN ('QUEUED', 'RUNNING')", row => row.GetString(0)))
                Change(connection, id, body => Finish(body, "FAILED", "INTERNAL_ERROR: The sandbox was stopped while the query ran.", false, clock.GetUtcNow(), 0, 0, 0, 0, QueryOutcome.Done));
        }, cancel);
    }

    /// <summary>Ends what runs and waits until it has.</summary>
    public async Task ClearAsync()
    {
        Task[] work;
        lock (_gate)
        {
            foreach (var running in _running.Values) _ = running.Stop.CancelAsync();
            work = [.. _running.Values.Select(running => running.Work)];
        }
        await Task.WhenAll(work);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await ClearAsync();
        _closing.Dispose();
    }
}
