using Certus.Lab.Server;

namespace Certus.Lab.SageMaker;

/// <summary>The refusals of SageMaker, in its words.</summary>
internal static class SageMakerNames
{
    public static AwsException Invalid(string message) => new("ValidationException", message);

    /// <summary>There is no such thing. Jobs that were never there are refused in other words than models and endpoints.</summary>
    public static AwsException Missing(string region, Kind kind, string name) => kind.Absent is { } absent ? absent(kind.Arn(region, name), name)
        : kind == Kind.TrainingJob || kind == Kind.TuningJob ? Invalid("Requested resource not found.")
        : kind == Kind.ModelPackageGroup || kind == Kind.ModelPackage ? Invalid($"{Sentence(kind.Words)} {kind.Arn(region, name)} does not exist.")
        : kind == Kind.TransformJob ? Invalid($"Could not find {kind.Words} '{kind.Arn(region, name)}'.") : Invalid($"Could not find {kind.Words} \"{kind.Arn(region, name)}\".");

    public static AwsException Taken(Resource taken) => taken.Kind switch
    {
        { Taken: { } code } kind => new(code, kind.TakenWords?.Invoke(taken.Name) ?? $"{Sentence(kind.Words)} names must be unique within an AWS account and region. The {kind.Words} {taken.Arn} already exists."),
        var kind when kind == Kind.TrainingJob => new("ResourceInUse", $"Training job names must be unique within an AWS account and region, and a training job with this name already exists ({taken.Arn})"),
        var kind when kind == Kind.TuningJob => new("ResourceInUse", $"A hyperparameter tuning job with this name already exists ({taken.Arn})"),
        var kind when kind == Kind.TransformJob => new("ResourceInUse", $"Job name must be unique within an AWS account and region, and a job with this name already exists ({taken.Arn})"),
        var kind when kind == Kind.ModelPackageGroup || kind == Kind.ModelPackage => Invalid($"{Sentence(kind.Words)} already exists: {taken.Arn}"),
        var kind => Invalid($"Cannot create already existing {kind.Words} \"{taken.Arn}\"."),
    };

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    public static AwsException BadToken() => Invalid("Invalid pagination token because \"{0}\"."); // the service itself leaves the braces unfilled

    public static AwsException NotBuilt(string what) => Invalid($"The sandbox {what}.");
}
