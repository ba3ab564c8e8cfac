using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.CrawlerAthena;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of crawler-athena: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class CrawlerAthenaTests(CrawlerAthenaTests.Solved solved) : IClassFixture<CrawlerAthenaTests.Solved>
{
    private const string Once = "SELECT event_id, max(store) AS store, max(category) AS category, max(CAST(amount AS decimal(12,2))) AS amount, max(region) AS region FROM certus_lake.events WHERE kind = 'sale' GROUP BY event_id";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved : IAsyncLifetime
    {
        private int _tables;

        internal Attempt Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Lab = await Attempt.BeginAsync("crawler-athena", 5);
            await CrawlAsync(Lab, "s3://certus-lake-raw/events/");
            await MakeAsync(Once);
            var region = (string)JsonNode.Parse(await Lab.TextAsync(Raw, "question.json"))!["region"]!;
            var query = await QueryAsync(Lab, $"SELECT category, sum(amount) AS revenue FROM certus_lake.sales WHERE region = '{region}' GROUP BY category ORDER BY revenue DESC LIMIT 1");
            var found = (await Lab.DoAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = query }))["ResultSet"]!["Rows"]![1]!["Data"]!;
            await Lab.PutAsync(Work, "answer.json", new JsonObject { ["category"] = (string?)found[0]!["VarCharValue"], ["revenue"] = double.Parse((string)found[1]!["VarCharValue"]!, System.Globalization.CultureInfo.InvariantCulture), ["query"] = query });
        }

        /// <summary>Another table of sales in the place of the one that is there.</summary>
        internal async Task MakeAsync(string query, string properties = "format = 'PARQUET', partitioned_by = ARRAY['region']")
        {
            await Lab.DoAsync("athena", "StartQueryExecution", Input("DROP TABLE IF EXISTS certus_lake.sales"));
            await QueryAsync(Lab, $"CREATE TABLE certus_lake.sales WITH ({properties}, external_location = 's3://{Work}/sales/{_tables++}/') AS {query}");
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }

    private static JsonObject Input(string sql) => new() { ["QueryString"] = sql, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = $"s3://{Work}/results/" } };

    private static async Task<string> QueryAsync(Attempt lab, string sql)
    {
        var id = (string)(await lab.DoAsync("athena", "StartQueryExecution", Input(sql)))["QueryExecutionId"]!;
        for (var waited = 0; waited < 3000; waited++)
        {
            var status = (await lab.DoAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }))["QueryExecution"]!["Status"]!;
            if ((string?)status["State"] == "SUCCEEDED") return id;
            if ((string?)status["State"] is "FAILED" or "CANCELLED") throw new InvalidOperationException($"{sql}: {(string?)status["StateChangeReason"]}");
            await Task.Delay(20, Attempt.Cancel);
        }
        throw new TimeoutException($"{sql} does not end.");
    }

    private static async Task CrawlAsync(Attempt lab, string path)
    {
        await lab.DoAsync("glue", "CreateCrawler", new()
        {
            ["Name"] = "certus-lake-events", ["Role"] = Attempt.Role(CrawlerRole), ["DatabaseName"] = Database, ["Targets"] = new JsonObject { ["S3Targets"] = new JsonArray(new JsonObject { ["Path"] = path }) },
        });
        await lab.DoAsync("glue", "StartCrawler", new() { ["Name"] = "certus-lake-events" });
        for (var waited = 0; waited < 3000; waited++)
        {
            if ((string?)(await lab.DoAsync("glue", "GetCrawler", new() { ["Name"] = "certus-lake-events" }))["Crawler"]!["State"] == "READY") return;
            await Task.Delay(20, Attempt.Cancel);
        }
        throw new TimeoutException("The crawler does not come to its end.");
    }

    private Task WhileTableAsync(string query, string properties, Func<Task> look) => Attempt.WhileAsync(() => solved.MakeAsync(query, properties), look, () => solved.MakeAsync(Once));

    private const string ByRegion = "format = 'PARQUET', partitioned_by = ARRAY['region']";

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public async Task Begun_and_not_touched_it_earns_nothing_and_a_crawl_of_one_day_little()
    {
        await using var lab = await Attempt.BeginAsync("crawler-athena", 6);

        Assert.All(await lab.GradeAsync(), finding => Assert.Equal(0, finding.Earned));
        await CrawlAsync(lab, "s3://certus-lake-raw/events/dt=2026-10-01/");
        Assert.Contains("no table of certus_lake that a crawler made lies at", (await lab.GradeAsync())[0].Found, StringComparison.Ordinal);
        await lab.BeginAgainAsync(6);
        Assert.Contains("No crawler has filled", (await lab.GradeAsync())[0].Found, StringComparison.Ordinal);
    }

    [Fact]
    public Task Events_counted_as_often_as_they_were_delivered_are_too_much() => WhileTableAsync(
        "SELECT event_id, category, CAST(amount AS decimal(12,2)) AS amount, region FROM certus_lake.events WHERE kind = 'sale'", ByRegion, () => _lab.OnlyAsync(Right, "is too much by"));

    [Fact]
    public Task Quotes_are_no_sales() => WhileTableAsync(Once.Replace("kind = 'sale'", "kind <> 'view'", StringComparison.Ordinal), ByRegion, () => _lab.OnlyAsync(Right, "is too much by"));

    [Fact]
    public Task Two_weeks_without_the_last_is_too_little() => WhileTableAsync(Once.Replace("kind = 'sale'", "kind = 'sale' AND dt < '2026-10-08'", StringComparison.Ordinal), ByRegion, () => _lab.OnlyAsync(Right, "is too little by"));

    [Fact]
    public Task Columns_without_partitions_are_read_for_every_region() => WhileTableAsync(Once, "format = 'PARQUET'", () => _lab.OnlyAsync(WithinBudget, "are allowed", 0.4));

    [Fact]
    public Task Partitions_of_text_are_read_with_all_their_columns() => WhileTableAsync(Once, "format = 'TEXTFILE', partitioned_by = ARRAY['region']", () => _lab.OnlyAsync(WithinBudget, "are allowed", 0.4));

    [Fact]
    public async Task A_view_on_the_raw_events_reads_them_all()
    {
        await _lab.DoAsync("athena", "StartQueryExecution", Input("DROP TABLE IF EXISTS certus_lake.sales"));
        await QueryAsync(_lab, $"CREATE VIEW certus_lake.sales AS {Once}");
        await Attempt.WhileAsync(() => Task.CompletedTask, () => _lab.OnlyAsync(WithinBudget, "are allowed"), async () =>
        {
            await _lab.DoAsync("athena", "StartQueryExecution", Input("DROP VIEW certus_lake.sales"));
            await solved.MakeAsync(Once);
        });
    }

    [Fact]
    public Task An_answer_with_another_category_is_wrong() => _lab.WhileJsonAsync(Work, "answer.json", answer => answer["category"] = "none", () => _lab.OnlyAsync(Answered, "is not what"));

    [Fact]
    public async Task An_answer_found_by_reading_the_raw_events_was_dear()
    {
        var dear = await QueryAsync(_lab, "SELECT category, sum(amount) FROM certus_lake.events WHERE kind = 'sale' GROUP BY category");

        await _lab.WhileJsonAsync(Work, "answer.json", answer => answer["query"] = dear, () => _lab.OnlyAsync(Frugal, "are allowed"));
    }

    [Fact]
    public async Task A_query_that_reads_nothing_found_nothing()
    {
        var idle = await QueryAsync(_lab, "SELECT 'toys', 1");

        await _lab.WhileJsonAsync(Work, "answer.json", answer => answer["query"] = idle, () => _lab.OnlyAsync(Frugal, "scanned nothing"));
    }

    [Fact]
    public void Whatever_the_seed_every_region_sells_every_category_and_the_asked_one_sells_one_most()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            var law = new ShopEvents(seed);
            Assert.All(ShopEvents.Regions, region => Assert.All(ShopEvents.Categories, category => Assert.True(law.Revenue(region, category) > 0)));
            decimal[] sums = [.. ShopEvents.Categories.Select(category => law.Revenue(Region(law), category)).OrderDescending()];
            Assert.True(sums[0] > 1.02m * sums[1], $"{seed}: {sums[0]} and {sums[1]}");
            Assert.InRange(law.Bytes / Thrift, 8_000, 14_000);
        }
    }
}
