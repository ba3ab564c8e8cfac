using System.Text.Json.Nodes;
using Certus.Lab.S3;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker;

/// <summary>Models: an image, the artifact a training job left, and the role that may read it.</summary>
/// <param name="resources">Where they are kept.</param>
/// <param name="roles">What their roles may do.</param>
/// <param name="objects">Where artifacts lie.</param>
/// <param name="takesAll">Whether a model that can't be served is kept too; an endpoint of it fails.</param>
internal sealed class Models(Resources resources, Roles roles, ObjectStore objects, bool takesAll)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        if (resources.Find(call.Caller.Region, Kind.Model, call.Required("ModelName")) is { } taken) throw SageMakerNames.Taken(taken);
        var package = takesAll && call.Structure("PrimaryContainer")?["ModelPackageName"] is null ? null : Check(call);

        var model = Resource.Of(call.Caller.Region, Kind.Model, call.Input, call.Now);
        model.Body["EnableNetworkIsolation"] ??= false;
        foreach (var part in (model.Body["Containers"] as JsonArray ?? []).Append(model.Body["PrimaryContainer"]).OfType<JsonObject>())
        {
            part["Mode"] ??= "SingleModel";
            if (package is null) continue;
            (part["_image"], part["_data"]) = (package.Value.Image, package.Value.Data); // of the package as it is now
        }
        await resources.AddAsync(model, call.List("Tags"), cancel);
        return new JsonObject { ["ModelArn"] = model.Arn };
    }

    /// <summary>Refuses what can't be served.</summary>
    /// <returns>What the model package holds, where the model is of one.</returns>
    private (string Image, string Data)? Check(LabCall call)
    {
        var container = Container(call.Structure("PrimaryContainer"), call.List("Containers"));
        var role = call.Text("ExecutionRoleArn") ?? throw SageMakerNames.Invalid("ExecutionRoleArn is required: the role reads the model's data.");
        var package = (string?)container["ModelPackageName"] is { } name ? ModelPackages.Contents(resources, call.Caller.Region, name) : ((string Image, string Data)?)null;
        var (image, data) = package ?? (Image(container), Data(container));
        if (AlgorithmImage.Find(image, out var refusal) is null) throw SageMakerNames.Invalid(refusal);
        roles.RequireAssumable(role);
        var place = S3Uri.Parse(data, "ModelDataUrl");
        var decision = roles.Decide(role, "s3:GetObject", place.Bucket, place.Key);
        if (!decision.Allowed)
            throw SageMakerNames.Invalid($"Could not access model data at {data}. Please ensure that the role \"{role}\" exists and that its trust relationship policy allows the action \"sts:AssumeRole\" for the service principal \"sagemaker.amazonaws.com\". Also ensure that the role has \"s3:GetObject\" permissions and that the object is located in {call.Caller.Region}. {decision.Reason}");
        if (objects.Find(place.Bucket, place.Key) is null) throw SageMakerNames.Invalid($"Could not find model data at {data}.");
        return package;
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(resources.Require(call.Caller.Region, Kind.Model, call.Required("ModelName")).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) =>
        new(resources.Answer(call, Kind.Model, "Models", model => model.Pick("ModelName", "ModelArn", "CreationTime")));

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await resources.RemoveAsync(call.Caller.Region, Kind.Model, call.Required("ModelName"), null, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>The one container of a model.</summary>
    public static JsonObject Container(JsonObject? primary, JsonArray containers)
    {
        if (primary is not null && containers.Count > 0) throw SageMakerNames.Invalid("Only one of PrimaryContainer and Containers can be given.");
        if (containers.Count > 1) throw SageMakerNames.NotBuilt("runs models of one container; inference pipelines are not built");
        return primary ?? (containers is [JsonObject only] ? only : throw SageMakerNames.Invalid("A model needs a PrimaryContainer or Containers."));
    }

    public static string Image(JsonObject container) => (string?)container["Image"] ?? (string?)container["_image"] ?? throw SageMakerNames.Invalid("The container needs an Image or a ModelPackageName.");

    /// <summary>Where the artifact lies.</summary>
    public static string Data(JsonObject container)
    {
        if ((string?)container["Mode"] == "MultiModel") throw SageMakerNames.NotBuilt("serves one model a container; multi-model endpoints are not built");
        if (((string?)container["ModelDataUrl"] ?? (string?)container["_data"]) is { } url) return url;
        if (container["ModelDataSource"]?["S3DataSource"] is JsonObject source)
            return (string?)source["S3DataType"] == "S3Object" && (string?)source["CompressionType"] == "Gzip"
                ? (string)source["S3Uri"]!
                : throw SageMakerNames.NotBuilt("reads a model from one gzip archive: ModelDataSource must have S3DataType S3Object and CompressionType Gzip");
        throw SageMakerNames.Invalid("The container needs a ModelDataUrl: a built-in algorithm serves what a training job made.");
    }
}
