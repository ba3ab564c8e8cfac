using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>One resource being worked on: what it should be, what it is called, and the operations to get there.</summary>
/// <param name="ask">Runs a call as the server would, as whom the stack works for.</param>
/// <param name="region">Where.</param>
/// <param name="stack">The stack's name.</param>
/// <param name="logical">The logical id.</param>
/// <param name="properties">With every function worked out.</param>
internal sealed class ResourceWork(Func<string, string, JsonObject, CancellationToken, Task<JsonObject>> ask, string region, string stack, string logical, JsonObject properties)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public string Region => region;

    public JsonObject Properties => properties;

    /// <summary>What the resource is called; null before it is made.</summary>
    public string? Id { get; init; }

    /// <summary>The properties it may have now: those of the last step that succeeded, and those of changes that did not come to their end; none before it is made.</summary>
    public IReadOnlyList<JsonObject> Had { get; init; } = [];

    /// <summary>What GetAtt gives.</summary>
    public JsonObject Attributes { get; init; } = [];

    /// <summary>What Ref gives where that is not the id.</summary>
    public string? Ref { get; set; }

    /// <summary>Runs the call that makes the resource under an id, so that it is known of as soon as it is there.</summary>
    public Func<string, Func<Task<JsonObject>>, Task<JsonObject>> Making { get; init; } = static (_, call) => call();

    /// <summary>Called when the resource is there under an id, whether or not the rest succeeds.</summary>
    public Func<string, Task> OnBegan { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Called when something has to be waited for; throws when the time for it is over.</summary>
    public Action OnWait { get; init; } = static () => { };

    /// <summary>The id of what is there.</summary>
    public string Existing => Id ?? throw new InvalidOperationException($"{logical} has not been made.");

    public Task<JsonObject> CallAsync(string service, string operation, JsonObject input, CancellationToken cancel) => ask(service, operation, input, cancel);

    /// <summary>Makes the resource by a call. Wherever the sandbox is stopped, it is there and known by the id, or neither.</summary>
    /// <param name="id">What it takes to delete it: its id, or its name where <see cref="BeganAsync"/> is to tell the id.</param>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<JsonObject> MakeAsync(string id, string service, string operation, JsonObject input, CancellationToken cancel) => Making(id, () => ask(service, operation, input, cancel));

    /// <summary>Takes something away from the resource; where that is gone already, or could never be there for what it is called, all is well.</summary>
    /// <remarks>An update that failed may have got as far as it, or not: what no service takes is not in force.</remarks>
    public async Task TakeAsync(string service, string operation, JsonObject input, CancellationToken cancel)
    {
        try
        {
            await CallAsync(service, operation, input, cancel);
        }
        catch (AwsException refused) when (refused.Code is "NoSuchEntity" or "ValidationError" or "ValidationException" or "InvalidInput" or "InvalidInputException" or "InvalidArgumentException" or "InvalidRequestException")
        {
            // Somebody else took it, whoever had it is gone, or it never was.
        }
    }

    /// <summary>Whether an operation finds what it asks for.</summary>
    /// <exception cref="AwsException">It refuses for another reason than that there is nothing.</exception>
    public async Task<bool> IsThereAsync(string service, string operation, JsonObject input, CancellationToken cancel)
    {
        try
        {
            await CallAsync(service, operation, input, cancel);
            return true;
        }
        catch (AwsException absent) when (absent.Status == 404 || absent.Code == "NoSuchEntity")
        {
            return false;
        }
    }

    public Task BeganAsync(string id) => OnBegan(id);

    /// <summary>A text property; null where it is left out.</summary>
    public string? Text(string property) => properties[property] switch
    {
        null => null,
        JsonValue value => Values.Text(value),
        _ => throw CloudFormationNames.Invalid($"Value of property {property} must be a text"),
    };

    /// <summary>A text property that must be there.</summary>
    public string Needed(string property) => Text(property) ?? throw CloudFormationNames.Invalid($"Property {property} cannot be empty.");

    /// <summary>The name that the template gives, or a new one.</summary>
    public string NameOr(string property, int longest, bool lower = false) => Text(property) ?? NewName(longest, lower);

    /// <summary>A new name.</summary>
    public string NewName(int longest, bool lower = false) => CloudFormationNames.NewName(stack, logical, longest, lower);

    /// <summary>Asks again and again until an answer is what is waited for.</summary>
    public async Task<JsonObject> UntilAsync(Func<CancellationToken, Task<JsonObject>> answer, Func<JsonObject, bool> done, CancellationToken cancel)
    {
        while (true)
        {
            var now = await answer(cancel);
            if (done(now)) return now;
            OnWait();
            await Task.Delay(Pause, cancel);
        }
    }
}
