using System.Text.Json.Nodes;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>The policy simulator: what policies would decide, without doing it.</summary>
internal static class Simulation
{
    /// <summary>With the policies of a user, group or role, and those the call brings.</summary>
    public static JsonObject Principal(SqliteConnection connection, LabCall call)
    {
        var arn = call.Required("PolicySourceArn");
        if (IamNames.Parse(arn) is not ({ } kind and not IamNames.Profile, { } name, null)) throw new AwsException("InvalidInput", $"Invalid Entity Arn: {arn} does not clearly define entity type and name.");
        var entity = Entities.Existing(connection, kind, name);
        if (entity.Arn != arn) throw IamRefusals.NoSuch(kind, name);
        var identity = kind == IamNames.Group ? new Identity(new(arn), AttachedPolicies.Of(connection, kind, name), null, null, new Dictionary<string, string>()) : Identity.Load(connection, arn, null);
        var excluded = call.List("PolicyExclusionList").OfType<JsonObject>().ToList();
        return Decide(call, identity with
        {
            Policies = [.. identity.Policies.Where(policy => !excluded.Any(exclusion => Excludes(exclusion, policy))), .. Given(call, "PolicyInputList")],
        });

        static bool Excludes(JsonObject exclusion, NamedPolicy policy) =>
            (string?)exclusion["PolicyName"] == policy.Name || ((string?)exclusion["PolicyArn"])?.EndsWith("/" + policy.Name, StringComparison.Ordinal) == true;
    }

    /// <summary>With the policies of the call only.</summary>
    public static JsonObject Custom(SqliteConnection connection, LabCall call)
    {
        var caller = call.Text("CallerArn") is { } arn ? Identity.Load(connection, arn, null).Caller : new PolicyCaller($"arn:aws:iam::{LabCaller.Account}:user/simulated");
        return Decide(call, new(caller, Given(call, "PolicyInputList"), null, null, new Dictionary<string, string>()));
    }

    /// <summary>The condition keys that policies ask for.</summary>
    public static JsonObject PrincipalKeys(SqliteConnection connection, LabCall call)
    {
        if (IamNames.Parse(call.Required("PolicySourceArn")) is not var (kind, name, _)) throw new AwsException("InvalidInput", $"Invalid Entity Arn: {call.Required("PolicySourceArn")} does not clearly define entity type and name.");
        return Keys([.. AttachedPolicies.Of(connection, kind, Entities.Existing(connection, kind, name).Name), .. Given(call, "PolicyInputList")]);
    }

    /// <summary>The condition keys that the call's policies ask for.</summary>
    public static JsonObject CustomKeys(SqliteConnection connection, LabCall call) => Keys(Given(call, "PolicyInputList"));

    private static JsonObject Keys(IReadOnlyList<NamedPolicy> policies) => new()
    {
        ["ContextKeyNames"] = new JsonArray([.. Asked(policies).Select(key => (JsonNode)key)]),
    };

    private static JsonObject Decide(LabCall call, Identity identity)
    {
        Dictionary<string, IReadOnlyList<string>> context = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in identity.Keys) context[key] = [value];
        foreach (var entry in call.List("ContextEntries").OfType<JsonObject>())
            if ((string?)entry["ContextKeyName"] is { } key) context[key] = [.. (entry["ContextKeyValues"] as JsonArray ?? []).Select(value => (string)value!)];
        var boundaries = Given(call, "PermissionsBoundaryPolicyInputList");
        var evaluation = new PolicyEvaluation
        {
            Identity = identity.Policies,
            Boundary = boundaries.Count > 0 ? boundaries[0] : identity.Boundary,
            Resource = call.Text("ResourcePolicy") is { } policy ? new("ResourcePolicy", PolicyDocument.Parse(policy, PolicyKind.Bucket)) { Source = "resource" } : null,
        };
        var caller = identity.Caller;
        var resources = call.List("ResourceArns").Select(arn => (string)arn!).DefaultIfEmpty("*").ToList();
        List<(int Order, JsonObject Shown)> results = [];
        foreach (var action in call.List("ActionNames").Select(name => (string)name!))
        {
            if (!action.Contains(':', StringComparison.Ordinal)) throw new AwsException("InvalidInput", $"Invalid Action Name: {action}");
            foreach (var resource in resources) results.Add((results.Count, Shown(evaluation, new(caller, action, resource, context), identity)));
        }
        return IamPages.Of(call, "EvaluationResults", results, result => $"{result.Order:D9}", result => result.Shown);
    }

    private static JsonObject Shown(PolicyEvaluation evaluation, PolicyRequest request, Identity identity)
    {
        var decision = evaluation.Decide(request);
        JsonObject shown = new()
        {
            ["EvalActionName"] = request.Action,
            ["EvalResourceName"] = request.Resource,
            ["EvalDecision"] = decision.Outcome switch
            {
                AccessOutcome.Allowed => "allowed",
                AccessOutcome.DeniedByIdentityPolicy or AccessOutcome.DeniedByResourcePolicy or AccessOutcome.DeniedByBoundary or AccessOutcome.DeniedBySessionPolicy => "explicitDeny",
                _ => "implicitDeny",
            },
            ["MatchedStatements"] = new JsonArray([.. decision.Statements.Select(by => new JsonObject { ["SourcePolicyId"] = by.Policy.Name, ["SourcePolicyType"] = by.Policy.Source })]),
            ["MissingContextValues"] = new JsonArray([.. Asked([.. identity.Policies, .. evaluation.Resource is { } resource ? [resource] : (NamedPolicy[])[]]).Where(key => !request.Context.ContainsKey(key)).Select(key => (JsonNode)key)]),
        };
        if (evaluation.Boundary is not null)
            shown["PermissionsBoundaryDecisionDetail"] = new JsonObject { ["AllowedByPermissionsBoundary"] = new PolicyEvaluation { Identity = [evaluation.Boundary] }.Decide(request).Allowed };
        return shown;
    }

    private static List<string> Asked(IReadOnlyList<NamedPolicy> policies) =>
        [.. policies.SelectMany(policy => policy.Document.Statements).SelectMany(statement => statement.Conditions).Select(condition => condition.Key).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private static List<NamedPolicy> Given(LabCall call, string member) =>
        [.. call.List(member).Select((document, index) => new NamedPolicy($"{member}.{index + 1}", PolicyDocument.Parse((string)document!, PolicyKind.Session)) { Source = "IAM Policy" })];
}
