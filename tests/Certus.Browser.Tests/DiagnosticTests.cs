namespace Certus.Browser.Tests;

public sealed class DiagnosticTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_diagnostic_asks_one_question_after_another_survives_a_reload_and_says_where_one_stands()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 1280, Height = 3000 }, ReducedMotion = ReducedMotion.Reduce });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/practice");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Diagnostic for MLA-C02") }).ClickAsync();
        await Expect(page.GetByText("You can't go back to an earlier question")).ToBeVisibleAsync();
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Begin: the clock starts now" }));
        await Expect(exam.Clock).ToBeVisibleAsync();

        var asked = new List<string>();
        var position = 1;
        for (; position <= 25 && page.Url.EndsWith($"/{position}", StringComparison.Ordinal); position++)
        {
            await exam.IsAtAsync(position);
            var stem = await page.Locator(".stem").InnerTextAsync();
            Assert.DoesNotContain(stem, asked);
            asked.Add(stem);
            if (position == 3)
            {
                await page.ReloadAsync();
                await exam.IsAtAsync(3);
                Assert.Equal(stem, await page.Locator(".stem").InnerTextAsync());
                await page.GotoAsync($"{exam.Sitting}/1");
                await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/3$"));      // what was answered stands
                await exam.IsAtAsync(3);
            }
            await exam.ChooseAsync();
            await Expect(exam.Saving).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("[Ss]aved"));
            var from = page.Url;
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Next|Finish)") }).ClickAsync();
            await page.WaitForFunctionAsync("from => location.href !== from", from);
        }

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where you stand" })).ToBeVisibleAsync();
        Assert.InRange(asked.Count, 20, 25);
        await Expect(page.GetByText("to pass; 90 % interval")).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(390, 844);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_diagnostic_can_be_taken_with_the_keyboard_alone()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/practice");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Diagnostic for MLS-C01") }));
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Begin: the clock starts now" }));

        for (var position = 1; position <= 25; position++)
        {
            await exam.IsAtAsync(position);
            if (position == 2) await StayUntilAnsweredAsync(exam);
            if (position == 3) await LookAtTheEndAndComeBackAsync(exam);
            await exam.ChooseAsync(position % 2 == 0 ? 'B' : 'A');
            var from = page.Url;
            await page.Keyboard.PressAsync("j");
            await page.WaitForFunctionAsync("from => location.href !== from", from);
        }

        await exam.IsAtAsync("result");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where you stand" })).ToBeVisibleAsync();
        await page.EnterAsync(page.Locator("#q2 > summary"));
        await Expect(page.Locator("#q2").GetByText("Takeaway:")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task On_a_phone_the_way_to_the_end_is_a_button_like_those_beside_it()
    {
        await using var visit = await site.VisitAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var page = visit.Page;
        using var candidate = site.Candidate();
        await page.GotoAsync($"{await candidate.DiagnoseAsync("AIP-C01", upTo: 1)}/1");

        var looks = await page.Locator(".exam-nav").EvaluateAsync<string[]>(
            "nav => [...nav.querySelectorAll('a, button:not(.primary)')].map(way => { const { borderTopColor, fontSize, flexDirection, height } = getComputedStyle(way); return [borderTopColor, fontSize, flexDirection, height].join(); })");

        Assert.Equal(2, looks.Length);
        Assert.Equal(looks[1], looks[0]);
    }

    private static async Task StayUntilAnsweredAsync(ExamScreen exam)
    {
        await exam.Page.Keyboard.PressAsync("j");
        await exam.Page.WaitForFunctionAsync("() => document.querySelector('[data-notice=unread], [data-notice=blank]')");
        await exam.Page.Keyboard.PressAsync("j");      // the first press may have brought options up that were not in sight
        await Expect(exam.Notices).ToContainTextAsync("A diagnostic can't come back to it");
        await exam.IsAtAsync(2);
    }

    private static async Task LookAtTheEndAndComeBackAsync(ExamScreen exam)
    {
        await exam.Page.EnterAsync(exam.Page.GetByRole(AriaRole.Link, new() { Name = "End early" }));
        await exam.IsAtAsync("end");
        await Expect(exam.Page.GetByText("2 questions answered.")).ToBeVisibleAsync();
        await exam.Page.EnterAsync(exam.Page.GetByRole(AriaRole.Link, new() { Name = "Question 3" }));
        await exam.IsAtAsync(3);
    }
}
