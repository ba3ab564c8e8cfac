using System.Text.Json.Nodes;

namespace Certus.Lab.Tests.Glue;

/// <summary>Databases, tables and partitions as the catalog keeps them.</summary>
public sealed class CatalogTests : IAsyncDisposable
{
    private readonly GlueWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private static string[] Values(JsonObject answer) => [.. answer["Partitions"]!.AsArray().Select(partition => (string)partition!["Values"]![0]!)];

    [Fact]
    public async Task Names_are_kept_in_lower_case_and_found_in_any()
    {
        await _world.DoAsync("CreateDatabase", """{"DatabaseInput":{"Name":"Sales"}}""");
        await _world.DoAsync("CreateTable", """{"DatabaseName":"SALES","TableInput":{"Name":"Orders","StorageDescriptor":{"Location":"s3://b/o/","Columns":[{"Name":"Id","Type":"bigint"}]},"Parameters":{"classification":"csv"}}}""");

        var table = _world.Catalog.FindTable("us-east-1", "sAles", "ORDERS")!;

        Assert.Equal(("sales", "orders", "s3://b/o/", "csv"), (table.Database, table.Name, table.Location, table.Parameters["classification"]));
        Assert.Equal(("id", "bigint"), (table.Columns[0].Name, table.Columns[0].Type));
        Assert.Null(_world.Catalog.FindTable("eu-west-1", "sales", "orders"));
        Assert.Null(_world.Catalog.FindTable("us-east-1", "sales", "order"));
    }

    [Fact]
    public async Task Every_update_is_a_version_unless_it_skips_the_archive()
    {
        await _world.DoAsync("CreateDatabase", """{"DatabaseInput":{"Name":"db"}}""");
        await _world.DoAsync("CreateTable", """{"DatabaseName":"db","TableInput":{"Name":"t","Description":"one"}}""");
        await _world.DoAsync("UpdateTable", """{"DatabaseName":"db","TableInput":{"Name":"t","Description":"two"}}""");
        await _world.DoAsync("UpdateTable", """{"DatabaseName":"db","SkipArchive":true,"TableInput":{"Name":"t","Description":"three"}}""");

        var versions = await _world.DoAsync("GetTableVersions", """{"DatabaseName":"db","TableName":"t"}""");
        var late = await _world.RefusedAsync("UpdateTable", """{"DatabaseName":"db","VersionId":"1","TableInput":{"Name":"t"}}""");

        Assert.Equal(["one", "three"], versions["TableVersions"]!.AsArray().Select(version => (string)version!["Table"]!["Description"]!));
        Assert.Equal("3", (string?)(await _world.DoAsync("GetTable", """{"DatabaseName":"db","Name":"t"}"""))["Table"]!["VersionId"]);
        Assert.Equal("VersionMismatchException", late.Code);
    }

    [Fact]
    public async Task A_database_takes_its_tables_and_partitions_with_it()
    {
        await _world.PartitionedAsync("day", "string", "a");
        await _world.DoAsync("DeleteDatabase", """{"Name":"db"}""");
        await _world.PartitionedAsync("day", "string");

        Assert.Empty(Values(await _world.DoAsync("GetPartitions", """{"DatabaseName":"db","TableName":"t"}""")));
        Assert.Empty(_world.Catalog.Partitions(_world.Catalog.FindTable("us-east-1", "db", "t")!));
    }

    [Theory]
    [InlineData("int", "k > 1 and k < 3 or k = 10", "10,2")]
    [InlineData("int", "not (k between 2 and 10)", "1")]
    [InlineData("bigint", "k in ('2', 10)", "10,2")]
    [InlineData("string", "k > '1' and k < '2'", "10")]
    [InlineData("string", "k like '1%'", "1,10")]
    [InlineData("string", "k = '1' or k = '2' and k = '10'", "1")]
    [InlineData("string", "k is null", "")]
    [InlineData("decimal(4,1)", "K <> 2.0", "1,10")]
    public async Task An_expression_compares_a_key_by_its_type(string type, string expression, string found)
    {
        await _world.PartitionedAsync("k", type, "1", "2", "10");

        var answer = await _world.DoAsync("GetPartitions", new JsonObject { ["DatabaseName"] = "db", ["TableName"] = "t", ["Expression"] = expression }.ToJsonString());

        Assert.Equal(found, string.Join(',', Values(answer)));
    }

