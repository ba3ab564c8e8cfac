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
}
