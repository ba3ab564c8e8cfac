using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Sts;

/// <summary>AssumeRole: a session of a role, for whom its trust policy names.</summary>
/// <remarks>AWS lets no root assume a role; the sandbox does where the trust policy names the account, because its learners begin as the root.</remarks>
internal static class AssumedRoles
{
    private const long Usual = 3600;
    private const long MostByChaining = 3600;

    public static async Task<LabAnswer> AssumeAsync(LabDatabase database, Access access, LabCall call, CancellationToken cancel)
    {
        if (call.Caller.IsAnonymous) throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var (roleArn, name) = (call.Required("RoleArn"), call.Required("RoleSessionName"));
        var context = RequestContext.Of(call);
        context["sts:RoleSessionName"] = [name];
        if (call.Text("ExternalId") is { } external) context["sts:ExternalId"] = [external];
        if (call.Text("SourceIdentity") is { } source) context["sts:SourceIdentity"] = [source];
        var tags = EntityTags.Merged([], call);
        foreach (var action in tags.Count > 0 ? ["sts:AssumeRole", "sts:TagSession"] : (string[])["sts:AssumeRole"])
            if (!access.DecideAssume(call.Caller, roleArn, action, context).Allowed)
                throw new AwsException("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: {action} on resource: {roleArn}", 403);

        return await database.WriteAsync(connection =>
        {
            var role = IamNames.Parse(roleArn) is var (_, roleName, _) && IamEntity.Find(connection, IamNames.Role, roleName) is { } found ? found : throw new AwsException("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}", 403);
            var seconds = call.Whole("DurationSeconds") ?? Usual;
            if (seconds > role.SessionSeconds) throw new AwsException("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
            if (seconds > MostByChaining && call.Caller.Arn.Contains(":assumed-role/", StringComparison.Ordinal))
                throw new AwsException("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
            var policies = new List<string>();
            if (call.Text("Policy") is { } policy)
            {
                PolicyDocument.Parse(policy, PolicyKind.Session);
                policies.Add(policy);
            }
            foreach (var arn in call.List("PolicyArns").OfType<JsonObject>().Select(item => (string?)item["arn"] ?? ""))
                policies.Add(ManagedPolicies.DocumentOf(connection, arn) ?? throw new AwsException("MalformedPolicyDocument", $"Policy {arn} does not exist or is not attachable."));

            var session = IamNames.SessionArn(role.Name, name);
            JsonObject output = new()
            {
                ["Credentials"] = Sessions.Begin(connection, session, role.Arn, policies, tags, call.Now, seconds),
                ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = $"{role.Id}:{name}", ["Arn"] = session },
            };
            if (policies.Count > 0) output["PackedPolicySize"] = (long)Math.Clamp(policies.Sum(text => text.Length) * 100 / 2048, 1, 100);
            if (call.Text("SourceIdentity") is { } identity) output["SourceIdentity"] = identity;
            return new LabAnswer(output);
        }, cancel);
    }
}
