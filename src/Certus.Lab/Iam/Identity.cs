using System.Text.Json;
using Certus.Lab.Iam.Policies;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>A principal with all that bears on what it may do.</summary>
/// <param name="Caller">As policies name it.</param>
/// <param name="Policies">Its own and its groups'.</param>
/// <param name="Boundary">Its permissions boundary; null where it has none.</param>
/// <param name="Session">Its session's policies; null where it has none.</param>
/// <param name="Keys">The condition keys that come with it.</param>
internal sealed record Identity(PolicyCaller Caller, IReadOnlyList<NamedPolicy> Policies, NamedPolicy? Boundary, IReadOnlyList<NamedPolicy>? Session, IReadOnlyDictionary<string, string> Keys)
{
    // A boundary whose policy can't be found any more allows nothing.
    private static readonly PolicyDocument Nothing = new(PolicyDocument.Current, []);

    /// <summary>The identity of an ARN, a service's name or nobody; one that does not exist (any more) has no policies.</summary>
    /// <param name="connection">The rows.</param>
    /// <param name="arn">The root, a user, a role, a role's session, a service's name, or empty.</param>
    /// <param name="accessKey">The temporary key it came with, whose session may have a policy and tags; null otherwise.</param>
    public static Identity Load(SqliteConnection connection, string arn, string? accessKey)
    {
        if (arn.Length == 0) return new(PolicyCaller.Anonymous, [], null, null, new Dictionary<string, string> { ["aws:PrincipalType"] = "Anonymous", ["aws:PrincipalAccount"] = "anonymous" });
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
            return new(PolicyCaller.OfService(arn), [], null, null, new Dictionary<string, string> { ["aws:PrincipalServiceName"] = arn, ["aws:PrincipalIsAWSService"] = "true" });
        var caller = new PolicyCaller(arn);
        Dictionary<string, string> keys = new() { ["aws:PrincipalArn"] = arn, ["aws:PrincipalIsAWSService"] = "false" };
        if (caller.Account is { } account) keys["aws:PrincipalAccount"] = account;
        if (caller.IsRoot)
        {
            keys["aws:PrincipalType"] = "Account";
            keys["aws:userid"] = caller.Account!;
            return new(caller, [], null, null, keys);
        }
        if (IamNames.Parse(arn) is not var (kind, name, session) || IamEntity.Find(connection, kind, name) is not { } entity) return new(caller, [], null, null, keys);

        var policies = AttachedPolicies.Of(connection, kind, entity.Name);
        var boundary = entity.Boundary is { } policy ? AttachedPolicies.Managed(connection, policy) ?? new(policy, Nothing) : null;
        IReadOnlyList<NamedPolicy>? limits = null;
        foreach (var tag in entity.Tags) keys[$"aws:PrincipalTag/{tag.Key}"] = tag.Value;
        if (kind == IamNames.Role)
        {
            // aws:PrincipalArn of a session is its role's; work that a service does with a role is a session of its own making.
            caller = new PolicyCaller(session is null ? IamNames.SessionArn(entity.Name, "SageMaker") : arn) { RoleArn = entity.Arn };
            keys["aws:PrincipalArn"] = entity.Arn;
            keys["aws:PrincipalType"] = "AssumedRole";
            keys["aws:userid"] = $"{entity.Id}:{session ?? "SageMaker"}";
        }
        else
        {
            keys["aws:PrincipalType"] = "User";
            keys["aws:userid"] = entity.Id;
            keys["aws:username"] = entity.Name;
        }
        if (accessKey is not null && accessKey.StartsWith("ASIA", StringComparison.Ordinal))
            foreach (var (given, tags) in LabDatabase.Rows(connection, "SELECT policy, tags FROM iam_session WHERE access_key = $key",
                row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1)), ("$key", accessKey)))
            {
                if (given is not null) limits = [.. JsonSerializer.Deserialize<List<string>>(given)!.Select(text => new NamedPolicy("the session's policy", PolicyDocument.Known(text, PolicyKind.Session)))];
                foreach (var tag in IamTag.Kept(tags)) keys[$"aws:PrincipalTag/{tag.Key}"] = tag.Value;
            }
        return new(caller, policies, boundary, limits, keys);
    }
}
