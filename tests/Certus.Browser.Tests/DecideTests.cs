using System.Text.Json;

namespace Certus.Browser.Tests;

public sealed class DecideTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_answer_follows_what_is_typed_with_the_keyboard_alone()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide?asOf=2025-09-15&assume=article");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Forget all of it" }));
        var verdict = page.Locator("[data-verdict]");
        var before = await verdict.InnerTextAsync();

        await page.TabToAsync(page.GetByLabel("What you work as"));
        await page.Keyboard.TypeAsync("ML");
        await page.TabToAsync(page.GetByLabel("Years of ML work"));
        await page.Keyboard.TypeAsync("3");
        await page.TabToAsync(page.GetByLabel("The role you want"));
        await page.Keyboard.TypeAsync("ML");
        await page.TabToAsync(page.GetByLabel("Yearly pay, gross"));
        // The verdict changes with the first fields already: what is read and reloaded below has to be the answer to the last one.
        await page.RunAndWaitForResponseAsync(() => page.Keyboard.TypeAsync("165000"), response => response.Request.PostData?.Contains("baseSalary=165000", StringComparison.Ordinal) == true);
        await Expect(page.Locator("#answer")).Not.ToHaveAttributeAsync("aria-busy", "true");

        await Expect(verdict).Not.ToHaveTextAsync(before);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("On the evidence:");
        await Expect(page.Locator("#answer [data-chart] canvas")).ToHaveCountAsync(2);
        await Expect(page.GetByLabel("Yearly pay, gross")).ToBeFocusedAsync();
        Assert.DoesNotContain("165", page.Url, StringComparison.Ordinal);
        var typed = await verdict.InnerTextAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Yearly pay, gross")).ToHaveValueAsync("165000");
        await Expect(verdict).ToHaveTextAsync(typed);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_the_field_while_the_last_answer_stays()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        var (hours, verdict) = (page.GetByLabel("Hours a week"), await page.Locator("[data-verdict]").InnerTextAsync());

        await hours.FillAsync("900");
        await Expect(hours).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(hours).ToHaveAccessibleDescriptionAsync("Must be from 0.5 to 80, not 900. Left out: 10.");
        await Expect(page.Locator("[data-verdict]")).ToHaveTextAsync(verdict);
        await hours.FillAsync("9");

        await Expect(hours).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(hours).ToHaveAccessibleDescriptionAsync("Left out: 10.");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_profile_leaves_as_a_file_and_comes_back_from_one()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        await page.GetByLabel("A profile in JSON").SetInputFilesAsync(new FilePayload { Name = "me.json", MimeType = "application/json", Buffer = """{"role": "cloud", "weeks": 12}"""u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this file" }).ClickAsync();
        await Expect(page.GetByLabel("For how many weeks")).ToHaveValueAsync("12");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the profile" }).ClickAsync());

        await using var stream = await download.CreateReadStreamAsync();
        var profile = (await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(("certus-profile.json", "cloud", 12), (download.SuggestedFilename, profile.GetProperty("role").GetString(), profile.GetProperty("weeks").GetInt32()));
    }

    [Fact]
    public async Task Without_scripts_the_button_brings_the_same_answer()
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = false });
        var page = visit.Page;
        await page.GotoAsync("/decide?asOf=2025-09-15&assume=article");

        await page.GetByLabel("What you work as").SelectOptionAsync("mlEngineer");
        await page.GetByLabel("Years of ML work").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide" }).ClickAsync();

        await Expect(page.GetByLabel("Years of ML work")).ToHaveValueAsync("2");
        await Expect(page.Locator(".verdict-card")).ToContainTextAsync("As of 2025-09-15, on the article's figures");
        await Expect(page.Locator(".chart").First).ToBeHiddenAsync();
        await Expect(page.Locator("tr[data-option]").First).ToBeVisibleAsync();
    }
}
