using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Sts;

/// <summary>GetSessionToken: temporary keys for oneself.</summary>
internal static class SessionTokens
{
    private const long Usual = 43_200;
    private const long MostForRoot = 3600;

    public static JsonObject Get(SqliteConnection connection, LabCall call)
    {
        if (call.Caller.IsAnonymous) throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        if (call.Caller.AccessKeyId.StartsWith("ASIA", StringComparison.Ordinal) && call.Caller.Arn != IamNames.Root)
            throw new AwsException("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
        var seconds = call.Whole("DurationSeconds") ?? Usual;
        if (call.Caller.Arn == IamNames.Root) seconds = Math.Min(seconds, MostForRoot);
        return new() { ["Credentials"] = Sessions.Begin(connection, call.Caller.Arn, null, [], [], call.Now, seconds) };
    }
}
