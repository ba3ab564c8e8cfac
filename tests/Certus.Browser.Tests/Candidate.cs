using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Certus.Browser.Tests;

/// <summary>Takes sittings by plain HTTP, for tests that need one to be there.</summary>
public sealed partial class Candidate(string address) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new(address) };

    /// <summary>A question as it stands on its page.</summary>
    /// <param name="Select">How many options to choose.</param>
    /// <param name="Options">The options' numbers in the order shown.</param>
    public sealed record Question(int Select, IReadOnlyList<int> Options);

    /// <summary>Begins a sitting of MLS-C01.</summary>
    /// <returns>Its address, such as <c>/sittings/{id}</c>.</returns>
    public async Task<string> BeginAsync(string mode, params (string Name, string Value)[] fields)
    {
        var place = await PostAsync("/practice", "/practice/start", [("mode", mode), .. fields.Any(field => field.Name == "exam") ? [] : new[] { ("exam", "MLS-C01") }, .. fields]);
        return place[..place.LastIndexOf('/')];
    }

    /// <summary>Opens a question.</summary>
    public async Task<Question> ReadAsync(string sitting, int position)
    {
        var html = await GetAsync($"{sitting}/{position}");
        return new(Number(Select().Match(html)), [.. Option().Matches(html).Select(Number)]);
    }

    /// <summary>Answers a question with the options at the given places, and says how long that took.</summary>
    public async Task AnswerAsync(string sitting, int position, IEnumerable<int> picks, double seconds = 1, string? sure = null, bool flag = false, int? strike = null)
    {
        object Event(string kind, object fields) => new Dictionary<string, object>(fields.GetType().GetProperties().Select(field => KeyValuePair.Create(field.Name, field.GetValue(fields)!)))
        {
            ["eventId"] = Guid.NewGuid(), ["kind"] = kind, ["position"] = position,
        };
        List<object> events = [Event("answered", new { picks, elapsedMs = 0 }), Event("dwell", new { elapsedMs = 1000 * seconds })];
        if (sure is not null) events.Add(Event("confidence", new { level = sure }));
        if (flag) events.Add(Event("flagged", new { on = true }));
        if (strike is { } option) events.Add(Event("struck", new { option, on = true }));

        using HttpRequestMessage request = new(HttpMethod.Post, $"{sitting}/events") { Content = JsonContent.Create(events), Headers = { { "RequestVerificationToken", await TokenAsync($"{sitting}/{position}") } } };
        using var response = await _client.SendAsync(request);
        var reply = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || !reply.Contains("\"refused\":[]", StringComparison.Ordinal)) throw new InvalidOperationException($"{(int)response.StatusCode}: {reply}");
    }

    /// <summary>Takes a diagnostic, always choosing what stands first, up to a question that it leaves open or to its end.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> DiagnoseAsync(string exam, int? upTo = null)
    {
        var place = await PostAsync($"/practice/diagnostic/{exam}", "/practice/diagnostic", [("exam", exam)]);
        var sitting = place[..place.LastIndexOf('/')];
        for (var position = 1; position != upTo && place == $"{sitting}/{position}"; position++)
        {
            var question = await ReadAsync(sitting, position);
            await AnswerAsync(sitting, position, question.Options.Take(question.Select), 40);
            place = await PostAsync(place, place, [("go", "next"), ("sure", "")]);
        }
        return sitting;
    }

    /// <summary>Presses a button of a question's form.</summary>
    public Task PressAsync(string sitting, int position, string go) => PostAsync($"{sitting}/{position}", $"{sitting}/{position}", [("go", go), ("sure", "")]);

    /// <summary>Ends a sitting.</summary>
    public Task EndAsync(string sitting) => PostAsync($"{sitting}/end", $"{sitting}/end", []);

    /// <summary>Reports a question of a sitting that is over.</summary>
    public Task ReportAsync(string sitting, int position, string text) => PostAsync($"{sitting}/result", $"{sitting}/report", [("position", $"{position}"), ("text", text)]);

    /// <summary>Grades the card that is due, 1 to 4.</summary>
    /// <returns>The card's id.</returns>
    public async Task<string> ReviewAsync(int grade)
    {
        var html = await GetAsync("/review");
        var fields = Hidden().Matches(html[html.IndexOf("class=\"grades\"", StringComparison.Ordinal)..]).Take(4).Select(match => (Name: match.Groups[1].Value, Value: WebUtility.HtmlDecode(match.Groups[2].Value))).ToArray();
        await PostAsync("/review", "/review/grade", [.. fields, ("grade", $"{grade}")]);
        return fields.Single(field => field.Name == "card").Value;
    }

    /// <summary>Waits until what reviews cost is computed, which a page begins and a busy machine takes some seconds for.</summary>
    public async Task WorkloadAsync()
    {
        for (var patience = DateTime.UtcNow.AddMinutes(1); !(await GetAsync("/review/workload")).Contains("data-chart", StringComparison.Ordinal); await Task.Delay(200))
            if (DateTime.UtcNow > patience) throw new TimeoutException("What reviews cost was not computed within a minute.");
    }

    /// <summary>Makes a plan for the earliest day, with a timer on its first session, and opens the private calendar.</summary>
    public async Task PlanAsync()
    {
        await PostAsync("/plan/new", "/plan/new", [("exam", "MLA-C02"), ("zone", "Europe/Berlin"), .. Enumerable.Range(0, 7).Select(day => ($"minutes-{day}", "90"))]);
        var session = FirstSession().Match(await GetAsync("/plan")).Groups[1].Value;
        await PostAsync("/plan", "/plan/act", [("act", "start"), ("session", session)]);
        await PostAsync("/plan/settings", "/plan/settings", [("act", "renew")]);
    }

    /// <summary>Starts the sandbox.</summary>
    public Task StartSandboxAsync() => PostAsync("/labs", "/labs/sandbox/start", [("back", "/labs")]);

    /// <summary>Begins a lab, and grades what it began with.</summary>
    public async Task BeginAndGradeAsync(string lab, ulong seed)
    {
        await PostAsync($"/labs/{lab}", $"/labs/{lab}/start", [("seed", $"{seed}")]);
        await PostAsync($"/labs/{lab}", $"/labs/{lab}/grade", []);
    }

    /// <summary>Finishes the first milestone of a project, keeps a link, and wants it in the plan.</summary>
    public async Task WorkOnProjectAsync(string project)
    {
        var page = $"/projects/{project}";
        await PostAsync(page, $"{page}/milestones/frame", [("done", "yes")]);
        await PostAsync(page, $"{page}/links", [("id", Guid.NewGuid().ToString()), ("address", "https://example.org/my/repository"), ("label", "Repository")]);
        await PostAsync(page, $"{page}/choose", [("chosen", "yes")]);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<string> GetAsync(string path) => _client.GetStringAsync(new Uri(path, UriKind.Relative));

    private async Task<string> TokenAsync(string page) => Token().Match(await GetAsync(page)).Groups[1].Value;

    private async Task<string> PostAsync(string page, string path, (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent form = new([new("__RequestVerificationToken", await TokenAsync(page)), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), form);
        return response.Headers.Location?.ToString() ?? throw new InvalidOperationException($"{path} answered {(int)response.StatusCode} and led nowhere.");
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"session\" value=\"([^\"]+)\"")]
    private static partial Regex FirstSession();

    [GeneratedRegex("type=\"hidden\" name=\"(id|card|repetition|shown)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("data-select=\"(\\d+)\"")]
    private static partial Regex Select();

    [GeneratedRegex("data-option=\"(\\d+)\"")]
    private static partial Regex Option();
}
