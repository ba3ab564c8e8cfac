using Certus.Lab.State;

namespace Certus.Lab.Firehose;

/// <summary>Delivery streams and what they have gathered; instants are milliseconds since 1970.</summary>
internal static class FirehoseSchema
{
    public static LabSchema Value { get; } = new("firehose", 1, """
        CREATE TABLE IF NOT EXISTS firehose_stream (
            id INTEGER PRIMARY KEY AUTOINCREMENT, region TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            version INTEGER NOT NULL, destination TEXT NOT NULL, source TEXT, encryption TEXT, position INTEGER NOT NULL DEFAULT 0,
            next_number INTEGER NOT NULL DEFAULT 1, bytes INTEGER NOT NULL DEFAULT 0, oldest INTEGER, delivered INTEGER NOT NULL DEFAULT 0, failure TEXT,
            UNIQUE (region, name));
        CREATE TABLE IF NOT EXISTS firehose_record (
            stream INTEGER NOT NULL REFERENCES firehose_stream (id) ON DELETE CASCADE, number INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (stream, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS firehose_tag (
            id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL REFERENCES firehose_stream (id) ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL,
            UNIQUE (stream, key));
        """);
}
