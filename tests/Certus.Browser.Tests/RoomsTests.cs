namespace Certus.Browser.Tests;

public sealed class RoomsTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_phone_the_rooms_are_a_menu_that_the_keyboard_opens_and_closes_with_scripts_or_without(bool scripts)
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = scripts, ViewportSize = new() { Width = Gallery.Narrow, Height = 800 } });
        var page = visit.Page;
        await page.GotoAsync("/history");
        var (menu, rooms) = (page.GetByRole(AriaRole.Button, new() { Name = "Menu" }), page.GetByRole(AriaRole.Navigation, new() { Name = "Rooms" }));
        Assert.InRange((await page.Locator(".site-head").BoundingBoxAsync())!.Height, 40, 50);      // one row
        await Expect(rooms).ToBeHiddenAsync();

        await page.EnterAsync(menu);
        await Expect(rooms).ToBeVisibleAsync();
        await Expect(rooms.GetByRole(AriaRole.Link, new() { Name = "History" })).ToHaveAttributeAsync("aria-current", "page");
        await page.Keyboard.PressAsync("Escape");
        await Expect(rooms).ToBeHiddenAsync();
        await Expect(menu).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(rooms.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await page.EnterAsync(rooms.GetByRole(AriaRole.Link, new() { Name = "Exams" }));
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/exams$"));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task In_a_wide_window_the_rooms_are_a_row_and_there_is_no_menu()
    {
        await using var visit = await site.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/history");

        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Rooms" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Menu" })).ToBeHiddenAsync();
        await page.EnterAsync(page.GetByRole(AriaRole.Link, new() { Name = "Exams", Exact = true }));
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/exams$"));
    }
}
