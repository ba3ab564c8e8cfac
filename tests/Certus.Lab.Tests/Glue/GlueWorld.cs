using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Glue;
using Certus.Lab.Iam;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Glue;

/// <summary>A catalog of its own, gone after the test.</summary>
internal sealed class GlueWorld : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("certus-glue-").FullName;

    /// <param name="clock">The time; the machine's where it is left out.</param>
    public GlueWorld(TimeProvider? clock = null)
    {
        Database = LabDatabase.Open(_directory, [S3Schema.Tables, IamSchema.Schema, LogsService.Tables, GlueService.Tables]);
        Objects = new(Database, _directory, TimeProvider.System);
        Service = new(Database, Objects, new(Database, TimeProvider.System), new(Database, TimeProvider.System), clock ?? TimeProvider.System);
        Catalog = new(Database);
    }

    public LabDatabase Database { get; }

    public ObjectStore Objects { get; }

    public GlueService Service { get; }

    public DataCatalog Catalog { get; }

    public Task<JsonObject> DoAsync(string operation, string json) => Service.AskAsync(operation, JsonNode.Parse(json)!.AsObject());

    public Task<Certus.Lab.Server.AwsException> RefusedAsync(string operation, string json) => Service.RefusedAsync(operation, JsonNode.Parse(json)!.AsObject());

    /// <summary>A database db with a table t that is partitioned by one key.</summary>
    public async Task PartitionedAsync(string key, string type, params string[] values)
    {
        await DoAsync("CreateDatabase", """{"DatabaseInput":{"Name":"db"}}""");
        await DoAsync("CreateTable", $$$$"""{"DatabaseName":"db","TableInput":{"Name":"t","PartitionKeys":[{"Name":"{{{{key}}}}","Type":"{{{{type}}}}"}],"StorageDescriptor":{"Columns":[{"Name":"a","Type":"int"}]}}}""");
        foreach (var value in values) await DoAsync("CreatePartition", $$$$"""{"DatabaseName":"db","TableName":"t","PartitionInput":{"Values":["{{{{value}}}}"]}}""");
    }

    /// <summary>A role that Glue may assume and that may list one bucket and read what lies below a prefix of it.</summary>
    public async Task RoleAsync(string name, string bucket, string readable = "*")
    {
        var iam = new IamService(Database);
        await iam.AskAsync("CreateRole", new() { ["RoleName"] = name, ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });
        await iam.AskAsync("PutRolePolicy", new()
        {
            ["RoleName"] = name, ["PolicyName"] = "data",
            ["PolicyDocument"] = $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::{{{bucket}}}"},{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{{bucket}}}/{{{readable}}}"}]}""",
        });
    }

    public Task PutAsync(string bucket, string key, string text) => PutAsync(bucket, key, Encoding.UTF8.GetBytes(text));

    public async Task PutAsync(string bucket, string key, byte[] bytes)
    {
        await Objects.CreateBucketAsync(bucket, "us-east-1", TestContext.Current.CancellationToken);
        await Objects.PutAsync(bucket, key, new MemoryStream(bytes), null, TestContext.Current.CancellationToken);
    }

    /// <summary>Makes a crawler of one path and runs it to its end.</summary>
    /// <returns>The crawler.</returns>
    public async Task<JsonObject> CrawlAsync(string path, string more = "", string role = "crawler")
    {
        await DoAsync("CreateCrawler", $$$$"""{"Name":"c","Role":"{{{{role}}}}","DatabaseName":"db","Targets":{"S3Targets":[{"Path":"{{{{path}}}}"}]}{{{{more}}}}}""");
        return await CrawlAgainAsync();
    }

    public async Task<JsonObject> CrawlAgainAsync()
    {
        await DoAsync("StartCrawler", """{"Name":"c"}""");
        return await ReadyAsync();
    }

    public async Task<JsonObject> ReadyAsync()
    {
        for (var waited = 0; waited < 2400; waited++)
        {
            var crawler = (JsonObject)(await DoAsync("GetCrawler", """{"Name":"c"}"""))["Crawler"]!;
            if ((string?)crawler["State"] == "READY") return crawler;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The crawler does not come to its end.");
    }

    /// <summary>A table as one text: name, location, columns and keys.</summary>
    public string[] Tables() => [.. Catalog.Tables("us-east-1", "db").Select(table =>
        $"{table.Name} {table.Location} {string.Join(',', table.Columns.Select(column => $"{column.Name}:{column.Type}"))} by {string.Join(',', table.PartitionKeys.Select(key => key.Name))}")];

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Objects.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
