using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Sts;

/// <summary>Who calls.</summary>
internal static class CallerIdentity
{
    public static JsonObject Get(SqliteConnection connection, LabCall call)
    {
        if (call.Caller.IsAnonymous) throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var arn = call.Caller.Arn;
        var id = IamNames.Parse(arn) is var (kind, name, session) && IamEntity.Find(connection, kind, name) is { } entity
            ? session is null ? entity.Id : $"{entity.Id}:{session}"
            : LabCaller.Account;
        return new() { ["UserId"] = id, ["Account"] = LabCaller.Account, ["Arn"] = arn };
    }

    /// <summary>Every key of the sandbox is the one account's.</summary>
    public static JsonObject Account() => new() { ["Account"] = LabCaller.Account };
}
