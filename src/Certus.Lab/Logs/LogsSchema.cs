using Certus.Lab.State;

namespace Certus.Lab.Logs;

/// <summary>Groups, streams and their events; instants are milliseconds since 1970, as the service itself speaks of them.</summary>
internal static class LogsSchema
{
    public static LabSchema Value { get; } = new("logs", 1, """
        CREATE TABLE IF NOT EXISTS logs_group (
            region TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, retention INTEGER, class TEXT NOT NULL,
            PRIMARY KEY (region, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS logs_stream (
            id INTEGER PRIMARY KEY, region TEXT NOT NULL, log_group TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
            first INTEGER, last INTEGER, ingested INTEGER, bytes INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0,
            UNIQUE (region, log_group, name),
            FOREIGN KEY (region, log_group) REFERENCES logs_group (region, name) ON DELETE CASCADE);
        CREATE TABLE IF NOT EXISTS logs_event (
            stream INTEGER NOT NULL REFERENCES logs_stream (id) ON DELETE CASCADE, at INTEGER NOT NULL, number INTEGER NOT NULL,
            ingested INTEGER NOT NULL, message TEXT NOT NULL,
            PRIMARY KEY (stream, at, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS logs_tag (
            arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)) WITHOUT ROWID;
        """);
}
