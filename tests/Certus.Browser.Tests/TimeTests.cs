namespace Certus.Browser.Tests;

public sealed class TimeTests(Site site) : IClassFixture<Site>
{
    private const long Minute = 60_000;

    [Fact]
    public async Task When_the_time_is_up_the_answers_are_handed_in_and_the_report_opens_by_itself()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("custom", ("size", "3"), ("minutes", "1"));
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        var chosen = await exam.ChooseAsync();
        await Expect(exam.Clock).ToHaveTextAsync("0:05", new() { Timeout = 90_000 });
        await exam.NextAsync();
        await exam.IsAtAsync(2);
        var last = await exam.ChooseAsync('B');

        await Expect(page).ToHaveURLAsync($"{site.Server.Address}{sitting}/result", new() { Timeout = 30_000 });

        await Expect(page.GetByText("the time ran out")).ToBeVisibleAsync();
        var report = await ReportPage.ReadAsync(page);
        Assert.Equal([chosen, last, ""], report.OrderBy(line => line.Key).Select(line => line.Value.Chosen));
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync("result");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_hidden_clock_comes_back_for_the_last_five_minutes_and_both_warnings_are_said_once()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("exam");
        await visit.Context.Clock.InstallAsync();
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");

        await page.Keyboard.PressAsync("t");
        await Expect(exam.Clock).ToBeHiddenAsync();
        await visit.Context.Clock.FastForwardAsync(149 * Minute);
        await Expect(exam.Notices).ToBeEmptyAsync();
        await visit.Context.Clock.FastForwardAsync(Minute + 30_000);
        await Expect(exam.Notices).ToHaveTextAsync("30 minutes left.");
        await Expect(page.Locator("#announce")).ToHaveTextAsync("30 minutes left.");
        await Expect(exam.Clock).ToBeHiddenAsync();
        await visit.Context.Clock.FastForwardAsync(25 * Minute);

        await Expect(exam.Clock).ToBeVisibleAsync();
        await Expect(exam.Notices).ToHaveTextAsync("5 minutes left.");
        await Expect(page.Locator("#announce")).ToHaveTextAsync("5 minutes left.");
        await visit.Context.Clock.FastForwardAsync(30_000);
        await Expect(exam.Notices).ToBeEmptyAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_browser_clock_that_runs_ahead_ends_nothing()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("exam");
        await visit.Context.Clock.InstallAsync();
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");

        var reloaded = page.WaitForRequestAsync(request => request.IsNavigationRequest);
        await visit.Context.Clock.FastForwardAsync(181 * Minute);
        await reloaded;

        await exam.IsAtAsync(1);
        await Expect(exam.Clock).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^(3:00:00|2:59:)"));
        await exam.ChooseAsync();
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
    }

    [Fact]
    public async Task A_paused_set_stands_still_and_goes_on_where_it_was()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("custom", ("size", "3"), ("minutes", "10"));
        await page.GotoAsync($"{sitting}/2");
        await exam.IsAtAsync(2);
        var chosen = await exam.ChooseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Paused");
        await page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync("paused");
        await page.GotoAsync("/history");
        await page.Locator($"a[href='{sitting}/1']").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Resume") }).ClickAsync();

        await exam.IsAtAsync(1);
        await exam.NextAsync();
        await exam.IsAtAsync(2);
        Assert.Equal(chosen, await exam.ChosenAsync());
        Assert.Empty(visit.Complaints);
    }
}
