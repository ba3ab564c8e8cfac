using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Athena;
using Certus.Lab.Athena.Engine;
using Certus.Lab.Server;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.Athena;

/// <summary>Queries really run over the files in S3, read no more than they must, and answer as Athena does.</summary>
public sealed class AthenaTests(AthenaWorld world) : IClassFixture<AthenaWorld>
{
    private static readonly string[] Days = ["2026-11-01", "2026-11-02", "2026-11-03"];

    private static int _number;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A table of delimited text, partitioned by day, two files of known size a day.</summary>
    private async Task<string> EventsAsync()
    {
        var name = $"events{Interlocked.Increment(ref _number)}";
        foreach (var day in Days)
            foreach (var part in (int[])[0, 1])
                await world.PutAsync($"{name}/day={day}/{part}.csv", $"id,kind,price\n{part},buy,1.5\n{part + 10},sell,\n");
        await world.OkAsync($"""
            CREATE EXTERNAL TABLE {name} (id bigint, kind string, price double) PARTITIONED BY (day string)
            ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/{name}/' TBLPROPERTIES ('skip.header.line.count'='1')
            """);
        await world.OkAsync($"MSCK REPAIR TABLE {name}");
        return name;
    }

    // "id,kind,price\n0,buy,1.5\n10,sell,\n"
    private const long FileBytes = 33;

    [Fact]
    public async Task A_filter_on_a_partition_key_reads_only_the_partitions_it_leaves_however_it_is_said()
    {
        var events = await EventsAsync();
        await world.OkAsync($"CREATE VIEW v_{events} AS SELECT id, kind, day AS d FROM {events}");

        var all = await world.OkAsync($"SELECT count(*) FROM {events}");
        var one = await world.OkAsync($"SELECT id, price FROM {events} WHERE day = '2026-11-02' ORDER BY id");
        var two = await world.OkAsync($"SELECT count(*) AS n FROM {events} WHERE day >= '2026-11-02' AND kind = 'buy'");
        var inner = await world.OkAsync($"WITH e AS (SELECT * FROM {events}) SELECT count(*) FROM e WHERE day IN ('2026-11-01', '2026-11-09')");
        var view = await world.OkAsync($"SELECT max(id) FROM v_{events} WHERE d = '2026-11-03'");
        var none = await world.OkAsync($"SELECT * FROM {events} WHERE day = 'never'");

        Assert.Equal(("12", 6 * FileBytes), (all.Rows.Single(), all.Scanned));
        Assert.Equal(2 * FileBytes, one.Scanned);
        Assert.Equal(["0|1.5", "1|1.5", "10|NULL", "11|NULL"], one.Rows);
        Assert.Equal(("4", 4 * FileBytes), (two.Rows.Single(), two.Scanned));
        Assert.Equal(("4", 2 * FileBytes), (inner.Rows.Single(), inner.Scanned));
        Assert.Equal(("11", 2 * FileBytes), (view.Rows.Single(), view.Scanned));
        Assert.Equal(0, none.Scanned);
        Assert.Equal(["id", "kind", "price", "day"], none.Header);
    }

    [Fact]
    public async Task A_query_of_parquet_scans_the_columns_it_reads_by_the_sizes_the_footer_states()
    {
        await world.PutAsync("pq/x.parquet", await Glue.CrawlerTests.ParquetAsync());
        await world.OkAsync("CREATE EXTERNAL TABLE pq (id bigint, name string, price double, at timestamp, cost decimal(10,2), later string) STORED AS PARQUET LOCATION 's3://lake/pq/'");

        var all = await world.OkAsync("SELECT * FROM pq ORDER BY id");
        var one = await world.OkAsync("SELECT sum(id) FROM pq");
        var filter = await world.OkAsync("SELECT sum(id) FROM pq WHERE price > 2");
        var count = await world.OkAsync("SELECT count(*) FROM pq");

        Assert.Equal(["1|ann|1.5|1970-01-01 00:00:00.000|1.25|NULL", "2|bob|2.5|1970-01-02 00:00:00.000|9.99|NULL"], all.Rows);
        Assert.Equal(["bigint", "varchar", "double", "timestamp", "decimal", "varchar"], all.Types);
        Assert.Equal(["2"], count.Rows);
        Assert.Equal(0, count.Scanned);
        Assert.InRange(one.Scanned, 1, filter.Scanned - 1);
        Assert.InRange(filter.Scanned, one.Scanned + 1, all.Scanned - 1);
    }

