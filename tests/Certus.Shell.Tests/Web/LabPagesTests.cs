using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

/// <summary>Labs on pages: the sandbox switched on and off, a lab begun, watched, graded and begun again.</summary>
public sealed class LabPagesTests : OnOwnSite
{
    private const string Lab = "/labs/s3-hygiene";

    private SandboxClient Client => new(new Uri($"http://127.0.0.1:{_site.LabPort}"));

    private Task<Answer> SwitchAsync(string to) => _browser.PostAsync($"/labs/sandbox/{to}", ("back", Lab));

    [Fact]
    public async Task A_lab_without_a_sandbox_says_how_to_start_one_and_refuses_to_begin_in_one_sentence()
    {
        var page = (await _browser.GetAsync(Lab)).Ok();

        Assert.Contains("No sandbox runs", page.Words("main"), StringComparison.Ordinal);
        Assert.Null(page.Page.QuerySelector($"form[action='{Lab}/start']"));
        Assert.Equal("No sandbox runs. Start it first.", (await _browser.PostAsync($"{Lab}/start")).Refused(HttpStatusCode.Conflict));
        Assert.Equal("No sandbox runs. Start it first.", (await _browser.PostAsync($"{Lab}/grade")).Refused(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_lab_is_begun_shows_what_was_reported_and_its_grade_is_kept_with_what_is_missing()
    {
        Assert.Equal(Lab, (await SwitchAsync("start")).RedirectsTo());
        Assert.Equal(Lab, (await _browser.PostAsync($"{Lab}/start", ("seed", "7"))).RedirectsTo());

        var begun = (await _browser.GetAsync(Lab)).Ok();
        Assert.Contains("with the seed 7", begun.Words("main"), StringComparison.Ordinal);
        Assert.Contains("Reported:", begun.Words("main"), StringComparison.Ordinal);
        Assert.Equal($"{Lab}#checks", (await _browser.PostAsync($"{Lab}/grade")).RedirectsTo());

        var grade = Assert.Single(await _site.Of<LabGrades>().ListAsync(Learner.Local, Site.Cancel));
        Assert.Equal((7ul, false), (grade.Seed, grade.Passed));
        Assert.Equal(0, grade.Checks.Single(check => check.Check == "anonymous-refused").Earned);
        Assert.Equal(1, grade.Checks.Single(check => check.Check == "data-intact").Earned);
        var graded = (await _browser.GetAsync(Lab)).Ok();
        Assert.Contains("Without any signature one can still", graded.Words("[data-check=anonymous-refused]"), StringComparison.Ordinal);
        Assert.Contains("done", graded.Words("[data-check=data-intact]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lab_built_from_nothing_begins_broken_where_that_is_ticked_and_a_broken_one_has_nothing_to_tick()
    {
        const string built = "/labs/kmeans-elbow";
        await SwitchAsync("start");
        Assert.NotNull((await _browser.GetAsync(built)).Ok().Page.QuerySelector("input[name=broken]"));
        Assert.Null((await _browser.GetAsync(Lab)).Ok().Page.QuerySelector("input[name=broken]"));

        await _browser.PostAsync($"{built}/start", ("seed", "3"), ("broken", "yes"));
        var broken = (await _browser.GetAsync(built)).Ok().Words("main");
        await _browser.PostAsync($"{built}/start", ("seed", "3"), ("sure", "yes"));
        var whole = (await _browser.GetAsync(built)).Ok().Words("main");

        Assert.Contains("Reported:", broken, StringComparison.Ordinal);
        Assert.DoesNotContain("Reported:", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_tells_the_checks_and_keeps_nothing()
    {
        await SwitchAsync("start");
        await _browser.PostAsync($"{Lab}/start", ("seed", "7"));

        var seen = JsonDocument.Parse((await _browser.PostAsync($"{Lab}/look")).Ok().Text).RootElement;

        Assert.False(seen.GetProperty("passed").GetBoolean());
        Assert.Equal(7, seen.GetProperty("checks").GetArrayLength());
        Assert.Empty(await _site.Of<LabGrades>().ListAsync(Learner.Local, Site.Cancel));
    }

    [Fact]
    public async Task Beginning_again_asks_first_and_then_makes_everything_anew()
    {
        await SwitchAsync("start");
        await _browser.PostAsync($"{Lab}/start", ("seed", "7"));
        using var client = Client;
        await client.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "certus-hygiene-mine" }, Site.Cancel);

        Assert.StartsWith("The lab is begun already.", (await _browser.PostAsync($"{Lab}/start", ("seed", "8"))).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(7ul, (await client.StartsAsync(Site.Cancel))["s3-hygiene"].Seed);
        Assert.Equal(Lab, (await _browser.PostAsync($"{Lab}/start", ("seed", "8"), ("sure", "yes"))).RedirectsTo());

        Assert.Equal(8ul, (await client.StartsAsync(Site.Cancel))["s3-hygiene"].Seed);
        var buckets = (await client.CallAsync("s3", "ListBuckets", [], Site.Cancel))["Buckets"]!.AsArray().Select(bucket => (string?)bucket!["Name"]);
        Assert.Equal(["certus-hygiene-exports"], buckets);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("seven")]
    [InlineData("99999999999999999999999")]
    public async Task A_seed_that_is_none_is_refused(string seed)
    {
        await SwitchAsync("start");

        Assert.Equal($"'{seed}' is no seed; a whole number from 0 on is one.", (await _browser.PostAsync($"{Lab}/start", ("seed", seed))).Refused(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_state_shows_buckets_objects_and_their_text()
    {
        await SwitchAsync("start");
        await _browser.PostAsync($"{Lab}/start", ("seed", "7"));

        Assert.Contains("certus-hygiene-exports", (await _browser.GetAsync("/labs/sandbox")).Ok().Words("main"), StringComparison.Ordinal);
        Assert.Contains("reports/", (await _browser.GetAsync("/labs/sandbox/buckets/certus-hygiene-exports")).Ok().Words("main"), StringComparison.Ordinal);
        Assert.Contains("2026-03.csv", (await _browser.GetAsync("/labs/sandbox/buckets/certus-hygiene-exports?prefix=reports/")).Ok().Words("main"), StringComparison.Ordinal);
        Assert.StartsWith("id,region,segment,amount", (await _browser.GetAsync("/labs/sandbox/objects/certus-hygiene-exports?key=reports/2026-03.csv")).Ok().Words("pre"), StringComparison.Ordinal);
        (await _browser.GetAsync("/labs/sandbox/buckets/certus-none")).Refused(HttpStatusCode.NotFound);
        (await _browser.GetAsync("/labs/sandbox/jobs/none")).Refused(HttpStatusCode.NotFound);
        (await _browser.GetAsync("/labs/sandbox/endpoints/none")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_state_shows_tables_and_queries_with_their_rows()
    {
        await SwitchAsync("start");
        using var client = Client;
        await client.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "asked" }, Site.Cancel);
        async Task<string> AskAsync(string sql)
        {
            var id = (string)(await client.CallAsync("athena", "StartQueryExecution", new() { ["QueryString"] = sql, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = "s3://asked/results/" } }, Site.Cancel))["QueryExecutionId"]!;
            while ((string?)(await client.CallAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }, Site.Cancel))["QueryExecution"]!["Status"]!["State"] is "QUEUED" or "RUNNING") await Task.Delay(20, Site.Cancel);
            return id;
        }
        await AskAsync("CREATE DATABASE shop");
        await AskAsync("CREATE EXTERNAL TABLE shop.orders (id bigint) PARTITIONED BY (day string) LOCATION 's3://asked/orders/'");
        await AskAsync("ALTER TABLE shop.orders ADD PARTITION (day = '2026-11-23')");
        var good = await AskAsync("SELECT 42 AS answer, CAST(NULL AS varchar) AS nothing");
        var bad = await AskAsync("SELECT * FROM nowhere");

        var state = (await _browser.GetAsync("/labs/sandbox")).Ok().Words("main");
        var rows = (await _browser.GetAsync($"/labs/sandbox/queries/{good}")).Ok().Words("main");

        Assert.Contains("shop.orders", state, StringComparison.Ordinal);
        Assert.Contains("SELECT 42 AS answer", state, StringComparison.Ordinal);
        Assert.Contains("answernothing42null", string.Concat(rows.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("TABLE_NOT_FOUND", (await _browser.GetAsync($"/labs/sandbox/queries/{bad}")).Ok().Words("main"), StringComparison.Ordinal);
        Assert.Contains("s3://asked/orders/day=2026-11-23/", (await _browser.GetAsync("/labs/sandbox/tables/shop/orders")).Ok().Words("main"), StringComparison.Ordinal);
        (await _browser.GetAsync("/labs/sandbox/tables/shop/none")).Refused(HttpStatusCode.NotFound);
        (await _browser.GetAsync("/labs/sandbox/queries/none")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_state_shows_a_stream_with_its_shards_and_late_records_and_what_delivers_from_it()
    {
        await SwitchAsync("start");
        await _browser.PostAsync("/labs/stream-to-parquet/start", ("seed", "7"));
        using var client = Client;
        await client.CallAsync("kinesis", "CreateStream", new() { ["StreamName"] = "certus-clicks", ["ShardCount"] = 2 }, Site.Cancel);
        await client.CallAsync("kinesis", "PutRecord", new() { ["StreamName"] = "certus-clicks", ["PartitionKey"] = "visitor", ["Data"] = Convert.ToBase64String("a click"u8) }, Site.Cancel);

        Assert.Contains("certus-clicks", (await _browser.GetAsync("/labs/sandbox")).Ok().Words("main"), StringComparison.Ordinal);
        var stream = (await _browser.GetAsync("/labs/sandbox/streams/certus-clicks")).Ok().Words("main");
        Assert.Contains("shardId-000000000001", stream, StringComparison.Ordinal);
        Assert.Contains("a click", stream, StringComparison.Ordinal);
        (await _browser.GetAsync("/labs/sandbox/streams/none")).Refused(HttpStatusCode.NotFound);
        await client.CallAsync("firehose", "CreateDeliveryStream", new()
        {
            ["DeliveryStreamName"] = "certus-clicks-hose",
            ["S3DestinationConfiguration"] = new JsonObject { ["RoleARN"] = "arn:aws:iam::123456789012:role/certus-clicks-role", ["BucketARN"] = "arn:aws:s3:::certus-clicks-lake", ["Prefix"] = "raw/" },
        }, Site.Cancel);
        Assert.Contains("certus-clicks-lake", (await _browser.GetAsync("/labs/sandbox/deliveries/certus-clicks-hose")).Ok().Words("main"), StringComparison.Ordinal);
        (await _browser.GetAsync("/labs/sandbox/deliveries/none")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_meter_says_what_lies_there_would_have_cost_and_the_state_and_the_list_lead_to_it()
    {
        await SwitchAsync("start");
        await _browser.PostAsync($"{Lab}/start", ("seed", "7"));

        var meter = (await _browser.GetAsync("/labs/sandbox/meter")).Ok().Words("main");

        Assert.Contains("On AWS this would have cost about", meter, StringComparison.Ordinal);
        Assert.Contains("US dollars, on-demand prices of us-east-1 as of 2026-", meter, StringComparison.Ordinal);
        Assert.Contains("certus-hygiene-exports", meter, StringComparison.Ordinal);
        Assert.Contains("$0.023 a GB-month", meter, StringComparison.Ordinal);
        Assert.Contains("On AWS this would have cost about", (await _browser.GetAsync("/labs/sandbox")).Ok().Words("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("Forgotten", (await _browser.GetAsync("/labs")).Ok().Words("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_made_is_there_after_the_sandbox_was_stopped_and_started()
    {
        await SwitchAsync("start");
        await _browser.PostAsync($"{Lab}/start", ("seed", "7"));

        await SwitchAsync("stop");
        using var client = Client;
        Assert.Null(await client.HealthAsync(Site.Cancel));
        await SwitchAsync("start");

        Assert.Equal(7ul, (await client.StartsAsync(Site.Cancel))["s3-hygiene"].Seed);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_sentence()
    {
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, _site.LabPort);
        other.Start();

        Assert.Contains($"Port {_site.LabPort} is taken by", (await SwitchAsync("start")).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }
}
