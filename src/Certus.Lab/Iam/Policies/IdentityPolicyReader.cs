using System.Text.Json;
using System.Text.RegularExpressions;
using Certus.Lab.Server;

namespace Certus.Lab.Iam.Policies;

/// <summary>Policies as IAM takes them: those of identities, and trust policies.</summary>
/// <remarks>IAM checks in turns, each over the whole document, and refuses at the first that fails: shape, version, legacy parsing, Sids, resources, actions.</remarks>
internal static partial class IdentityPolicyReader
{
    private const string Syntax = "Syntax errors in policy.";
    private const string Legacy = "The policy failed legacy parsing";

    private static readonly string[] IamPaths =
        ["user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/"];

    private static readonly string[] TrustActions = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

    [GeneratedRegex("^[A-Za-z0-9.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Vendor();

    [GeneratedRegex("^[A-Za-z0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SidForm();

    public static PolicyDocument Read(string text, PolicyKind kind)
    {
        var (version, statements) = Shape(text, kind);
        if (version is null or "2008-10-17")
        {
            if (kind == PolicyKind.Identity) throw Malformed("Policy document must be version 2012-10-17 or greater.");
            version = "2008-10-17";
        }
        foreach (var (effect, statement) in statements) CheckLegacy(effect, statement);
        var sids = statements.Select(statement => statement.Statement.Sid).Where(sid => !string.IsNullOrEmpty(sid)).ToList();
        if (sids.Distinct().Count() < sids.Count) throw Malformed("Statement IDs (SID) in a single policy must be unique.");
        foreach (var sid in sids)
            if (!SidForm().IsMatch(sid!)) throw Malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");
        var all = statements.Select(statement => statement.Statement).ToList();
        foreach (var statement in all)
            foreach (var resource in statement.Resources ?? statement.NotResources ?? []) CheckResource(resource);
        foreach (var statement in all)
        {
            if ((statement.Actions ?? statement.NotActions) is not { Count: > 0 } actions) throw Malformed("Policy statement must contain actions.");
            foreach (var action in actions) CheckAction(action);
        }
        foreach (var statement in all)
            if (kind == PolicyKind.Trust) CheckTrust(statement);
            else if ((statement.Resources ?? statement.NotResources) is not { Count: > 0 }) throw Malformed("Policy statement must contain resources.");
        return new(version, all);
    }

    private static (string? Version, List<(string Effect, PolicyStatement Statement)> Statements) Shape(string text, PolicyKind kind)
    {
        if (PolicyJson.Read(text) is not { ValueKind: JsonValueKind.Object } root) throw Malformed(Syntax);
        string? version = null;
        JsonElement? list = null;
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name == "Statement") list = member.Value;
            else if (member.Value.ValueKind != JsonValueKind.String || member.Name is not ("Version" or "Id")) throw Malformed(Syntax);
            else if (member.Name == "Version") version = member.Value.GetString();
        }
        if (version is not (null or "2012-10-17" or "2008-10-17") || list is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array } given) throw Malformed(Syntax);
        var statements = (given.ValueKind == JsonValueKind.Object ? [given] : given.EnumerateArray().ToList())
            .Select((element, index) => Statement(element, index + 1, kind)).ToList();
        return statements.Count == 0 ? throw Malformed(Syntax) : (version, statements);
    }

    private static (string Effect, PolicyStatement Statement) Statement(JsonElement element, int position, PolicyKind kind)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Malformed(Syntax);
        string? effect = null;
        var statement = new PolicyStatement { Position = position, Allows = false };
        foreach (var member in element.EnumerateObject())
        {
            statement = member.Name switch
            {
                "Sid" when member.Value.ValueKind == JsonValueKind.String => statement with { Sid = member.Value.GetString() },
                "Effect" when member.Value.ValueKind == JsonValueKind.String => statement with { Allows = (effect = member.Value.GetString()!).Equals("Allow", StringComparison.OrdinalIgnoreCase) },
                "Action" => statement with { Actions = PolicyJson.Texts(member.Value) ?? throw Malformed(Syntax) },
                "NotAction" => statement with { NotActions = PolicyJson.Texts(member.Value) ?? throw Malformed(Syntax) },
                "Resource" => statement with { Resources = PolicyJson.Texts(member.Value) ?? throw Malformed(Syntax) },
                "NotResource" => statement with { NotResources = PolicyJson.Texts(member.Value) ?? throw Malformed(Syntax) },
                "Principal" or "NotPrincipal" when kind != PolicyKind.Trust => throw Malformed("Policy document should not specify a principal."),
                "Principal" => statement with { Principals = PolicyJson.Principals(member.Value) ?? throw Malformed("Invalid principal in policy.") },
                "NotPrincipal" => statement with { NotPrincipals = PolicyJson.Principals(member.Value) ?? throw Malformed("Invalid principal in policy.") },
                "Condition" => statement with { Conditions = PolicyJson.Conditions(member.Value, out var unknown) is { } read && unknown is null ? read : throw Malformed(Syntax) },
                _ => throw Malformed(Syntax),
            };
        }
        if (effect is null || !(statement.Allows || effect.Equals("Deny", StringComparison.OrdinalIgnoreCase))) throw Malformed(Syntax);
        if ((statement.Actions is not null && statement.NotActions is not null) || (statement.Resources is not null && statement.NotResources is not null)
            || (statement.Principals is not null && statement.NotPrincipals is not null)) throw Malformed(Syntax);
        return (effect, statement);
    }

