namespace Certus.Browser.Tests;

/// <summary>What the browser keeps until the server has it, whatever the server says and however little room there is.</summary>
public sealed class QueueTests(Site site) : IClassFixture<Site>
{
    private const string Events = "**/events";

    /// <summary>What a server says that does not know the sitting, or no longer takes the page's token.</summary>
    public static TheoryData<int, string, string> Refusals => new()
    {
        { 404, """{"detail":"There is no such sitting here."}""", "The program that answers does not know this sitting: it was started with other data." },
        { 403, """{"detail":"The request came from another site, so it was not carried out."}""", "The request came from another site, so it was not carried out." },
        { 415, """{"title":"Unsupported Media Type"}""", "Unsupported Media Type" },
        { 409, """{"status":409}""", "It refuses them (409)." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_of_the_whole_request_removes_no_answer_and_is_told(int status, string body, string sentence)
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam);
        await page.RouteAsync(Events, route => route.FulfillAsync(new() { Status = status, ContentType = "application/problem+json", Body = body }));

        var letters = await exam.ChooseAsync();
        await Expect(exam.Notices).ToContainTextAsync($"1 answer waiting. Kept on this device. {sentence}");
        await Expect(exam.Saving).ToHaveTextAsync("1 answer waiting");
        Assert.Equal(Enumerable.Repeat(1, letters.Length), await exam.WaitingAsync());

        await page.UnrouteAsync(Events);
        await SendNowAsync(page);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await Expect(exam.Notices).Not.ToContainTextAsync("waiting");
        Assert.Empty(await exam.WaitingAsync());
    }

