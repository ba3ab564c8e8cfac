using Certus.Lab.Grading;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Meter;

/// <summary>Writes down for the meter what changes, in the very transaction that changes it, whoever changes it and wherever in the program.</summary>
/// <remarks>
/// They are triggers of the one connection that writes, not of the file: nothing of them stays in it. The calls of graders and pages are not the learner's and do
/// not count.
/// </remarks>
internal static class MeterTriggers
{
    /// <summary>The time as Kinesis keeps it: milliseconds since 1970.</summary>
    private const string Now = "((lab_now() - 621355968000000000) / 10000)";

    /// <summary>Bytes of a PUT payload unit.</summary>
    private const int PayloadUnit = 25 * 1024;

    /// <summary>Firehose rounds each record up to a multiple of so many bytes.</summary>
    private const int IngestedUnit = 5 * 1024;

    /// <summary>A gigabyte, as a number that does not round.</summary>
    private const string Gigabyte = "1073741824.0";

    private const string State = """
        json_object('status', NEW.status, 'variants', json_extract(NEW.body, '$.ProductionVariants'))
        """;

    /// <summary>Hours of a stream's shards and hours of the stream, up to now.</summary>
    private const string ShardHours = $"(COALESCE((SELECT SUM(MAX(0, COALESCE(closed, {Now}) - opened)) FROM kinesis_shard WHERE stream = OLD.id), 0) / 3.6e6)", StreamHours = $"(MAX(0, {Now} - OLD.created) / 3.6e6)";

