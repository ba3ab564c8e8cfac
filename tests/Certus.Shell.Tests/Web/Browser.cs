using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Certus.Shell.Tests.Web;

/// <summary>A browser without scripts: it keeps cookies, follows nothing by itself, and sends a form with the token that a page gave it.</summary>
internal sealed class Browser : IDisposable
{
    private const string TokenField = "__RequestVerificationToken";

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private string? _token;

    public Browser(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = _cookies, Expect100ContinueTimeout = TimeSpan.FromSeconds(20) };
        _http = new(handler) { BaseAddress = address };
    }

    /// <summary>Its cookies, as it sends them.</summary>
    public string Cookies => _cookies.GetCookieHeader(_http.BaseAddress!);

    private static CancellationToken Cancel => Site.Cancel;

    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken? cancel = null)
    {
        var asked = $"{request.Method} {request.RequestUri}";
        var message = await _http.SendAsync(request, cancel ?? Cancel);
        return new(asked, message.StatusCode, message, await message.Content.ReadAsStringAsync(cancel ?? Cancel));
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(Request(HttpMethod.Get, path, headers));

    /// <summary>Sends a form with a token.</summary>
    public async Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        await SendAsync(Form(path, [.. fields, (TokenField, await TokenAsync())]));

    /// <summary>Starts a sitting.</summary>
    public async Task<Guid> StartAsync(string mode, params (string Name, string Value)[] fields)
    {
        var started = await PostAsync("/practice/start", [("mode", mode), .. fields]);
        return Guid.Parse(started.RedirectsTo().Split('/')[2]);
    }

    /// <summary>Sends events as the exam screen's script does.</summary>
    public async Task<Answer> EventsAsync(Guid sitting, params JsonObject[] events) => await SendAsync(await JsonAsync($"/sittings/{sitting}/events", JsonContent.Create(new JsonArray([.. events]))));

    /// <summary>A request with a JSON body and a token.</summary>
    public async Task<HttpRequestMessage> JsonAsync(string path, HttpContent body)
    {
        var request = Request(HttpMethod.Post, path);
        request.Headers.Add("RequestVerificationToken", await TokenAsync());
        request.Headers.Add("Accept", "application/json");
        request.Content = body;
        return request;
    }

    /// <summary>The token of a page, asked for once.</summary>
    public async Task<string> TokenAsync() => _token ??= (await GetAsync("/settings")).Ok().Value($"input[name={TokenField}]")!;

    public static HttpRequestMessage Form(string path, params IEnumerable<(string Name, string Value)> fields)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return request;
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return request;
    }

    public void Dispose() => _http.Dispose();
}
