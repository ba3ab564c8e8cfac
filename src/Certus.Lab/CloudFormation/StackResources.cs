using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.CloudFormation;

/// <summary>What stacks are made of, and what happened to it.</summary>
internal sealed class StackResources(StackStore store)
{
    private const int MostDescribed = 100;

    public ValueTask<LabAnswer> DescribeAllAsync(LabCall call, CancellationToken cancel)
    {
        var (named, id, logical) = (call.Text("StackName"), call.Text("PhysicalResourceId"), call.Text("LogicalResourceId"));
        if (named is null == id is null) throw CloudFormationNames.Invalid("Either StackName or PhysicalResourceId must be specified, and not both.");
        var stack = named is not null ? store.Require(call.Caller.Region, named)
            : store.Read(connection => Stack.All(connection, call.Caller.Region)).Find(one => !one.IsDeleted && store.Resources(one.Id).Exists(resource => resource.Exists && resource.Id == id))
                ?? throw CloudFormationNames.Invalid($"Stack for {id} does not exist");
        var resources = store.Resources(stack.Id).Where(resource => logical is null || resource.Logical == logical).Take(MostDescribed);
        return new(new JsonObject { ["StackResources"] = new JsonArray([.. resources.Select(resource => Shown(stack, resource, "Timestamp", named: true))]) });
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        var stack = store.Require(call.Caller.Region, call.Required("StackName"));
        var logical = call.Required("LogicalResourceId");
        var resource = store.Resources(stack.Id).Find(one => one.Logical == logical) ?? throw CloudFormationNames.Invalid($"Resource {logical} does not exist for stack {stack.Name}");
        return new(new JsonObject { ["StackResourceDetail"] = Shown(stack, resource, "LastUpdatedTimestamp", named: true) });
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var stack = store.Require(call.Caller.Region, call.Required("StackName"));
        return new(Stacks.Paged(call, "StackResourceSummaries", store.Resources(stack.Id), resource => Shown(stack, resource, "LastUpdatedTimestamp", named: false)));
    }

    /// <summary>The newest first.</summary>
    public ValueTask<LabAnswer> EventsAsync(LabCall call, CancellationToken cancel)
    {
        var stack = store.Require(call.Caller.Region, call.Required("StackName"));
        var events = store.Read(connection => LabDatabase.Rows(connection, "SELECT body FROM cloudformation_event WHERE stack = $stack ORDER BY number DESC", row => JsonNode.Parse(row.GetString(0))!, ("$stack", stack.Id)));
        return new(Stacks.Paged(call, "StackEvents", events, one => one));
    }

    public ValueTask<LabAnswer> ExportsAsync(LabCall call, CancellationToken cancel)
    {
        var exports = store.Read(connection => Stack.All(connection, call.Caller.Region)).Where(stack => !stack.IsDeleted).SelectMany(stack => stack.Exports.Select(export => (stack.Id, export.Name, export.Value))).OrderBy(export => export.Name, StringComparer.Ordinal);
        return new(Stacks.Paged(call, "Exports", exports, export => new JsonObject { ["ExportingStackId"] = export.Id, ["Name"] = export.Name, ["Value"] = export.Value }));
    }

    public ValueTask<LabAnswer> ImportsAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("ExportName");
        var stacks = store.Read(connection => Stack.All(connection, call.Caller.Region)).Where(stack => !stack.IsDeleted).ToList();
        if (!stacks.Exists(stack => stack.Exports.Any(export => export.Name == name))) throw CloudFormationNames.Invalid($"Export '{name}' does not exist.");
        var users = stacks.Where(stack => stack.Imports.Contains(name)).Select(stack => stack.Name).ToList();
        return users.Count == 0 ? throw CloudFormationNames.Invalid($"Export '{name}' is not imported by any stack.") : new(Stacks.Paged(call, "Imports", users, user => JsonValue.Create(user)));
    }

    private static JsonObject Shown(Stack stack, StackResource resource, string time, bool named)
    {
        JsonObject shown = new() { [time] = resource.Body["_at"]?.DeepClone(), ["DriftInformation"] = new JsonObject { ["StackResourceDriftStatus"] = "NOT_CHECKED" } };
        foreach (var member in new[] { "LogicalResourceId", "PhysicalResourceId", "ResourceType", "ResourceStatus", "ResourceStatusReason", "Metadata" })
            if (resource.Body[member] is { } value) shown[member] = value.DeepClone();
        if (named) (shown["StackName"], shown["StackId"]) = (stack.Name, stack.Id);
        return shown;
    }
}
