using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>Roles and policies.</summary>
internal static class IamTypes
{
    public static IReadOnlyList<ResourceType> All { get; } = [new RoleType(), new InlineType(), new ManagedType()];

    private static readonly (string Property, string Kind)[] Holders = [("Roles", "Role"), ("Users", "User"), ("Groups", "Group")];

    private static void CheckHolders(JsonObject properties)
    {
        foreach (var (property, _) in Holders) ResourceType.TextsOf(properties, property);
    }

    private static string Document(JsonNode? document, string property) => document switch
    {
        JsonObject json => json.ToJsonString(),
        JsonValue text when text.TryGetValue<string>(out var written) => written,
        _ => throw CloudFormationNames.Invalid($"Property {property} cannot be empty."),
    };

    private sealed class RoleType() : ResourceType("AWS::IAM::Role")
    {
        private const int LongestName = 64;

        public override IReadOnlyCollection<string> Properties { get; } = ["RoleName", "AssumeRolePolicyDocument", "Description", "Path", "MaxSessionDuration", "ManagedPolicyArns", "PermissionsBoundary", "Policies", "Tags"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["RoleName", "Path"];

        public override void Check(JsonObject properties)
        {
            base.Check(properties);
            TextsOf(properties, "ManagedPolicyArns");
            Policies(properties);
        }

        public override string NameProperty => "RoleName";

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.NameOr("RoleName", LongestName);
            JsonObject input = new() { ["RoleName"] = name, ["AssumeRolePolicyDocument"] = Trust(work) };
            foreach (var property in new[] { "Description", "Path", "PermissionsBoundary" })
                if (work.Text(property) is { } text) input[property] = text;
            if (Longest(work) is { } longest) input["MaxSessionDuration"] = longest;
            if (TagsOf(work.Properties) is { Count: > 0 } tags) input["Tags"] = TagList(tags);
            var role = (JsonObject)(await work.MakeAsync(name, "iam", "CreateRole", input, cancel))["Role"]!;
            (work.Attributes["Arn"], work.Attributes["RoleId"]) = (role["Arn"]!.DeepClone(), role["RoleId"]!.DeepClone());
            await work.BeganAsync(name);
            await GrantAsync(work, name, [], cancel);
        }

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            var name = work.Existing;
            if (Changed(before, work.Properties, "AssumeRolePolicyDocument")) await work.CallAsync("iam", "UpdateAssumeRolePolicy", new() { ["RoleName"] = name, ["PolicyDocument"] = Trust(work) }, cancel);
            if (Changed(before, work.Properties, "Description") || Changed(before, work.Properties, "MaxSessionDuration"))
                await work.CallAsync("iam", "UpdateRole", new() { ["RoleName"] = name, ["Description"] = work.Text("Description") ?? "", ["MaxSessionDuration"] = Longest(work) ?? 3600 }, cancel);
            if (Changed(before, work.Properties, "PermissionsBoundary"))
            {
                if (work.Text("PermissionsBoundary") is { } boundary) await work.CallAsync("iam", "PutRolePermissionsBoundary", new() { ["RoleName"] = name, ["PermissionsBoundary"] = boundary }, cancel);
                else await work.TakeAsync("iam", "DeleteRolePermissionsBoundary", new() { ["RoleName"] = name }, cancel);
            }
            await GrantAsync(work, name, before, cancel);
            var (set, gone) = TagChange(before, work.Properties);
            foreach (var key in gone) await work.TakeAsync("iam", "UntagRole", new() { ["RoleName"] = name, ["TagKeys"] = Texts([key]) }, cancel);
            if (set.Count > 0) await work.CallAsync("iam", "TagRole", new() { ["RoleName"] = name, ["Tags"] = TagList(set) }, cancel);
        }

