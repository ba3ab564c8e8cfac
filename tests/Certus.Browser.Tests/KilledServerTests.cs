using System.Globalization;

namespace Certus.Browser.Tests;

public sealed class KilledServerTests(Site site) : IClassFixture<Site>
{
    private const int Answers = 12;

    [Fact]
    public async Task No_acknowledged_answer_is_lost_and_the_clock_runs_on_when_the_server_is_killed_in_mid_exam()
    {
        await using var first = await site.VisitAsync();
        var exam = new ExamScreen(first.Page);
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("exam");
        Dictionary<int, string> chosen = [];

        await first.Page.GotoAsync($"{sitting}/1");
        for (var position = 1; position <= Answers; position++)
        {
            await exam.IsAtAsync(position);
            chosen[position] = await exam.ChooseAsync();
            if (position < Answers) await exam.NextAsync();
        }
        await site.Server.KillAsync();      // at once: the last answers may be on their way
        var killed = DateTimeOffset.UtcNow;
        await first.Context.SetOfflineAsync(true);      // what this browser still keeps must not help the server yet
        var unacknowledged = await exam.WaitingAsync();
        var (deadline, left) = await ClockAsync(first.Page);
        await site.Server.StartAgainAsync();

        Assert.InRange(unacknowledged.Count, 0, Answers - 1);
        await using var second = await site.VisitAsync();
        var elsewhere = new ExamScreen(second.Page);
        foreach (var (position, letters) in chosen.Where(answer => !unacknowledged.Contains(answer.Key)))
        {
            await second.Page.GotoAsync($"{sitting}/{position}");
            await elsewhere.IsAtAsync(position);
            Assert.Equal(letters, await elsewhere.ChosenAsync());
        }
        var (laterDeadline, laterLeft) = await ClockAsync(second.Page);
        Assert.Equal(deadline, laterDeadline);
        Assert.True(laterLeft <= left - (DateTimeOffset.UtcNow - killed).TotalMilliseconds + 5000, "The clock stood still while the server was away.");

        await first.Context.SetOfflineAsync(false);
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await second.Page.GotoAsync($"{sitting}/{Answers}");
        Assert.Equal(chosen[Answers], await elsewhere.ChosenAsync());
    }

    [Fact]
    public async Task A_sitting_goes_on_after_the_server_was_killed_by_a_reload_and_in_another_browser()
    {
        await using var first = await site.VisitAsync();
        var exam = new ExamScreen(first.Page);
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("custom", ("size", "4"), ("minutes", "60"));

        await first.Page.GotoAsync($"{sitting}/1");
        await exam.IsAtAsync(1);
        await site.Server.KillAsync();
        var one = await exam.ChooseAsync('B');
        await Expect(exam.Saving).ToHaveTextAsync("1 answer waiting");
        await site.Server.StartAgainAsync();
        await first.Page.ReloadAsync();
        await Expect(exam.Saving).ToHaveTextAsync("Saved");
        await exam.NextAsync();
        await exam.IsAtAsync(2);
        var two = await exam.ChooseAsync();
        await Expect(exam.Saving).ToHaveTextAsync("Saved");

        await using var second = await site.VisitAsync();
        var elsewhere = new ExamScreen(second.Page);
        await second.Page.GotoAsync("/");
        await second.Page.Locator($"a[href='{sitting}/3']").ClickAsync();
        await elsewhere.IsAtAsync(3);
        var three = await elsewhere.ChooseAsync();
        await Expect(elsewhere.Saving).ToHaveTextAsync("Saved");
        await elsewhere.EndAsync();

        var report = await ReportPage.ReadAsync(second.Page);
        Assert.Equal([one, two, three, ""], report.OrderBy(line => line.Key).Select(line => line.Value.Chosen));
    }

    private static async Task<(long Deadline, long Left)> ClockAsync(IPage page)
    {
        async Task<long> Number(string name) => long.Parse((await page.Locator("body").GetAttributeAsync(name))!, CultureInfo.InvariantCulture);
        var deadline = await Number("data-deadline");
        return (deadline, deadline - await Number("data-now"));
    }
}
