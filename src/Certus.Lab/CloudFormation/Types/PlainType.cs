using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>A type whose properties are the members of the operation that makes it.</summary>
/// <param name="name">The type.</param>
/// <param name="service">The service.</param>
/// <param name="noun">What stands behind Create, Update and Delete in the operations' names.</param>
/// <param name="named">The property with the name, which is also the member's name.</param>
/// <param name="changeable">The properties that can be changed in place, tags aside.</param>
internal class PlainType(string name, string service, string noun, string named, params IReadOnlyList<string> changeable) : ResourceType(name)
{
    private Shape Input => ServiceDescription.Of(service).Find("Create" + noun)!.Input!;

    /// <summary>The longest name the service takes.</summary>
    public int LongestName { get; init; } = 63;

    /// <summary>The member of the answer with what Ref gives; null where that is the name.</summary>
    public string? Answered { get; init; }

    /// <summary>The members that are no properties.</summary>
    public IReadOnlyCollection<string> Hidden { get; init; } = [];

    public override IReadOnlyCollection<string> Properties => field ??= [.. Input.Members.Keys.Except(Hidden)];

    public override IReadOnlyCollection<string> Fixed => field ??= [.. Properties.Except(changeable).Except(["Tags"])];

    public override string? NameProperty => named;

    public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
    {
        var name = work.NameOr(named, LongestName);
        var input = Fit(work.Properties, Input, noun)!.AsObject();
        input[named] = name;
        var answer = await work.MakeAsync(name, service, "Create" + noun, input, cancel);
        work.Attributes[named] = name;
        if (Answered is not null) work.Ref = (string)answer[Answered]!;
        await work.BeganAsync(work.Ref ?? name);
        await SettleAsync(work, name, cancel);
    }

    /// <summary>The members of the operation that changes it.</summary>
    protected virtual JsonObject Change(ResourceWork work, JsonObject before)
    {
        JsonObject change = [];
        var shape = ServiceDescription.Of(service).Find("Update" + noun)!.Input!;
        foreach (var property in changeable)
            if (work.Properties[property] is { } value && shape.Members.TryGetValue(property, out var member)) change[property] = Fit(value, member.Shape, property);
        return change;
    }

    public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
    {
        var name = NameOf(work);
        if (changeable.Any(property => Changed(before, work.Properties, property)))
        {
            var change = Change(work, before);
            change[named] = name;
            await work.CallAsync(service, "Update" + noun, change, cancel);
            await SettleAsync(work, name, cancel);
        }
        var (set, gone) = TagChange(before, work.Properties);
        foreach (var key in gone) await work.TakeAsync(service, "DeleteTags", new() { ["ResourceArn"] = work.Existing, ["TagKeys"] = Texts([key]) }, cancel);
        if (set.Count > 0) await work.CallAsync(service, "AddTags", new() { ["ResourceArn"] = work.Existing, ["Tags"] = TagList(set) }, cancel);
    }

    public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync(service, "Delete" + noun, new() { [named] = NameOf(work) }, cancel);

    protected string NameOf(ResourceWork work) => (string?)work.Attributes[named] ?? work.Existing;

    /// <summary>Waits until it is as it should be.</summary>
    protected virtual Task SettleAsync(ResourceWork work, string name, CancellationToken cancel) => Task.CompletedTask;
}
