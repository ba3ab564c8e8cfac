using Certus.Lab.State;

namespace Certus.Lab.S3;

/// <summary>The tables of S3.</summary>
/// <remarks>
/// Keys are blobs, so that their order is that of their UTF-8 bytes and a NUL is a character like any other. A version's place in its key's
/// history is <c>seq</c>: newer is greater. Bytes lie in files (<see cref="ObjectFiles"/>); an object made of parts has several, and copies share them:
/// a file goes when no row names it any more.
/// </remarks>
internal static class S3Schema
{
    public static LabSchema Tables { get; } = new("s3", 1, """
        CREATE TABLE IF NOT EXISTS s3_bucket (
            name TEXT PRIMARY KEY, region TEXT NOT NULL, created INTEGER NOT NULL, versioning TEXT, object_lock INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS s3_setting (
            bucket TEXT NOT NULL REFERENCES s3_bucket ON DELETE CASCADE, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (bucket, kind, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS s3_object (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL REFERENCES s3_bucket, key BLOB NOT NULL, version TEXT NOT NULL,
            latest INTEGER NOT NULL, marker INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL,
            type TEXT NOT NULL, class TEXT NOT NULL, checksum TEXT, detail TEXT NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS s3_object_history ON s3_object (bucket, key, seq DESC);
        CREATE UNIQUE INDEX IF NOT EXISTS s3_object_latest ON s3_object (bucket, key) WHERE latest;
        CREATE TABLE IF NOT EXISTS s3_file (
            object INTEGER NOT NULL REFERENCES s3_object ON DELETE CASCADE, place INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
            PRIMARY KEY (object, place)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS s3_file_name ON s3_file (name);
        CREATE TABLE IF NOT EXISTS s3_upload (
            id TEXT PRIMARY KEY, bucket TEXT NOT NULL REFERENCES s3_bucket, key BLOB NOT NULL, started INTEGER NOT NULL,
            type TEXT NOT NULL, class TEXT NOT NULL, detail TEXT NOT NULL, checksum TEXT) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS s3_upload_key ON s3_upload (bucket, key, id);
        CREATE TABLE IF NOT EXISTS s3_part (
            upload TEXT NOT NULL REFERENCES s3_upload ON DELETE CASCADE, number INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
            modified INTEGER NOT NULL, checksum TEXT, file TEXT NOT NULL, PRIMARY KEY (upload, number)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS s3_part_file ON s3_part (file);
        """);
}
