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

    public string NameMember => Prefix + "Name";

    public string ArnMember => Prefix + "Arn";

    public string StatusMember => Prefix + "Status";

    public string Arn(string region, string name) => $"arn:aws:sagemaker:{region}:{LabCaller.Account}:{Path}/{name}";
}
