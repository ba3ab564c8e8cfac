using System.Globalization;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Iam;

/// <summary>May this caller do this to that? The answer of the account's policies, for every service of the sandbox.</summary>
/// <remarks>docs/models/iam-evaluation.md says what is evaluated and what is not.</remarks>
public sealed class Access(LabDatabase database, TimeProvider time)
{
    // AWS lets the root take back a bucket policy that shuts everybody out, the root included.
    private static readonly string[] RootAlways = ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"];

    /// <summary>Decides for a principal.</summary>
    /// <param name="principalArn">The root, a user, a role (for what runs as that role), a role's session, a service's name such as <c>sagemaker.amazonaws.com</c>; empty for the anonymous.</param>
    /// <param name="action">Such as <c>s3:GetObject</c>.</param>
    /// <param name="resourceArn">Such as <c>arn:aws:s3:::bucket/key</c>; <c>*</c> where the action has no resource.</param>
    /// <param name="resourcePolicy">The bucket's policy; null where it has none.</param>
    /// <param name="context">Condition keys of the request beyond those of the principal and the time.</param>
    public AccessDecision Decide(string principalArn, string action, string resourceArn, string? resourcePolicy = null, IReadOnlyDictionary<string, string>? context = null) =>
        Decide(principalArn, null, action, resourceArn, resourcePolicy, context?.Select(pair => KeyValuePair.Create<string, IReadOnlyList<string>>(pair.Key, [pair.Value])));

    /// <summary>Decides for who calls, with the policy of its session where it has one.</summary>
    public AccessDecision Decide(LabCaller caller, string action, string resourceArn, string? resourcePolicy, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>>? context) =>
        Decide(caller.Arn, caller.AccessKeyId, action, resourceArn, resourcePolicy, context);

    /// <summary>A role by its ARN.</summary>
    /// <returns>Null where the account has none of that ARN.</returns>
    public Role? FindRole(string arn) =>
        IamNames.Parse(arn) is (IamNames.Role, var name, null) && database.Read(connection => IamEntity.Find(connection, IamNames.Role, name)) is { } role && role.Arn == arn
            ? new(role.Name, role.Arn, role.Id)
            : null;

    /// <summary>Whether a service, such as <c>sagemaker.amazonaws.com</c>, or a principal may assume a role: what its trust policy says.</summary>
    public AccessDecision DecideAssume(string principal, string roleArn) => DecideAssume(principal, null, roleArn, "sts:AssumeRole", null);

    /// <summary>Whether who calls may assume a role: what the role's trust policy says, and what limits the caller's own session.</summary>
    /// <remarks>A principal of the account also needs its own policies to allow it, unless the trust policy names the principal itself.</remarks>
    public AccessDecision DecideAssume(LabCaller caller, string roleArn, string action, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> context) =>
        DecideAssume(caller.Arn, caller.AccessKeyId, roleArn, action, context);

    private AccessDecision DecideAssume(string principal, string? accessKey, string roleArn, string action, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>>? context) =>
        IamNames.Parse(roleArn) is (IamNames.Role, var name, null) && database.Read(connection => IamEntity.Find(connection, IamNames.Role, name)) is { } role && role.Arn == roleArn
            ? Decide(principal, accessKey, action, roleArn, new NamedPolicy($"the trust policy of {role.Name}", PolicyDocument.Known(role.Trust!, PolicyKind.Trust)), context, mustName: true)
            : new(AccessOutcome.NotAllowedByResourcePolicy, $"there is no role {roleArn}");

    /// <summary>AWS's refusal in AWS's sentence.</summary>
    /// <param name="arn">Who was refused; empty for the anonymous.</param>
    /// <param name="action">What it asked for.</param>
    /// <param name="resource">Of what; null or <c>*</c> where the action has no resource.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="code">AccessDenied, AccessDeniedException or UnauthorizedOperation, as the service says.</param>
    public static AwsException Refusal(string arn, string action, string? resource, AccessDecision decision, string code = "AccessDenied") =>
        new(code, arn.Length == 0 ? "Access Denied" : $"User: {arn} is not authorized to perform: {action}{(resource is null or "*" ? "" : $" on resource: {(action.StartsWith("s3:", StringComparison.Ordinal) ? $"\"{resource}\"" : resource)}")} {decision.Because(action)}", code == "AccessDenied" ? 403 : 400);

    private AccessDecision Decide(string arn, string? accessKey, string action, string resource, string? resourcePolicy, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>>? context) =>
        Decide(arn, accessKey, action, resource, resourcePolicy is null ? null : new NamedPolicy("the bucket policy", PolicyDocument.Known(resourcePolicy, PolicyKind.Bucket)), context);

    private AccessDecision Decide(string arn, string? accessKey, string action, string resource, NamedPolicy? resourcePolicy, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>>? context, bool mustName = false)
    {
        if (!mustName && arn == IamNames.Root && (resourcePolicy is null || RootAlways.Contains(action, StringComparer.OrdinalIgnoreCase)))
            return new(AccessOutcome.Allowed, "the account's root may do all that nothing denies");
        Dictionary<string, IReadOnlyList<string>> keys = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, values) in context ?? []) keys[key] = values;
        var now = time.GetUtcNow();
        keys.TryAdd("aws:CurrentTime", [now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)]);
        keys.TryAdd("aws:EpochTime", [now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]);
        var identity = database.Read(connection => Identity.Load(connection, arn, accessKey));
        foreach (var (key, value) in identity.Keys) keys[key] = [value];
        return new PolicyEvaluation { Identity = identity.Policies, Boundary = identity.Boundary, Session = identity.Session, Resource = resourcePolicy, ResourceMustName = mustName }
            .Decide(new(identity.Caller, action, resource, keys));
    }
}
