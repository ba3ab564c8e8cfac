using System.Text.RegularExpressions;

namespace Certus.Browser.Tests;

public sealed class WithoutScriptsTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_set_can_be_taken_without_scripts_from_the_start_to_the_report()
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = false });
        var page = visit.Page;
        Task PressAsync(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        Task IsAtAsync(string end) => Expect(page).ToHaveURLAsync(new Regex($"/sittings/[^/]+/{end}$"));

        await page.GotoAsync("/practice");
        await PressAsync("Start ten questions");
        await IsAtAsync("1");
        await ChooseAsync(page);
        await PressAsync("Strike out D");
        await IsAtAsync("1");
        await Expect(page.Locator(".option").Nth(3)).ToHaveClassAsync(new Regex("struck"));
        await Expect(page.Locator(".option input").First).ToBeCheckedAsync();
        await PressAsync("Flag");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Flag" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByText("Note to yourself").ClickAsync();
        await page.Locator("textarea").FillAsync("Look again.");
        await page.GetByLabel("Unsure").CheckAsync();
        await PressAsync("Next");
        await IsAtAsync("2");
        await PressAsync("Previous");
        await IsAtAsync("1");
        await Expect(page.Locator("textarea")).ToHaveValueAsync("Look again.");
        await Expect(page.GetByLabel("Unsure")).ToBeCheckedAsync();
        await PressAsync("Review");
        await IsAtAsync("review\\?from=1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Flagged", Exact = true }).ClickAsync();
        await Expect(page.Locator(".cell:visible")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "End", Exact = true }).ClickAsync();
        await Expect(page.GetByText("1 answered, 0 incomplete, 9 not answered.")).ToBeVisibleAsync();
        await PressAsync("End the set");

        await IsAtAsync("result");
        await Expect(page.GetByText(new Regex("^\\d+ of 10 right$"))).ToBeVisibleAsync();
        await page.Locator("#q1 > summary").ClickAsync();
        await Expect(page.Locator("#q1").GetByText("Your answer").First).ToBeVisibleAsync();
        await Expect(page.Locator("#q1").GetByText("Struck out")).ToBeVisibleAsync();
        await Expect(page.Locator("#q1").GetByText("Look again.")).ToBeVisibleAsync();
        await Expect(page.Locator("#q1").GetByText("Takeaway:")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-chart]:visible")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Study_mode_explains_without_scripts()
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = false });
        var page = visit.Page;
        using var candidate = site.Candidate();
        var sitting = await candidate.BeginAsync("study", ("size", "1"));

        await page.GotoAsync($"{sitting}/1");
        await ChooseAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the answer" }).ClickAsync();

        await Expect(page.GetByText("Takeaway:")).ToBeVisibleAsync();
        await Expect(page.Locator(".option input").First).ToBeDisabledAsync();
        Assert.Empty(visit.Complaints);
    }

    private static async Task ChooseAsync(IPage page)
    {
        var select = int.Parse((await page.Locator("form.question").GetAttributeAsync("data-select"))!, System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < select; i++) await page.Locator(".option label").Nth(i).ClickAsync();
    }
}
