namespace Certus.Store;

/// <summary>What can be wrong with the files that Certus reads and writes.</summary>
public enum StoreFault
{
    /// <summary>Another process holds the data file.</summary>
    Locked,

    /// <summary>The file or its directory can't be written.</summary>
    ReadOnly,

    /// <summary>A newer version of Certus has changed the data file's tables.</summary>
    NewerVersion,

    /// <summary>No room is left on the disk.</summary>
    DiskFull,

    /// <summary>The contents don't hold together.</summary>
    Damaged,

    /// <summary>The file is something else than a Certus data file.</summary>
    NotADatabase,

    /// <summary>There is no such file or directory.</summary>
    Missing,

    /// <summary>A file is there already and would have been overwritten.</summary>
    Exists,

    /// <summary>A file or directory can't be read.</summary>
    Unreadable,

    /// <summary>A directory holds more files than is sensible.</summary>
    TooMuch,

    /// <summary>The disk or the operating system failed in some other way.</summary>
    Failed,
}
