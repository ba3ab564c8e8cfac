using Certus.Lab.State;

namespace Certus.Lab.CloudWatch;

/// <summary>Data points as they were put: one value, or a set of them by its count, sum and ends.</summary>
internal static class CloudWatchSchema
{
    public static LabSchema Value { get; } = new("cloudwatch", 1, """
        CREATE TABLE IF NOT EXISTS cloudwatch_datum (
            region TEXT NOT NULL, namespace TEXT NOT NULL, metric TEXT NOT NULL, dimensions TEXT NOT NULL, at INTEGER NOT NULL, number INTEGER NOT NULL,
            count REAL NOT NULL, sum REAL NOT NULL, least REAL NOT NULL, most REAL NOT NULL, unit TEXT NOT NULL,
            PRIMARY KEY (region, namespace, metric, dimensions, at, number)) WITHOUT ROWID;
        """);
}
