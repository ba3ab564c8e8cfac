using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Trial components: what one step of an experiment took and brought, and the trials it belongs to.</summary>
internal sealed class TrialComponents(Resources resources)
{
    private const string Trials = "_trials";

    public static void Made(Resources resources, LabCall call, Resource component)
    {
        component.Body["DisplayName"] ??= component.Name;
        foreach (var map in new[] { "Parameters", "InputArtifacts", "OutputArtifacts" }) component.Body[map] ??= new JsonObject();
        component.Body["Metrics"] = new JsonArray();
        component.Body["Sources"] = new JsonArray();
        component.Body[Trials] = new JsonArray();
    }

    public static HashSet<string> TrialsOf(Resource component) => [.. ((JsonArray)component.Body[Trials]!).Select(trial => (string)trial!)];

    public static Func<Resource, bool>? Filter(Resources resources, LabCall call)
    {
        var trial = call.Text("TrialName");
        var of = call.Text("ExperimentName") is { } experiment ? resources.All(call.Caller.Region, Kind.Trial).Where(one => (string?)one.Body["ExperimentName"] == experiment).Select(one => one.Name).ToHashSet() : null;
        var source = call.Text("SourceArn");
        return component => (trial is null || TrialsOf(component).Contains(trial)) && (of is null || TrialsOf(component).Overlaps(of)) && (source is null || (string?)component.Body["Source"]?["SourceArn"] == source);
    }

    public static void Leaves(Resources resources, Resource component)
    {
        if (TrialsOf(component) is { Count: > 0 } trials) throw SageMakerNames.Invalid($"The trial component belongs to trials ({string.Join(", ", trials.Take(3))}); disassociate it first.");
    }

    public ValueTask<LabAnswer> AssociateAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (trials, trial) => trials.Add(trial), cancel);

    public ValueTask<LabAnswer> DisassociateAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (trials, trial) => trials.Remove(trial), cancel);

    private async ValueTask<LabAnswer> ChangeAsync(LabCall call, Action<HashSet<string>, string> change, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("TrialComponentName"));
        var trial = resources.Require(region, Kind.Trial, call.Required("TrialName"));
        var component = await resources.ChangeAsync(region, Kind.TrialComponent, name, call.Now, found =>
        {
            var trials = TrialsOf(found);
            change(trials, trial.Name);
            found.Body[Trials] = new JsonArray([.. trials.Select(one => (JsonNode)one)]);
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.TrialComponent, name);
        return new JsonObject { ["TrialComponentArn"] = component.Arn, ["TrialArn"] = trial.Arn };
    }
}
