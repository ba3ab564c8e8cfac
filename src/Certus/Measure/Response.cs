namespace Certus.Measure;

/// <summary>How a response is written in a row of responses: its category from 0, as a signed byte.</summary>
public static class Response
{
    /// <summary>The item was not administered, or left out in a way that says nothing of ability.</summary>
    public const sbyte Missing = -1;
}
