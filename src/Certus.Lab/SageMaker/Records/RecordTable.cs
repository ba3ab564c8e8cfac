using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>The kinds that are only kept, with the few rules each has.</summary>
internal static class RecordTable
{
    public static IReadOnlyList<RecordKind> All { get; } =
    [
        new(Kind.Experiment, "Experiment")
        {
            CanChange = true, NewestFirst = true, Made = (_, _, experiment) => experiment.Body["DisplayName"] ??= experiment.Name,
            Leaves = (resources, experiment) => RefuseWhile(resources.All(experiment.Region, Kind.Trial).Where(trial => (string?)trial.Body["ExperimentName"] == experiment.Name), "experiment", "trials"),
        },
        new(Kind.Trial, "Trial") { CanChange = true, NewestFirst = true, Made = Trials.Made, Filter = Trials.Filter, Leaves = Trials.Leaves },
        new(Kind.TrialComponent, "TrialComponent") { CanChange = true, NewestFirst = true, Made = TrialComponents.Made, Filter = TrialComponents.Filter, Leaves = TrialComponents.Leaves },
        new(Kind.Pipeline, "Pipeline") { CanChange = true, NewestFirst = true, Made = Pipelines.Made, Changed = Pipelines.Changed, Filter = Pipelines.Filter },
        new(Kind.NotebookInstance, "NotebookInstance") { CanChange = true, SortBy = "Name", Made = Notebooks.Made, Changed = Notebooks.Changed, Leaves = (_, notebook) => Notebooks.Require(notebook, "Deleting", "Stopped", "Failed"), Filter = Notebooks.Filter },
        new(Notebooks.LifecycleConfig, "NotebookInstanceLifecycleConfig") { CanChange = true },
        new(Kind.FeatureGroup, "FeatureGroup") { Made = FeatureGroups.Made, Filter = FeatureGroups.Filter },
        new(Kind.Cluster, "Cluster") { Made = Clusters.Made },
        Definition("data-quality-job-definition", "DataQuality"),
        Definition("model-quality-job-definition", "ModelQuality"),
        Definition("model-bias-job-definition", "ModelBias"),
        Definition("model-explainability-job-definition", "ModelExplainability"),
        new(new("code-repository", "CodeRepository", "code repository", false), "CodeRepository") { Plural = "CodeRepositories", CanChange = true, SortBy = "Name" },
        new(Studio.Domain, "Domain") { CanChange = true, NewestFirst = true, NewName = Studio.NewDomain, NameOf = call => call.Required("DomainId"), Made = Studio.DomainMade, Changed = Studio.DomainChanged, Leaves = Studio.DomainLeaves },
        new(Studio.UserProfile, "UserProfile") { CanChange = true, NewestFirst = true, NameOf = Studio.Below("UserProfileName"), Made = Studio.Made, Filter = Studio.Filter("UserProfileName"), Leaves = Studio.ProfileLeaves },
        new(Studio.Space, "Space") { CanChange = true, NewestFirst = true, NameOf = Studio.Below("SpaceName"), Made = Studio.SpaceMade, Filter = Studio.Filter("SpaceName") },
        new(Studio.LifecycleConfig, "StudioLifecycleConfig") { NewestFirst = true, Filter = (_, call) => call.Text("AppTypeEquals") is { } type ? config => (string?)config.Body["StudioLifecycleConfigAppType"] == type : null },
        new(Studio.AppImageConfig, "AppImageConfig") { CanChange = true, NewestFirst = true },
        new(new("app", "App", "app", true), "App") { CannotRun = "runs no notebooks: a domain, its user profiles and its spaces are records here. Start Jupyter on your own machine against the sandbox's address" },
        new(new("processing-job", "ProcessingJob", "processing job", true), "ProcessingJob") { CannotRun = "runs no containers: what a processing job does is code in an image. Process the data on your own machine and put the result into S3", NewestFirst = true },
        new(new("compilation-job", "CompilationJob", "compilation job", true), "CompilationJob") { CannotRun = "has no compiler: what a compilation job makes runs on devices that are not here", NewestFirst = true },
        new(new("automl-job", "AutoMLJob", "AutoML job", true), "AutoMLJobV2") { Plural = "AutoMLJobs", CannotRun = "has no Autopilot: tune a built-in algorithm with CreateHyperParameterTuningJob instead", NewestFirst = true },
    ];

    /// <summary>What SageMaker Model Monitor would check; no schedule runs it here.</summary>
    private static RecordKind Definition(string path, string of) => new(new(path, "JobDefinition", "job definition", false) { Taken = "ResourceInUse", TakenWords = name => $"A job definition with the name '{name}' already exists." }, of + "JobDefinition")
    {
        NewestFirst = true,
        Shown = new Dictionary<string, string> { ["MonitoringJobDefinitionName"] = "JobDefinitionName", ["MonitoringJobDefinitionArn"] = "JobDefinitionArn", ["EndpointName"] = Endpoint(of) },
        Filter = (_, call) => call.Text("EndpointName") is not { } endpoint ? null : definition => (string?)definition.Body[$"{of}JobInput"]?["EndpointInput"]?["EndpointName"] == endpoint,
        Made = (_, _, definition) => definition.Body["StoppingCondition"] ??= new JsonObject { ["MaxRuntimeInSeconds"] = 86_400 },
    };

    private static string Endpoint(string of) => $"{of}JobInput.EndpointInput.EndpointName";

    /// <summary>Refuses to delete what others belong to.</summary>
    internal static void RefuseWhile(IEnumerable<Resource> others, string what, string whose)
    {
        var names = others.Select(other => other.Name).Take(3).ToList();
        if (names.Count > 0) throw SageMakerNames.Invalid($"The {what} still has {whose} ({string.Join(", ", names)}); delete or disassociate them first.");
    }
}
