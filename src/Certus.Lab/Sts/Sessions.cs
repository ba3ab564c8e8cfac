using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Sts;

/// <summary>Temporary credentials.</summary>
internal static class Sessions
{
    /// <summary>Keeps a new session and returns its Credentials structure.</summary>
    /// <param name="connection">The rows.</param>
    /// <param name="arn">Who it is.</param>
    /// <param name="roleArn">The role; null for a user's or the root's own session.</param>
    /// <param name="policies">Documents that limit it; empty where none does.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="seconds">How long it lasts.</param>
    public static JsonObject Begin(SqliteConnection connection, string arn, string? roleArn, IReadOnlyList<string> policies, IReadOnlyList<IamTag> tags, DateTimeOffset now, long seconds)
    {
        var (key, secret, token) = (IamNames.NewAccessKey(temporary: true), IamNames.NewSecret(), StsNames.NewToken());
        // AWS gives expirations in whole seconds.
        var expires = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).AddSeconds(seconds);
        LabDatabase.Execute(connection, """
            INSERT INTO iam_session (access_key, secret, token, arn, role_arn, policy, issued, expires, tags) VALUES ($key, $secret, $token, $arn, $role, $policy, $now, $expires, $tags)
            """,
            ("$key", key), ("$secret", secret), ("$token", token), ("$arn", arn), ("$role", roleArn), ("$policy", policies.Count == 0 ? null : JsonSerializer.Serialize(policies)),
            ("$now", now), ("$expires", expires), ("$tags", JsonSerializer.Serialize(tags)));
        return new() { ["AccessKeyId"] = key, ["SecretAccessKey"] = secret, ["SessionToken"] = token, ["Expiration"] = expires };
    }

    /// <summary>What is said to who comes with another's token.</summary>
    public static AwsException NoProvider(string kind) =>
        new("InvalidIdentityToken", $"No {kind} provider found in your account: the sandbox has no identity providers. Use AssumeRole with a user's access key.");
}
