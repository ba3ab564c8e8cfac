using System.Collections.Concurrent;
using System.Text.Json;

namespace Certus.Browser.Tests;

public sealed class CutNetworkTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Answers_given_in_a_minute_without_network_wait_visibly_survive_a_reload_and_are_sent_once()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("exam");
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        await exam.IsKeptOfflineAsync();
        Dictionary<int, string> chosen = new() { [1] = await exam.ChooseAsync() };
        await Expect(exam.Saving).ToHaveTextAsync("Saved");

        await visit.Context.SetOfflineAsync(true);
        var cut = DateTimeOffset.UtcNow;
        for (var position = 2; position <= 4; position++)
        {
            await exam.NextAsync();
            await exam.IsAtAsync(position);
            await Expect(exam.Notices).ToContainTextAsync("this page is the copy kept on this device");
            chosen[position] = await exam.ChooseAsync('B');
        }
        await Expect(exam.Saving).ToHaveTextAsync("3 answers waiting");
        await Expect(exam.Notices).ToContainTextAsync("3 answers waiting. Kept on this device and sent when the server answers.");
        await page.ReloadAsync();
        await exam.IsAtAsync(4);
        await Expect(exam.Saving).ToHaveTextAsync("3 answers waiting");
        Assert.Equal(chosen[4], await exam.ChosenAsync());
        await exam.LeaveByAsync("k");
        await exam.IsAtAsync(3);
        Assert.Equal(chosen[3], await exam.ChosenAsync());
        await exam.LeaveByAsync("r");
        await exam.IsAtAsync("review");
        await Expect(page.Locator("[data-tally=answered]")).ToHaveTextAsync("4");
        await page.WaitForFunctionAsync("cut => Date.now() >= cut + 60000", cut.ToUnixTimeMilliseconds(), new() { Timeout = 90_000 });

        using Sent sent = new(visit.Context);
        await visit.Context.SetOfflineAsync(false);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await exam.EndAsync();

        // A question that asks for two sends one answer a choice.
        Assert.Equal(chosen.Where(line => line.Key > 1).SelectMany(line => Enumerable.Repeat(line.Key, line.Value.Length)).Order(), sent.Answers.Order());
        var report = await ReportPage.ReadAsync(page);
        Assert.Equal(chosen, report.Where(line => line.Value.Chosen != "").ToDictionary(line => line.Key, line => line.Value.Chosen));
        Assert.All(report.Values, line => Assert.DoesNotContain("changed", line.Said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_given_while_the_server_is_down_are_handed_in_when_it_is_back()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("custom", ("size", "5"), ("minutes", "30"));
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        await exam.IsKeptOfflineAsync();

        await site.Server.KillAsync();
        Dictionary<int, string> chosen = [];
        for (var position = 1; position <= 5; position++)
        {
            await exam.IsAtAsync(position);
            chosen[position] = await exam.ChooseAsync();
            if (position < 5) await exam.NextAsync();
        }
        await page.Keyboard.PressAsync("m");
        await Expect(exam.Saving).ToHaveTextAsync("5 answers waiting");
        await page.ReloadAsync();
        await site.Server.StartAgainAsync();
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await exam.EndAsync();

        var report = await ReportPage.ReadAsync(page);
        Assert.Equal(chosen, report.ToDictionary(line => line.Key, line => line.Value.Chosen));
        Assert.True(report[5].Flagged);
    }

    [Fact]
    public async Task An_exam_does_not_end_before_its_last_answers_are_handed_in()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("quick");
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        await exam.IsKeptOfflineAsync();        // a route laid while the service worker takes over would miss the page
        await page.RouteAsync("**/events", route => route.AbortAsync());
        var chosen = await exam.ChooseAsync();
        await page.GotoAsync($"{sitting}/end");
        await exam.IsAtAsync("end");

        var end = page.GetByRole(AriaRole.Button, new() { Name = "End the set" });
        await end.ClickAsync();
        await Expect(exam.Notices).ToContainTextAsync("The server cannot be reached, so the exam is not over yet.");
        await page.UnrouteAsync("**/events");
        await end.ClickAsync();

        await exam.IsAtAsync("result");
        Assert.Equal(chosen, (await ReportPage.ReadAsync(page))[1].Chosen);
    }

    [Fact]
    public async Task A_page_that_was_not_put_aside_says_so_and_its_way_back_works_when_the_server_returns()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var (kept, other) = (await candidate.BeginAsync("quick"), await candidate.BeginAsync("quick"));
        await page.GotoAsync($"{kept}/1");
        await exam.IsAtAsync(1);
        await exam.IsKeptOfflineAsync();

        await visit.Context.SetOfflineAsync(true);
        await page.GotoAsync($"{other}/2");
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("The server cannot be reached");
        await visit.Context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();

        await exam.IsAtAsync(2);
    }

    [Fact]
    public async Task A_slow_server_is_waited_for_where_no_copy_was_put_aside()
    {
        await using Relay relay = new(site.Server.Address);
        await using var visit = await Visit.BeginAsync(site.Browser, relay.Address, new());
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var (kept, other) = (await candidate.BeginAsync("quick"), await candidate.BeginAsync("quick"));
        await page.GotoAsync($"{kept}/1");
        await exam.IsKeptOfflineAsync();
        var watch = await visit.Context.NewPageAsync();

        relay.Hold();
        var asked = DateTimeOffset.UtcNow;
        var opening = page.GotoAsync($"{other}/1");
        await watch.WaitForFunctionAsync("asked => Date.now() > asked + 4000", asked.ToUnixTimeMilliseconds());     // longer than the service worker waits where it has a copy
        relay.Release();
        await opening;

        await exam.IsAtAsync(1);
    }

    /// <summary>The answers that reach the server from now on, as often as they do.</summary>
    private sealed class Sent : IDisposable
    {
        private readonly IBrowserContext _context;
        private readonly ConcurrentQueue<int> _answers = new();

        public Sent(IBrowserContext context)
        {
            _context = context;
            context.RequestFinished += Note;
        }

        public IReadOnlyCollection<int> Answers => _answers;

        public void Dispose() => _context.RequestFinished -= Note;

        private void Note(object? sender, IRequest request)
        {
            if (!request.Url.EndsWith("/events", StringComparison.Ordinal) || request.PostData is not { } body) return;
            foreach (var happened in JsonDocument.Parse(body).RootElement.EnumerateArray())
                if (happened.GetProperty("kind").GetString() == "answered") _answers.Enqueue(happened.GetProperty("position").GetInt32());
        }
    }
}
