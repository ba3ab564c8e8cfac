namespace Certus.Store;

/// <summary>What became of something done to a learner's real results.</summary>
public enum ReportChange
{
    /// <summary>It is on disk.</summary>
    Done,

    /// <summary>It was so already; nothing was written.</summary>
    Already,

    /// <summary>No result has that id; nothing was written.</summary>
    Unknown,

    /// <summary>A result has that id and says something else, or was withdrawn; nothing was written.</summary>
    Differs,

    /// <summary>Another result of the same exam stands for that day; nothing was written.</summary>
    DayTaken,
}
