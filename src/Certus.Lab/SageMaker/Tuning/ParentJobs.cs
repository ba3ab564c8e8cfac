using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>The tuning jobs that another starts from: whether it may, and what it learns from them.</summary>
/// <remarks>SageMaker's guide, "Run a Warm Start Hyperparameter Tuning Job". Not recursive: the parents of a parent are not asked.</remarks>
internal static class ParentJobs
{
    private const long MostTrainingJobs = 500;
    private const int MostChanges = 10;

    public static bool IsSameData(Resource tuning) => (string?)tuning.Part("WarmStartConfig")?["WarmStartType"] == "IdenticalDataAndAlgorithm";

    public static List<string> Names(Resource tuning) =>
        [.. (tuning.Part("WarmStartConfig")?["ParentHyperParameterTuningJobs"] as JsonArray ?? []).Select(parent => (string?)parent!["HyperParameterTuningJobName"] ?? "")];

    /// <summary>Refuses a tuning job that may not start from its parents.</summary>
    /// <param name="tuning">The new tuning job.</param>
    /// <param name="space">What it searches.</param>
    /// <param name="parents">Each parent with how many training jobs it has made.</param>
    public static void Check(Resource tuning, IReadOnlyList<TunedParameter> space, IReadOnlyList<(Resource Job, int Made)> parents)
    {
        var config = TuningJobRun.Config(tuning);
        if ((string?)config["Strategy"] is not ("Bayesian" or "Random")) throw SageMakerNames.Invalid($"A warm start needs the strategy Bayesian or Random, not {(string?)config["Strategy"]}.");
        if (parents.Sum(parent => (long)parent.Made) + ((long?)config["ResourceLimits"]!["MaxNumberOfTrainingJobs"] ?? 0) > MostTrainingJobs)
            throw SageMakerNames.Invalid($"The training jobs of the parent tuning jobs count too: together with MaxNumberOfTrainingJobs they must not be more than {MostTrainingJobs}.");
        foreach (var (parent, _) in parents) Check(tuning, space, parent);
    }

    private static void Check(Resource tuning, IReadOnlyList<TunedParameter> space, Resource parent)
    {
        var name = $"The parent tuning job {parent.Name}";
        if (parent.Status is not ("Completed" or "Stopped" or "Failed")) throw SageMakerNames.Invalid($"{name} is in status {parent.Status}; it must be Completed, Stopped or Failed.");
        if (!JsonNode.DeepEquals(TuningJobRun.Config(tuning)["HyperParameterTuningJobObjective"], TuningJobRun.Config(parent)["HyperParameterTuningJobObjective"])) throw SageMakerNames.Invalid($"{name} has another objective metric.");
        var (image, before) = (Algorithm(tuning), Algorithm(parent));
        if (image?.Algorithm != before?.Algorithm) throw SageMakerNames.Invalid($"{name} tunes another algorithm, {before?.Algorithm}.");
        if (IsSameData(tuning))
        {
            if (image != before) throw SageMakerNames.Invalid($"{name} has another version of the training image: a warm start of type IdenticalDataAndAlgorithm needs the same, TransferLearning does not.");
            if (Data(tuning) != Data(parent)) throw SageMakerNames.Invalid($"{name} has other input data: a warm start of type IdenticalDataAndAlgorithm needs the same, TransferLearning does not.");
        }

        var old = TunedParameter.Of(TuningJobs.Ranges(parent.Body));
        var (fixedNow, fixedThen) = (Static(tuning), Static(parent));
        if (space.Count + fixedNow.Count != old.Count + fixedThen.Count)
            throw SageMakerNames.Invalid($"{name} has {old.Count + fixedThen.Count} hyperparameters, tunable and static together; the new tuning job has {space.Count + fixedNow.Count}. The number must stay the same.");
        foreach (var parameter in space)
            if (old.Find(one => one.Name == parameter.Name) is { } earlier && earlier.Type != parameter.Type) throw SageMakerNames.Invalid($"Hyperparameter {parameter.Name} is {earlier.Type} in the parent tuning job {parent.Name} and {parameter.Type} here; its type must stay the same.");
        // A choice counts once for each of its values; so does a static value that is another now.
        var changes = old.Where(parameter => fixedNow.ContainsKey(parameter.Name)).Sum(parameter => Math.Max(1, parameter.Values.Count))
            + fixedNow.Where(pair => fixedThen.TryGetValue(pair.Key, out var then) && then != pair.Value).Sum(pair => IsNumber(pair.Value) && IsNumber(fixedThen[pair.Key]) ? 1 : 2);
        if (changes > MostChanges) throw SageMakerNames.Invalid($"{name} differs in {changes} values of hyperparameters that were tunable or static there and are static here; {MostChanges} are allowed.");
    }

    /// <summary>What the parents have shown.</summary>
    /// <param name="tuning">The tuning job that starts from them.</param>
    /// <param name="space">What it searches.</param>
    /// <param name="parents">Each parent with its training jobs.</param>
    public static WarmStart Of(Resource tuning, IReadOnlyList<TunedParameter> space, IReadOnlyList<(Resource Job, List<Resource> Made)> parents)
    {
        var now = Static(tuning);
        List<(TunedParameter, string)> pinned = [];
        foreach (var parameter in parents.SelectMany(parent => TunedParameter.Of(TuningJobs.Ranges(parent.Job.Body))).DistinctBy(parameter => parameter.Name))
            if (now.TryGetValue(parameter.Name, out var value) && parameter.With(value) is var pin && double.IsFinite(pin.Place(value))) pinned.Add((pin, value));
        return new(IsSameData(tuning), [.. parents.Select(parent => parent.Made.ConvertAll(job => new Trial(All(job), TuningJobRun.Result(parent.Job, job))))], pinned);
    }

    private static Dictionary<string, string> All(Resource job) => (job.Part("HyperParameters") ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "");

    private static Dictionary<string, string> Static(Resource tuning) => (tuning.Part("TrainingJobDefinition")?["StaticHyperParameters"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "");

    private static Training.AlgorithmImage? Algorithm(Resource tuning) => Training.AlgorithmImage.Find((string?)tuning.Part("TrainingJobDefinition")?["AlgorithmSpecification"]?["TrainingImage"] ?? "", out _);

    /// <summary>Where the data come from, whatever the order of the channels.</summary>
    private static string Data(Resource tuning) => string.Join('\n', (tuning.Part("TrainingJobDefinition")?["InputDataConfig"] as JsonArray ?? [])
        .Select(channel => $"{(string?)channel!["ChannelName"]} {(string?)channel["DataSource"]?["S3DataSource"]?["S3Uri"]}").Order(StringComparer.Ordinal));

    private static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
