using System.Text.Json.Nodes;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>Tuning jobs with several training job definitions: one search each, which share the limits; the best of all wins.</summary>
/// <remarks>
/// SageMaker's guide, "Tune Multiple Algorithms with Hyperparameter Optimization": each definition has its own objective and ranges, and neither warm start nor
/// early stopping goes with several. Everything else looks at a tuning job through one of its definitions, as if that were its only one.
/// </remarks>
internal static class TuningDefinitions
{
    /// <summary>The member of a training job's row with its definition's name.</summary>
    public const string Member = "_definition";

    private const string Several = "TrainingJobDefinitions", One = "TrainingJobDefinition", Objective = "HyperParameterTuningJobObjective", Ranges = "ParameterRanges";
    private const int Most = 10;

    /// <summary>The definition a training job is of; null where its tuning job has one only.</summary>
    public static string? NameOf(Resource job) => (string?)job.Body[Member];

    /// <summary>The definition through which a tuning job is seen.</summary>
    public static string? NameIn(Resource tuning) => (string?)tuning.Body[Member];

    /// <summary>A tuning job as each of its definitions sees it; none where it has one only.</summary>
    public static IReadOnlyList<Resource> All(Resource tuning) =>
        tuning.Body[Member] is null && tuning.Body[Several] is JsonArray several ? [.. several.Select(definition => Seen(tuning, definition!.AsObject()))] : [];

    /// <summary>A tuning job as the definition of a training job sees it.</summary>
    public static Resource Of(Resource tuning, Resource job) =>
        NameOf(job) is { } name && tuning.Body[Member] is null && tuning.Body[Several] is JsonArray several && several.FirstOrDefault(one => (string?)one!["DefinitionName"] == name) is JsonObject definition ? Seen(tuning, definition) : tuning;

    private static Resource Seen(Resource tuning, JsonObject definition)
    {
        var config = TuningJobRun.Config(tuning).DeepClone().AsObject();
        config[Objective] = definition["TuningObjective"]?.DeepClone();
        config[Ranges] = definition["HyperParameterRanges"]?.DeepClone();
        JsonObject body = new() { ["HyperParameterTuningJobConfig"] = config, [One] = definition.DeepClone(), [Member] = (string?)definition["DefinitionName"] };
        foreach (var (member, value) in tuning.Body)
            if (member != Several && !body.ContainsKey(member)) body[member] = value?.DeepClone();
        return tuning with { Body = body };
    }

    /// <summary>Refuses several definitions that can't be tuned together.</summary>
    /// <returns>The tuning job as each sees it.</returns>
    public static IReadOnlyList<Resource> Check(Resource tuning)
    {
        if (tuning.Body[Several] is not JsonArray several) return [];
        var config = TuningJobRun.Config(tuning);
        if (tuning.Body[One] is not null) throw SageMakerNames.Invalid($"Only one of {One} and {Several} can be given.");
        if (several.Count is < 1 or > Most) throw SageMakerNames.Invalid($"{Several} must have 1 to {Most} definitions.");
        foreach (var member in new[] { Objective, Ranges })
            if (config[member] is not null) throw SageMakerNames.Invalid($"{member} can't be given beside {Several}: each definition has its own.");
        if ((string?)config["Strategy"] is not ("Bayesian" or "Random")) throw SageMakerNames.NotBuilt($"tunes several definitions by the strategies Bayesian and Random; {(string?)config["Strategy"]} is not built for them");
        if (config["ResourceLimits"]!["MaxNumberOfTrainingJobs"] is null) throw SageMakerNames.Invalid("ResourceLimits needs a MaxNumberOfTrainingJobs.");
        if (tuning.Body["WarmStartConfig"] is not null) throw SageMakerNames.Invalid("A warm start is available only when a single algorithm is tuned.");
        if ((string?)config["TrainingJobEarlyStoppingType"] == "Auto") throw SageMakerNames.Invalid("Early stopping is available only when a single algorithm is tuned.");
        HashSet<string> names = [];
        foreach (var definition in several.Select(one => one!.AsObject()))
        {
            if ((string?)definition["DefinitionName"] is not { } name) throw SageMakerNames.Invalid($"Each of the {Several} needs a DefinitionName.");
            if (!names.Add(name)) throw SageMakerNames.Invalid($"The definition {name} is there twice.");
            if (definition["TuningObjective"] is null) throw SageMakerNames.Invalid($"The definition {name} needs a TuningObjective.");
            // The best of all is the best by one order.
            if ((string?)definition["TuningObjective"]!["Type"] != (string?)several[0]!["TuningObjective"]?["Type"]) throw SageMakerNames.Invalid("All definitions must maximize, or all minimize: their training jobs are compared.");
        }
        return All(tuning);
    }
}
