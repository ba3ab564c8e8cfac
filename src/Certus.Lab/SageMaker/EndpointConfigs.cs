using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>Endpoint configurations: which models, with which share of the traffic, on what.</summary>
internal sealed class EndpointConfigs(LabDatabase database, Resources resources)
{
    private static readonly long[] Memory = [1024, 2048, 3072, 4096, 5120, 6144];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        foreach (var member in new[] { "AsyncInferenceConfig", "ExplainerConfig", "ShadowProductionVariants" })
            if (call.Input[member] is not null) throw SageMakerNames.NotBuilt($"builds real-time and serverless endpoints only: {member} is not built");
        var config = Resource.Of(call.Caller.Region, Kind.EndpointConfig, call.Input, call.Now);
        if (call.Structure("DataCaptureConfig") is { } capture) S3Uri.Parse((string)capture["DestinationS3Uri"]!, "DestinationS3Uri");
        await database.WriteAsync(connection =>
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (var variant in call.List("ProductionVariants").Select(variant => variant!.AsObject()))
            {
                var name = (string)variant["VariantName"]!;
                if (!names.Add(name)) throw SageMakerNames.Invalid($"Production variant names must be unique: '{name}' is there twice.");
                CheckHosts(variant, name);
                var model = (string?)variant["ModelName"] ?? throw SageMakerNames.NotBuilt($"builds no inference components: production variant '{name}' must have a ModelName");
                Resources.Require(connection, config.Region, Kind.Model, model);
            }
            Resources.Add(connection, config, call.List("Tags"));
        }, cancel);
        return new JsonObject { ["EndpointConfigArn"] = config.Arn };
    }

    private static void CheckHosts(JsonObject variant, string name)
    {
        if (variant["ServerlessConfig"] is JsonObject serverless)
        {
            if (variant["InstanceType"] is not null || variant["InitialInstanceCount"] is not null)
                throw SageMakerNames.Invalid($"Production variant '{name}' has a ServerlessConfig; it can't have an InstanceType or an InitialInstanceCount beside it.");
            if ((long)serverless["MemorySizeInMB"]! is var memory && !Memory.Contains(memory))
                throw SageMakerNames.Invalid($"1 validation error detected: Value '{memory}' at 'MemorySizeInMB' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Memory)}]");
        }
        else if (variant["InstanceType"] is null || variant["InitialInstanceCount"] is null)
        {
            throw SageMakerNames.Invalid($"Production variant '{name}' needs an InstanceType and an InitialInstanceCount, or a ServerlessConfig.");
        }
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(resources.Require(call.Caller.Region, Kind.EndpointConfig, call.Required("EndpointConfigName")).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) =>
        new(resources.Answer(call, Kind.EndpointConfig, "EndpointConfigs", config => config.Pick("EndpointConfigName", "EndpointConfigArn", "CreationTime")));

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await resources.RemoveAsync(call.Caller.Region, Kind.EndpointConfig, call.Required("EndpointConfigName"), null, cancel);
        return LabAnswer.Empty;
    }
}