    [Theory]
    [InlineData("int", "k = 'x'", "\"x\" is not an integer")]
    [InlineData("int", "k like '1'", "Integral data type doesn't support operation 'LIKE'")]
    [InlineData("date", "k = '2026-02-30'", "\"2026-02-30\" is not a date")]
    [InlineData("double", "k = 1", "Unknown type : 'double'")]
    [InlineData("string", "other = 'x'", "Invalid partition expression!")]
    [InlineData("string", "k = 'x", "Unsupported expression 'k = 'x'")]
    [InlineData("string", "k = 'x' and", "Unsupported expression 'k = 'x' and'")]
    [InlineData("string", "k = 'x' drop table", "Unsupported expression 'k = 'x' drop table'")]
    public async Task An_expression_that_can_t_be_understood_is_refused(string type, string expression, string message)
    {
        await _world.PartitionedAsync("k", type);

        var refused = await _world.RefusedAsync("GetPartitions", new JsonObject { ["DatabaseName"] = "db", ["TableName"] = "t", ["Expression"] = expression }.ToJsonString());

        Assert.Equal(("InvalidInputException", message), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task Parentheses_nested_beyond_reason_are_refused_and_bring_nothing_down()
    {
        await _world.PartitionedAsync("k", "string");

        var refused = await _world.RefusedAsync("GetPartitions", new JsonObject { ["DatabaseName"] = "db", ["TableName"] = "t", ["Expression"] = new string('(', 100_000) }.ToJsonString());

        Assert.StartsWith("Unsupported expression", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_joined_are_all_partitions_and_segments_part_them()
    {
        await _world.PartitionedAsync("k", "string", [.. Enumerable.Range(0, 25).Select(n => $"{n:00}")]);

        List<string> paged = [];
        string? token = null;
        do
        {
            var page = await _world.DoAsync("GetPartitions", new JsonObject { ["DatabaseName"] = "db", ["TableName"] = "t", ["MaxResults"] = 10, ["NextToken"] = token }.ToJsonString());
            paged.AddRange(Values(page));
            token = (string?)page["NextToken"];
        }
        while (token is not null);
        List<string> parted = [];
        for (var segment = 0; segment < 3; segment++)
            parted.AddRange(Values(await _world.DoAsync("GetPartitions", $$$"""{"DatabaseName":"db","TableName":"t","Segment":{"SegmentNumber":{{{segment}}},"TotalSegments":3}}""")));

        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"{n:00}"), paged);
        Assert.Equal(paged, parted.Order());
        Assert.Equal("InvalidInputException", (await _world.RefusedAsync("GetPartitions", """{"DatabaseName":"db","TableName":"t","NextToken":"x"}""")).Code);
    }

    [Fact]
    public async Task A_partition_needs_a_value_for_each_key()
    {
        await _world.PartitionedAsync("k", "string");

        var one = await _world.RefusedAsync("CreatePartition", """{"DatabaseName":"db","TableName":"t","PartitionInput":{"Values":["a","b"]}}""");
        var many = await _world.DoAsync("BatchCreatePartition", """{"DatabaseName":"db","TableName":"t","PartitionInputList":[{"Values":["a"]},{"Values":[]}]}""");

        Assert.Equal("InvalidInputException", one.Code);
        Assert.Single(many["Errors"]!.AsArray());
        Assert.Equal(["a"], Values(await _world.DoAsync("GetPartitions", """{"DatabaseName":"db","TableName":"t"}""")));
    }
}
