using System.Text.Json.Nodes;

namespace Certus.Lab.Server;

/// <summary>What AWS would answer instead of doing it: an error with its code, its status and a sentence.</summary>
/// <remarks>
/// Thrown, not returned: a refusal ends a call wherever in the work it is found, inside a transaction it rolls that back, and one place
/// (the server) writes it in the words of the protocol.
/// </remarks>
/// <param name="code">AWS's code, such as <c>NoSuchKey</c> or <c>ValidationException</c>.</param>
/// <param name="message">The sentence the client shows.</param>
/// <param name="status">The HTTP status, 400 to 599.</param>
public sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>AWS's code.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Further members of the error's structure, such as S3's <c>BucketName</c>; empty where there are none.</summary>
    public JsonObject Members { get; init; } = [];

    /// <summary>Headers the answer carries beside the error, such as S3's <c>x-amz-delete-marker</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
