using System.Collections.Concurrent;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Who an access key is.</summary>
/// <remarks>
/// A key that IAM never gave out, such as <c>test</c>, is the account's root, so that a learner can begin without any setup. A key that was deleted,
/// made inactive, or whose session has ended is refused, in the words of the service that is called.
/// </remarks>
public sealed class Credentials(LabDatabase database, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string Service)> _used = new(StringComparer.Ordinal);

    /// <summary>The caller of a request and the secret it must have signed with.</summary>
    /// <param name="accessKeyId">The key that the request names; empty where nobody signed.</param>
    /// <param name="sessionToken">What the request sends as its security token; null where it sends none.</param>
    /// <param name="region">From the credential scope.</param>
    /// <param name="service">The service that is called: refusals are worded as it words them.</param>
    /// <exception cref="AwsException">The key is known and may not be used (any more).</exception>
    public LabCredential CallerOf(string accessKeyId, string? sessionToken, string region, string service)
    {
        if (accessKeyId.Length == 0) return new(new(LabCaller.Account, "", "", region), null);
        if (!IsOfIam(accessKeyId)) return new(LabCaller.Root(region) with { AccessKeyId = accessKeyId }, null);
        if (accessKeyId.StartsWith("ASIA", StringComparison.Ordinal))
        {
            if (database.Read(connection => LabDatabase.Rows(connection, "SELECT secret, token, arn, expires FROM iam_session WHERE access_key = $key",
                row => (row.GetString(0), row.GetString(1), row.GetString(2), LabDatabase.Instant(row, 3)), ("$key", accessKeyId)).FirstOrDefault()) is (string secret, var token, var arn, var expires))
            {
                if (token != sessionToken) throw Invalid(service, sessionToken is not null);
                if (expires <= time.GetUtcNow()) throw Expired(service);
                return new(new(LabCaller.Account, arn, accessKeyId, region), secret);
            }
        }
        else if (database.Read(connection => AccessKeys.Find(connection, accessKeyId) is { } key ? (key, IamEntity.Find(connection, IamNames.User, key.UserName)) : default) is (AccessKeys.Kept key, var user))
        {
            if (key.Status != "Active" || user is null) throw Invalid(service, wrongToken: false);
            _ = NoteUseAsync(accessKeyId, region, service);
            return new(new(LabCaller.Account, user.Arn, accessKeyId, region), key.Secret);
        }
        return new(LabCaller.Root(region) with { AccessKeyId = accessKeyId }, null);
    }

    // AWS notes uses late and roughly; so does the sandbox, and no call waits for it.
    private async Task NoteUseAsync(string key, string region, string service)
    {
        var now = time.GetUtcNow();
        if (_used.TryGetValue(key, out var last) && last.Service == service && now - last.At < TimeSpan.FromMinutes(1)) return;
        _used[key] = (now, service);
        try
        {
            await database.WriteAsync(connection =>
            {
                LabDatabase.Execute(connection, "UPDATE iam_access_key SET used = $now, used_service = $service, used_region = $region WHERE id = $id", ("$now", now), ("$service", service), ("$region", region), ("$id", key));
            }, CancellationToken.None);
        }
        catch (Exception closing) when (closing is ObjectDisposedException or SqliteException)
        {
            // The sandbox closes; nobody is told when the key was used last.
        }
    }

    // Only keys of this form are looked up; the root's calls cost no reading.
    private static bool IsOfIam(string key) => key.Length == 20 && (key.StartsWith("AKIA", StringComparison.Ordinal) || key.StartsWith("ASIA", StringComparison.Ordinal));

    /// <summary>The refusal of a key that nobody has, in the words of a service.</summary>
    internal static AwsException Invalid(string service, bool wrongToken) => service switch
    {
        "s3" when wrongToken => new("InvalidToken", "The provided token is malformed or otherwise invalid."),
        "s3" => new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
        "iam" or "sts" or "cloudformation" => new("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
        _ => new("UnrecognizedClientException", "The security token included in the request is invalid."),
    };

    private static AwsException Expired(string service) => service switch
    {
        "s3" => new("ExpiredToken", "The provided token has expired."),
        "iam" or "sts" or "cloudformation" => new("ExpiredToken", "The security token included in the request is expired", 403),
        _ => new("ExpiredTokenException", "The security token included in the request is expired"),
    };
}
