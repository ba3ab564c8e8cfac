namespace Certus.Browser.Tests;

public sealed class LabTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_lab_is_begun_watched_and_graded_with_the_keyboard_alone()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/labs/s3-hygiene");
        await PressAsync(page, "Start the sandbox");
        await PressAsync(page, "Begin the lab");
        await Expect(page.GetByText("Reported:")).ToBeVisibleAsync();

        var hint = page.GetByText("A hint", new() { Exact = true }).First;
        await hint.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("details[open] > p").First).ToBeVisibleAsync();

        await PressAsync(page, "Watch while I work");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("points, looked at");
        await Expect(page.Locator("[data-check=anonymous-refused]")).ToContainTextAsync("missing");
        await PressAsync(page, "Stop watching");
        await PressAsync(page, "Grade it");
        await Expect(page.GetByText("of 100 points, graded")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    private static async Task PressAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
