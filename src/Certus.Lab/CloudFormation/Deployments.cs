using System.Text.Json.Nodes;
using Certus.Lab.CloudFormation.Types;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>How a stack becomes what its template says, and what it was before where that fails.</summary>
internal static class Deployments
{
    /// <summary>Makes what a new stack's template declares; where something can't be made, takes back what was.</summary>
    public static async Task CreateAsync(StackWork work, Template template, string onFailure, CancellationToken cancel)
    {
        try
        {
            var functions = work.Functions(template, work.Stack.Parameters);
            await RefuseTypesAsync(work, template, functions, "create", cancel);
            for (var number = 0; number < template.Resources.Count; number++)
                if (template.Resources[number] is var declared && IsWanted(declared, functions)) await work.MakeAsync(declared, number, () => Properties(declared, functions), null, cancel);
            Finish(work, template, functions);
            await work.MoveAsync("CREATE_COMPLETE", null, cancel);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            var reason = work.Words(fault);
            if (onFailure == "DO_NOTHING")
            {
                await work.MoveAsync("CREATE_FAILED", reason, cancel);
                return;
            }
            if (onFailure == "DELETE")
            {
                await work.MoveAsync("DELETE_IN_PROGRESS", reason + "Delete requested by user.", cancel);
                await RemoveAllAsync(work, [], keep: false, cancel);
                return;
            }
            await work.MoveAsync("ROLLBACK_IN_PROGRESS", reason + "Rollback requested by user.", cancel);
            List<string> left = [];
            foreach (var resource in Backwards(work))
                if (!await work.DeleteAsync(resource, (string?)resource.Body["_deletion"] == "Retain", cancel)) left.Add(resource.Logical);
            await work.MoveAsync(left.Count == 0 ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED", left.Count == 0 ? null : $"The following resource(s) failed to delete: [{string.Join(", ", left)}]. ", cancel);
        }
    }

    /// <summary>Makes a stack what another template or other parameters declare; where that fails, what it was.</summary>
    /// <param name="work">The stack, with its new body.</param>
    /// <param name="before">The stack as it was.</param>
    /// <param name="template">The new template.</param>
    /// <param name="disableRollback">Whether a failed stack is left as it is.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task UpdateAsync(StackWork work, Stack before, Template template, bool disableRollback, CancellationToken cancel)
    {
        Stack<Func<Task<bool>>> undo = [];
        try
        {
            var functions = work.Functions(template, work.Stack.Parameters);
            await RefuseTypesAsync(work, template, functions, "update", cancel);
            for (var number = 0; number < template.Resources.Count; number++)
                if (template.Resources[number] is var declared && IsWanted(declared, functions)) await BringAsync(work, declared, number, functions, undo, cancel);
            Finish(work, template, functions);
            var gone = Backwards(work).Where(resource => !template.Resources.Any(declared => declared.Logical == resource.Logical && IsWanted(declared, functions))).ToList();
            await work.MoveAsync("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null, cancel);
            foreach (var resource in gone)
                if (await work.DeleteAsync(resource, resource.IsRetained, cancel) & await work.DeleteReplacedAsync(resource, retain: false, cancel)) await work.ForgetAsync(resource.Logical, cancel);
            foreach (var resource in Backwards(work).Except(gone)) await work.DeleteReplacedAsync(resource, retain: false, cancel);
            await work.MoveAsync("UPDATE_COMPLETE", null, cancel);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            var reason = work.Words(fault);
            if (disableRollback)
            {
                await work.MoveAsync("UPDATE_FAILED", reason, cancel);
                return;
            }
            await work.MoveAsync("UPDATE_ROLLBACK_IN_PROGRESS", reason, cancel);
            var whole = true;
            while (undo.TryPop(out var step)) whole &= await step();
            foreach (var member in work.Stack.Body.Select(member => member.Key).Except(["StackStatus", "StackStatusReason", "LastUpdatedTime"]).ToList()) work.Stack.Body.Remove(member);
            foreach (var (member, value) in before.Body)
                if (!work.Stack.Body.ContainsKey(member)) work.Stack.Body[member] = value?.DeepClone();
            if (whole) await work.MoveAsync("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", null, cancel);
            await work.MoveAsync(whole ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_FAILED", whole ? null : "Some resources could not be brought back to what they were; the events say which.", cancel);
        }
    }

    /// <summary>Deletes a stack's resources, the last one made first.</summary>
    public static Task DeleteAsync(StackWork work, IReadOnlyCollection<string> retained, CancellationToken cancel) => RemoveAllAsync(work, retained, keep: true, cancel);

    private static async Task RemoveAllAsync(StackWork work, IReadOnlyCollection<string> retained, bool keep, CancellationToken cancel)
    {
        List<string> left = [];
        foreach (var resource in Backwards(work))
            if (!(await work.DeleteAsync(resource, retained.Contains(resource.Logical) || (keep ? resource.IsRetained : (string?)resource.Body["_deletion"] == "Retain"), cancel)
                & await work.DeleteReplacedAsync(resource, retained.Contains(resource.Logical), cancel))) left.Add(resource.Logical);
        if (left.Count > 0) await work.MoveAsync("DELETE_FAILED", $"The following resource(s) failed to delete: [{string.Join(", ", left)}]. ", cancel);
        else
        {
            work.Stack.Body.Remove("Outputs");
            work.Stack.Imports = [];
            await work.MoveAsync("DELETE_COMPLETE", null, cancel);
        }
    }

    /// <summary>Brings one resource to what a new template says: made, changed, replaced, or left as it is.</summary>
    private static async Task BringAsync(StackWork work, TemplateResource declared, int number, Intrinsics functions, Stack<Func<Task<bool>>> undo, CancellationToken cancel)
    {
        var there = work.Find(declared.Logical);
        if (there is { IsHalfMade: true }) there = await work.TakeBackAsync(there, cancel);
        if (there is not { Exists: true } resource)
        {
            undo.Push(async () => work.Find(declared.Logical) is not { } made || await work.DeleteAsync(made, retain: false, cancel) && (made.Replaced.Count > 0 || await DoneAsync(work.ForgetAsync(declared.Logical, cancel))));
            await work.MakeAsync(declared, number, () => Properties(declared, functions), null, cancel);
            return;
        }
        var was = resource.Copy();
        var properties = Properties(declared, functions);
        if (resource.IsSettled && declared.Type == resource.Type && JsonNode.DeepEquals(properties, resource.Properties))
        {
            undo.Push(() => DoneAsync(work.KeepAsync(was, cancel)));
            StackWork.Note(resource, declared);
            await work.KeepAsync(resource with { Number = number }, cancel);
            return;
        }
        var type = ResourceTypes.Find(declared.Type)!;
        if (declared.Type != resource.Type || type.Fixed.Any(path => !JsonNode.DeepEquals(At(properties, path), At(resource.Properties, path))))
        {
            if (declared.Type == resource.Type && type.NameProperty is { } name && At(properties, name) is { } given && JsonNode.DeepEquals(given, At(resource.Properties, name)))
                throw CloudFormationNames.Invalid($"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {given} and update the stack again. ");
            resource.Body["_replacement"] = declared.UpdateReplacePolicy;
            undo.Push(async () =>
            {
                // What can't be deleted is known of still.
                var made = work.Find(declared.Logical)!.Copy() with { IsReplaced = true };
                made.Replaced = [];
                var gone = made.Id == was.Id || await work.DeleteAsync(made, retain: false, cancel);
                if (!gone) was.Replaced = [.. was.Replaced, made];
                await work.KeepAsync(was, cancel);
                return gone;
            });
            await work.MakeAsync(declared, number, () => properties, resource, cancel);
            return;
        }
        undo.Push(async () =>
        {
            try
            {
                await work.ChangeAsync(work.Find(declared.Logical)!, null, was.Properties, cancel);
                return true;
            }
            catch (StackFaultException)
            {
                return false;
            }
        });
        var changed = resource with { Number = number };
        await work.KeepAsync(changed, cancel);
        await work.ChangeAsync(changed, declared, properties, cancel);
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }

    private static List<StackResource> Backwards(StackWork work) => [.. work.Resources.OrderByDescending(resource => resource.Number)];

    private static bool IsWanted(TemplateResource declared, Intrinsics functions) => declared.Condition is not { } condition || functions.Holds(condition);

    private static JsonObject Properties(TemplateResource declared, Intrinsics functions) => functions.Value(declared.Properties) as JsonObject ?? [];

    private static JsonNode? At(JsonNode properties, string path) => path.Split('.').Aggregate((JsonNode?)properties, (node, step) => (node as JsonObject)?[step]);

    // Before anything is made: half a stack that has to go again helps nobody.
    private static async Task RefuseTypesAsync(StackWork work, Template template, Intrinsics functions, string verb, CancellationToken cancel)
    {
        var unknown = template.Resources.Where(declared => IsWanted(declared, functions) && ResourceTypes.Find(declared.Type) is null).ToList();
        foreach (var declared in unknown) await work.RefuseAsync(declared, verb.ToUpperInvariant() + "_FAILED", $"The sandbox does not make {declared.Type}.", cancel);
        if (unknown.Count > 0) throw new StackFaultException(string.Join(", ", unknown.Select(declared => declared.Logical)), verb, $"The sandbox does not make {string.Join(", ", unknown.Select(declared => declared.Type).Distinct())}. ");
    }

    /// <summary>Works out the outputs and what of other stacks is used.</summary>
    private static void Finish(StackWork work, Template template, Intrinsics functions)
    {
        JsonArray outputs = [];
        foreach (var (key, declared) in template.Outputs)
        {
            if (declared!["Condition"] is JsonValue condition && !functions.Holds(Values.Text(condition))) continue;
            JsonObject output = new() { ["OutputKey"] = key, ["OutputValue"] = functions.Text(declared["Value"], $"The Value of output {key}") };
            if (declared["Description"] is JsonValue description) output["Description"] = Values.Text(description);
            if (declared["Export"]?["Name"] is { } name) output["ExportName"] = functions.Text(name, $"The export name of output {key}");
            outputs.Add(output);
        }
        work.Stack.Body["Outputs"] = outputs;
        work.RefuseExports();
        work.Stack.Imports = work.Imports;
    }
}
