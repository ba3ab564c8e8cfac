namespace Certus.Browser.Tests;

public sealed class PlanTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_plan_is_made_followed_timed_and_undone_with_the_keyboard_alone()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/plan");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Make a plan" }));
        foreach (var minutes in await page.Locator("input[name^=minutes-]").AllAsync()) await minutes.FillAsync("90");       // whatever day of the week it is
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Make the plan" }));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Today", Exact = true })).ToBeVisibleAsync();

        await PressAsync(page, page.Locator(".session").GetByRole(AriaRole.Button, new() { NameRegex = new("^Done") }).First);
        await Expect(page.Locator(".session[data-done]")).ToHaveCountAsync(1);
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo “done") }));
        await Expect(page.Locator(".session[data-done]")).ToHaveCountAsync(0);

        await page.RunAndWaitForResponseAsync(() => PressAsync(page, page.Locator("section[aria-labelledby=next] button[value=start]")), response => response.Url.EndsWith("/plan/act", StringComparison.Ordinal));
        await page.GotoAsync("/plan");
        await Expect(page.Locator("[data-timer]")).Not.ToHaveTextAsync("0:00");      // it runs by itself
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Pause") }));
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Paused") })).ToBeVisibleAsync();

        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Week", Exact = true }));
        await Expect(page.Locator("[data-today=true]")).ToHaveCountAsync(1);
        Assert.Empty(visit.Complaints);
    }

    private static async Task PressAsync(IPage page, ILocator button)
    {
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