    private static void CheckLegacy(string effect, PolicyStatement statement)
    {
        if (effect is not ("Allow" or "Deny")) throw Malformed(Legacy);
        foreach (var condition in statement.Conditions)
            if (condition.Operator.StartsWith("Date", StringComparison.Ordinal) && condition.Values.Any(value => PolicyDates.Read(value) is null)) throw Malformed(Legacy);
        foreach (var resource in statement.Resources ?? statement.NotResources ?? [])
        {
            var parts = resource.Split(':');
            if (parts.Length < 3 || parts[0] != "arn" || !IsPartition(parts[1])) continue;
            if (parts[2].Length == 0 || (parts is { Length: 4 or 5 } && parts[2] == "s3" && !parts[^1].Contains('*', StringComparison.Ordinal))) throw Malformed(Legacy);
        }
    }

    private static void CheckResource(string resource)
    {
        if (resource == "*") return;
        var parts = resource.Split(':', 6);
        if (parts.Length == 1) throw Malformed($"Resource {resource} must be in ARN format or \"*\".");
        string[] whole = ["arn", .. parts[1..], .. Enumerable.Repeat("*", 6 - parts.Length)];
        if (!IsPartition(whole[1])) throw Malformed($"Partition \"{whole[1]}\" is not valid for resource \"{string.Join(':', whole)}\".");
        if (parts[0] != "arn") throw Malformed($"Resource {resource} must be in ARN format or \"*\".");
        if (!Vendor().IsMatch(whole[2])) throw Malformed("Resource vendor must be fully qualified and cannot contain regexes.");
        var (service, region, account, rest) = (whole[2], whole[3], whole[4], whole[5]);
        if (service == "iam" && region is not ("" or "*")) throw Malformed($"IAM resource {resource} cannot contain region information.");
        if (service == "iam" && rest != "*" && !IamPaths.Any(path => rest.StartsWith(path, StringComparison.Ordinal)))
            throw Malformed($"IAM resource path must either be \"*\" or start with {string.Join(", ", IamPaths)}.");
        if (service == "s3" && region is not ("" or "*") && account.Length == 0) throw Malformed($"Resource {resource} can not contain region information.");
    }

    private static bool IsPartition(string name) => name is "aws" or "aws-cn" or "aws-us-gov" or "*";

    private static void CheckAction(string action)
    {
        if (action == "*") return;
        var parts = action.Split(':');
        if (parts.Length == 1) throw Malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        if (parts.Length > 2) throw Malformed("Actions/Condition can contain only one colon.");
        if (!Vendor().IsMatch(parts[0])) throw Malformed($"Vendor {parts[0]} is not valid");
    }

    private static void CheckTrust(PolicyStatement statement)
    {
        if (statement.Resources is not null || statement.NotResources is not null) throw Malformed("Has prohibited field Resource.");
        if (statement.NotActions is not null || statement.Actions!.Any(action => action != "sts:*" && !TrustActions.Contains(action, StringComparer.OrdinalIgnoreCase)))
            throw Malformed("Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity");
        if ((statement.Principals ?? statement.NotPrincipals) is not { } principals) throw Malformed("Missing required field Principal");
        foreach (var (kind, value) in principals.Values)
            if (!PrincipalForm.IsValid(kind, value)) throw Malformed($"Invalid principal in policy: \"{kind}\":\"{value}\"");
    }

    private static AwsException Malformed(string message) => new("MalformedPolicyDocument", message);
}
