using Certus.Lab.State;

namespace Certus.Lab.Grading;

/// <summary>Which labs were begun, and with what.</summary>
internal static class GradingSchema
{
    public static LabSchema Schema { get; } = new("grading", 1, """
        CREATE TABLE IF NOT EXISTS grading_start (
            lab TEXT PRIMARY KEY,
            seed TEXT NOT NULL,          -- a whole number of 64 bits without sign
            fault TEXT,
            started_ticks INTEGER NOT NULL
        ) WITHOUT ROWID;
        """);
}