    private static readonly string[] _triggers =
    [
        $"""
        CREATE TEMP TRIGGER meter_calls AFTER INSERT ON lab_call WHEN NEW.access_key <> '{LabBench.AccessKeyId}' AND NEW.status < 400 BEGIN
            INSERT INTO meter_call VALUES (NEW.service, NEW.operation, COALESCE(json_extract(NEW.members, '$.Bucket'), json_extract(NEW.members, '$.EndpointName'), ''), 1, NEW.at)
                ON CONFLICT (service, operation, resource) DO UPDATE SET count = count + 1, last = MAX(last, excluded.last);
        END
        """,
        $"""
        CREATE TEMP TRIGGER meter_endpoints AFTER INSERT ON sagemaker_resource WHEN NEW.kind = 'endpoint' BEGIN
            INSERT INTO meter_event (at, region, kind, name, state)
                SELECT lab_now(), NEW.region, NEW.kind, NEW.name, {State}
                WHERE {State} IS NOT (SELECT state FROM meter_event WHERE kind = NEW.kind AND region = NEW.region AND name = NEW.name ORDER BY id DESC LIMIT 1);
        END
        """,
        """
        CREATE TEMP TRIGGER meter_endpoints_gone AFTER DELETE ON sagemaker_resource WHEN OLD.kind = 'endpoint' BEGIN
            INSERT INTO meter_event (at, region, kind, name, state) VALUES (lab_now(), OLD.region, OLD.kind, OLD.name, NULL);
        END
        """,
        """
        CREATE TEMP TRIGGER meter_jobs_gone AFTER DELETE ON sagemaker_resource WHEN OLD.kind IN ('training-job', 'transform-job') BEGIN
            INSERT INTO meter_event (at, region, kind, name, state) VALUES (lab_now(), OLD.region, OLD.kind, OLD.name, OLD.body);
        END
        """,
        """
        CREATE TEMP TRIGGER meter_objects_gone AFTER DELETE ON s3_object WHEN OLD.size > 0 BEGIN
            INSERT INTO meter_storage VALUES (OLD.bucket, OLD.class, OLD.size * (MAX(0, lab_now() - OLD.modified) / 1e7))
                ON CONFLICT (bucket, class) DO UPDATE SET byte_seconds = byte_seconds + excluded.byte_seconds;
        END
        """,
        """
        CREATE TEMP TRIGGER meter_queries_gone AFTER DELETE ON athena_query BEGIN
            INSERT INTO meter_event (at, region, kind, name, state) VALUES (lab_now(), OLD.region, 'query', OLD.workgroup, OLD.body);
        END
        """,
        """
        CREATE TEMP TRIGGER meter_crawls_gone AFTER DELETE ON glue_thing WHEN OLD.kind = 'crawl' BEGIN
            INSERT INTO meter_event (at, region, kind, name, state) VALUES (lab_now(), OLD.region, OLD.kind, OLD.name, OLD.body);
        END
        """,
        $"""
        CREATE TEMP TRIGGER meter_records AFTER INSERT ON kinesis_record BEGIN
            INSERT INTO meter_sum SELECT 'kinesis', name, '{DataServices.PayloadUnit}', MAX(1, (length(NEW.data) + {PayloadUnit - 1}) / {PayloadUnit}) FROM kinesis_stream WHERE id = NEW.stream AND mode = 'PROVISIONED'
                ON CONFLICT (service, resource, item) DO UPDATE SET amount = amount + excluded.amount;
        END
        """,
        // The hours until then stay of the old mode. Those that the new mode would see in them, which counts from the stream's or the shards' beginning, are taken off it.
        $"""
        CREATE TEMP TRIGGER meter_streams_switched AFTER UPDATE OF mode ON kinesis_stream WHEN OLD.mode <> NEW.mode BEGIN
            INSERT INTO meter_sum SELECT 'kinesis', OLD.name, '{DataServices.Shard}', (CASE OLD.mode WHEN 'PROVISIONED' THEN 1 ELSE -1 END) * {ShardHours}
                WHERE true ON CONFLICT (service, resource, item) DO UPDATE SET amount = amount + excluded.amount;
            INSERT INTO meter_sum SELECT 'kinesis', OLD.name, '{DataServices.OnDemand}', (CASE OLD.mode WHEN 'PROVISIONED' THEN -1 ELSE 1 END) * {StreamHours}
                WHERE true ON CONFLICT (service, resource, item) DO UPDATE SET amount = amount + excluded.amount;
        END
        """,
        // A stream's shards go with it, after it: by then nobody knows its name.
        $"""
        CREATE TEMP TRIGGER meter_streams_gone BEFORE DELETE ON kinesis_stream BEGIN
            INSERT INTO meter_sum SELECT 'kinesis', OLD.name, CASE OLD.mode WHEN 'PROVISIONED' THEN '{DataServices.Shard}' ELSE '{DataServices.OnDemand}' END,
                    CASE OLD.mode WHEN 'PROVISIONED' THEN {ShardHours} ELSE {StreamHours} END
                WHERE true ON CONFLICT (service, resource, item) DO UPDATE SET amount = amount + excluded.amount;
        END
        """,
        $"""
        CREATE TEMP TRIGGER meter_shards_gone AFTER DELETE ON kinesis_shard BEGIN
            INSERT INTO meter_sum SELECT 'kinesis', name, '{DataServices.Shard}', MAX(0, COALESCE(OLD.closed, {Now}) - OLD.opened) / 3.6e6 FROM kinesis_stream WHERE id = OLD.stream AND mode = 'PROVISIONED'
                ON CONFLICT (service, resource, item) DO UPDATE SET amount = amount + excluded.amount;
        END
        """,
        $"""
        CREATE TEMP TRIGGER meter_gathered AFTER INSERT ON firehose_record BEGIN
            INSERT INTO meter_sum SELECT 'firehose', name, '{DataServices.Ingested}', (MAX(1, (length(NEW.data) + {IngestedUnit - 1}) / {IngestedUnit}) * {IngestedUnit}) / {Gigabyte} FROM firehose_stream WHERE id = NEW.stream
                ON CONFLICT (service, resource, item) DO UPDATE SET amount = amount + excluded.amount;
        END
        """,
    ];

    /// <summary>Puts them on the connection that writes.</summary>
    public static void Install(SqliteConnection connection, TimeProvider clock)
    {
        connection.CreateFunction("lab_now", () => clock.GetUtcNow().UtcTicks);
        foreach (var trigger in _triggers) LabDatabase.Execute(connection, trigger);
        // What stood before there was a meter is counted from its beginning.
        LabDatabase.Execute(connection, $"""
            INSERT INTO meter_event (at, region, kind, name, state) SELECT created, region, kind, name, {State.Replace("NEW.", "sagemaker_resource.", StringComparison.Ordinal)} FROM sagemaker_resource
            WHERE kind = 'endpoint' AND NOT EXISTS (SELECT 1 FROM meter_event WHERE meter_event.kind = 'endpoint' AND meter_event.region = sagemaker_resource.region AND meter_event.name = sagemaker_resource.name)
            """);
    }
}
