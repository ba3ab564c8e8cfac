using System.Text.Json.Nodes;
using Certus.Lab.Glue;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Glue;

/// <summary>A catalog of its own, gone after the test.</summary>
internal sealed class GlueWorld : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("certus-glue-").FullName;

    public GlueWorld()
    {
        Database = LabDatabase.Open(_directory, [GlueService.Tables]);
        Service = new(Database);
        Catalog = new(Database);
    }

    public LabDatabase Database { get; }

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

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
