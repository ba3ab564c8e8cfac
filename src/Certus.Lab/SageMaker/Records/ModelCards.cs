using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Model cards: every change makes a version, and each version stays as it was.</summary>
internal sealed class ModelCards(Resources resources)
{
    private const string Earlier = "_earlier";

    private static readonly string[] Changeable = ["Content", "ModelCardStatus"];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var card = Resource.Of(call.Caller.Region, Kind.ModelCard, call.Input, call.Now);
        card.Modified = call.Now;
        card.Body["ModelCardVersion"] = 1;
        card.Body["CreatedBy"] = new JsonObject();
        card.Body["LastModifiedBy"] = new JsonObject();
        await resources.AddAsync(card, call.List("Tags"), cancel);
        return new JsonObject { ["ModelCardArn"] = card.Arn };
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        var card = Card(call);
        var version = call.Whole("ModelCardVersion");
        return new(Versions(card).FirstOrDefault(one => version is null ? one == card.Body : (long)one["ModelCardVersion"]! == version)
            ?? throw new AwsException("ResourceNotFound", $"Modelcard with name {card.Name} and version: {version} does not exist"));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        var name = Name(call);
        var card = await resources.ChangeAsync(call.Caller.Region, Kind.ModelCard, name, call.Now, card =>
        {
            if (card.Status == "Archived" && call.Text("ModelCardStatus") is null or "Archived") throw new AwsException("ConflictException", $"Modelcard {name} is archived: change its status first.");
            var before = card.Body.DeepClone().AsObject();
            before.Remove(Earlier);
            var earlier = card.Body[Earlier]?.DeepClone().AsArray() ?? [];
            earlier.Add(before);
            card.Body[Earlier] = earlier;
            foreach (var member in Changeable)
                if (call.Text(member) is { } value) card.Body[member] = value;
            card.Body["ModelCardVersion"] = (long)card.Body["ModelCardVersion"]! + 1;
        }, cancel) ?? throw SageMakerNames.Missing(call.Caller.Region, Kind.ModelCard, name);
        return new JsonObject { ["ModelCardArn"] = card.Arn };
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(resources.Answer(call, Kind.ModelCard, "ModelCardSummaries",
        card => card.Pick("ModelCardName", "ModelCardArn", "ModelCardStatus", "CreationTime", "LastModifiedTime"), descending: false,
        also: call.Text("ModelCardStatus") is { } status ? card => card.Status == status : null));

    public ValueTask<LabAnswer> VersionsAsync(LabCall call, CancellationToken cancel)
    {
        var card = Card(call);
        var wanted = Versions(card).Select(version => new Resource(card.Region, Kind.ModelCard, version)).Where(version =>
            (call.Text("ModelCardStatus") is not { } status || version.Status == status)
            && (call.Time("CreationTimeAfter") is not { } after || version.Created > after) && (call.Time("CreationTimeBefore") is not { } before || version.Created < before)).ToList();
        if (call.Text("SortOrder") == "Descending") wanted.Reverse();
        var from = (int)(PageToken.Read(call.Text("NextToken"))?.Whole ?? 0);
        var limit = (int)(call.Whole("MaxResults") ?? 100);
        JsonObject answer = new()
        {
            ["ModelCardVersionSummaryList"] = new JsonArray([.. wanted.Skip(from).Take(limit).Select(version => version.Pick("ModelCardName", "ModelCardArn", "ModelCardStatus", "ModelCardVersion", "CreationTime", "LastModifiedTime"))]),
        };
        if (wanted.Count > from + limit) answer["NextToken"] = new PageToken($"{from + limit}", "").ToString();
        return new(answer);
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await resources.RemoveAsync(call.Caller.Region, Kind.ModelCard, Name(call), null, cancel);
        return LabAnswer.Empty;
    }

    private Resource Card(LabCall call) => resources.Require(call.Caller.Region, Kind.ModelCard, Name(call));

    private static string Name(LabCall call) => call.Required("ModelCardName") is var text ? text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>Every version, the first one first; the last is the card itself.</summary>
    private static IEnumerable<JsonObject> Versions(Resource card) => (card.Body[Earlier] as JsonArray ?? []).Select(version => version!.AsObject()).Append(card.Body);
}