    [Fact]
    public async Task Results_lie_in_s3_as_athena_writes_them_and_come_page_by_page()
    {
        var ran = await world.OkAsync("SELECT * FROM (VALUES (1, 'a\"b', CAST(NULL AS varchar)), (2, '', 'x')) AS t(k, v, w)");
        var first = await world.CallAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = ran.Id, ["MaxResults"] = 2L });
        var second = await world.CallAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = ran.Id, ["MaxResults"] = 2L, ["NextToken"] = (string?)first["NextToken"] });
        var info = first["ResultSet"]!["ResultSetMetadata"]!["ColumnInfo"]![0]!;

        Assert.Equal("\"k\",\"v\",\"w\"\n\"1\",\"a\"\"b\",\n\"2\",\"\",\"x\"\n", await world.TextAsync("results", $"out/{ran.Id}.csv"));
        Assert.Equal(["1|a\"b|NULL", "2||x"], ran.Rows);
        Assert.Equal(2, first["ResultSet"]!["Rows"]!.AsArray().Count);
        Assert.Equal("2", (string?)second["ResultSet"]!["Rows"]![0]!["Data"]![0]!["VarCharValue"]);
        Assert.Null(second["NextToken"]);
        Assert.Equal(("hive", "k", "integer", 10, "UNKNOWN", false), ((string?)info["CatalogName"], (string?)info["Name"], (string?)info["Type"], (int)info["Precision"]!, (string?)info["Nullable"], (bool)info["CaseSensitive"]!));
        Assert.NotEmpty(await world.TextAsync("results", $"out/{ran.Id}.csv.metadata"));
    }

    private static readonly (string Expression, string Value, string Type)[] Expressions =
    [
        ("5 / 2", "2", "integer"),
        ("5 / 2e0", "2.5", "double"),
        ("1e7", "1.0E7", "double"),
        ("12345.678e0", "12345.678", "double"),
        ("0.0001e0", "1.0E-4", "double"),
        ("1.50", "1.50", "decimal"),
        ("true", "true", "boolean"),
        ("sum(x)", "3", "bigint"),
        ("avg(x)", "1.5", "double"),
        ("approx_distinct(x)", "2", "bigint"),
        ("array_agg(x ORDER BY x)", "[1, 2]", "array"),
        ("map_agg(x, 'v' || CAST(x AS varchar))", "{1=v1, 2=v2}", "map"),
        ("CAST(ROW(1, 'a') AS ROW(n bigint, s varchar))", "{n=1, s=a}", "row"),
        ("ARRAY[1, NULL]", "[1, null]", "array"),
        ("date '2026-02-28'", "2026-02-28", "date"),
        ("timestamp '2026-02-28 10:11:12.5'", "2026-02-28 10:11:12.500", "timestamp"),
        ("from_unixtime(0)", "1970-01-01 00:00:00.000 UTC", "timestamp with time zone"),
        ("to_unixtime(timestamp '1970-01-01 00:01:00')", "60.0", "double"),
        ("date_format(timestamp '2026-02-03 04:05:06', '%Y/%c/%e %H:%i:%s %M')", "2026/2/3 04:05:06 February", "varchar"),
        ("date_parse('2026-02-03 04:05', '%Y-%m-%d %H:%i')", "2026-02-03 04:05:00.000", "timestamp"),
        ("date_add('month', 1, date '2026-01-31')", "2026-02-28", "date"),
        ("date_diff('day', timestamp '2026-01-01 23:00', timestamp '2026-01-02 01:00')", "0", "bigint"),
        ("date_trunc('month', date '2026-01-31')", "2026-01-01", "date"),
        ("day_of_week(date '2026-11-23')", "1", "bigint"),
        ("element_at(ARRAY[1, 2], 2)", "2", "integer"),
        ("element_at(MAP(ARRAY['a'], ARRAY[7]), 'a')", "7", "integer"),
        ("cardinality(ARRAY[1, 2, 3])", "3", "bigint"),
        ("array_join(ARRAY['a', 'b'], '-')", "a-b", "varchar"),
        ("filter(ARRAY[1, 2, 3], e -> e > 1)", "[2, 3]", "array"),
        ("json_extract_scalar('{\"a\":{\"b\":1}}', '$.a.b')", "1", "varchar"),
        ("json_extract_scalar('{\"a\":{\"b\":1}}', '$.a')", "NULL", "varchar"),
        ("regexp_like('abc', 'b.')", "true", "boolean"),
        ("regexp_extract('abc', 'z')", "NULL", "varchar"),
        ("regexp_replace('a1b2', '(\\d)', '<$1>')", "a<1>b<2>", "varchar"),
        ("try_cast('x' AS integer)", "NULL", "integer"),
        ("concat('a', 'b', 'c')", "abc", "varchar"),
        ("greatest(1, NULL)", "NULL", "integer"),
        ("split_part('a,b', ',', 3)", "NULL", "varchar"),
        ("count_if(x > 1)", "1", "bigint"),
        ("max_by(x, -x)", "1", "integer"),
        ("if(1 = 2, 'a', 'b')", "b", "varchar"),
        ("CAST('1.25' AS decimal(10, 2))", "1.25", "decimal"),
        ("CAST('ab' AS varbinary)", "61 62", "varbinary"),
    ];

    [Fact]
    public async Task Expressions_of_trino_s_give_trino_s_values_and_types()
    {
        var ran = await world.OkAsync($"SELECT {string.Join(", ", Expressions.Select(one => one.Expression))} FROM (VALUES 1, 2) AS t(x)");
        var values = (await world.CallAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = ran.Id }))["ResultSet"]!["Rows"]![1]!["Data"]!.AsArray();

        Assert.Equal(Expressions, Expressions.Select((one, at) => (one.Expression, (string?)values[at]!["VarCharValue"] ?? "NULL", ran.Types[at])));
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT * FROM \"read_csv\"('/etc/passwd')", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT * FROM (SELECT 1) AS read_text('/etc/passwd')", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT 1 FROM (SELECT 1) AS a, read_blob('/etc/passwd')", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT getenv('HOME')", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT system.main.getenv('HOME')", "NOT_SUPPORTED")]
    [InlineData("SELECT current_setting('memory_limit')", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT * FROM duckdb_settings()", "FUNCTION_NOT_FOUND")]
    [InlineData("SELECT * FROM '/etc/passwd'", "")]
    [InlineData("SELECT * FROM \"/etc/passwd\"", "")]
    [InlineData("SELECT * FROM \"/etc/hosts.csv\"", "")]
    [InlineData("SELECT * FROM \"https://example.com/x.parquet\"", "")]
    [InlineData("COPY (SELECT 1) TO '/tmp/certus-athena-out'", "NOT_SUPPORTED: The sandbox runs no COPY statements.")]
    [InlineData("ATTACH '/tmp/x.db'", "NOT_SUPPORTED: The sandbox runs no ATTACH statements.")]
    [InlineData("INSTALL httpfs", "NOT_SUPPORTED: The sandbox runs no INSTALL statements.")]
    [InlineData("LOAD httpfs", "NOT_SUPPORTED: The sandbox runs no LOAD statements.")]
    [InlineData("PRAGMA database_list", "NOT_SUPPORTED: The sandbox runs no PRAGMA statements.")]
    [InlineData("SET memory_limit = '100GB'", "NOT_SUPPORTED: The sandbox runs no SET statements.")]
    [InlineData("SELECT 1; SELECT 2", "SYNTAX_ERROR: Only one sql statement is allowed.")]
    [InlineData("SELECT 1::bigint", "SYNTAX_ERROR: mismatched input ':'")]
    [InlineData("SELECT format_datetime(now(), 'YYYY')", "FUNCTION_NOT_FOUND: Function 'format_datetime' not registered")]
    [InlineData("SELECT * FROM information_schema.tables", "NOT_SUPPORTED: The sandbox has no schema information_schema")]
    [InlineData("SELECT `a` FROM t", "SYNTAX_ERROR: backquoted identifiers are not supported")]
    [InlineData("SELECT * FROM nowhere", "TABLE_NOT_FOUND: Table 'nowhere' does not exist")]
    [InlineData("SELECT nothing FROM (VALUES 1) AS t(x)", "COLUMN_NOT_FOUND: Column 'nothing' cannot be resolved")]
    [InlineData("SELEC 1", "NOT_SUPPORTED: The sandbox runs no SELEC statements.")]
    [InlineData("SELECT 'open", "SYNTAX_ERROR")]
    public async Task What_reaches_beyond_the_query_s_own_files_or_is_not_athena_s_is_refused(string sql, string reason) => Assert.StartsWith(reason, await world.FailsAsync(sql), StringComparison.Ordinal);

    [Fact]
    public async Task Even_what_the_translator_let_through_the_engine_would_refuse()
    {
        var directory = Directory.CreateTempSubdirectory("certus-engine-").FullName;
        await using var engine = new QueryEngine();
        Task<Certus.Lab.Athena.QueryFailedException> RefusedAsync(string sql) => Assert.ThrowsAsync<Certus.Lab.Athena.QueryFailedException>(() =>
            engine.AskAsync(new() { Directory = directory, Setup = [], Sql = sql, Output = "rows.csv" }, TestContext.Current.CancellationToken));

        foreach (var sql in (string[])["SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM glob('/etc/*')", "SELECT * FROM read_parquet('https://example.com/x.parquet')"])
            Assert.Contains("Permission Error", (await RefusedAsync(sql)).Message, StringComparison.Ordinal);
        foreach (var sql in (string[])["COPY (SELECT 1) TO '/tmp/certus-athena-out'", "ATTACH '/tmp/certus-athena.db'", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access=true", "SELECT * FROM '/etc/hosts'", "SET memory_limit='99GB'"])
            await Assert.ThrowsAsync<Certus.Lab.Athena.QueryFailedException>(() => engine.AskAsync(new() { Directory = directory, Setup = [], Sql = sql }, TestContext.Current.CancellationToken));

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Keys_are_looked_for_in_the_beginning_of_a_file_however_long_its_lines_are()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "\uFEFF{\"userId\":1}\r\n{\"userID\":2,\"far\":\"" + new string('x', 24 << 20) + "\"}\n{\"USERID\":3}\n");
            var before = GC.GetAllocatedBytesForCurrentThread();

            var keys = SourceFiles.Spellings([path]);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
            Assert.Equal(["userId"], keys["userid"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Text_json_and_quoted_csv_are_read_as_their_serdes_read_them()
    {
        await world.PutAsync("serde/lazy/x", "1,\"a, b\"\nx\n3,c,too much\n");
        await world.PutAsync("serde/open/x", "1,\"a, b\"\n2,\"say \"\"hi\"\"\"\n");
        await world.PutAsync("serde/json/x.json", "{\"userId\":1,\"tags\":[\"a\"],\"at\":{\"lat\":1.5}}\n{\"userId\":2}\n");
        await world.OkAsync("CREATE EXTERNAL TABLE lazy (a int, b string, c string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/serde/lazy/'");
        await world.OkAsync("CREATE EXTERNAL TABLE opencsv (a int, b string) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' LOCATION 's3://lake/serde/open/'");
        await world.OkAsync("CREATE EXTERNAL TABLE js (userid bigint, tags array<string>, at struct<lat:double>) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://lake/serde/json/'");

        Assert.Equal(["1|\"a| b\"", "3|c|too much", "NULL|NULL|NULL"], (await world.OkAsync("SELECT * FROM lazy ORDER BY a")).Rows);
        Assert.Equal(["1|a, b", "2|say \"hi\""], (await world.OkAsync("SELECT * FROM opencsv ORDER BY a")).Rows);
        Assert.Equal(["1|[a]|{lat=1.5}|1.5", "2|NULL|NULL|NULL"], (await world.OkAsync("SELECT *, at.lat FROM js ORDER BY userid")).Rows);
    }

    [Fact]
    public async Task A_table_made_of_a_query_is_partitioned_registered_and_read_and_rows_can_be_added()
    {
        var events = await EventsAsync();

        var made = await world.OkAsync($"CREATE TABLE made_{events} WITH (format = 'PARQUET', external_location = 's3://lake/made/{events}/', partitioned_by = ARRAY['day']) AS SELECT id, kind, price, day FROM {events} WHERE price IS NOT NULL");
        await world.OkAsync($"INSERT INTO made_{events} VALUES (99, 'gift', 0.0, '2026-11-09')");
        var partitions = await world.OkAsync($"SHOW PARTITIONS made_{events}");
        var read = await world.OkAsync($"SELECT count(*), sum(id) FROM made_{events}");
        var text = await world.OkAsync($"CREATE TABLE text_{events} WITH (format = 'TEXTFILE', field_delimiter = '|') AS SELECT id, kind FROM {events} WHERE day = '2026-11-01'");
        var copy = await world.OkAsync($"SELECT id, kind FROM text_{events} ORDER BY id");
        var again = await world.FailsAsync($"CREATE TABLE other_{events} WITH (external_location = 's3://lake/made/{events}/') AS SELECT 1 AS a");
        var unload = await world.OkAsync($"UNLOAD (SELECT id FROM {events}) TO 's3://lake/unloaded/{events}/' WITH (format = 'JSON')");

        Assert.Equal((6 * FileBytes, 2 * FileBytes), (made.Scanned, text.Scanned));
        Assert.Equal(["day=2026-11-01", "day=2026-11-02", "day=2026-11-03", "day=2026-11-09"], partitions.Rows);
        Assert.Equal("7|102", read.Rows.Single());
        Assert.Equal(["0|buy", "1|buy", "10|sell", "11|sell"], copy.Rows);
        Assert.StartsWith("HIVE_PATH_ALREADY_EXISTS", again, StringComparison.Ordinal);
        Assert.Equal(6 * FileBytes, unload.Scanned);
    }

    [Fact]
    public async Task Statements_about_tables_say_and_change_what_the_catalog_holds()
    {
        var events = await EventsAsync();

        await world.OkAsync($"ALTER TABLE {events} ADD IF NOT EXISTS PARTITION (day='2026-12-01') LOCATION 's3://lake/elsewhere/' PARTITION (day='2026-12-02')");
        await world.OkAsync($"ALTER TABLE {events} DROP PARTITION (day='2026-11-01')");
        await world.OkAsync($"ALTER TABLE {events} ADD COLUMNS (note string)");

        Assert.Equal(["day=2026-11-02", "day=2026-11-03", "day=2026-12-01", "day=2026-12-02"], (await world.OkAsync($"SHOW PARTITIONS {events}")).Rows);
        Assert.Equal(["id", "kind", "price", "note", "day"], (await world.OkAsync($"SHOW COLUMNS IN {events}")).Rows.Select(row => row.TrimEnd()));
        Assert.Contains("db", (await world.OkAsync("SHOW DATABASES")).Rows);
        Assert.Equal([events], (await world.OkAsync($"SHOW TABLES '{events}*'")).Rows);
        Assert.StartsWith("id                  \tbigint", (await world.OkAsync($"DESCRIBE {events}")).Rows[0], StringComparison.Ordinal);
        Assert.Contains("  's3://lake/" + events + "/'", (await world.OkAsync($"SHOW CREATE TABLE {events}")).Rows);
        Assert.Equal(8, long.Parse((await world.OkAsync($"SELECT count(*) FROM {events} WHERE note IS NULL")).Rows.Single(), CultureInfo.InvariantCulture));
        await world.OkAsync($"DROP TABLE {events}");
        Assert.StartsWith("TABLE_NOT_FOUND", await world.FailsAsync($"SELECT * FROM {events}"), StringComparison.Ordinal);
        Assert.Contains("Table not found", await world.FailsAsync($"DESCRIBE {events}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_whose_files_are_found_in_another_way_is_refused_by_name()
    {
        var events = await EventsAsync();
        await world.OkAsync($"ALTER TABLE {events} SET TBLPROPERTIES ('projection.enabled' = 'true')");
        await world.CallAsync("glue", "CreateTable", new() { ["DatabaseName"] = "db", ["TableInput"] = new JsonObject { ["Name"] = $"ice_{events}", ["Parameters"] = new JsonObject { ["table_type"] = "ICEBERG" } } });

        Assert.StartsWith("NOT_SUPPORTED: The sandbox knows no partition projection", await world.FailsAsync($"SELECT * FROM {events}"), StringComparison.Ordinal);
        Assert.StartsWith("NOT_SUPPORTED: The sandbox reads no ICEBERG tables", await world.FailsAsync($"SELECT * FROM ice_{events}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_nested_beyond_reason_fails_and_brings_nothing_down()
    {
        var casts = $"SELECT {string.Concat(Enumerable.Repeat("CAST(", 20_000))}1{string.Concat(Enumerable.Repeat(" AS bigint)", 20_000))}"[..262_000];

        foreach (var sql in (string[])[casts, $"SELECT {new string('(', 100_000)}", $"SELECT CAST(1 AS {string.Concat(Enumerable.Repeat("array(", 30_000))}"])
            Assert.StartsWith("SYNTAX_ERROR: The statement nests deeper than", await world.FailsAsync(sql), StringComparison.Ordinal);
        Assert.StartsWith("FAILED: ParseException", await world.FailsAsync($"CREATE EXTERNAL TABLE deep (a {string.Concat(Enumerable.Repeat("array<", 3_000))}int) LOCATION 's3://lake/deep/'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_fill_question_marks_and_can_t_be_more_than_values()
    {
        await world.CallAsync("athena", "CreatePreparedStatement", new() { ["StatementName"] = "twice", ["WorkGroup"] = "primary", ["QueryStatement"] = "SELECT ? + ?" });

        Assert.Equal("7|it's", (await world.OkAsync("SELECT ?, ?", "7", "'it''s'")).Rows.Single());
        Assert.Equal("3", (await world.OkAsync("EXECUTE twice USING 1, 2")).Rows.Single());
        Assert.Equal("FAILED", (await world.RunAsync("SELECT ?", null, null, "1) UNION SELECT (2")).State);
        Assert.Contains("expected 2 but found 1", (await world.RunAsync("SELECT ?, ?", null, null, "1")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workgroup_s_settings_and_its_limit_of_bytes_count()
    {
        await world.PutAsync("big/x.txt", new string('a', 11_000_000));
        await world.OkAsync("CREATE EXTERNAL TABLE big (line string) LOCATION 's3://lake/big/'");
        await world.CallAsync("athena", "CreateWorkGroup", new()
        {
            ["Name"] = "thrifty", ["Configuration"] = new JsonObject { ["EnforceWorkGroupConfiguration"] = true, ["BytesScannedCutoffPerQuery"] = 10_000_000, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = "s3://results/thrifty/" } },
        });

        var cut = await world.RunAsync("SELECT count(*) FROM big", null, "thrifty");
        var small = await world.RunAsync("SELECT 1", null, "thrifty");
        var full = await Assert.ThrowsAsync<AwsException>(() => world.CallAsync("athena", "DeleteWorkGroup", new() { ["WorkGroup"] = "thrifty" }));
        await world.CallAsync("athena", "DeleteWorkGroup", new() { ["WorkGroup"] = "thrifty", ["RecursiveDeleteOption"] = true });

        Assert.Equal(("CANCELLED", 11_000_000L), (cut.State, cut.Scanned));
        Assert.Contains("Bytes scanned limit was exceeded", cut.Reason, StringComparison.Ordinal);
        Assert.Equal($"s3://results/thrifty/{small.Id}.csv", (string?)small.Body["ResultConfiguration"]!["OutputLocation"]);
        Assert.Equal("WorkGroup thrifty is not empty", full.Message);
    }

    [Fact]
    public async Task A_query_that_runs_long_can_be_stopped_and_the_next_one_runs()
    {
        var id = await world.StartAsync("SELECT count(*) FROM unnest(sequence(1, 30000)) AS a(x) CROSS JOIN unnest(sequence(1, 30000)) AS b(y) CROSS JOIN unnest(sequence(1, 1000)) AS c(z) WHERE x * y % 7 = z % 5");
        while ((string?)(await world.CallAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }))["QueryExecution"]!["Status"]!["State"] == "QUEUED") await Task.Delay(10, TestContext.Current.CancellationToken);

        var early = await Assert.ThrowsAsync<AwsException>(() => world.CallAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = id }));
        await world.CallAsync("athena", "StopQueryExecution", new() { ["QueryExecutionId"] = id });
        var ran = await world.EndAsync(id);

        Assert.Equal("Query has not yet finished. Current state: RUNNING", early.Message);
        Assert.Equal("CANCELLED", ran.State);
        Assert.Equal("1", (await world.OkAsync("SELECT 1")).Rows.Single());
    }

    [Fact]
    public async Task A_query_that_ran_when_the_sandbox_was_killed_has_failed_and_says_why()
    {
        var directory = Directory.CreateTempSubdirectory("certus-athena-").FullName;
        string id;
        await using (var server = await OtherServer.StartAsync(directory))
        {
            using var http = new HttpClient { BaseAddress = server.Endpoint };
            using (var bucket = new HttpRequestMessage(HttpMethod.Put, "/results"))
            {
                Sign(bucket, "s3");
                Assert.True((await http.SendAsync(bucket, Cancel)).IsSuccessStatusCode);
            }
            id = (string)(await AskAsync(http, "StartQueryExecution", """{"QueryString":"SELECT count(*) FROM unnest(sequence(1, 30000)) AS a(x) CROSS JOIN unnest(sequence(1, 30000)) AS b(y) CROSS JOIN unnest(sequence(1, 30000)) AS c(z) WHERE x * y % 7 = z % 5","ResultConfiguration":{"OutputLocation":"s3://results/"}}"""))["QueryExecutionId"]!;
            await Until.Async(() => AskAsync(http, "GetQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}"""), answer => (string?)answer["QueryExecution"]!["Status"]!["State"] == "RUNNING", "The query does not run.");
            await server.KillAsync();
        }

        var services = LabServices.Open(new(directory));
        foreach (var service in services.ByName.Values) await service.StartAsync(Cancel);
        var status = (await services.Bench.CallAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }, Cancel))["QueryExecution"]!["Status"]!;
        await services.DisposeAsync();
        Directory.Delete(directory, recursive: true);

        Assert.Equal(("FAILED", "INTERNAL_ERROR: The sandbox was stopped while the query ran."), ((string?)status["State"], (string?)status["StateChangeReason"]));
        Assert.NotNull(status["CompletionDateTime"]);

        static async Task<JsonObject> AskAsync(HttpClient http, string operation, string input)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(input, Encoding.UTF8, "application/x-amz-json-1.1") };
            request.Headers.Add("X-Amz-Target", "AmazonAthena." + operation);
            Sign(request, "athena");
            using var answer = await http.SendAsync(request, Cancel);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsObject();
        }

        static void Sign(HttpRequestMessage request, string service) =>
            request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
    }

    [Fact]
    public async Task A_plan_is_read_however_many_operators_lie_over_one_another()
    {
        const int Depth = 18; // two operators each, and two levels of JSON for each of these: more than the 64 that are read by default
        var events = await EventsAsync();

        var ran = await world.OkAsync(string.Concat(Enumerable.Repeat("SELECT max(n) AS n FROM (", Depth)) + $"SELECT count(*) AS n FROM {events} WHERE day = '2026-11-01'" + new string(')', Depth));

        Assert.Equal("4", ran.Rows.Single());
    }

    [Fact]
    public async Task Properties_that_differ_only_in_their_case_are_one()
    {
        await world.CallAsync("glue", "CreateTable", JsonNode.Parse("""{"DatabaseName":"db","TableInput":{"Name":"cases","Parameters":{"note":"1","NOTE":"2"},"StorageDescriptor":{"Columns":[{"Name":"a","Type":"int"}],"Location":"s3://lake/cases/","SerdeInfo":{"Parameters":{"k":"1","K":"2"}}}}}""")!.AsObject());

        var shown = await world.CallAsync("athena", "GetTableMetadata", new() { ["CatalogName"] = "AwsDataCatalog", ["DatabaseName"] = "db", ["TableName"] = "cases" });

        Assert.Equal("1", (string?)shown["TableMetadata"]!["Parameters"]!["note"]);
        Assert.Empty((await world.OkAsync("SELECT a FROM cases")).Rows);
    }

    [Fact]
    public async Task A_caller_s_own_rights_to_s3_decide_what_a_query_reads_and_where_it_writes()
    {
        var events = await EventsAsync();
        await world.CallAsync("iam", "CreateUser", new() { ["UserName"] = events });
        await world.CallAsync("iam", "PutUserPolicy", new()
        {
            ["UserName"] = events, ["PolicyName"] = "p",
            ["PolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["athena:*","glue:*","s3:ListBucket"],"Resource":"*"},{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::lake/{{events}}/day=2026-11-01/*","arn:aws:s3:::results/*"]},{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::results/*"}]}""",
        });
        var key = (await world.CallAsync("iam", "CreateAccessKey", new() { ["UserName"] = events }))["AccessKey"]!;
        var caller = new LabCaller(LabCaller.Account, $"arn:aws:iam::{LabCaller.Account}:user/{events}", (string)key["AccessKeyId"]!, "us-east-1");

        var may = await world.RunAsync($"SELECT count(*) FROM {events} WHERE day = '2026-11-01'", caller);
        var mayNot = await world.RunAsync($"SELECT count(*) FROM {events}", caller);
        var writes = await world.RunAsync($"CREATE TABLE w_{events} WITH (external_location = 's3://lake/w/{events}/') AS SELECT 1 AS a", caller);

        Assert.Equal("4", may.Rows.Single());
        Assert.StartsWith("PERMISSION_DENIED: Permission denied on S3 path: s3://lake/", mayNot.Reason, StringComparison.Ordinal);
        Assert.StartsWith("PERMISSION_DENIED: Access denied when writing output", writes.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_fails_leaves_none_of_the_files_it_had_written()
    {
        const string user = "half";
        await world.CallAsync("iam", "CreateUser", new() { ["UserName"] = user });
        await world.CallAsync("iam", "PutUserPolicy", new()
        {
            ["UserName"] = user, ["PolicyName"] = "p",
            ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["athena:*","glue:*","s3:ListBucket","s3:GetObject"],"Resource":"*"},{"Effect":"Allow","Action":"s3:PutObject","Resource":["arn:aws:s3:::lake/half/*","arn:aws:s3:::results/*"]},{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::lake/half/*/k=2/*"}]}""",
        });
        var caller = new LabCaller(LabCaller.Account, $"arn:aws:iam::{LabCaller.Account}:user/{user}", "AKIAHALF", "us-east-1");
        const string rows = "SELECT * FROM (VALUES (10, 1), (20, 2)) AS t (a, k)";
        await world.OkAsync("CREATE TABLE half_there WITH (external_location = 's3://lake/half/there/', partitioned_by = ARRAY['k']) AS SELECT 1 AS a, 3 AS k");

        var made = await world.RunAsync($"CREATE TABLE half_made WITH (external_location = 's3://lake/half/made/', partitioned_by = ARRAY['k']) AS {rows}", caller);
        var added = await world.RunAsync($"INSERT INTO half_there {rows}", caller);
        var unloaded = await world.RunAsync($"UNLOAD ({rows}) TO 's3://lake/half/unloaded/' WITH (format = 'PARQUET', partitioned_by = ARRAY['k'])", caller);

        foreach (var failed in new[] { made, added, unloaded }) Assert.StartsWith("PERMISSION_DENIED: Access denied when writing output", failed.Reason, StringComparison.Ordinal);
        var key = (string)Assert.Single((await world.CallAsync("s3", "ListObjectsV2", new() { ["Bucket"] = "lake", ["Prefix"] = "half/" }))["Contents"]!.AsArray())!["Key"]!;
        Assert.StartsWith("half/there/k=3/", key, StringComparison.Ordinal);
        Assert.Equal("1", (await world.OkAsync("SELECT count(*) FROM half_there")).Rows.Single());
        Assert.Contains("half_made' does not exist", await world.FailsAsync("SELECT * FROM half_made"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_said_twice_is_one_query_and_results_need_a_bucket()
    {
        JsonObject Input(string sql, string output = "s3://results/out/") => new() { ["QueryString"] = sql, ["ClientRequestToken"] = "the-same-token-0123456789-0123456789", ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = output } };

        var first = await world.CallAsync("athena", "StartQueryExecution", Input("SELECT 1"));
        var second = await world.CallAsync("athena", "StartQueryExecution", Input("SELECT 1"));
        var other = await Assert.ThrowsAsync<AwsException>(() => world.CallAsync("athena", "StartQueryExecution", Input("SELECT 2")));
        var nowhere = await Assert.ThrowsAsync<AwsException>(() => world.CallAsync("athena", "StartQueryExecution", Input("SELECT 1", "s3://no-such-bucket/")));

        Assert.Equal((string?)first["QueryExecutionId"], (string?)second["QueryExecutionId"]);
        Assert.Equal("Idempotent parameters do not match", other.Message);
        Assert.Equal("Unable to verify/create output bucket no-such-bucket", nowhere.Message);
    }

    [Fact]
    public async Task What_a_crawler_finds_athena_counts()
    {
        var random = new Random(7);
        await world.CallAsync("iam", "CreateRole", new() { ["RoleName"] = "glue", ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });
        await world.CallAsync("iam", "PutRolePolicy", new() { ["RoleName"] = "glue", ["PolicyName"] = "p", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}]}""" });
        Dictionary<string, int> counts = [];
        for (var day = 1; day <= 5; day++)
        {
            var lines = new StringBuilder();
            counts[$"d{day}"] = random.Next(1, 200);
            for (var row = 0; row < counts[$"d{day}"]; row++) lines.Append(CultureInfo.InvariantCulture, $"{{\"n\":{random.Next(1000)},\"s\":\"{random.Next()}\"}}\n");
            await world.PutAsync($"crawled/day=d{day}/x.json", lines.ToString());
        }

        await world.CallAsync("glue", "CreateCrawler", new() { ["Name"] = "c", ["Role"] = "glue", ["DatabaseName"] = "db", ["Targets"] = new JsonObject { ["S3Targets"] = new JsonArray(new JsonObject { ["Path"] = "s3://lake/crawled/" }) } });
        await world.CallAsync("glue", "StartCrawler", new() { ["Name"] = "c" });
        while ((string?)(await world.CallAsync("glue", "GetCrawler", new() { ["Name"] = "c" }))["Crawler"]!["State"] != "READY") await Task.Delay(25, TestContext.Current.CancellationToken);
        var ran = await world.OkAsync("SELECT day, count(*) FROM crawled GROUP BY day ORDER BY day");

        Assert.Equal(counts.Select(pair => $"{pair.Key}|{pair.Value}"), ran.Rows);
    }
}
