using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Meter;

/// <summary>What streams, crawls and queries would have cost.</summary>
internal static class DataServices
{
    /// <summary>What a shard hour, a stream without shards of its own and a payload unit are called among the sums.</summary>
    public const string Shard = "shard", OnDemand = "on-demand stream", PayloadUnit = "PUT payload unit", Ingested = "data ingested";

    private const string Kinesis = "Amazon Kinesis Data Streams", Firehose = "Amazon Data Firehose", Glue = "AWS Glue", Athena = "Amazon Athena";
    private const double Megabyte = 1 << 20, LeastMegabytes = 10;

    /// <summary>Shards count from when they are opened until they are closed or their stream is deleted; records in units of 25 KB.</summary>
    public static void Shards(SqliteConnection connection, Bill bill)
    {
        var now = bill.Now.ToUnixTimeMilliseconds();
        foreach (var (stream, item, hours, since, runs) in Rows(connection, """
            SELECT resource, item, SUM(amount), MIN(since), MAX(runs) FROM (
                SELECT s.name AS resource, 'shard' AS item, SUM(MAX(0, COALESCE(h.closed, $now) - h.opened) / 3.6e6) AS amount, MIN(h.opened) AS since, 1 AS runs
                    FROM kinesis_stream s JOIN kinesis_shard h ON h.stream = s.id WHERE s.mode = 'PROVISIONED' GROUP BY s.name
                UNION ALL SELECT name, 'on-demand stream', MAX(0, $now - created) / 3.6e6, created, 1 FROM kinesis_stream WHERE mode <> 'PROVISIONED'
                UNION ALL SELECT resource, item, amount, NULL, 0 FROM meter_sum WHERE service = 'kinesis') GROUP BY resource, item
            """, row => (row.GetString(0), row.GetString(1), row.GetDouble(2), row.IsDBNull(3) ? (long?)null : row.GetInt64(3), row.GetInt64(4) == 1), ("$now", now)))
        {
            if (since is { } first) bill.Began(DateTimeOffset.FromUnixTimeMilliseconds(first));
            bill.Add(Kinesis, "streams", stream, item, Math.Max(0, hours), item == PayloadUnit ? "units" : "hours", runs);
        }
    }

    /// <summary>What delivery streams took in, each record rounded up to 5 KB.</summary>
    public static void Gathered(SqliteConnection connection, Bill bill)
    {
        foreach (var (stream, gigabytes) in Rows(connection, "SELECT resource, amount FROM meter_sum WHERE service = 'firehose'", row => (row.GetString(0), row.GetDouble(1)))) bill.Add(Firehose, "ingestion", stream, Ingested, gigabytes, "GB", false);
    }

    /// <summary>Crawls count the units that Glue says of each.</summary>
    public static void Crawls(SqliteConnection connection, Bill bill)
    {
        foreach (var (name, hours) in Bodies(connection, "SELECT name, body FROM glue_thing WHERE kind = 'crawl' UNION ALL SELECT name, state FROM meter_event WHERE kind = 'crawl'")
            .Select(crawl => (Crawler: crawl.Name[..Math.Max(0, crawl.Name.LastIndexOf('/'))], Hours: (double?)crawl.Body["DPUHour"] ?? 0)).GroupBy(crawl => crawl.Crawler).Select(crawls => (crawls.Key, crawls.Sum(crawl => crawl.Hours))))
            if (hours > 0) bill.Add(Glue, "crawlers", name, "DPU", hours, "DPU hours", false);
    }

    /// <summary>Queries that read count the bytes they scanned, in whole megabytes and ten of them at least; what changes the catalog, or failed, is free.</summary>
    public static void Queries(SqliteConnection connection, Bill bill)
    {
        Dictionary<string, double> groups = new(StringComparer.Ordinal);
        foreach (var (group, query) in Bodies(connection, "SELECT workgroup, body FROM athena_query UNION ALL SELECT name, state FROM meter_event WHERE kind = 'query'"))
        {
            var scanned = (long?)query["Statistics"]?["DataScannedInBytes"] ?? 0;
            if ((string?)query["StatementType"] != "DML" || (string?)query["Status"]?["State"] is not ("SUCCEEDED" or "CANCELLED") || scanned == 0) continue;
            groups[group] = groups.GetValueOrDefault(group) + Math.Max(LeastMegabytes, Math.Ceiling(scanned / Megabyte)) / 1024;
            if (query["Status"]!["SubmissionDateTime"] is { } at) bill.Began(Values.Time(at));
        }
        foreach (var (group, gigabytes) in groups) bill.Add(Athena, "queries", group, "data scanned", gigabytes, "GB", false);
    }

    private static List<(string Name, JsonObject Body)> Bodies(SqliteConnection connection, string sql) => Rows(connection, sql, row => (row.GetString(0), JsonNode.Parse(row.GetString(1))!.AsObject()));
}
