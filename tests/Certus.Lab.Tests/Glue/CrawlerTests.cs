using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Glue;
using Certus.Lab.Glue.Crawling;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Certus.Lab.Tests.Glue;

/// <summary>A crawler reads what its role may read, and the catalog says what lies there.</summary>
public sealed class CrawlerTests : IAsyncDisposable
{
    private const string Rows = "id,name,price\n1,ann,2.5\n2,bob,3\n";

    private readonly GlueWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private Task RoleAsync(string readable = "*") => _world.RoleAsync("crawler", "lake", readable);

    private static string Status(JsonObject crawler) => (string)crawler["LastCrawl"]!["Status"]!;

    [Fact]
    public async Task Files_with_a_header_become_a_table_named_as_their_folder_with_the_types_of_its_values()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "shop/orders/a.csv", Rows);
        await _world.PutAsync("lake", "shop/orders/b.csv", "id,name,price\n3,\"cy, d\",4\n");
        await _world.PutAsync("lake", "shop/orders/_SUCCESS", "x");

        var crawler = await _world.CrawlAsync("s3://lake/shop/orders/");
        var table = _world.Catalog.FindTable("us-east-1", "db", "orders")!;

        Assert.Equal("SUCCEEDED", Status(crawler));
        Assert.Equal(["orders s3://lake/shop/orders/ id:bigint,name:string,price:double by "], _world.Tables());
        Assert.Equal(("csv", "1", ",", "2"), (table.Parameters["classification"], table.Parameters["skip.header.line.count"], table.SerdeParameters["field.delim"], table.Parameters["objectCount"]));
        Assert.Equal(1, (int)(await _world.DoAsync("GetCrawlerMetrics", "{}"))["CrawlerMetricsList"]![0]!["TablesCreated"]!);
    }

    [Fact]
    public async Task Folders_of_like_files_become_partitions_named_by_their_keys_or_by_number()
    {
        await RoleAsync();
        foreach (var day in (string[])["2026-11-01", "2026-11-02"])
            foreach (var zone in (string[])["eu", "us"])
                await _world.PutAsync("lake", $"events/day={day}/{zone}/part.json", "{\"user\":7,\"tags\":[\"a\"],\"at\":{\"lat\":1.5}}\n{\"user\":3000000000,\"ok\":true}\n");

        await _world.CrawlAsync("s3://lake/events/", ""","TablePrefix":"raw_" """);
        var table = _world.Catalog.FindTable("us-east-1", "db", "raw_events")!;
        var partitions = _world.Catalog.Partitions(table);

        Assert.Equal(["raw_events s3://lake/events/ user:bigint,tags:array<string>,at:struct<lat:double>,ok:boolean by day,partition_0"], _world.Tables());
        Assert.Equal(TableFormat.OpenX, table.Serde);
        Assert.Equal(["2026-11-01/eu", "2026-11-01/us", "2026-11-02/eu", "2026-11-02/us"], partitions.Select(partition => string.Join('/', partition.Values)));
        Assert.Equal("s3://lake/events/day=2026-11-02/us/", partitions[3].Location);
    }

    [Theory]
    [InlineData("a,b,c,d,e,f,g,h", "a,b,c,d,e,f,g,i,j", false)] // seven of ten
    [InlineData("a,b,c,d,e", "a,b,c,d,f,g", false)]
    [InlineData("a,b,c,d,e,f,g,h", "a,b,c,d,e,f,g,h,i", true)]
    [InlineData("a,b,c,d", "a,b,c", true)]
    public void Files_are_alike_that_share_more_than_seven_columns_of_ten(string one, string other, bool alike)
    {
        static FileShape Shape(string columns) => new("csv", "none", ',', '\0', true, [.. columns.Split(',').Select(name => (name, (HiveType?)HiveType.String))], 1);

        Assert.Equal(alike, Shape(one).IsLike(Shape(other), anyColumns: false));
        Assert.True(Shape(one).IsLike(Shape(other), anyColumns: true));
    }

    [Fact]
    public async Task Folders_of_unlike_files_become_tables_of_their_own()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "in/orders/1.csv", Rows);
        await _world.PutAsync("lake", "in/people/1.csv", "who|age|city\nann|31|Rome\n");
        await _world.PutAsync("lake", "in/clicks/y=1/1.json.gz", Zipped("{\"page\":\"a\"}\n"));

        await _world.CrawlAsync("s3://lake/in/");

        Assert.Equal(["clicks s3://lake/in/clicks/ page:string by y", "orders s3://lake/in/orders/ id:bigint,name:string,price:double by ", "people s3://lake/in/people/ who:string,age:bigint,city:string by "], _world.Tables());
        Assert.Equal("gzip", _world.Catalog.FindTable("us-east-1", "db", "clicks")!.Parameters["compressionType"]);
    }

    [Fact]
    public async Task A_parquet_file_s_own_schema_is_the_table_s()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "p/x.parquet", await ParquetAsync());

        await _world.CrawlAsync("s3://lake/p");

        Assert.Equal(["p s3://lake/p/ id:bigint,name:string,price:double,at:timestamp,cost:decimal(10,2) by "], _world.Tables());
        Assert.Equal(TableFormat.ParquetSerde, _world.Catalog.FindTable("us-east-1", "db", "p")!.Serde);
    }

    [Theory]
    [InlineData("a,b\nc,d\n", "col0:string,col1:string")]
    [InlineData("1;2\n3;4.5\n", "col0:bigint,col1:double")]
    [InlineData("x\ty\n1\ttrue\n\tFALSE\n", "x:bigint,y:boolean")]
    [InlineData("a,a\n1,2\n", "col0:string,col1:string")]
    [InlineData("id,note\n1,\"two\nlines, one value\"\n", "id:bigint,note:string")]
    public async Task A_first_line_is_a_header_only_where_the_lines_below_differ_from_it(string text, string columns)
    {
        await RoleAsync();
        await _world.PutAsync("lake", "t/x", text);

        await _world.CrawlAsync("s3://lake/t/");

        Assert.Equal([$"t s3://lake/t/ {columns} by "], _world.Tables());
    }

    [Fact]
    public async Task What_no_classifier_knows_becomes_no_table()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "t/prose", "one line of prose\nand another\n");
        await _world.PutAsync("lake", "t/bytes", [0, 1, 2, 255, 254]);
        await _world.PutAsync("lake", "t/list", "[1,2]");

        Assert.Equal("SUCCEEDED", Status(await _world.CrawlAsync("s3://lake/t/")));

        Assert.Empty(_world.Tables());
    }

    [Fact]
    public async Task A_role_that_may_not_read_one_file_fails_the_crawl_with_the_reason_and_the_log_says_it()
    {
        await RoleAsync("open/*");
        await _world.PutAsync("lake", "open/x.csv", Rows);
        await _world.PutAsync("lake", "shut/x.csv", Rows);

        var crawler = await _world.CrawlAsync("s3://lake/");
        var log = await new Certus.Lab.Logs.LogsService(_world.Database, new(_world.Database, TimeProvider.System)).AskAsync("GetLogEvents", new() { ["logGroupName"] = "/aws-glue/crawlers", ["logStreamName"] = "c", ["startFromHead"] = true });

        Assert.Equal("FAILED", Status(crawler));
        Assert.Contains("crawler may not s3:GetObject on s3://lake/shut/x.csv", (string)crawler["LastCrawl"]!["ErrorMessage"]!, StringComparison.Ordinal);
        Assert.Empty(_world.Tables());
        Assert.Contains(log["events"]!.AsArray(), line => ((string)line!["message"]!).Contains("ERROR : Access Denied", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s3://lake/", "nobody", "unable to assume provided role")]
    [InlineData("s3://nowhere/", "crawler", "no bucket nowhere")]
    [InlineData("lake", "crawler", "is not the address of a folder in S3")]
    public async Task A_crawl_that_can_t_begin_fails_with_its_reason(string path, string role, string reason)
    {
        await RoleAsync();
        await _world.PutAsync("lake", "x.csv", Rows);

        var crawler = await _world.CrawlAsync(path, role: role);

        Assert.Equal("FAILED", Status(crawler));
        Assert.Contains(reason, (string)crawler["LastCrawl"]!["ErrorMessage"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_crawl_adds_columns_and_partitions_and_marks_what_is_gone()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "in/a/d=1/x.csv", Rows);
        await _world.PutAsync("lake", "in/b/x.json", "{\"k\":1}\n");
        await _world.CrawlAsync("s3://lake/in/");

        await _world.PutAsync("lake", "in/a/d=2/x.csv", "id,name,price,note\n1,ann,2.5,x\n");
        var on = new Certus.Lab.S3.S3Service(_world.Objects);
        await on.AskAsync("DeleteObject", new() { ["Bucket"] = "lake", ["Key"] = "in/b/x.json" });
        await _world.PutAsync("lake", "in/c/x.json", "{\"z\":\"1\"}\n");
        await _world.CrawlAgainAsync();

        Assert.Equal(["a s3://lake/in/a/ id:bigint,name:string,price:double,note:string by d", "b s3://lake/in/b/ k:int by ", "c s3://lake/in/c/ z:string by "], _world.Tables());
        Assert.Equal(2, _world.Catalog.Partitions(_world.Catalog.FindTable("us-east-1", "db", "a")!).Count);
        Assert.True(_world.Catalog.FindTable("us-east-1", "db", "b")!.Parameters.ContainsKey("DEPRECATED_BY_CRAWLER"));
    }

    [Fact]
    public async Task A_crawler_s_runs_are_its_own_whatever_others_are_named()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "in/1.csv", Rows);
        await _world.CrawlAsync("s3://lake/in/");
        await _world.DoAsync("CreateCrawler", """{"Name":"c/d","Role":"crawler","DatabaseName":"db","Targets":{"S3Targets":[{"Path":"s3://lake/in/"}]}}""");
        await _world.DoAsync("StartCrawler", """{"Name":"c/d"}""");
        await Until.Async(async () => (string?)(await _world.DoAsync("GetCrawler", """{"Name":"c/d"}"""))["Crawler"]!["State"], state => state == "READY", "The crawler does not become ready.");

        Assert.Single((await _world.DoAsync("ListCrawls", """{"CrawlerName":"c"}"""))["Crawls"]!.AsArray());
        await _world.DoAsync("DeleteCrawler", """{"Name":"c"}""");
        Assert.Single((await _world.DoAsync("ListCrawls", """{"CrawlerName":"c/d"}"""))["Crawls"]!.AsArray());
    }

    [Fact]
    public async Task A_policy_that_only_logs_leaves_tables_as_they_are()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "a/x.csv", Rows);
        await _world.CrawlAsync("s3://lake/a/", ""","SchemaChangePolicy":{"UpdateBehavior":"LOG","DeleteBehavior":"LOG"}""");

        await _world.PutAsync("lake", "a/x.csv", "id,name,price,note\n1,ann,2.5,x\n");
        await _world.CrawlAgainAsync();

        Assert.Equal(["a s3://lake/a/ id:bigint,name:string,price:double by "], _world.Tables());
    }

    [Fact]
    public async Task Exclusions_a_table_level_and_one_s_own_classifier_are_heard()
    {
        await RoleAsync();
        await _world.DoAsync("CreateClassifier", """{"CsvClassifier":{"Name":"plain","Delimiter":"#","ContainsHeader":"ABSENT","Header":["u","v"]}}""");
        await _world.PutAsync("lake", "z/a/k/x.txt", "1#2\n");
        await _world.PutAsync("lake", "z/b/k/x.txt", "3#4\n");
        await _world.PutAsync("lake", "z/b/k/x.tmp", "nothing");

        await _world.CrawlAsync("s3://lake/z/", ""","Classifiers":["plain"],"Configuration":"{\"Version\":1.0,\"Grouping\":{\"TableLevelConfiguration\":3}}" """.TrimEnd());
        
        Assert.Equal(["a s3://lake/z/a/ u:bigint,v:bigint by partition_0", "b s3://lake/z/b/ u:bigint,v:bigint by partition_0"], _world.Tables());
    }

    [Fact]
    public async Task A_running_crawler_can_be_stopped_and_nothing_else()
    {
        var clock = new HeldClock();
        await using var world = new GlueWorld(clock);
        await world.RoleAsync("crawler", "lake");
        await world.PutAsync("lake", "a/x.csv", Rows);
        await world.DoAsync("CreateCrawler", """{"Name":"c","Role":"crawler","DatabaseName":"db","Targets":{"S3Targets":[{"Path":"s3://lake/a/"}]}}""");
        await world.DoAsync("StartCrawler", """{"Name":"c"}""");

        var again = await world.RefusedAsync("StartCrawler", """{"Name":"c"}""");
        var gone = await world.RefusedAsync("DeleteCrawler", """{"Name":"c"}""");
        await world.DoAsync("StopCrawler", """{"Name":"c"}""");
        var state = (string?)(await world.DoAsync("GetCrawler", """{"Name":"c"}"""))["Crawler"]!["State"];
        var twice = await world.RefusedAsync("StopCrawler", """{"Name":"c"}""");
        clock.Release();
        var crawler = await world.ReadyAsync();

        Assert.Equal(["CrawlerRunningException", "CrawlerRunningException", "CrawlerStoppingException"], [again.Code, gone.Code, twice.Code]);
        Assert.Equal("STOPPING", state);
        Assert.Equal("CANCELLED", Status(crawler));
        Assert.Equal("STOPPED", (string?)(await world.DoAsync("ListCrawls", """{"CrawlerName":"c"}"""))["Crawls"]![0]!["State"]);
    }

    [Fact]
    public async Task A_crawler_that_ran_when_the_sandbox_was_stopped_is_marked_as_failed_by_the_next_start()
    {
        await RoleAsync();
        await _world.PutAsync("lake", "a/x.csv", Rows);
        await _world.DoAsync("CreateCrawler", """{"Name":"c","Role":"crawler","DatabaseName":"db","Targets":{"S3Targets":[{"Path":"s3://lake/a/"}]}}""");
        await using (var stopped = new GlueService(_world.Database, _world.Objects, new(_world.Database, TimeProvider.System), new(_world.Database, TimeProvider.System), new HeldClock()))
            await stopped.AskAsync("StartCrawler", new() { ["Name"] = "c" });

        await _world.Service.StartAsync(TestContext.Current.CancellationToken);
        var crawler = await _world.ReadyAsync();

        Assert.Equal("FAILED", Status(crawler));
        Assert.Contains("stopped while the crawler ran", (string)crawler["LastCrawl"]!["ErrorMessage"]!, StringComparison.Ordinal);
        Assert.Equal("FAILED", (string?)(await _world.DoAsync("ListCrawls", """{"CrawlerName":"c"}"""))["Crawls"]![0]!["State"]);
    }

    [Theory]
    [InlineData("**.tmp", "a/b/x.tmp", true)]
    [InlineData("*.tmp", "a/x.tmp", false)]
    [InlineData("a/{b,c}/?", "a/c/x", true)]
    [InlineData("[a-c]*", "bx", true)]
    [InlineData("[!a-c]*", "bx", false)]
    public void A_pattern_s_single_star_stays_in_its_folder(string pattern, string key, bool meant) => Assert.Equal(meant, Certus.Lab.Glue.Crawling.Glob.Of(pattern).IsMatch(key));

    [Theory]
    [InlineData("array<struct<a:int,b:map<string,decimal(10,2)>>>", "array<struct<a:int,b:map<string,decimal(10,2)>>>")]
    [InlineData(" BIGINT ", "bigint")]
    [InlineData("struct< a : string >", "struct<a:string>")]
    [InlineData("array<int", null)]
    [InlineData("", null)]
    public void A_type_reads_as_it_is_written(string text, string? written) => Assert.Equal(written, HiveType.Parse(text)?.ToString());

    private static byte[] Zipped(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    internal static async Task<byte[]> ParquetAsync()
    {
        var schema = new ParquetSchema(new DataField<long>("Id"), new DataField<string>("name"), new DataField<double>("price"), new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros), new DecimalDataField("cost", 10, 2));
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, bytes))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(schema.DataFields[0], new long[] { 1, 2 });
            await group.WriteAsync(schema.DataFields[1], new string[] { "ann", "bob" });
            await group.WriteAsync<double>(schema.DataFields[2], new double[] { 1.5, 2.5 });
            await group.WriteAsync<DateTime>(schema.DataFields[3], new[] { DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1) });
            await group.WriteAsync<decimal>(schema.DataFields[4], new[] { 1.25m, 9.99m });
        }
        return bytes.ToArray();
    }
}
