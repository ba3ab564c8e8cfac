using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Endpoints;

/// <summary>Endpoints as their operations see them; <see cref="Deployments"/> brings the models up.</summary>
internal sealed class EndpointOperations(Resources resources, Deployments deployments)
{
    private static readonly (string Desired, string Current)[] Adjustable = [("DesiredWeight", "CurrentWeight"), ("DesiredInstanceCount", "CurrentInstanceCount")];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var config = resources.Require(call.Caller.Region, Kind.EndpointConfig, call.Required("EndpointConfigName"));
        var endpoint = Resource.Of(call.Caller.Region, Kind.Endpoint, call.Input, call.Now);
        endpoint.Body.Remove("DeploymentConfig");
        endpoint.Status = "Creating";
        endpoint.Modified = call.Now;
        await resources.AddAsync(endpoint, call.List("Tags"), cancel);
        deployments.Begin(endpoint, config, []);
        return new JsonObject { ["EndpointArn"] = endpoint.Arn };
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(resources.Require(call.Caller.Region, Kind.Endpoint, call.Required("EndpointName")).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) =>
        new(resources.Answer(call, Kind.Endpoint, "Endpoints", endpoint => endpoint.Pick("EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus")));

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("EndpointName"));
        var config = resources.Require(region, Kind.EndpointConfig, call.Required("EndpointConfigName"));
        var serverless = (config.Body["ProductionVariants"] as JsonArray ?? []).Any(variant => variant!["ServerlessConfig"] is not null);
        var endpoint = await resources.ChangeAsync(region, Kind.Endpoint, name, call.Now, endpoint =>
        {
            CheckSettled(endpoint);
            // The other way round is an update like any other.
            if (serverless && Variants(endpoint).TrueForAll(variant => variant["CurrentServerlessConfig"] is null))
                throw SageMakerNames.Invalid($"Updating a real-time endpoint to a serverless endpoint is not supported: \"{endpoint.Arn}\" is served by instances. Create another endpoint with the configuration \"{config.Name}\".");
            endpoint.Status = "Updating";
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.Endpoint, name);
        var kept = call.Flag("RetainAllVariantProperties") == true ? Variants(endpoint) : [];
        var forgotten = call.List("ExcludeRetainedVariantProperties").Select(item => (string?)item!["VariantPropertyType"]).ToHashSet();
        foreach (var variant in kept)
        {
            if (forgotten.Contains("DesiredWeight")) variant.Remove("CurrentWeight");
            if (forgotten.Contains("DesiredInstanceCount")) variant.Remove("CurrentInstanceCount");
        }
        deployments.Begin(endpoint, config, kept);
        return new JsonObject { ["EndpointArn"] = endpoint.Arn };
    }

    public async ValueTask<LabAnswer> WeighAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("EndpointName"));
        var endpoint = await resources.ChangeAsync(region, Kind.Endpoint, name, call.Now, endpoint =>
        {
            CheckSettled(endpoint);
            foreach (var wish in call.List("DesiredWeightsAndCapacities").Select(wish => wish!.AsObject()))
            {
                var variant = Variants(endpoint).Find(variant => (string?)variant["VariantName"] == (string?)wish["VariantName"])
                    ?? throw SageMakerNames.Invalid($"Could not find production variant \"{(string?)wish["VariantName"]}\" of endpoint \"{endpoint.Arn}\".");
                foreach (var (desired, current) in Adjustable)
                    if (wish[desired] is { } value) (variant[desired], variant[current]) = (Resource.Kept(value), Resource.Kept(value));
            }
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.Endpoint, name);
        return new JsonObject { ["EndpointArn"] = endpoint.Arn };
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var endpoint = await resources.RemoveAsync(call.Caller.Region, Kind.Endpoint, call.Required("EndpointName"), null, cancel);
        deployments.Remove(endpoint);
        return LabAnswer.Empty;
    }

    /// <summary>The variants of an endpoint as its row has them.</summary>
    public static List<JsonObject> Variants(Resource endpoint) => [.. (endpoint.Body["ProductionVariants"] as JsonArray ?? []).Select(variant => variant!.AsObject())];

    private static void CheckSettled(Resource endpoint)
    {
        if (endpoint.Status is "Creating" or "Updating") throw SageMakerNames.Invalid($"Cannot update in-progress endpoint \"{endpoint.Arn}\".");
        if (endpoint.Status == "Failed") throw SageMakerNames.Invalid($"Cannot update endpoint \"{endpoint.Arn}\": it failed. Delete it and create it again.");
    }
}
