using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Glue;

/// <summary>Crawlers as their operations see them; <see cref="CrawlRun"/> is the work itself.</summary>
internal sealed class Crawlers(LabDatabase database, CrawlRun run)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var crawler = Thing.Make(call.Caller.Region, GlueKind.Crawler, call.Required("Name"), call.Now, call.Input);
        var body = crawler.Body;
        body.Remove("Tags");
        Complete(body);
        body["Schedule"] = Scheduled((string?)body["Schedule"]);
        body["State"] = "READY";
        body["CrawlElapsedTime"] = 0;
        body["CreationTime"] = JsonValue.Create(call.Now);
        body["LastUpdated"] = JsonValue.Create(call.Now);
        body["Version"] = 1;
        await database.WriteAsync(connection =>
        {
            if (Thing.Find(connection, crawler.Region, crawler.Kind, crawler.Name) is not null) throw GlueNames.Taken($"{crawler.Name} already exists");
            crawler.Add(connection, call.Structure("Tags"));
        }, cancel);
        return LabAnswer.Empty;
    }

    private static void Complete(JsonObject body)
    {
        // Absent lists are empty ones in what describing it answers.
        body["Classifiers"] ??= new JsonArray();
        body["RecrawlPolicy"] ??= new JsonObject { ["RecrawlBehavior"] = "CRAWL_EVERYTHING" };
        body["LineageConfiguration"] ??= new JsonObject { ["CrawlerLineageSettings"] = "DISABLE" };
        if (body["SchemaChangePolicy"] is not JsonObject policy) body["SchemaChangePolicy"] = policy = [];
        policy["UpdateBehavior"] ??= "UPDATE_IN_DATABASE";
        policy["DeleteBehavior"] ??= "DEPRECATE_IN_DATABASE";
    }

    private static JsonObject? Scheduled(string? expression) => string.IsNullOrEmpty(expression) ? null
        : expression.StartsWith("cron(", StringComparison.Ordinal) && expression.EndsWith(')') ? new() { ["ScheduleExpression"] = expression, ["State"] = "SCHEDULED" }
        : throw GlueNames.Invalid($"The schedule '{expression}' is no cron expression, such as cron(15 12 * * ? *).");

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) =>
        new(new JsonObject { ["Crawler"] = Shown(database.Read(connection => Thing.Require(connection, call.Caller.Region, GlueKind.Crawler, call.Required("Name"))), call.Now) });

    public ValueTask<LabAnswer> GetAllAsync(LabCall call, CancellationToken cancel) => new(GluePage.Of(call, "Crawlers", All(call), crawler => Shown(crawler, call.Now)));

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(GluePage.Of(call, "CrawlerNames", GlueTags.With(database, call, All(call)), crawler => JsonValue.Create(crawler.Name)));

    public ValueTask<LabAnswer> GetManyAsync(LabCall call, CancellationToken cancel)
    {
        JsonArray found = [], missing = [];
        foreach (var name in call.List("CrawlerNames").Select(name => (string)name!))
            if (database.Read(connection => Thing.Find(connection, call.Caller.Region, GlueKind.Crawler, name)) is { } crawler) found.Add(Shown(crawler, call.Now));
            else missing.Add(name);
        return new(new JsonObject { ["Crawlers"] = found, ["CrawlersNotFound"] = missing });
    }

    public ValueTask<LabAnswer> MetricsAsync(LabCall call, CancellationToken cancel)
    {
        var wanted = call.List("CrawlerNameList").Select(name => (string)name!).ToList();
        return new(GluePage.Of(call, "CrawlerMetricsList", All(call).FindAll(crawler => wanted.Count == 0 || wanted.Contains(crawler.Name)), crawler =>
        {
            var runtimes = Crawls(crawler).Select(crawl => crawl["EndTime"] is { } end ? (Values.Time(end) - Values.Time(crawl["StartTime"]!)).TotalSeconds : -1).Where(seconds => seconds >= 0).ToList();
            var ordered = runtimes.Order().ToList();
            return new JsonObject
            {
                ["CrawlerName"] = crawler.Name,
                ["TimeLeftSeconds"] = 0.0,
                ["StillEstimating"] = false,
                ["LastRuntimeSeconds"] = runtimes.Count == 0 ? 0.0 : runtimes[0],
                ["MedianRuntimeSeconds"] = ordered.Count == 0 ? 0.0 : (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2,
                ["TablesCreated"] = (int?)crawler.Body["_created"] ?? 0,
                ["TablesUpdated"] = (int?)crawler.Body["_updated"] ?? 0,
                ["TablesDeleted"] = (int?)crawler.Body["_deleted"] ?? 0,
            };
        }));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var crawler = Idle(connection, call, call.Required("Name"));
            foreach (var (member, value) in call.Input)
                if (value is not null) crawler.Body[member] = member == "Schedule" ? Scheduled((string?)value) : value.DeepClone();
            Complete(crawler.Body);
            Changed(crawler, call.Now);
            crawler.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var crawler = Idle(connection, call, call.Required("Name"));
            foreach (var crawl in CrawlsOf(connection, crawler)) crawl.Remove(connection);
            crawler.Remove(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> StartAsync(LabCall call, CancellationToken cancel)
    {
        await run.BeginAsync(call.Caller.Region, call.Required("Name"), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel)
    {
        await run.StopAsync(call.Caller.Region, call.Required("Name"), cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> StartScheduleAsync(LabCall call, CancellationToken cancel) => ScheduleAsync(call, schedule => schedule["State"] = (string?)schedule["State"] == "SCHEDULED"
        ? throw new AwsException("SchedulerRunningException", $"The scheduler of the crawler {call.Required("CrawlerName")} is running already.") : "SCHEDULED", cancel);

    public ValueTask<LabAnswer> StopScheduleAsync(LabCall call, CancellationToken cancel) => ScheduleAsync(call, schedule => schedule["State"] = (string?)schedule["State"] == "SCHEDULED"
        ? "NOT_SCHEDULED" : throw new AwsException("SchedulerNotRunningException", $"The scheduler of the crawler {call.Required("CrawlerName")} is not running."), cancel);

    public async ValueTask<LabAnswer> UpdateScheduleAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var crawler = Thing.Require(connection, call.Caller.Region, GlueKind.Crawler, call.Required("CrawlerName"));
            crawler.Body["Schedule"] = Scheduled(call.Text("Schedule"));
            Changed(crawler, call.Now);
            crawler.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    private async ValueTask<LabAnswer> ScheduleAsync(LabCall call, Action<JsonObject> change, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var crawler = Thing.Require(connection, call.Caller.Region, GlueKind.Crawler, call.Required("CrawlerName"));
            if (crawler.Body["Schedule"] is not JsonObject schedule) throw new AwsException("NoScheduleException", $"The crawler {crawler.Name} has no schedule.");
            change(schedule);
            crawler.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> CrawlsAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("CrawlerName");
        var crawler = database.Read(connection => Thing.Find(connection, call.Caller.Region, GlueKind.Crawler, name)) ?? throw GlueNames.NotFound($"Crawler entry with name {name} does not exist");
        var crawls = Crawls(crawler);
        foreach (var filter in call.List("Filters").Select(filter => filter!.AsObject()))
        {
            var (field, sign, value) = ((string?)filter["FieldName"], (string?)filter["FilterOperator"], (string?)filter["FieldValue"]);
            if (field is null || sign is null || value is null)
                throw GlueNames.Invalid($"Invalid Filter Provided: FieldName: {field ?? "null"}, FilterOperator: {sign ?? "null"}, FieldValue: {value ?? "null"}");
            if (field is "CRAWL_ID" or "STATE")
            {
                if (sign is not ("EQ" or "NE")) throw GlueNames.Invalid($"Only EQ or NE operator is allowed for field : {field}");
                crawls = crawls.FindAll(crawl => ((string?)crawl[field == "STATE" ? "State" : "CrawlId"] == value) == (sign == "EQ"));
            }
            else if (field is "START_TIME" or "END_TIME")
            {
                if (Values.ParseTime(value) is not { } instant) throw GlueNames.Invalid($"Invalid Filter Provided: FieldName: {field}, FilterOperator: {sign}, FieldValue: {value}");
                crawls = crawls.FindAll(crawl => crawl[field == "START_TIME" ? "StartTime" : "EndTime"] is { } at && Values.Time(at).CompareTo(instant) is var order
                    && sign switch { "GT" => order > 0, "GE" => order >= 0, "LT" => order < 0, "LE" => order <= 0, "EQ" => order == 0, _ => order != 0 });
            }
            else
            {
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var hours)) throw GlueNames.Invalid($"Invalid Filter Provided: FieldName: {field}, FilterOperator: {sign}, FieldValue: {value}");
                crawls = crawls.FindAll(crawl => ((double?)crawl["DPUHour"] ?? 0).CompareTo(hours) is var order
                    && sign switch { "GT" => order > 0, "GE" => order >= 0, "LT" => order < 0, "LE" => order <= 0, "EQ" => order == 0, _ => order != 0 });
            }
        }
        return new(GluePage.Of(call, "Crawls", crawls, crawl => crawl, most: 20));
    }

    /// <summary>A crawler's runs, the newest first.</summary>
    private List<JsonObject> Crawls(Thing crawler) =>
        [.. database.Read(connection => CrawlsOf(connection, crawler)).OrderByDescending(crawl => crawl.Created).Select(crawl => crawl.Body)];

    // A crawler's name may hold a slash; what a crawl is called behind it holds none.
    private static List<Thing> CrawlsOf(SqliteConnection connection, Thing crawler) =>
        Thing.All(connection, crawler.Region, GlueKind.Crawl, $"{crawler.Name}/").FindAll(crawl => crawl.Name.LastIndexOf('/') == crawler.Name.Length);

    private List<Thing> All(LabCall call) => database.Read(connection => Thing.All(connection, call.Caller.Region, GlueKind.Crawler));

    private static JsonObject Shown(Thing crawler, DateTimeOffset now)
    {
        if (crawler.Body["_began"] is { } began && (string?)crawler.Body["State"] != "READY") crawler.Body["CrawlElapsedTime"] = (long)Math.Max(0, (now - Values.Time(began)).TotalMilliseconds);
        return crawler.Body;
    }

    private static Thing Idle(SqliteConnection connection, LabCall call, string name)
    {
        var crawler = Thing.Require(connection, call.Caller.Region, GlueKind.Crawler, name);
        return (string?)crawler.Body["State"] == "READY" ? crawler : throw CrawlRun.Running(name);
    }

    private static void Changed(Thing crawler, DateTimeOffset now)
    {
        crawler.Body["LastUpdated"] = JsonValue.Create(now);
        crawler.Body["Version"] = ((long?)crawler.Body["Version"] ?? 1) + 1;
    }
}
