using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Protocols;
using Certus.Lab.S3;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>Stacks: made, updated, deleted, described, listed.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="runs">The work that goes on.</param>
/// <param name="texts">Where templates come from.</param>
/// <param name="access">Who may assume a stack's role.</param>
/// <param name="ask">Runs a call as the server would.</param>
/// <param name="trouble">Told of defects.</param>
/// <param name="asBefore">Whether names with underscores are taken, which AWS refuses.</param>
internal sealed class Stacks(StackStore store, StackRuns runs, TemplateSource texts, Access access, Func<LabCall, CancellationToken, ValueTask<LabAnswer>> ask, Action<string> trouble, bool asBefore)
{
    private const int Page = 100;
    private const int LongestValue = 4096;
    private const string Service = "cloudformation.amazonaws.com";

    private static readonly string[] Updatable = ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "CREATE_FAILED", "UPDATE_FAILED"];

    private static readonly string[] Shown = ["Parameters", "Outputs", "Tags", "NotificationARNs", "Capabilities"];

    private static readonly string[] Summarized = ["StackId", "StackName", "CreationTime", "LastUpdatedTime", "DeletionTime", "StackStatus", "StackStatusReason", "DriftInformation"];

    private static readonly string[] NotDone = ["StackPolicyBody", "StackPolicyURL", "StackPolicyDuringUpdateBody", "StackPolicyDuringUpdateURL", "ResourceTypes"];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("StackName"));
        CloudFormationNames.CheckStack(name, asBefore);
        if (call.Flag("DisableRollback") is not null && call.Text("OnFailure") is not null) throw CloudFormationNames.Invalid("You can specify either DisableRollback or OnFailure, not both.");
        Refuse(call);
        var template = Template.Read(await texts.ReadAsync(call, cancel));
        var parameters = Parameters(template, call, new Dictionary<string, string>());
        CheckCapabilities(template, call);
        var stack = new Stack(region, new()
        {
            ["StackId"] = CloudFormationNames.StackArn(region, name), ["StackName"] = name, ["CreationTime"] = Values.Of(call.Now), ["StackStatus"] = "CREATE_IN_PROGRESS",
            ["DisableRollback"] = call.Flag("DisableRollback") ?? call.Text("OnFailure") == "DO_NOTHING", ["RollbackConfiguration"] = new JsonObject(),
            ["EnableTerminationProtection"] = call.Flag("EnableTerminationProtection") ?? false, ["DriftInformation"] = new JsonObject { ["StackDriftStatus"] = "NOT_CHECKED" },
        });
        Take(stack, call, template, parameters);
        if (call.Whole("TimeoutInMinutes") is { } minutes) stack.Body["TimeoutInMinutes"] = minutes;
        await store.WriteAsync(connection =>
        {
            if (Stack.Find(connection, region, name) is { } taken) throw new AwsException("AlreadyExistsException", $"Stack [{taken.Name}] already exists");
            store.Move(connection, stack, "CREATE_IN_PROGRESS", "User Initiated", call.Text("ClientRequestToken"));
        }, cancel);
        var onFailure = (bool)stack.Body["DisableRollback"]! ? "DO_NOTHING" : call.Text("OnFailure") ?? "ROLLBACK";
        await runs.BeginAsync(stack.Id, (onWait, stop) => Deployments.CreateAsync(Work(stack, call, onWait), template, onFailure, stop));
        return new JsonObject { ["StackId"] = stack.Id };
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        Refuse(call);
        var named = call.Required("StackName");
        var now = Live(call, named);
        var template = Template.Read(call.Flag("UsePreviousTemplate") == true ? now.Template : await texts.ReadAsync(call, cancel));
        var parameters = Parameters(template, call, now.Parameters);
        CheckCapabilities(template, call);
        var (before, stack) = await store.WriteAsync(connection =>
        {
            var found = Stack.Find(connection, call.Caller.Region, named) ?? throw CloudFormationNames.NoStack(named);
            if (!Updatable.Contains(found.Status)) throw CloudFormationNames.Invalid($"Stack:{found.Id} is in {found.Status} state and can not be updated.");
            var after = found.Copy();
            Take(after, call, template, parameters);
            if (found.Status.EndsWith("COMPLETE", StringComparison.Ordinal) && template.Equals(Template.Read(found.Template)) && JsonNode.DeepEquals(found.Body["_parameters"], after.Body["_parameters"]) && JsonNode.DeepEquals(found.Body["Tags"], after.Body["Tags"]))
                throw CloudFormationNames.Invalid("No updates are to be performed.");
            after.Body["LastUpdatedTime"] = Values.Of(call.Now);
            store.Move(connection, after, "UPDATE_IN_PROGRESS", "User Initiated", call.Text("ClientRequestToken"));
            return (found, after);
        }, cancel);
        await runs.BeginAsync(stack.Id, (onWait, stop) => Deployments.UpdateAsync(Work(stack, call, onWait), before, template, call.Flag("DisableRollback") ?? false, stop));
        return new JsonObject { ["StackId"] = stack.Id };
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var named = call.Required("StackName");
        CheckRole(call);
        var retained = call.List("RetainResources").Select(one => (string)one!).ToList();
        var stack = await store.WriteAsync(connection =>
        {
            if (Stack.Find(connection, call.Caller.Region, named) is not { IsDeleted: false } now) return null;
            if ((bool?)now.Body["EnableTerminationProtection"] == true) throw CloudFormationNames.Invalid($"Stack [{now.Name}] cannot be deleted while TerminationProtection is enabled");
            if (now.Status == "DELETE_IN_PROGRESS") return null;
            if (now.IsBusy && now.Status != "CREATE_IN_PROGRESS") throw CloudFormationNames.Invalid($"Stack [{now.Name}] cannot be deleted while in status {now.Status}");
            if (retained.Count > 0 && now.Status != "DELETE_FAILED") throw CloudFormationNames.Invalid($"Invalid operation on stack [{now.Id}]: resources can be retained only when a stack is in the DELETE_FAILED state.");
            foreach (var (name, _) in now.Exports)
                if (Stack.All(connection, now.Region).Find(other => !other.IsDeleted && other.Id != now.Id && other.Imports.Contains(name)) is { } user) throw CloudFormationNames.Invalid($"Export {name} cannot be deleted as it is in use by {user.Name}");
            store.Move(connection, now, "DELETE_IN_PROGRESS", "User Initiated", call.Text("ClientRequestToken"));
            return now;
        }, cancel);
        if (stack is null) return LabAnswer.Empty;
        // Whoever makes it still can't move it any more; what it made until it stops is deleted too.
        await runs.StopAsync(stack.Id);
        await runs.BeginAsync(stack.Id, (onWait, stop) => Deployments.DeleteAsync(Work(stack, call, onWait), retained, stop));
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Text("StackName") is { } named) return new(new JsonObject { ["Stacks"] = new JsonArray(Described(store.Require(call.Caller.Region, named))) });
        return new(Paged(call, "Stacks", store.Read(connection => Stack.All(connection, call.Caller.Region)).Where(stack => !stack.IsDeleted), Described));
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var statuses = call.List("StackStatusFilter").Select(status => (string)status!).ToHashSet();
        return new(Paged(call, "StackSummaries", store.Read(connection => Stack.All(connection, call.Caller.Region)).Where(stack => statuses.Count == 0 || statuses.Contains(stack.Status)), stack =>
        {
            var summary = new JsonObject { ["TemplateDescription"] = stack.Body["Description"]?.DeepClone() };
            foreach (var member in Summarized)
                if (stack.Body[member] is { } value) summary[member] = value.DeepClone();
            return summary;
        }));
    }

    public async ValueTask<LabAnswer> ProtectAsync(LabCall call, CancellationToken cancel)
    {
        var named = call.Required("StackName");
        var id = await store.WriteAsync(connection =>
        {
            var stack = Stack.Find(connection, call.Caller.Region, named) is { IsDeleted: false } found ? found : throw CloudFormationNames.NoStack(named);
            stack.Body["EnableTerminationProtection"] = call.Flag("EnableTerminationProtection");
            stack.Save(connection);
            return stack.Id;
        }, cancel);
        return new JsonObject { ["StackId"] = id };
    }

    /// <summary>A page of a list.</summary>
    internal static JsonObject Paged<T>(LabCall call, string member, IEnumerable<T> all, Func<T, JsonNode> shown)
    {
        var from = CloudFormationNames.From(call.Text("NextToken"));
        var rest = all.Skip(from).Take(Page + 1).ToList();
        JsonObject answer = new() { [member] = new JsonArray([.. rest.Take(Page).Select(shown)]) };
        if (rest.Count > Page) answer["NextToken"] = CloudFormationNames.Token(from + Page);
        return answer;
    }

    /// <summary>Stacks that were being worked on when the sandbox went away are where they were left, and say so.</summary>
    public Task MarkInterruptedAsync(CancellationToken cancel) => store.WriteAsync(connection =>
    {
        const string reason = "The sandbox was stopped while it worked on this.";
        foreach (var stack in Stack.Busy(connection))
        {
            foreach (var resource in StackResource.Of(connection, stack.Id))
            {
                if (!resource.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal)) continue;
                resource.Body["ResourceStatus"] = resource.Status.Replace("_IN_PROGRESS", "_FAILED", StringComparison.Ordinal);
                resource.Body["ResourceStatusReason"] = reason;
                resource.Save(connection, stack.Id);
            }
            store.Move(connection, stack, stack.Status switch
            {
                "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" => "UPDATE_COMPLETE",
                "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" => "UPDATE_ROLLBACK_COMPLETE",
                var status => status.Replace("_IN_PROGRESS", "_FAILED", StringComparison.Ordinal),
            }, reason, null);
        }
    }, cancel);

    private static JsonObject Described(Stack stack)
    {
        var shown = stack.Body.DeepClone().AsObject();
        foreach (var list in Shown) shown[list] ??= new JsonArray();
        if (stack.Body["Outputs"] is not JsonArray { Count: > 0 }) shown.Remove("Outputs");
        return shown;
    }

    private Stack Live(LabCall call, string named) => store.Read(connection => Stack.Find(connection, call.Caller.Region, named)) is { IsDeleted: false } found ? found : throw CloudFormationNames.Invalid($"Stack [{named}] does not exist");

    private static void Take(Stack stack, LabCall call, Template template, Dictionary<string, string> parameters)
    {
        stack.Template = template.Text;
        stack.Parameters = parameters;
        stack.Body["Parameters"] = new JsonArray([.. template.Parameters.Select(parameter => (JsonNode)new JsonObject { ["ParameterKey"] = parameter.Name, ["ParameterValue"] = parameter.NoEcho ? "****" : parameters[parameter.Name] })]);
        if (template.Description is { } description) stack.Body["Description"] = description;
        else stack.Body.Remove("Description");
        // What an update leaves out stays as it was.
        foreach (var member in new[] { "Tags", "NotificationARNs", "Capabilities", "RoleARN", "RollbackConfiguration" })
            if (call.Input[member] is { } given) stack.Body[member] = given.DeepClone();
    }

    private static Dictionary<string, string> Parameters(Template template, LabCall call, IReadOnlyDictionary<string, string> previous)
    {
        Dictionary<string, string> values = [];
        foreach (var given in call.List("Parameters").OfType<JsonObject>())
        {
            var key = (string?)given["ParameterKey"] ?? throw CloudFormationNames.Invalid("A parameter needs a ParameterKey.");
            if ((bool?)given["UsePreviousValue"] == true) values[key] = previous.GetValueOrDefault(key) ?? throw CloudFormationNames.Invalid($"Invalid input for parameter key {key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template");
            else if ((string?)given["ParameterValue"] is { } value) values[key] = value;
        }
        if (values.Keys.Where(key => template.Parameters.All(parameter => parameter.Name != key)).ToList() is { Count: > 0 } unknown) throw CloudFormationNames.Invalid($"Parameters: [{string.Join(", ", unknown)}] do not exist in the template");
        foreach (var parameter in template.Parameters)
            if (!values.ContainsKey(parameter.Name) && parameter.Default is { } value) values[parameter.Name] = value;
        if (template.Parameters.Where(parameter => !values.ContainsKey(parameter.Name)).Select(parameter => parameter.Name).ToList() is { Count: > 0 } missing) throw CloudFormationNames.Invalid($"Parameters: [{string.Join(", ", missing)}] must have values");
        foreach (var parameter in template.Parameters)
        {
            if (Encoding.UTF8.GetByteCount(values[parameter.Name]) > LongestValue) throw CloudFormationNames.Invalid($"Parameter '{parameter.Name}' must be at most {LongestValue} bytes long");
            parameter.Check(values[parameter.Name]);
        }
        return values;
    }

    private static void CheckCapabilities(Template template, LabCall call)
    {
        if (template.Capability is not { } needed) return;
        var said = call.List("Capabilities").Select(one => (string)one!).ToList();
        if (!said.Contains("CAPABILITY_NAMED_IAM") && !said.Contains(needed)) throw new AwsException("InsufficientCapabilitiesException", $"Requires capabilities : [{needed}]");
    }

    private void Refuse(LabCall call)
    {
        CloudFormationNames.CheckTexts(call.Input);
        if (NotDone.FirstOrDefault(member => call.Input[member] is JsonArray { Count: > 0 } or JsonValue) is { } member) throw CloudFormationNames.Invalid($"The sandbox does not do {member}.");
        CheckRole(call);
    }

    private void CheckRole(LabCall call)
    {
        if (call.Text("RoleARN") is { } role && access.DecideAssume(Service, role) is { Allowed: false } decision) throw CloudFormationNames.Invalid($"Role {role} is invalid or cannot be assumed ({decision.Reason})");
    }

    // As the stack's role where it has one, as who calls otherwise.
    private StackWork Work(Stack stack, LabCall call, Action onWait)
    {
        var role = call.Text("RoleARN") ?? (string?)stack.Body["RoleARN"];
        var caller = role is null ? call.Caller with { Region = stack.Region } : new LabCaller(LabCaller.Account, role, "cloudformation", stack.Region);
        return new(store, async (service, operation, input, cancel) => (await ask(new()
        {
            Service = service, Operation = operation, Input = input, Caller = caller, Now = store.Now, RequestId = CloudFormationNames.NewId(), Endpoint = call.Endpoint, PayloadLength = 0,
        }, cancel)).Output, stack, call.Text("ClientRequestToken"), onWait, trouble);
    }
}
