using Certus.Lab.State;

namespace Certus.Lab.Meter;

/// <summary>What the meter keeps of what is gone by the time it is read: calls, the times of endpoints, deleted jobs, bytes that were stored for a while.</summary>
internal static class MeterSchema
{
    public static LabSchema Tables { get; } = new("meter", 1, """
        CREATE TABLE IF NOT EXISTS meter_call (
            service TEXT NOT NULL, operation TEXT NOT NULL, resource TEXT NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (service, operation, resource)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS meter_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
            state TEXT);                 -- what it is from then on; null where it is gone. Of a deleted job what it was
        CREATE INDEX IF NOT EXISTS meter_event_name ON meter_event (kind, region, name, id);
        CREATE TABLE IF NOT EXISTS meter_storage (
            bucket TEXT NOT NULL, class TEXT NOT NULL, byte_seconds REAL NOT NULL,
            PRIMARY KEY (bucket, class)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS meter_sum (
            service TEXT NOT NULL, resource TEXT NOT NULL, item TEXT NOT NULL, amount REAL NOT NULL,
            PRIMARY KEY (service, resource, item)) WITHOUT ROWID;
        """);
}
