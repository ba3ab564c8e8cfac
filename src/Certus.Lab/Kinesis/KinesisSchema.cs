using Certus.Lab.State;

namespace Certus.Lab.Kinesis;

/// <summary>Streams, shards and records; instants are milliseconds since 1970, hash keys 16 bytes, the most significant first.</summary>
/// <remarks>A stream counts its sequence numbers over all of its shards: a child's are greater than its parents', and a number names one record.</remarks>
internal static class KinesisSchema
{
    public static LabSchema Value { get; } = new("kinesis", 1, """
        CREATE TABLE IF NOT EXISTS kinesis_stream (
            id INTEGER PRIMARY KEY AUTOINCREMENT, region TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, mode TEXT NOT NULL,
            retention INTEGER NOT NULL, record_kib INTEGER NOT NULL, key TEXT, metrics TEXT NOT NULL DEFAULT '[]', policy TEXT,
            next_shard INTEGER NOT NULL DEFAULT 0, next_number INTEGER NOT NULL DEFAULT 1, last INTEGER NOT NULL DEFAULT 0, trimmed INTEGER NOT NULL DEFAULT 0,
            UNIQUE (region, name));
        CREATE TABLE IF NOT EXISTS kinesis_shard (
            stream INTEGER NOT NULL REFERENCES kinesis_stream (id) ON DELETE CASCADE, number INTEGER NOT NULL, parent INTEGER, adjacent INTEGER,
            low BLOB NOT NULL, high BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER, opened INTEGER NOT NULL, closed INTEGER,
            PRIMARY KEY (stream, number)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS kinesis_shard_open ON kinesis_shard (stream, low) WHERE last IS NULL;
        CREATE TABLE IF NOT EXISTS kinesis_record (
            stream INTEGER NOT NULL REFERENCES kinesis_stream (id) ON DELETE CASCADE, shard INTEGER NOT NULL, number INTEGER NOT NULL,
            at INTEGER NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (stream, shard, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS kinesis_consumer (
            stream INTEGER NOT NULL REFERENCES kinesis_stream (id) ON DELETE CASCADE, name TEXT NOT NULL, created INTEGER NOT NULL,
            PRIMARY KEY (stream, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS kinesis_tag (
            arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)) WITHOUT ROWID;
        """);
}
