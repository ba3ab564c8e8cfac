using System.Text.Json;
using Certus.Lab.Server;

namespace Certus.Lab.Iam.Policies;

/// <summary>Bucket policies, as S3 takes them.</summary>
internal static class BucketPolicyReader
{
    public static PolicyDocument Read(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{")) throw Malformed("Policies must be valid JSON and the first byte must be '{'");
        if (PolicyJson.Read(text) is not { } root) throw Malformed("This policy contains invalid Json");
        JsonElement? version = null, list = null;
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name == "Version") version = member.Value;
            else if (member.Name == "Statement") list = member.Value;
            else if (member.Name != "Id") throw Malformed($"Unknown field {member.Name}");
        }
        if (version is { } written && !(written.ValueKind == JsonValueKind.String && written.GetString() is "2012-10-17" or "2008-10-17")) throw Malformed("The policy must contain a valid version string");
        if (list is not { } given) throw Malformed("Missing required field Statement");
        var statements = (given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().ToList() : [given]).Select((element, index) => Statement(element, index + 1)).ToList();
        if (statements.Count == 0) throw Malformed("Could not parse the policy: Statement is empty!");
        return new(version?.GetString() ?? "2008-10-17", statements);
    }

    private static PolicyStatement Statement(JsonElement element, int position)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Malformed("Invalid policy syntax.");
        string? effect = null;
        var statement = new PolicyStatement { Position = position, Allows = false };
        foreach (var member in element.EnumerateObject())
        {
            statement = member.Name switch
            {
                "Sid" when member.Value.ValueKind == JsonValueKind.String => statement with { Sid = member.Value.GetString() },
                "Effect" => statement with { Allows = (effect = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText()) == "Allow" },
                "Principal" => statement with { Principals = Principals(member.Value) },
                "NotPrincipal" => statement with { NotPrincipals = Principals(member.Value) },
                "Action" => statement with { Actions = Actions(member.Value) },
                "NotAction" => statement with { NotActions = Actions(member.Value) },
                "Resource" => statement with { Resources = Resources(member.Value) },
                "NotResource" => statement with { NotResources = Resources(member.Value) },
                "Condition" => statement with { Conditions = Conditions(member.Value) },
                _ => throw Malformed($"Unknown field {member.Name}"),
            };
        }
        if (effect is null) throw Malformed("Missing required field Effect");
        if (effect is not ("Allow" or "Deny")) throw Malformed($"Invalid effect: {effect}");
        Exactly("Principal", statement.Principals, statement.NotPrincipals);
        Exactly("Action", statement.Actions, statement.NotActions);
        Exactly("Resource", statement.Resources, statement.NotResources);
        return statement;
    }

    private static void Exactly(string field, object? one, object? other)
    {
        if (one is null && other is null) throw Malformed($"Missing required field {field}");
        if (one is not null && other is not null) throw Malformed($"Policy statement can't have both {field} and Not{field}");
    }

    private static PolicyPrincipals Principals(JsonElement value) =>
        PolicyJson.Principals(value) is { } principals && principals.Values.All(one => PrincipalForm.IsValid(one.Kind, one.Value)) ? principals : throw Malformed("Invalid principal in policy");

    private static List<string> Actions(JsonElement value) =>
        PolicyJson.Texts(value) is { Count: > 0 } actions && actions.All(action => action == "*" || action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)) ? actions : throw Malformed("Policy has invalid action");

    private static List<string> Resources(JsonElement value) =>
        PolicyJson.Texts(value) is { Count: > 0 } resources && resources.All(resource => resource == "*" || resource.StartsWith("arn:aws", StringComparison.Ordinal)) ? resources : throw Malformed("Policy has invalid resource");

    private static List<PolicyCondition> Conditions(JsonElement value)
    {
        var conditions = PolicyJson.Conditions(value, out var unknown) ?? throw Malformed("Invalid policy syntax.");
        return unknown is null ? conditions : throw Malformed($"Invalid Condition type : {unknown}");
    }

    private static AwsException Malformed(string message) => new("MalformedPolicy", message);
}
