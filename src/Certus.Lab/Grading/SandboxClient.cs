using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Meter;

namespace Certus.Lab.Grading;

/// <summary>A sandbox that runs, here or in another process, asked by the pages and the command line.</summary>
/// <param name="address">Such as http://127.0.0.1:4566.</param>
public sealed class SandboxClient(Uri address) : IDisposable
{
    /// <summary>Where a sandbox listens unless told otherwise.</summary>
    public const int Port = 4566;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>Whether a sandbox answers there; what it says of itself, or null.</summary>
    public async Task<JsonObject?> HealthAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return await _http.GetFromJsonAsync<JsonObject>("_lab/health", patience.Token) is { } health && health.ContainsKey("services") ? health : null;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or JsonException || nobody is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The labs that were begun there, by id.</summary>
    public async Task<IReadOnlyDictionary<string, LabStart>> StartsAsync(CancellationToken cancel) =>
        (await SendAsync(HttpMethod.Get, "_lab/exercises", null, cancel)).ToDictionary(entry => entry.Key, entry => StartOf((JsonObject)entry.Value!));

    /// <summary>Begins a lab, anew where it was begun before.</summary>
    public async Task<LabStart> StartAsync(string lab, ulong? seed, bool broken, CancellationToken cancel) =>
        StartOf(await SendAsync(HttpMethod.Post, $"_lab/exercises/{lab}/start", new() { ["seed"] = seed?.ToString(CultureInfo.InvariantCulture), ["broken"] = broken }, cancel));

    /// <summary>Grades a lab.</summary>
    public async Task<(LabStart Start, DateTimeOffset GradedAt, IReadOnlyList<Finding> Findings)> GradeAsync(string lab, CancellationToken cancel)
    {
        var graded = await SendAsync(HttpMethod.Post, $"_lab/exercises/{lab}/grade", [], cancel);
        return (StartOf(graded), graded["gradedAt"]!.GetValue<DateTimeOffset>(),
            [.. graded["findings"]!.AsArray().Select(finding => new Finding((string)finding!["check"]!, (double)finding["earned"]!, (string)finding["found"]!))]);
    }

    /// <summary>What everything in it would have cost on AWS.</summary>
    public async Task<MeterReport> MeterAsync(CancellationToken cancel) => (await SendAsync(HttpMethod.Get, "_lab/meter", null, cancel)).Deserialize<MeterReport>(JsonSerializerOptions.Web)!;

    /// <summary>Runs an operation as the account itself.</summary>
    /// <returns>Its output; a body of at most 64 KiB as text in <c>$text</c>.</returns>
    public Task<JsonObject> CallAsync(string service, string operation, JsonObject input, CancellationToken cancel, string? text = null) =>
        SendAsync(HttpMethod.Post, "_lab/call", new() { ["service"] = service, ["operation"] = operation, ["input"] = input, ["text"] = text }, cancel);

    private static LabStart StartOf(JsonObject written) =>
        new(ulong.Parse((string)written["seed"]!, CultureInfo.InvariantCulture), (string?)written["fault"], written["startedAt"]!.GetValue<DateTimeOffset>());

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var response = await _http.SendAsync(request, cancel);
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancel) ?? [];
            return response.IsSuccessStatusCode ? answer : throw new SandboxException((string?)answer["error"] ?? $"The sandbox at {address} answered {(int)response.StatusCode}.");
        }
        catch (Exception nobody) when (nobody is HttpRequestException or JsonException)
        {
            throw new SandboxException($"No sandbox answers at {address}.", nobody);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