        /// <summary>Takes away what the stack gave it; what others attached keeps it from being deleted, as on AWS.</summary>
        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.Existing;
            foreach (var arn in work.Had.SelectMany(had => TextsOf(had, "ManagedPolicyArns")).Distinct()) await work.TakeAsync("iam", "DetachRolePolicy", new() { ["RoleName"] = name, ["PolicyArn"] = arn }, cancel);
            foreach (var policy in work.Had.SelectMany(had => Policies(had).Keys).Distinct()) await work.TakeAsync("iam", "DeleteRolePolicy", new() { ["RoleName"] = name, ["PolicyName"] = policy }, cancel);
            await work.CallAsync("iam", "DeleteRole", new() { ["RoleName"] = name }, cancel);
        }

        private static async Task GrantAsync(ResourceWork work, string name, JsonObject before, CancellationToken cancel)
        {
            var (arns, oldArns) = (TextsOf(work.Properties, "ManagedPolicyArns"), TextsOf(before, "ManagedPolicyArns"));
            foreach (var arn in oldArns.Except(arns)) await work.TakeAsync("iam", "DetachRolePolicy", new() { ["RoleName"] = name, ["PolicyArn"] = arn }, cancel);
            foreach (var arn in arns.Except(oldArns)) await work.CallAsync("iam", "AttachRolePolicy", new() { ["RoleName"] = name, ["PolicyArn"] = arn }, cancel);
            var (policies, old) = (Policies(work.Properties), Policies(before));
            foreach (var policy in old.Keys.Where(policy => !policies.ContainsKey(policy))) await work.TakeAsync("iam", "DeleteRolePolicy", new() { ["RoleName"] = name, ["PolicyName"] = policy }, cancel);
            foreach (var (policy, document) in policies)
                if (old.GetValueOrDefault(policy) != document) await work.CallAsync("iam", "PutRolePolicy", new() { ["RoleName"] = name, ["PolicyName"] = policy, ["PolicyDocument"] = document }, cancel);
        }

        private static Dictionary<string, string> Policies(JsonObject properties)
        {
            Dictionary<string, string> policies = [];
            foreach (var policy in properties["Policies"] switch { null => [], JsonArray list => list, _ => throw CloudFormationNames.Invalid("Value of property Policies must be a list") })
                policies[policy is JsonObject one && one["PolicyName"] is JsonValue name ? Values.Text(name) : throw CloudFormationNames.Invalid("Property PolicyName cannot be empty.")] = Document(policy["PolicyDocument"], "PolicyDocument");
            return policies;
        }

        private static string Trust(ResourceWork work) => Document(work.Properties["AssumeRolePolicyDocument"], "AssumeRolePolicyDocument");

        private static long? Longest(ResourceWork work) => work.Text("MaxSessionDuration") is not { } text ? null : long.TryParse(text, out var seconds) ? seconds : throw CloudFormationNames.Invalid("Value of property MaxSessionDuration must be a whole number");
    }

    /// <summary>A policy written into roles, users and groups; it has an id of the stack's, and no ARN.</summary>
    private sealed class InlineType() : ResourceType("AWS::IAM::Policy")
    {
        public override IReadOnlyCollection<string> Properties { get; } = ["PolicyName", "PolicyDocument", "Roles", "Users", "Groups"];

        public override IReadOnlyCollection<string> Fixed { get; } = [];

        public override void Check(JsonObject properties)
        {
            base.Check(properties);
            CheckHolders(properties);
            if (properties["PolicyName"] is not JsonValue) throw CloudFormationNames.Invalid("Property PolicyName cannot be empty.");
        }

        public override async Task ClaimAsync(ResourceWork work, CancellationToken cancel)
        {
            foreach (var (kind, holder, policy) in Written(work.Properties).Except(work.Had.SelectMany(Written)))
                if (await work.IsThereAsync("iam", $"Get{kind}Policy", new() { [kind + "Name"] = holder, ["PolicyName"] = policy }, cancel)) throw CloudFormationNames.Taken($"{kind} {holder} has a policy {policy} already.");
        }

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            if (Holders.All(holder => TextsOf(work.Properties, holder.Property).Count == 0)) throw CloudFormationNames.Invalid("At least one of [Groups,Roles,Users] must be non-empty.");
            await work.BeganAsync(work.NewName(128));
            await WriteAsync(work, cancel);
        }

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            await WriteAsync(work, cancel);
            await EraseAsync(work, work.Had.SelectMany(Written).Except(Written(work.Properties)), cancel);
        }

        public override Task DeleteAsync(ResourceWork work, CancellationToken cancel) => EraseAsync(work, work.Had.SelectMany(Written).Distinct(), cancel);

        /// <summary>Where a policy is written, and under which name.</summary>
        private static IEnumerable<(string Kind, string Holder, string Policy)> Written(JsonObject properties) =>
            Holders.SelectMany(of => TextsOf(properties, of.Property).Select(holder => (of.Kind, holder, Values.Text(properties["PolicyName"]!))));

        private static async Task WriteAsync(ResourceWork work, CancellationToken cancel)
        {
            foreach (var (kind, holder, policy) in Written(work.Properties))
                await work.CallAsync("iam", $"Put{kind}Policy", new() { [kind + "Name"] = holder, ["PolicyName"] = policy, ["PolicyDocument"] = Document(work.Properties["PolicyDocument"], "PolicyDocument") }, cancel);
        }

        private static async Task EraseAsync(ResourceWork work, IEnumerable<(string Kind, string Holder, string Policy)> written, CancellationToken cancel)
        {
            foreach (var (kind, holder, policy) in written) await work.TakeAsync("iam", $"Delete{kind}Policy", new() { [kind + "Name"] = holder, ["PolicyName"] = policy }, cancel);
        }
    }

    /// <summary>A policy of its own; Ref gives its ARN. A new document becomes its default version.</summary>
    private sealed class ManagedType() : ResourceType("AWS::IAM::ManagedPolicy")
    {
        private const int MostVersions = 5;

        public override IReadOnlyCollection<string> Properties { get; } = ["ManagedPolicyName", "PolicyDocument", "Description", "Path", "Roles", "Users", "Groups"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["ManagedPolicyName", "Description", "Path"];

        public override void Check(JsonObject properties)
        {
            base.Check(properties);
            CheckHolders(properties);
        }

        public override string NameProperty => "ManagedPolicyName";

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.NameOr("ManagedPolicyName", 128);
            JsonObject input = new() { ["PolicyName"] = name, ["PolicyDocument"] = Document(work.Properties["PolicyDocument"], "PolicyDocument") };
            foreach (var property in new[] { "Description", "Path" })
                if (work.Text(property) is { } text) input[property] = text;
            var policy = (JsonObject)(await work.MakeAsync($"arn:aws:iam::{LabCaller.Account}:policy{work.Text("Path") ?? "/"}{name}", "iam", "CreatePolicy", input, cancel))["Policy"]!;
            var arn = (string)policy["Arn"]!;
            (work.Attributes["PolicyArn"], work.Attributes["PolicyId"]) = (arn, policy["PolicyId"]!.DeepClone());
            await work.BeganAsync(arn);
            await AttachAsync(work, arn, [], cancel);
        }

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            var arn = work.Existing;
            if (Changed(before, work.Properties, "PolicyDocument"))
            {
                var versions = await OthersAsync(work, arn, cancel);
                if (versions.Count >= MostVersions - 1) await work.CallAsync("iam", "DeletePolicyVersion", new() { ["PolicyArn"] = arn, ["VersionId"] = versions[^1] }, cancel);
                await work.CallAsync("iam", "CreatePolicyVersion", new() { ["PolicyArn"] = arn, ["PolicyDocument"] = Document(work.Properties["PolicyDocument"], "PolicyDocument"), ["SetAsDefault"] = true }, cancel);
            }
            await AttachAsync(work, arn, before, cancel);
        }

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel)
        {
            var arn = work.Existing;
            foreach (var (property, kind) in Holders)
                foreach (var holder in work.Had.SelectMany(had => TextsOf(had, property)).Distinct()) await DetachAsync(work, arn, kind, holder, cancel);
            foreach (var version in await OthersAsync(work, arn, cancel)) await work.CallAsync("iam", "DeletePolicyVersion", new() { ["PolicyArn"] = arn, ["VersionId"] = version }, cancel);
            await work.CallAsync("iam", "DeletePolicy", new() { ["PolicyArn"] = arn }, cancel);
        }

        /// <summary>The versions that are not the default, the newest first.</summary>
        private static async Task<List<string>> OthersAsync(ResourceWork work, string arn, CancellationToken cancel) =>
            [.. ((JsonArray)(await work.CallAsync("iam", "ListPolicyVersions", new() { ["PolicyArn"] = arn }, cancel))["Versions"]!).Where(version => (bool?)version!["IsDefaultVersion"] != true).Select(version => (string)version!["VersionId"]!)];

        private static async Task AttachAsync(ResourceWork work, string arn, JsonObject before, CancellationToken cancel)
        {
            foreach (var (property, kind) in Holders)
            {
                var (now, old) = (TextsOf(work.Properties, property), TextsOf(before, property));
                foreach (var holder in old.Except(now)) await DetachAsync(work, arn, kind, holder, cancel);
                foreach (var holder in now.Except(old)) await work.CallAsync("iam", $"Attach{kind}Policy", new() { [kind + "Name"] = holder, ["PolicyArn"] = arn }, cancel);
            }
        }

        private static Task DetachAsync(ResourceWork work, string arn, string kind, string holder, CancellationToken cancel) =>
            work.TakeAsync("iam", $"Detach{kind}Policy", new() { [kind + "Name"] = holder, ["PolicyArn"] = arn }, cancel);
    }
}
