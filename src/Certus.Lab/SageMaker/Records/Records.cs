using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>The operations of all kinds that are only kept.</summary>
/// <remarks>Nothing runs for them: a kind that would have to is refused where it is made, with a reason.</remarks>
internal sealed class Records(Resources resources)
{
    private const string ToRemove = nameof(ToRemove);

    private static ServiceDescription Model => ServiceDescription.Of("sagemaker");

    public IEnumerable<KeyValuePair<string, LabOperation>> Operations => RecordTable.All.SelectMany(Of);

    private IEnumerable<KeyValuePair<string, LabOperation>> Of(RecordKind kind)
    {
        yield return new("Create" + kind.Noun, (call, cancel) => CreateAsync(kind, call, cancel));
        yield return new("Describe" + kind.Noun, (call, _) => new(resources.Require(call.Caller.Region, kind.Kind, Name(kind, call)).Body));
        yield return new("List" + kind.Plural, (call, _) => new(List(kind, call)));
        if (kind.CanChange) yield return new("Update" + kind.Noun, (call, cancel) => UpdateAsync(kind, call, cancel));
        yield return new("Delete" + kind.Noun, (call, cancel) => DeleteAsync(kind, call, cancel));
    }

    private async ValueTask<LabAnswer> CreateAsync(RecordKind kind, LabCall call, CancellationToken cancel)
    {
        if (kind.CannotRun is { } reason) throw SageMakerNames.NotBuilt(reason);
        var made = Resource.Of(call.Caller.Region, kind.Kind, call.Input, call.Now, kind.NewName?.Invoke() ?? kind.NameOf?.Invoke(call));
        made.Modified = call.Now;
        // Who made it is not a Studio user.
        made.Body["CreatedBy"] = new JsonObject();
        made.Body["LastModifiedBy"] = new JsonObject();
        kind.Made?.Invoke(resources, call, made);
        await resources.AddAsync(made, call.List("Tags"), cancel);
        return Answer(call, made);
    }

    private async ValueTask<LabAnswer> UpdateAsync(RecordKind kind, LabCall call, CancellationToken cancel)
    {
        var name = Name(kind, call);
        var changed = await resources.ChangeAsync(call.Caller.Region, kind.Kind, name, call.Now, thing =>
        {
            var before = thing with { Body = thing.Body.DeepClone().AsObject() };
            foreach (var (member, value) in call.Input)
            {
                if (member == kind.Kind.NameMember || value is null) continue;
                if (!member.EndsWith(ToRemove, StringComparison.Ordinal)) thing.Body[member] = Resource.Kept(value);
                else if (thing.Part(member[..^ToRemove.Length]) is { } map)
                    foreach (var key in (JsonArray)value) map.Remove((string)key!);
            }
            kind.Changed?.Invoke(call, before, thing);
        }, cancel) ?? throw SageMakerNames.Missing(call.Caller.Region, kind.Kind, name);
        return Answer(call, changed);
    }

    private async ValueTask<LabAnswer> DeleteAsync(RecordKind kind, LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, Name(kind, call));
        kind.Leaves?.Invoke(resources, resources.Require(region, kind.Kind, name));
        return Answer(call, await resources.RemoveAsync(region, kind.Kind, name, null, cancel));
    }

    private LabAnswer List(RecordKind kind, LabCall call)
    {
        var output = Model.Find(call.Operation)!.Output!;
        var list = output.Members.Values.First(member => member.Shape.Kind == ShapeKind.List);
        return resources.Answer(call, kind.Kind, list.Name, thing => Entry(kind, list.Shape.Element!.Shape, thing), kind.NewestFirst, kind.Filter?.Invoke(resources, call), kind.SortBy);
    }

    /// <summary>A thing as a list shows it.</summary>
    internal static JsonObject Entry(RecordKind kind, Shape shape, Resource thing)
    {
        JsonObject entry = [];
        foreach (var member in shape.Members.Keys)
            if (At(thing.Body, kind.Shown.GetValueOrDefault(member) ?? member) is { } value) entry[member] = value.DeepClone();
        return entry;
    }

    private static JsonNode? At(JsonNode? value, string path)
    {
        foreach (var step in path.Split('.')) value = (value as JsonObject)?[step];
        return value;
    }

    /// <summary>What an operation answers of a thing: those of the thing's members that its description has.</summary>
    internal static LabAnswer Answer(LabCall call, Resource thing)
    {
        JsonObject answer = [];
        foreach (var member in Model.Find(call.Operation)!.Output?.Members.Keys ?? [])
            if (thing.Body[member] is { } value) answer[member] = value.DeepClone();
        return answer;
    }

    /// <summary>A thing's name, given by itself or by its ARN.</summary>
    private string Name(RecordKind kind, LabCall call) => kind.NameOf is { } named ? named(call) : call.Required(kind.Kind.NameMember) is var text && text.StartsWith("arn:", StringComparison.Ordinal)
        ? resources.NameOf(call.Caller.Region, kind.Kind, text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..])
        : text;
}
