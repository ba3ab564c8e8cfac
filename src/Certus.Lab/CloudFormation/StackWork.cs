using System.Text.Json.Nodes;
using Certus.Lab.CloudFormation.Types;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>Work on one stack: its resources made, changed and deleted one by one, each step on disk before the next.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="ask">Runs a call as whom the stack works for.</param>
/// <param name="stack">The stack.</param>
/// <param name="token">The client's token, which events carry; null where it gave none.</param>
/// <param name="onWait">Called when something has to be waited for.</param>
/// <param name="trouble">Told of defects.</param>
internal sealed class StackWork(StackStore store, Func<string, string, JsonObject, CancellationToken, Task<JsonObject>> ask, Stack stack, string? token, Action onWait, Action<string> trouble)
{
    private readonly Dictionary<string, StackResource> _resources = store.Resources(stack.Id).ToDictionary(resource => resource.Logical);
    private readonly HashSet<string> _imports = [];
    private readonly DateTimeOffset? _until = (long?)stack.Body["TimeoutInMinutes"] is { } minutes ? store.Now.AddMinutes(minutes) : null;

    public Stack Stack => stack;

    /// <summary>What the stack is made of now.</summary>
    public IReadOnlyCollection<StackResource> Resources => _resources.Values;

    public StackResource? Find(string logical) => _resources.GetValueOrDefault(logical);

    /// <summary>The names of others' exports that were used.</summary>
    public IReadOnlyCollection<string> Imports => _imports;

    public Task MoveAsync(string status, string? reason, CancellationToken cancel) => store.MoveAsync(stack, status, reason, token, cancel);

    /// <summary>A template's functions, over the stack as it is.</summary>
    public Intrinsics Functions(Template template, IReadOnlyDictionary<string, string> parameters)
    {
        Dictionary<string, JsonNode> known = new()
        {
            ["AWS::AccountId"] = LabCaller.Account, ["AWS::Region"] = stack.Region, ["AWS::StackName"] = stack.Name, ["AWS::StackId"] = stack.Id, ["AWS::Partition"] = "aws", ["AWS::URLSuffix"] = "amazonaws.com",
            ["AWS::NotificationARNs"] = stack.Body["NotificationARNs"]?.DeepClone() ?? new JsonArray(),
        };
        foreach (var parameter in template.Parameters) known[parameter.Name] = parameter.Value(parameters[parameter.Name]);
        return new(template, name => known.GetValueOrDefault(name) ?? (Find(name) is { Exists: true } resource ? JsonValue.Create(resource.Ref) : null), name => Find(name) is { Exists: true } resource ? resource.Attributes : null, Import);
    }

    private string? Import(string name)
    {
        _imports.Add(name);
        return store.Read(connection => Stack.All(connection, stack.Region)).Where(other => !other.IsDeleted && other.Id != stack.Id).SelectMany(other => other.Exports).FirstOrDefault(export => export.Name == name).Value;
    }

    /// <summary>Refuses outputs under names that another stack exports already.</summary>
    public void RefuseExports()
    {
        foreach (var other in store.Read(connection => Stack.All(connection, stack.Region)).Where(other => !other.IsDeleted && other.Id != stack.Id))
            foreach (var (name, _) in other.Exports)
                if (stack.Exports.Any(export => export.Name == name)) throw CloudFormationNames.Invalid($"Export with name {name} is already exported by stack {other.Name}. ");
    }

    /// <summary>Makes a resource.</summary>
    /// <param name="declared">As its template declares it.</param>
    /// <param name="number">Its place.</param>
    /// <param name="properties">Works out its properties.</param>
    /// <param name="replaces">What it takes the place of; null where that is nothing.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StackFaultException">It could not be made.</exception>
    public async Task MakeAsync(TemplateResource declared, int number, Func<JsonObject> properties, StackResource? replaces, CancellationToken cancel)
    {
        var verb = replaces is null ? "CREATE" : "UPDATE";
        var resource = StackResource.New(declared, number);
        resource.IsHalfMade = true;
        if (replaces is null) resource.Replaced = Find(declared.Logical)?.Replaced ?? [];
        else
        {
            // What is replaced is known of on disk until it is deleted.
            var old = replaces.Copy();
            old.Replaced = [];
            resource.Replaced = [.. replaces.Replaced, old];
        }
        _resources[declared.Logical] = resource;
        Note(resource, declared);
        await MoveAsync(resource, verb + "_IN_PROGRESS", replaces is null ? null : "Requested update requires the creation of a new physical resource; hence creating one.", cancel);
        await TryAsync(resource, verb, async () =>
        {
            var type = Type(declared.Type);
            resource.Body["_properties"] = properties();
            type.Check(resource.Properties);
            var work = Work(resource, resource.Properties, [], async (id, work) =>
            {
                resource.Id = id;
                Take(resource, work);
                await MoveAsync(resource, verb + "_IN_PROGRESS", "Resource creation Initiated", cancel);
            }, async (id, call) =>
            {
                var answer = await store.MakeAsync(stack, resource, id, call);
                resource.Id = id;
                return answer;
            });
            await type.ClaimAsync(work, cancel);
            await type.CreateAsync(work, cancel);
            Take(resource, work);
            resource.IsHalfMade = false;
        }, cancel);
    }

