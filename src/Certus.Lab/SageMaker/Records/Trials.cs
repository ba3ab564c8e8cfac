using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Trials: groups of trial components within an experiment.</summary>
internal static class Trials
{
    public static void Made(Resources resources, LabCall call, Resource trial)
    {
        resources.Require(trial.Region, Kind.Experiment, call.Required("ExperimentName"));
        trial.Body["DisplayName"] ??= trial.Name;
    }

    public static Func<Resource, bool>? Filter(Resources resources, LabCall call)
    {
        var experiment = call.Text("ExperimentName");
        var of = call.Text("TrialComponentName") is { } component ? TrialComponents.TrialsOf(resources.Require(call.Caller.Region, Kind.TrialComponent, component)) : null;
        return trial => (experiment is null || (string?)trial.Body["ExperimentName"] == experiment) && (of is null || of.Contains(trial.Name));
    }

    public static void Leaves(Resources resources, Resource trial) =>
        RecordTable.RefuseWhile(resources.All(trial.Region, Kind.TrialComponent).Where(component => TrialComponents.TrialsOf(component).Contains(trial.Name)), "trial", "trial components");
}
