namespace Certus.Browser.Tests;

/// <summary>What a keyboard does.</summary>
public static class Keys
{
    private const int Patience = 150;

    /// <summary>Presses Tab until a control has the focus.</summary>
    public static async Task TabToAsync(this IPage page, ILocator control)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(control);
        await Expect(control).ToBeVisibleAsync();
        for (var presses = 0; presses < Patience; presses++)
        {
            if (await control.EvaluateAsync<bool>("control => control === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{Patience} presses of Tab did not reach {control}.");
    }

    /// <summary>Reaches a control with Tab and presses Enter.</summary>
    public static async Task EnterAsync(this IPage page, ILocator control)
    {
        await page.TabToAsync(control);
        await page.Keyboard.PressAsync("Enter");
    }
}