    [Fact]
    public async Task A_page_that_another_program_does_not_know_keeps_its_answers_though_its_token_is_refused_first()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam);
        await page.RouteAsync(Events, route => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = """{"code":"stale-token"}""" }));
        await page.RouteAsync($"**{exam.Sitting}/1", route => route.FulfillAsync(new() { Status = 404, ContentType = "text/html", Body = "<!doctype html><title>Not here</title>" }));

        var letters = await exam.ChooseAsync();

        await Expect(exam.Notices).ToContainTextAsync("does not know this sitting");
        Assert.Equal(Enumerable.Repeat(1, letters.Length), await exam.WaitingAsync());
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_stays_and_holds_no_other_up()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam);
        await page.RouteAsync(Events, route => route.AbortAsync());
        await page.Keyboard.PressAsync("m");
        await exam.ChooseAsync();
        await Expect(exam.Saving).ToHaveTextAsync("1 answer waiting");
        await page.UnrouteAsync(Events);
        await page.RouteAsync(Events, route => route.Request.PostData!.Contains("\"flagged\"", StringComparison.Ordinal)
            ? route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = """{"detail":"A flag can't be read."}""" })
            : route.ContinueAsync());

        await SendNowAsync(page);

        await Expect(exam.Saving).ToHaveTextAsync("1 change waiting");
        await Expect(exam.Notices).ToContainTextAsync("1 change waiting. Kept on this device. A flag can't be read.");
        Assert.Empty(await exam.WaitingAsync());
        Assert.Equal(["flagged"], await KindsAsync(page));
    }

    [Fact]
    public async Task Notes_in_a_script_of_three_bytes_a_character_are_sent_though_they_are_more_than_may_outlive_a_page()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam, "exam");
        await page.EvaluateAsync(
            """
            (sitting) => {
              for (let position = 1; position <= 15; position++) {
                const event = { eventId: crypto.randomUUID(), kind: "commented", position, text: "問".repeat(2000), clientAt: Date.now() };
                localStorage.setItem(`certus.queue.${sitting}.${String(Date.now() * 1000 + position).padStart(17, "0")}.${event.eventId}`, JSON.stringify(event));
              }
            }
            """, exam.Sitting.Split('/')[^1]);

        await SendNowAsync(page);

        await page.WaitUntilAsync("() => Object.keys(localStorage).every((key) => !key.startsWith('certus.queue.'))");
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
    }

    [Fact]
    public async Task Only_what_is_sent_while_the_page_goes_may_outlive_it()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 1280, Height = 1600 } });
        await visit.Context.AddInitScriptAsync(
            """
            const send = window.fetch;
            window.fetch = (url, options) => {
              if (String(url).endsWith("/events")) localStorage.setItem("test.sent", (localStorage.getItem("test.sent") ?? "") + `${JSON.parse(options.body).map((event) => event.kind)}:${options.keepalive} `);
              return send(url, options);
            };
            """);
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam);
        await exam.ChooseAsync();
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await page.WaitForFunctionAsync("() => performance.now() > 1000");      // long enough on the page to be told
        await exam.NextAsync();
        await exam.IsAtAsync(2);

        var sent = (await page.EvaluateAsync<string>("() => localStorage.getItem('test.sent')")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("answered:false", sent);
        Assert.Contains("dwell:true", sent);
    }

    [Fact]
    public async Task Of_a_note_that_is_written_without_network_only_the_latest_text_waits()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam);
        await page.RouteAsync(Events, route => route.AbortAsync());
        await page.Locator("summary", new() { HasText = "Note to yourself" }).ClickAsync();
        var note = page.GetByRole(AriaRole.Textbox);

        foreach (var text in new[] { "First", "First, then", "First, then second" })
        {
            await note.FillAsync(text);
            await page.WaitUntilAsync("(text) => Object.keys(localStorage).some((key) => key.startsWith('certus.queue.') && JSON.parse(localStorage.getItem(key)).text === text)", text);
        }

        Assert.Equal(["commented"], (await KindsAsync(page)).Where(kind => kind == "commented"));
        await page.UnrouteAsync(Events);
        await SendNowAsync(page);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await page.ReloadAsync();
        await Expect(page.Locator("textarea[name=comment]")).ToHaveValueAsync("First, then second");
    }

    [Fact]
    public async Task A_browser_without_room_says_that_the_page_must_stay_open()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await page.WaitUntilAsync("() => Object.keys(localStorage).every((key) => !key.startsWith('certus.queue.'))");
        await page.RouteAsync(Events, route => route.AbortAsync());
        await page.EvaluateAsync(
            """
            () => {
              for (let size = 1 << 20; size >= 1; size >>= 1)
                for (let i = 0; ; i++) try { localStorage.setItem(`filler.${size}.${i}`, "x".repeat(size)); } catch { break; }
            }
            """);

        await exam.ChooseAsync();

        await Expect(exam.Saving).ToHaveTextAsync("1 answer waiting. Keep this page open: the browser has no room to store it.");
        await Expect(exam.Notices).ToContainTextAsync("Keep this page open: the browser has no room to store it.");
        await page.UnrouteAsync(Events);
        await SendNowAsync(page);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
    }

    [Fact]
    public async Task Once_the_report_is_there_neither_pages_nor_notes_of_the_sitting_are_kept()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await BeginAsync(exam, "custom", ("size", "3"), ("minutes", "30"));
        await exam.IsKeptOfflineAsync();
        await exam.ChooseAsync();
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        Assert.NotEmpty(await KeptAsync(page));

        await exam.EndAsync();

        await page.WaitUntilAsync("async () => !(await caches.keys()).some((name) => name.startsWith('certus-sitting-'))");
        Assert.Empty(await KeptAsync(page));
    }

    [Fact]
    public async Task Notes_of_a_sitting_whose_pages_are_gone_go_too_when_another_one_runs()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        var other = Guid.NewGuid();
        await page.GotoAsync("/about");
        await page.EvaluateAsync("(other) => { localStorage.setItem(`certus.note.${other}.1`, '{}'); localStorage.setItem(`certus.clock.${other}`, '{}'); localStorage.setItem(`certus.queue.${other}.1.x`, '{}'); }", $"{other}");

        await BeginAsync(exam);
        await exam.IsKeptOfflineAsync();

        await page.WaitUntilAsync("(other) => !Object.keys(localStorage).some((key) => /^certus.(note|clock)/.test(key) && key.includes(other))", $"{other}");
        Assert.True(await page.EvaluateAsync<bool>("(other) => localStorage.getItem(`certus.queue.${other}.1.x`) !== null", $"{other}"));      // what no server has taken stays
        Assert.NotEmpty(await KeptAsync(page));
    }

    private async Task BeginAsync(ExamScreen exam, string mode = "quick", params (string Name, string Value)[] fields)
    {
        using var candidate = site.Candidate();
        await exam.Page.GotoAsync($"{await candidate.BeginAsync(mode, fields)}/1");
        await exam.IsAtAsync(1);
        // A route that is laid while the service worker takes the page over is not laid on the page: its requests reach the server for good.
        await exam.IsKeptOfflineAsync();
    }

    /// <summary>Rather than when the pause after a failure is over.</summary>
    private static Task SendNowAsync(IPage page) => page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }");

    private static async Task<IReadOnlyList<string>> KindsAsync(IPage page) => await page.EvaluateAsync<string[]>(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('certus.queue.')).map((key) => JSON.parse(localStorage.getItem(key)).kind)");

    private static async Task<IReadOnlyList<string>> KeptAsync(IPage page) => await page.EvaluateAsync<string[]>(
        "() => Object.keys(localStorage).filter((key) => /^certus.(note|clock)/.test(key))");
}
