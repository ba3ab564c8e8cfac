namespace Certus.Browser.Tests;

public sealed class SettingsTests(Site site) : IClassFixture<Site>
{
    // So that no question goes on below the window and asks for its key twice.
    private static BrowserNewContextOptions Tall => new() { ViewportSize = new() { Width = 1280, Height = 1600 } };

    [Fact]
    public async Task A_key_that_was_remapped_works_and_the_one_before_does_nothing()
    {
        await using var visit = await site.VisitAsync(Tall);
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/settings");
        await page.GetByLabel("Flag", new() { Exact = true }).FillAsync("n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await BeginAsync(exam);

        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("n");
        await Expect(exam.Flag).ToHaveAttributeAsync("aria-pressed", "true");     // toggled once

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "N Flag", Exact = true })).ToBeVisibleAsync();
        await RestoreAsync(page);
    }

    [Fact]
    public async Task With_keys_turned_off_neither_single_ones_nor_Alt_Shift_N_and_P_do_anything()
    {
        await using var visit = await site.VisitAsync(Tall);
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        await page.GotoAsync("/settings");
        await page.GetByLabel("Use single-key shortcuts").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await BeginAsync(exam);

        foreach (var key in new[] { "a", "2", "Shift+B", "m", "?", "j", "r", "Alt+Shift+N" }) await page.Keyboard.PressAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await exam.IsAtAsync(2);
        await page.Keyboard.PressAsync("Alt+Shift+P");
        await page.GetByRole(AriaRole.Button, new() { Name = "Previous" }).ClickAsync();

        await exam.IsAtAsync(1);
        Assert.Equal([$"{exam.Sitting}/1", $"{exam.Sitting}/2", $"{exam.Sitting}/1"], visit.Pages.Where(path => path.StartsWith(exam.Sitting, StringComparison.Ordinal)));
        await Expect(page.Locator(".option input:checked")).ToHaveCountAsync(0);
        await Expect(page.Locator(".option.struck")).ToHaveCountAsync(0);
        await Expect(exam.Flag).ToHaveAttributeAsync("aria-pressed", "false");
        await RestoreAsync(page);
    }

    [Fact]
    public async Task A_key_that_means_two_things_is_refused_beside_both_of_its_boxes()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/settings");

        await page.GetByLabel("Next question").FillAsync("k");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Nothing was saved. Look again at Next question and Previous question.");
        await Expect(page.GetByLabel("Next question")).ToHaveAccessibleDescriptionAsync("K is also the key for Previous question.");
        await Expect(page.GetByLabel("Previous question")).ToHaveAccessibleDescriptionAsync("K is also the key for Next question.");
    }

    [Theory]
    [InlineData(ColorScheme.Light, "Dark")]
    [InlineData(ColorScheme.Dark, "Light")]
    public async Task The_theme_follows_the_system_until_one_is_chosen_and_then_stays(ColorScheme system, string chosen)
    {
        await using var visit = await site.VisitAsync(new() { ColorScheme = system });
        var page = visit.Page;
        Task<bool> IsDarkAsync() => page.EvaluateAsync<bool>("() => { const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number); return r + g + b < 384; }");

        await page.GotoAsync("/");
        Assert.Equal(system == ColorScheme.Dark, await IsDarkAsync());
        await page.GetByRole(AriaRole.Radio, new() { Name = chosen }).CheckAsync(new() { Force = true });
        Assert.Equal(chosen == "Dark", await IsDarkAsync());
        await page.GotoAsync("/about");
        Assert.Equal(chosen == "Dark", await IsDarkAsync());
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = chosen })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Auto" }).CheckAsync(new() { Force = true });
        await page.ReloadAsync();

        Assert.Equal(system == ColorScheme.Dark, await IsDarkAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_theme_can_be_chosen_in_the_settings_and_on_the_exam_screen_too()
    {
        await using var visit = await site.VisitAsync(new() { ColorScheme = ColorScheme.Light });
        var (page, exam) = (visit.Page, new ExamScreen(visit.Page));
        Task<string?> ThemeAsync() => page.Locator("html").GetAttributeAsync("data-theme");

        await page.GotoAsync("/settings");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Radio, new() { Name = "Dark" }).CheckAsync(new() { Force = true });
        Assert.Equal("dark", await ThemeAsync());
        await Expect(page.GetByRole(AriaRole.Contentinfo).GetByRole(AriaRole.Radio, new() { Name = "Dark" })).ToBeCheckedAsync();
        await BeginAsync(exam);
        Assert.Equal("dark", await ThemeAsync());
        await page.Keyboard.PressAsync("?");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Radio, new() { Name = "Light" }).CheckAsync(new() { Force = true });

        Assert.Equal("light", await ThemeAsync());
        Assert.Empty(visit.Complaints);
    }

    private async Task BeginAsync(ExamScreen exam)
    {
        using var candidate = site.Candidate();
        await exam.Page.GotoAsync($"{await candidate.BeginAsync("quick")}/1");
        await exam.IsAtAsync(1);
    }

    private static async Task RestoreAsync(IPage page)
    {
        await page.GotoAsync("/settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore the usual keys" }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
    }
}