    /// <summary>Takes away what was only half made, and puts what it should have replaced into its place again.</summary>
    /// <returns>What is in its place; what it was, and gone, where it replaced nothing.</returns>
    /// <exception cref="StackFaultException">It could not be deleted.</exception>
    public async Task<StackResource> TakeBackAsync(StackResource half, CancellationToken cancel)
    {
        if (!await DeleteAsync(half, retain: false, cancel)) throw new StackFaultException(half.Logical, "delete");
        if (half.Replaced is not [.., var last]) return half;
        var back = last with { IsReplaced = false };
        back.Replaced = [.. half.Replaced.SkipLast(1)];
        await KeepAsync(back, cancel);
        return back;
    }

    /// <summary>Deletes what a resource has replaced.</summary>
    /// <param name="resource">Which.</param>
    /// <param name="retain">Whether it is left alone.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether all of it is away from the stack.</returns>
    public async Task<bool> DeleteReplacedAsync(StackResource resource, bool retain, CancellationToken cancel)
    {
        List<StackResource> waiting = [.. resource.Replaced], left = [];
        while (waiting is [.., var old])
        {
            waiting.RemoveAt(waiting.Count - 1);
            if (!await DeleteAsync(old, retain || (string?)old.Body["_replacement"] == "Retain", cancel)) left.Insert(0, old);
            resource.Replaced = [.. waiting, .. left];
            await KeepAsync(resource, cancel);
        }
        return left.Count == 0;
    }

    /// <summary>Tells that a resource can't be what its template says; one that is there stays as it is.</summary>
    public Task RefuseAsync(TemplateResource declared, string status, string reason, CancellationToken cancel)
    {
        var refused = StackResource.New(declared, int.MaxValue) with { IsReplaced = Find(declared.Logical) is not null };
        if (!refused.IsReplaced) _resources[declared.Logical] = refused;
        return MoveAsync(refused, status, reason, cancel);
    }

    /// <summary>Changes a resource in place.</summary>
    /// <param name="resource">As it is.</param>
    /// <param name="declared">As its template declares it; null where it goes back to what it was.</param>
    /// <param name="properties">What it should be.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StackFaultException">It could not be changed.</exception>
    public async Task ChangeAsync(StackResource resource, TemplateResource? declared, JsonObject properties, CancellationToken cancel)
    {
        if (declared is not null) Note(resource, declared);
        await MoveAsync(resource, "UPDATE_IN_PROGRESS", null, cancel);
        await TryAsync(resource, "UPDATE", async () =>
        {
            var type = Type(resource.Type);
            type.Check(properties);
            var work = Work(resource, properties.DeepClone().AsObject(), Had(resource));
            await type.ClaimAsync(work, cancel);
            var before = Before(resource, properties);
            resource.Tried = [.. resource.Tried.Where(one => !JsonNode.DeepEquals(one, properties)), properties];
            await KeepAsync(resource, cancel);
            await type.UpdateAsync(work, before, cancel);
            Take(resource, work);
            resource.Body["_properties"] = properties.DeepClone();
            resource.Tried = [];
        }, cancel);
    }

    private static IReadOnlyList<JsonObject> Had(StackResource resource) => [resource.Properties.DeepClone().AsObject(), .. resource.Tried];

    /// <summary>What a change begins from: of each property a value that may be in force and is not the wanted one, wherever there is such.</summary>
    private static JsonObject Before(StackResource resource, JsonObject wanted)
    {
        JsonObject before = [];
        var had = Had(resource);
        foreach (var property in had.SelectMany(one => one.Select(member => member.Key)).Distinct())
            if ((had.LastOrDefault(one => !JsonNode.DeepEquals(one[property], wanted[property])) ?? had[0])[property] is { } value) before[property] = value.DeepClone();
        return before;
    }

    /// <summary>A fault in words; one that is a defect is told.</summary>
    public string Words(Exception fault)
    {
        if (fault is StackFaultException or AwsException) return fault.Message;
        trouble($"cloudformation {stack.Name}: {fault}");
        return "Internal Failure. ";
    }

    /// <summary>Takes over what a template says of a resource besides its properties.</summary>
    public static void Note(StackResource resource, TemplateResource declared)
    {
        resource.Body["_deletion"] = declared.DeletionPolicy;
        if (declared.Metadata is { } metadata) resource.Body["Metadata"] = metadata.ToJsonString();
        else resource.Body.Remove("Metadata");
    }

