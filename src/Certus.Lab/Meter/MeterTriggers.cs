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
    private const string State = """
        json_object('status', NEW.status, 'variants', json_extract(NEW.body, '$.ProductionVariants'))
        """;

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
