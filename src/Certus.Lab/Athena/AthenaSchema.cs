using Certus.Lab.State;

namespace Certus.Lab.Athena;

/// <summary>What Athena keeps: workgroups, catalogs, named and prepared statements, and every query with its state.</summary>
internal static class AthenaSchema
{
    public static LabSchema Value { get; } = new("athena", 1, """
        CREATE TABLE IF NOT EXISTS athena_thing (
            region TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (region, kind, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS athena_query (
            id TEXT NOT NULL PRIMARY KEY, region TEXT NOT NULL, workgroup TEXT NOT NULL, token TEXT, submitted INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS athena_query_by_time ON athena_query (region, submitted);
        CREATE UNIQUE INDEX IF NOT EXISTS athena_query_by_token ON athena_query (region, token) WHERE token IS NOT NULL;
        CREATE TABLE IF NOT EXISTS athena_tag (
            arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (arn, key)) WITHOUT ROWID;
        """);
}
