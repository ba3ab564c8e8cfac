using System.Text.Json.Nodes;

namespace Certus.Lab.Server;

/// <summary>A call that the sandbox answered.</summary>
/// <param name="At">When it came.</param>
/// <param name="Service">The service, such as <c>s3</c>.</param>
/// <param name="Operation">The operation, such as <c>PutObject</c>; what the request named where there is no such operation.</param>
/// <param name="Caller">The principal's ARN; empty where nobody signed.</param>
/// <param name="AccessKeyId">The key; empty where nobody signed.</param>
/// <param name="Region">The region.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="ErrorCode">The error's code; null where it succeeded.</param>
/// <param name="Members">The request's short members by the model's names: texts, numbers and flags of its first level, no secrets.</param>
public sealed record CallRecord(DateTimeOffset At, string Service, string Operation, string Caller, string AccessKeyId, string Region, int Status, string? ErrorCode, JsonObject Members)
{
    /// <summary>A text member, or null.</summary>
    public string? Text(string member) => Members[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
