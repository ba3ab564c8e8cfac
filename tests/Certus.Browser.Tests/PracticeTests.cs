using System.Text.RegularExpressions;

namespace Certus.Browser.Tests;

public sealed class PracticeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Study_mode_explains_an_answer_as_soon_as_it_is_checked_and_not_before()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/practice");
        await page.GetByLabel("Study: the explanation follows each answer").CheckAsync();
        await page.GetByLabel("Questions", new() { Exact = true }).FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the set" }).ClickAsync();
        await exam.IsAtAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Check the answer" }).ClickAsync();
        await Expect(exam.Notices).ToContainTextAsync("first.");
        await Expect(page.GetByText("Takeaway:")).ToHaveCountAsync(0);
        var chosen = await exam.ChooseAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the answer" }).ClickAsync();

        await Expect(page.GetByText("Takeaway:")).ToBeVisibleAsync();
        await Expect(page.Locator(".reason")).ToHaveCountAsync(await page.Locator(".option").CountAsync());
        await Expect(page.GetByText(new Regex("^(Right\\.|Not right\\.)$"))).ToBeVisibleAsync();
        await Expect(exam.Choice('A')).ToBeDisabledAsync();
        Assert.Equal(chosen, await exam.ChosenAsync());
        await exam.EndAsync();
        await Expect(page.GetByText("Only a full exam gets an estimated score.")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Ten_questions_have_no_clock_and_end_in_a_report_from_which_the_wrong_ones_can_be_studied()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 1280, Height = 1600 } });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Practice", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start ten questions" }).ClickAsync();
        for (var position = 1; position <= 10; position++)
        {
            await exam.IsAtAsync(position);
            await Expect(exam.Clock).ToHaveCountAsync(0);
            if (position < 10) await exam.ChooseAsync();      // the last one stays blank, so it earns nothing
            await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        }

        await exam.IsAtAsync("review");
        await page.GetByRole(AriaRole.Link, new() { Name = "Unfinished" }).ClickAsync();
        await Expect(page.Locator(".cell:visible")).ToHaveCountAsync(1);
        await exam.EndAsync();
        await Expect(page.GetByText(new Regex("^\\d+ of 10 right$"))).ToBeVisibleAsync();
        await Expect(page.Locator("details.item")).ToHaveCountAsync(10);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Blank") }).ClickAsync();
        await Expect(page.Locator("#q10")).ToBeVisibleAsync();
        await Expect(page.Locator("details.item.right")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Study the .*(wrong|blank) ones?") }).ClickAsync();
        await exam.IsAtAsync(1);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check the answer" })).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_custom_set_has_the_size_the_time_the_domain_and_the_seed_that_were_asked_for()
    {
        await using var visit = await site.VisitAsync();
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/practice");
        await page.GetByLabel("Test: explanations at the end").CheckAsync();
        await page.Locator("#set-exam").SelectOptionAsync("MLS-C01");
        var domain = await page.Locator("#domain optgroup[label='MLS-C01'] option").Nth(1).GetAttributeAsync("value");
        await page.GetByLabel("Domain", new() { Exact = true }).SelectOptionAsync(domain!);
        await page.GetByLabel("Questions", new() { Exact = true }).FillAsync("7");
        await page.GetByLabel("Minutes", new() { Exact = true }).FillAsync("15");
        await page.GetByLabel("Seed", new() { Exact = true }).FillAsync("42");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the set" }).ClickAsync();

        await exam.IsAtAsync(1);
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Question 1 of 7");
        await Expect(exam.Clock).ToHaveTextAsync(new Regex("^(15:00|14:\\d\\d)$"));
        await exam.EndAsync();
        await Expect(page.Locator(".facts").First).ToContainTextAsync("42");
        var tasks = await page.Locator("details.item dt", new() { HasText = "Task" }).EvaluateAllAsync<string[]>("terms => terms.map(term => term.nextElementSibling.textContent)");
        Assert.Equal(7, tasks.Length);
        Assert.All(tasks, task => Assert.StartsWith(domain!.Replace("/D", "/", StringComparison.Ordinal).Split('.')[0], task, StringComparison.Ordinal));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_question_can_be_reported_from_the_report_and_its_text_copied()
    {
        await using var visit = await site.VisitAsync(new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var page = visit.Page;
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("custom", ("size", "1"));
        await candidate.EndAsync(sitting);

        await page.GotoAsync($"{sitting}/result");
        await page.GetByText("Report this question").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy question and version" }).ClickAsync();
        await page.WaitUntilAsync("async () => /^Question .+, version .+/.test(await navigator.clipboard.readText())");
        await page.GetByLabel("What is wrong?").FillAsync("The second option is right as well.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save this report" }).ClickAsync();

        await Expect(page.GetByText("Saved. Thank you.")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }
}
