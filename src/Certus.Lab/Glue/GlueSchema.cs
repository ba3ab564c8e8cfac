using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>What Glue keeps: a body as it is described, and what it is found by.</summary>
internal static class GlueSchema
{
    public static LabSchema Value { get; } = new("glue", 1, """
        CREATE TABLE IF NOT EXISTS glue_thing (
            region TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (region, kind, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS glue_table (
            region TEXT NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (region, database, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS glue_table_version (
            region TEXT NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (region, database, name, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS glue_partition (
            region TEXT NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL, keys TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (region, database, name, keys)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS glue_tag (
            arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)) WITHOUT ROWID;
        """);
}
