using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Athena;

/// <summary>A sandbox with a bucket for data and one for results; its queries really run.</summary>
public sealed class AthenaWorld : IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "certus-athena-" + Path.GetRandomFileName());
    private LabServices _services = null!;

    internal LabServices Services => _services;

    internal sealed record Ran(string Id, string State, string Reason, long Scanned, JsonObject Body)
    {
        /// <summary>The rows without the names of the columns; a null is the word.</summary>
        public IReadOnlyList<string> Rows { get; init; } = [];

        public IReadOnlyList<string> Header { get; init; } = [];

        public IReadOnlyList<string> Types { get; init; } = [];
    }

    public async ValueTask InitializeAsync()
    {
        _services = LabServices.Open(new(_directory));
        foreach (var service in _services.ByName.Values) await service.StartAsync(CancellationToken.None);
        foreach (var bucket in (string[])["lake", "results"]) await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket });
        await OkAsync("CREATE DATABASE db");
    }

    internal Task<JsonObject> CallAsync(string service, string operation, JsonObject input, LabCaller? caller = null) =>
        _services.Bench.CallAsync(service, operation, input, TestContext.Current.CancellationToken, caller ?? LabCaller.Root());

    internal Task PutAsync(string key, string text) => PutAsync(key, Encoding.UTF8.GetBytes(text));

    internal Task PutAsync(string key, byte[] bytes) =>
        _services.Bench.AnswerAsync("s3", "PutObject", new() { ["Bucket"] = "lake", ["Key"] = key }, TestContext.Current.CancellationToken, LabCaller.Root(), bytes);

    internal async Task<string> TextAsync(string bucket, string key) => (await _services.Bench.TextAsync(bucket, key, TestContext.Current.CancellationToken)).Text ?? throw new InvalidOperationException($"There is no s3://{bucket}/{key}.");

    internal async Task<string> StartAsync(string sql, LabCaller? caller = null, string? group = null, params string[] parameters)
    {
        JsonObject input = new() { ["QueryString"] = sql, ["QueryExecutionContext"] = new JsonObject { ["Database"] = "db" }, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = "s3://results/out" } };
        if (group is not null) input["WorkGroup"] = group;
        if (parameters.Length > 0) input["ExecutionParameters"] = new JsonArray([.. parameters.Select(one => JsonValue.Create(one))]);
        return (string)(await CallAsync("athena", "StartQueryExecution", input, caller))["QueryExecutionId"]!;
    }

    internal async Task<Ran> EndAsync(string id)
    {
        for (var waited = 0; waited < 4800; waited++)
        {
            var body = (JsonObject)(await CallAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }))["QueryExecution"]!;
            var state = (string)body["Status"]!["State"]!;
            if (state is not ("QUEUED" or "RUNNING")) return new(id, state, (string?)body["Status"]!["StateChangeReason"] ?? "", (long?)body["Statistics"]!["DataScannedInBytes"] ?? -1, body);
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The query does not come to its end.");
    }

    internal async Task<Ran> RunAsync(string sql, LabCaller? caller = null, string? group = null, params string[] parameters)
    {
        var ran = await EndAsync(await StartAsync(sql, caller, group, parameters));
        if (ran.State != "SUCCEEDED") return ran;
        var results = await CallAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = ran.Id });
        var columns = results["ResultSet"]!["ResultSetMetadata"]!["ColumnInfo"]!.AsArray();
        List<string> rows = [.. results["ResultSet"]!["Rows"]!.AsArray().Select(row => string.Join('|', row!["Data"]!.AsArray().Select(value => (string?)value!["VarCharValue"] ?? "NULL")))];
        var header = (string?)ran.Body["SubstatementType"] is "SELECT" or "EXECUTE";
        return ran with
        {
            Rows = header ? rows[1..] : rows, Header = header ? rows[0].Split('|') : [], Types = [.. columns.Select(column => (string)column!["Type"]!)],
        };
    }

    /// <summary>Runs what must succeed.</summary>
    internal async Task<Ran> OkAsync(string sql, params string[] parameters)
    {
        var ran = await RunAsync(sql, null, null, parameters);
        Assert.True(ran.State == "SUCCEEDED", $"{ran.State}: {ran.Reason}\n{sql}");
        return ran;
    }

    /// <summary>Runs what must fail.</summary>
    /// <returns>The reason.</returns>
    internal async Task<string> FailsAsync(string sql)
    {
        var ran = await RunAsync(sql);
        Assert.True(ran.State == "FAILED", $"{ran.State}: {string.Join('/', ran.Rows)}\n{sql}");
        return ran.Reason;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
