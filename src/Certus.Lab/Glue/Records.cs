using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>The operations of a kind of which AWS, too, keeps no more than a record until something runs by it.</summary>
/// <param name="database">The rows.</param>
/// <param name="kind">Which.</param>
/// <param name="member">What an answer calls one, such as <c>Job</c>.</param>
/// <param name="named">The member by which operations on one name it.</param>
internal sealed class Records(LabDatabase database, GlueKind kind, string member, string named)
{
    /// <summary>The structure that creating wraps its members in; null where they lie in the call itself.</summary>
    public string? Wrapped { get; init; }

    /// <summary>The structure that updating wraps them in.</summary>
    public string? Update { get; init; }

    /// <summary>The members that say when it was made and when it was changed.</summary>
    public (string Created, string Changed) Times { get; init; } = ("CreationTime", "LastUpdated");

    /// <summary>Looks at a new or changed one before it is kept, and completes it; refuses by throwing.</summary>
    public Action<JsonObject> Complete { get; init; } = _ => { };

    /// <summary>What creating answers.</summary>
    public Func<Thing, JsonObject> Created { get; init; } = thing => new() { ["Name"] = thing.Name };

    /// <summary>What removing answers; where it is null there must be one.</summary>
    public Func<string, JsonObject>? Deleted { get; init; }

    /// <summary>The list of what was asked for by name and is not there.</summary>
    public string Missing { get; init; } = "";

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var input = Wrapped is null ? call.Input : call.Structure(Wrapped)!;
        var thing = Thing.Make(call.Caller.Region, kind, (string)input["Name"]!, call.Now, input);
        thing.Body.Remove("Tags");
        thing.Body[Times.Created] = JsonValue.Create(call.Now);
        if (Times.Changed.Length > 0) thing.Body[Times.Changed] = JsonValue.Create(call.Now);
        Complete(thing.Body);
        await database.WriteAsync(connection => thing.Add(connection, call.Structure("Tags")), cancel);
        return Created(thing);
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) =>
        new(new JsonObject { [member] = database.Read(connection => Thing.Require(connection, call.Caller.Region, kind, call.Required(named))).Body });

    /// <summary>All of them.</summary>
    public LabOperation All(string list, Func<LabCall, Thing, bool>? also = null) =>
        (call, cancel) => new(GluePage.Of(call, list, Find(call, also), thing => thing.Body));

    /// <summary>Their names.</summary>
    public LabOperation Names(string list, Func<LabCall, Thing, bool>? also = null) =>
        (call, cancel) => new(GluePage.Of(call, list, GlueTags.With(database, call, Find(call, also)), thing => JsonValue.Create(thing.Name)));

    /// <summary>Those of some names.</summary>
    public LabOperation Many(string names, string list) => (call, cancel) =>
    {
        JsonArray found = [], missing = [];
        foreach (var name in call.List(names).Select(name => (string)name!))
            if (database.Read(connection => Thing.Find(connection, call.Caller.Region, kind, name)) is { } thing) found.Add(thing.Body);
            else missing.Add(name);
        return new(new JsonObject { [list] = found, [Missing] = missing });
    };

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required(named);
        var input = Update is null ? call.Input : call.Structure(Update)!;
        var after = await ChangeAsync(call, name, thing =>
        {
            foreach (var (key, value) in input)
                if (value is not null && key != named) thing.Body[key] = value.DeepClone();
            thing.Body["Name"] = name;
            Complete(thing.Body);
        }, cancel);
        return Update is null || member == "Job" ? new JsonObject { ["Name"] = name, ["JobName"] = name } : new JsonObject { [member] = after.Body };
    }

    /// <summary>Changes one in one piece.</summary>
    public Task<Thing> ChangeAsync(LabCall call, string name, Action<Thing> change, CancellationToken cancel) => database.WriteAsync(connection =>
    {
        var thing = Thing.Require(connection, call.Caller.Region, kind, name);
        change(thing);
        if (Times.Changed.Length > 0) thing.Body[Times.Changed] = JsonValue.Create(call.Now);
        thing.Save(connection);
        return thing;
    }, cancel);

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required(named);
        await database.WriteAsync(connection =>
        {
            if (Deleted is null) Thing.Require(connection, call.Caller.Region, kind, name).Remove(connection);
            else Thing.Find(connection, call.Caller.Region, kind, name)?.Remove(connection);
        }, cancel);
        return Deleted is null ? LabAnswer.Empty : Deleted(name);
    }

    private List<Thing> Find(LabCall call, Func<LabCall, Thing, bool>? also) => database.Read(connection => Thing.All(connection, call.Caller.Region, kind)).FindAll(thing => also?.Invoke(call, thing) ?? true);
}
