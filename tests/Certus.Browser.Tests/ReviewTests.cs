namespace Certus.Browser.Tests;

public sealed class ReviewTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Cards_are_reviewed_graded_and_taken_back_with_the_keyboard_alone()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/review");
        var first = await page.Locator(".flash-side").First.TextContentAsync();
        await Expect(page.Locator(".grades")).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator(".grade[data-key='3']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("4");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
        await Expect(page.Locator(".flash-side").First).Not.ToHaveTextAsync(first!);

        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Locator(".flash-side").First).ToHaveTextAsync(first!);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Redo" })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("3");        // a grade before the answer was seen is none
        await Expect(page.Locator(".flash-side").First).ToHaveTextAsync(first!);
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator(".grade[data-key='3']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");    // Good has the focus
        await Expect(page.Locator(".flash-side").First).Not.ToHaveTextAsync(first!);
        await Expect(page.GetByText("come back in minutes")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_card_is_reviewed_without_scripts()
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = false });
        var page = visit.Page;
        await page.GotoAsync("/review");
        var first = await page.Locator(".flash-side").First.TextContentAsync();

        await page.GetByText("Show the answer").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Easy" }).ClickAsync();

        await Expect(page.Locator(".flash-side").First).Not.ToHaveTextAsync(first!);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Space")]
    [InlineData("Enter")]
    public async Task A_key_held_down_too_long_opens_the_answer_and_grades_nothing(string key)
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/review");
        var first = await page.Locator(".flash-side").First.TextContentAsync();
        if (key == "Enter") await page.Locator(".answer > summary").FocusAsync();      // Space needs no focus; on the summary itself the browser waits for its end

        for (var i = 0; i < 5; i++)
        {
            await page.Keyboard.DownAsync(key);
            await Expect(page.Locator(".grades")).ToBeVisibleAsync();
        }
        await page.Keyboard.UpAsync(key);

        await Expect(page.Locator(".grade[data-key='3']")).ToBeFocusedAsync();
        await Expect(page.Locator(".flash-side").First).ToHaveTextAsync(first!);
    }
}
