namespace Certus.Browser.Tests;

public sealed class CompareTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task From_Decide_the_keyboard_alone_leads_to_MLS_C01_then_and_now_and_to_another_pair()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Two people or two days side by side" }));
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "MLS-C01 then and now" }));

        var engineer = page.Locator("tr[data-who=data-engineer] td");
        await Expect(engineer.Nth(0)).ToContainTextAsync("Pays");
        await Expect(engineer.Nth(1)).ToContainTextAsync("too late to start");
        await Expect(engineer.Nth(2)).ToContainTextAsync("Gone");
        await Expect(engineer.Nth(2)).ToContainTextAsync("instead.");
        await Expect(page.Locator("#first h2")).ToContainTextAsync("MLS-C01");
        await Expect(page.Locator("[data-chart] canvas")).ToHaveCountAsync(1);

        var second = page.GetByRole(AriaRole.Group, new() { Name = "Second" });
        await page.TabToAsync(second.GetByLabel("Whose profile"));
        await page.Keyboard.TypeAsync("Cloud engineer who is");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Compare" }));

        await Expect(page.Locator("#second")).ToContainTextAsync("Cloud engineer who is curious");
        await Expect(page.Locator("tr[data-field=target] td").Nth(1)).ToHaveTextAsync("No other role");
        Assert.Contains("b=novelty", page.Url, StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Without_scripts_two_days_and_a_pasted_profile_are_compared_and_the_tables_stand_for_the_chart()
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = false });
        var page = visit.Page;
        await page.GotoAsync("/decide/compare?a=ml-engineer&b=ml-engineer&assume=article");
        await page.GetByRole(AriaRole.Group, new() { Name = "First" }).GetByLabel("As of").FillAsync("2025-09-15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.Locator("#first")).ToContainTextAsync("as of 2025-09-15");

        await page.GetByLabel("Second", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Paste it").FillAsync("""{"role": "partner", "weeks": 9}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this profile" }).ClickAsync();

        await Expect(page.Locator("#second")).ToContainTextAsync("The imported profile for the second");
        await Expect(page.Locator("tr[data-field=weeks] td").Nth(1)).ToHaveTextAsync("9");
        await Expect(page.Locator("#first")).ToContainTextAsync("as of 2025-09-15");
        await Expect(page.Locator(".chart")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-options=b] [data-median]").First).ToBeVisibleAsync();
    }
}
