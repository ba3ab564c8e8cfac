using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Tests;

/// <summary>Calls a service's operation as the server does once it has parsed a request.</summary>
internal static class Calls
{
    public static async Task<JsonObject> AskAsync(this ILabService service, string operation, JsonObject input, DateTimeOffset? now = null, string region = LabCaller.DefaultRegion)
    {
        // Numbers lose their C# type on the way, as they do in a request.
        var answer = await service.Operations[operation](new()
        {
            Service = service.Name, Operation = operation, Input = JsonNode.Parse(input.ToJsonString())!.AsObject(), Caller = LabCaller.Root(region), Now = now ?? DateTimeOffset.UtcNow, RequestId = "test",
        }, TestContext.Current.CancellationToken);
        // What a client gets has been through text.
        return JsonNode.Parse(answer.Output.ToJsonString())!.AsObject();
    }

    public static async Task<AwsException> RefusedAsync(this ILabService service, string operation, JsonObject input) =>
        await Assert.ThrowsAsync<AwsException>(() => service.AskAsync(operation, input));
}