    /// <summary>Puts a resource into its place again, or at another one.</summary>
    public Task KeepAsync(StackResource resource, CancellationToken cancel)
    {
        _resources[resource.Logical] = resource;
        return store.SaveAsync(stack, resource, cancel);
    }

    public async Task ForgetAsync(string logical, CancellationToken cancel)
    {
        _resources.Remove(logical);
        await store.RemoveAsync(stack, logical, cancel);
    }

    /// <summary>Deletes a resource; one that is gone already is deleted.</summary>
    /// <param name="resource">Which.</param>
    /// <param name="retain">Whether it is left alone.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it is away from the stack.</returns>
    public async Task<bool> DeleteAsync(StackResource resource, bool retain, CancellationToken cancel)
    {
        if (!resource.Exists) return true;
        if (retain)
        {
            await MoveAsync(resource, "DELETE_SKIPPED", null, cancel);
            return true;
        }
        await MoveAsync(resource, "DELETE_IN_PROGRESS", null, cancel);
        try
        {
            await TryAsync(resource, "DELETE", async () =>
            {
                try
                {
                    await Type(resource.Type).DeleteAsync(Work(resource, resource.Properties, Had(resource)), cancel);
                }
                catch (AwsException refused) when (IsGone(refused))
                {
                    // Somebody else was faster.
                }
            }, cancel);
            return true;
        }
        catch (StackFaultException)
        {
            return false;
        }
    }

    private async Task TryAsync(StackResource resource, string verb, Func<Task> work, CancellationToken cancel)
    {
        string reason;
        try
        {
            await work();
            await MoveAsync(resource, verb + "_COMPLETE", null, cancel);
            return;
        }
        catch (AwsException refused)
        {
            reason = refused.Message;
        }
        catch (Exception defect) when (defect is not OperationCanceledException and not ObjectDisposedException)
        {
            trouble($"cloudformation {resource.Type}: {defect}");
            reason = "Internal Failure";
        }
        await MoveAsync(resource, verb + "_FAILED", reason, cancel);
        throw new StackFaultException(resource.Logical, verb.ToLowerInvariant());
    }

    private Task MoveAsync(StackResource resource, string status, string? reason, CancellationToken cancel) => store.MoveAsync(stack, resource, status, reason, token, cancel);

    private static ResourceType Type(string name) => ResourceTypes.Find(name) ?? throw CloudFormationNames.Invalid($"The sandbox does not make {name}.");

    private ResourceWork Work(StackResource resource, JsonObject properties, IReadOnlyList<JsonObject> had, Func<string, ResourceWork, Task>? began = null, Func<string, Func<Task<JsonObject>>, Task<JsonObject>>? making = null)
    {
        ResourceWork? work = null;
        return work = new(AskAsync, stack.Region, stack.Name, resource.Logical, properties)
        {
            Had = had, Id = resource.Id, Ref = (string?)resource.Body["_ref"], Attributes = resource.Attributes.DeepClone().AsObject(), OnBegan = id => began?.Invoke(id, work!) ?? Task.CompletedTask, OnWait = Wait,
            Making = making ?? (static (_, call) => call()),
        };
    }

    private void Wait()
    {
        if (store.Now > _until) throw CloudFormationNames.Invalid("Resource creation cancelled: the stack's TimeoutInMinutes is over");
        onWait();
    }

    private static void Take(StackResource resource, ResourceWork work)
    {
        resource.Body["_attributes"] = work.Attributes.DeepClone();
        if (work.Ref is { } named) resource.Body["_ref"] = named;
    }

    private async Task<JsonObject> AskAsync(string service, string operation, JsonObject input, CancellationToken cancel)
    {
        try
        {
            // As it would come over the wire: a number is a number, whatever its type was.
            return await ask(service, operation, JsonNode.Parse(input.ToJsonString())!.AsObject(), cancel);
        }
        catch (AwsException refused)
        {
            throw new AwsException(refused.Code, $"{refused.Message} (Service: {service}, Status Code: {refused.Status}, Error Code: {refused.Code})", refused.Status);
        }
    }

    private static bool IsGone(AwsException refused) => refused.Status == 404
        || refused.Code is "ResourceNotFoundException" or "ResourceNotFound" or "NoSuchEntity" or "EntityNotFoundException"
        || refused.Code is "ValidationException" or "InvalidRequestException" && (refused.Message.StartsWith("Could not find ", StringComparison.Ordinal) || refused.Message.StartsWith("RecordNotFound", StringComparison.Ordinal)
            || refused.Message.Contains("does not exist", StringComparison.Ordinal) || refused.Message.Contains("not found", StringComparison.Ordinal));
}
