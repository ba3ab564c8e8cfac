using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.CloudFormation;

/// <summary>Stacks and their resources on disk; every change of a status is an event, written in one piece with it.</summary>
internal sealed class StackStore(LabDatabase database, TimeProvider clock)
{
    private const int LongestReason = 2000;
    private const string Deleting = "DELETE_IN_PROGRESS";

    public DateTimeOffset Now => clock.GetUtcNow();

    public T Read<T>(Func<SqliteConnection, T> work) => database.Read(work);

    public Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancel) => database.WriteAsync(work, cancel);

    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel) => database.WriteAsync(work, cancel);

    /// <summary>Makes a resource by a call: that a stack's resource is called so is on disk in one piece with it, wherever the sandbox is stopped.</summary>
    public Task<JsonObject> MakeAsync(Stack stack, StackResource resource, string id, Func<Task<JsonObject>> call)
    {
        var made = resource.Copy();
        made.Id = id;
        return database.TogetherAsync(connection => made.Save(connection, stack.Id), call);
    }

    /// <summary>The stack, or AWS's refusal that there is none.</summary>
    public Stack Require(string region, string named) => Read(connection => Stack.Find(connection, region, named)) ?? throw CloudFormationNames.NoStack(named);

    public List<StackResource> Resources(string stack) => Read(connection => StackResource.Of(connection, stack));

    /// <summary>Moves a stack to a status.</summary>
    public void Move(SqliteConnection connection, Stack stack, string status, string? reason, string? token)
    {
        stack.Status = status;
        stack.Body["StackStatusReason"] = reason is null ? null : Short(reason);
        if (status == "DELETE_COMPLETE") stack.Body["DeletionTime"] = Values.Of(Now);
        stack.Save(connection);
        Event(connection, stack, stack.Name, stack.Id, "AWS::CloudFormation::Stack", status, reason, null, token);
    }

    /// <summary>Moves a stack that is worked on to a status.</summary>
    /// <exception cref="OperationCanceledException">A call has begun to delete it meanwhile.</exception>
    public Task MoveAsync(Stack stack, string status, string? reason, string? token, CancellationToken cancel) => WriteAsync(connection =>
    {
        if (stack.Status != Deleting && Stack.Find(connection, stack.Region, stack.Id)?.Status == Deleting) throw new OperationCanceledException($"{stack.Name} is being deleted.");
        Move(connection, stack, status, reason, token);
    }, cancel);

    /// <summary>Moves a resource of a stack to a status.</summary>
    public Task MoveAsync(Stack stack, StackResource resource, string status, string? reason, string? token, CancellationToken cancel) => WriteAsync(connection =>
    {
        resource.Body["ResourceStatus"] = status;
        resource.Body["ResourceStatusReason"] = reason is null ? null : Short(reason);
        resource.Body["_at"] = Values.Of(Now);
        resource.Save(connection, stack.Id);
        Event(connection, stack, resource.Logical, resource.Id ?? "", resource.Type, status, reason, (resource.Tried is [.., var tried] ? tried : resource.Properties).ToJsonString(), token);
    }, cancel);

    public Task RemoveAsync(Stack stack, string logical, CancellationToken cancel) => WriteAsync(connection => StackResource.Remove(connection, stack.Id, logical), cancel);

    public Task SaveAsync(Stack stack, StackResource resource, CancellationToken cancel) => WriteAsync(connection => resource.Save(connection, stack.Id), cancel);

    private void Event(SqliteConnection connection, Stack stack, string logical, string id, string type, string status, string? reason, string? properties, string? token)
    {
        JsonObject body = new()
        {
            ["StackId"] = stack.Id, ["EventId"] = type == "AWS::CloudFormation::Stack" ? CloudFormationNames.NewId() : $"{logical}-{status}-{CloudFormationNames.NewId()}", ["StackName"] = stack.Name,
            ["LogicalResourceId"] = logical, ["PhysicalResourceId"] = id, ["ResourceType"] = type, ["Timestamp"] = Values.Of(Now), ["ResourceStatus"] = status,
        };
        if (reason is not null) body["ResourceStatusReason"] = Short(reason);
        if (properties is not null) body["ResourceProperties"] = properties;
        if (token is not null) body["ClientRequestToken"] = token;
        Execute(connection, "INSERT INTO cloudformation_event (stack, body) VALUES ($stack, $body)", ("$stack", stack.Id), ("$body", body.ToJsonString()));
    }

    private static string Short(string reason) => reason.Length <= LongestReason ? reason : reason[..LongestReason];
}
