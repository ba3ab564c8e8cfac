using System.Security.Cryptography;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker;

/// <summary>A kind of thing SageMaker keeps, and the names its model gives to that thing's members.</summary>
/// <param name="Path">The kind in an ARN, such as <c>training-job</c>.</param>
/// <param name="Prefix">What its members' names begin with, such as <c>TrainingJob</c>.</param>
/// <param name="Words">What refusals call it, such as <c>endpoint configuration</c>.</param>
/// <param name="HasStatus">Whether it has a status.</param>
internal sealed record Kind(string Path, string Prefix, string Words, bool HasStatus)
{
    public static Kind TrainingJob { get; } = new("training-job", "TrainingJob", "training job", true);

    public static Kind TransformJob { get; } = new("transform-job", "TransformJob", "transform job", true);

    public static Kind TuningJob { get; } = new("hyper-parameter-tuning-job", "HyperParameterTuningJob", "hyperparameter tuning job", true);

    public static Kind Model { get; } = new("model", "Model", "model", false);

    public static Kind EndpointConfig { get; } = new("endpoint-config", "EndpointConfig", "endpoint configuration", false);

    public static Kind Endpoint { get; } = new("endpoint", "Endpoint", "endpoint", true);

    public static Kind ModelPackageGroup { get; } = new("model-package-group", "ModelPackageGroup", "model package group", true);

    public static Kind ModelPackage { get; } = new("model-package", "ModelPackage", "model package", true);

    public static Kind Experiment { get; } = new("experiment", "Experiment", "experiment", false) { Absent = NotFound("Experiment"), Taken = "ValidationException" };

    public static Kind Trial { get; } = new("experiment-trial", "Trial", "trial", false) { Absent = NotFound("Trial"), Taken = "ValidationException" };

    public static Kind TrialComponent { get; } = new("experiment-trial-component", "TrialComponent", "trial component", false) { Absent = NotFound("TrialComponent"), Taken = "ValidationException" };

    public static Kind ModelCard { get; } = new("model-card", "ModelCard", "model card", true)
    {
        Absent = (_, name) => new("ResourceNotFound", $"Modelcard {name} does not exist."), Taken = "ConflictException", TakenWords = name => $"Modelcard {name} already exists",
    };

    public static Kind Pipeline { get; } = new("pipeline", "Pipeline", "pipeline", true)
    {
        Absent = (arn, _) => new("ResourceNotFound", $"Pipeline '{arn}' does not exist."), Taken = "ValidationException",
        TakenWords = name => $"Pipeline names must be unique within an AWS account and region. Pipeline with name ({name}) already exists.",
    };

    /// <summary>An execution is named below its pipeline, so that its ARN begins with the pipeline's.</summary>
    public static Kind PipelineExecution { get; } = new("pipeline", "PipelineExecution", "pipeline execution", true) { Key = "pipeline-execution", Absent = (arn, _) => new("ResourceNotFound", $"Pipeline execution with ARN {arn} does not exist.") };

    public static Kind NotebookInstance { get; } = new("notebook-instance", "NotebookInstance", "notebook instance", true)
    {
        Absent = (_, _) => SageMakerNames.Invalid("RecordNotFound"), Taken = "ValidationException", TakenWords = name => $"Cannot create a duplicate Notebook Instance ({name})",
    };

    public static Kind FeatureGroup { get; } = new("feature-group", "FeatureGroup", "feature group", true)
    {
        Absent = (_, name) => new("ResourceNotFound", $"Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name {name}."), Taken = "ResourceInUse",
        TakenWords = name => $"Resource Already Exists: FeatureGroup with name {name} already exists. Choose a different name.\nInfo: Feature Group '{name}' already exists.",
    };

    public static Kind Cluster { get; } = new("cluster", "Cluster", "cluster", true)
    {
        NewId = () => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 12),
        Absent = (_, name) => SageMakerNames.Invalid($"Could not find cluster '{name}'."), Taken = "ResourceInUse", TakenWords = name => $"Resource Already Exists: Cluster with name {name} already exists. Choose a different name.",
    };

    /// <summary>What its rows are filed under: the path, where no other kind has the same.</summary>
    public string Key { get; init; } = Path;

    /// <summary>Makes what an ARN ends in, where that is not the name.</summary>
    public Func<string>? NewId { get; init; }

    /// <summary>How a thing that is not there is refused, by its ARN and its name, where it is not as most are.</summary>
    public Func<string, string, AwsException>? Absent { get; init; }

    /// <summary>The code with which a name that is taken is refused, where it is not as most are.</summary>
    public string? Taken { get; init; }

    /// <summary>The words to it, by the name.</summary>
    public Func<string, string>? TakenWords { get; init; }

    private static Func<string, string, AwsException> NotFound(string noun) => (arn, _) => new("ResourceNotFound", $"{noun} '{arn}' does not exist.");

    public string NameMember => Prefix + "Name";

    public string ArnMember => Prefix + "Arn";

    public string StatusMember => Prefix + "Status";

    public string Arn(string region, string name) => $"arn:aws:sagemaker:{region}:{LabCaller.Account}:{Path}/{name}";
}
