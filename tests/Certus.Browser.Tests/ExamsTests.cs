namespace Certus.Browser.Tests;

public sealed class ExamsTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_phone_the_timeline_begins_at_today_and_scrolls_by_itself_with_scripts_or_without(bool scripts)
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = scripts, ViewportSize = new() { Width = Gallery.Narrow, Height = 800 } });
        var page = visit.Page;
        await page.GotoAsync("/exams?on=2026-11-23");
        var region = page.GetByRole(AriaRole.Region, new() { Name = "Timeline, scrolls sideways" });
        var (place, now) = ((await region.BoundingBoxAsync())!, (await page.Locator(".tl-now-label").BoundingBoxAsync())!);
        Assert.InRange(now.X, place.X, place.X + place.Width - now.Width);

        var begun = await region.EvaluateAsync<double>("region => region.scrollLeft");
        await region.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowLeft");

        await Expect(page.Locator(".tl-now-label")).ToBeInViewportAsync();
        await Expect(region).Not.ToHaveJSPropertyAsync("scrollLeft", begun);
        Assert.True((await page.Locator(".tl-now-label").BoundingBoxAsync())!.X > now.X);       // the years before come in from the left
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Timeline" })).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("^From 2022 to 2027"));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task From_the_timeline_the_keyboard_leads_to_an_exam_on_that_day()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/exams");
        await page.GetByLabel("Day", new() { Exact = true }).FillAsync("2025-09-15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show that day" }).ClickAsync();

        await page.EnterAsync(page.Locator(".timeline-codes a").Filter(new() { HasText = "MLS-C01" }));

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/exams/MLS-C01\\?on=2025-09-15$"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "MLS-C01" })).ToBeVisibleAsync();
    }
}
