namespace Certus.Lab.Protocols;

/// <summary>Where a member travels in a REST protocol.</summary>
public enum Place
{
    /// <summary>In the body, or as the whole of it where the structure names it as its payload.</summary>
    Body,

    /// <summary>In the path, as <c>{Name}</c> or <c>{Name+}</c>.</summary>
    Path,

    /// <summary>In the query string.</summary>
    Query,

    /// <summary>In a header.</summary>
    Header,

    /// <summary>In all headers that begin so, such as x-amz-meta-.</summary>
    Headers,

    /// <summary>The status itself.</summary>
    Status,
}
