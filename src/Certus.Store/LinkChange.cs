namespace Certus.Store;

/// <summary>What became of a link that was to be changed.</summary>
public enum LinkChange
{
    /// <summary>It is as it was wished.</summary>
    Done,

    /// <summary>There is no such link.</summary>
    Unknown,

    /// <summary>Its project has as many links as it may have.</summary>
    Full,
}
