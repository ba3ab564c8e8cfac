using System.Globalization;
using System.Text.RegularExpressions;

namespace Certus.Browser.Tests;

/// <summary>The pages of a running sitting, as somebody at the keyboard meets them.</summary>
public sealed class ExamScreen(IPage page)
{
    /// <summary>The page.</summary>
    public IPage Page => page;

    /// <summary>The address of the sitting, such as <c>/sittings/{id}</c>.</summary>
    public string Sitting => Regex.Match(page.Url, "/sittings/[0-9a-f-]+").Value;

    /// <summary>The place of an option on the page.</summary>
    public ILocator Option(char letter) => page.Locator(".option").Nth(letter - 'A');

    /// <summary>The circle or box of an option.</summary>
    public ILocator Choice(char letter) => Option(letter).Locator("input");

    /// <summary>Says whether everything is on the server's disk.</summary>
    public ILocator Saving => page.Locator(".saving");

    /// <summary>The place for notices above the buttons.</summary>
    public ILocator Notices => page.Locator("#notices");

    /// <summary>The clock's face.</summary>
    public ILocator Clock => page.GetByRole(AriaRole.Timer);

    /// <summary>The flag button.</summary>
    public ILocator Flag => page.GetByRole(AriaRole.Button, new() { Name = "Flag" });

    /// <summary>How many options to choose here.</summary>
    public async Task<int> SelectAsync() => int.Parse((await page.Locator("form.question").GetAttributeAsync("data-select"))!, CultureInfo.InvariantCulture);

    /// <summary>Waits until a question is there and its script runs.</summary>
    public async Task IsAtAsync(int position)
    {
        await Expect(page).ToHaveURLAsync(new Regex($"/sittings/[0-9a-f-]+/{position}$"));
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-position", $"{position}");
        await page.WaitForLoadStateAsync();
    }

    /// <summary>Waits until a page of the sitting other than a question is there and its script runs.</summary>
    public async Task IsAtAsync(string name)
    {
        await Expect(page).ToHaveURLAsync(new Regex($"/sittings/[0-9a-f-]+/{name}(\\?.*)?$"));
        await page.WaitForLoadStateAsync();
    }

    /// <summary>Presses a key, as often as it takes where the page asks to be read to its end first.</summary>
    public async Task LeaveByAsync(string key)
    {
        var from = page.Url;
        await page.Keyboard.PressAsync(key);
        await page.WaitForFunctionAsync("from => location.href !== from || document.querySelector('[data-notice=unread]')", from);
        if (page.Url == from) await page.Keyboard.PressAsync(key);
    }

    /// <summary>To the next question by its key.</summary>
    public Task NextAsync() => LeaveByAsync("j");

    /// <summary>Chooses as many options as the question asks for, from the first one on, by their letters.</summary>
    /// <returns>The letters.</returns>
    public async Task<string> ChooseAsync(char first = 'A')
    {
        var letters = string.Concat(Enumerable.Range(first, await SelectAsync()).Select(letter => (char)letter));
        foreach (var letter in letters)
        {
            await page.Keyboard.PressAsync($"{char.ToLowerInvariant(letter)}");
            await Expect(Choice(letter)).ToBeCheckedAsync();
        }
        return letters;
    }

    /// <summary>The letters chosen on the page.</summary>
    public Task<string> ChosenAsync() => page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('.option')].filter(option => option.querySelector('input').checked).map(option => option.querySelector('.letter').textContent).join('')");

    /// <summary>The positions of answers that this browser keeps because no server has acknowledged them.</summary>
    public async Task<IReadOnlyList<int>> WaitingAsync() => await page.EvaluateAsync<int[]>(
        """
        () => Object.keys(localStorage).filter((key) => key.startsWith("certus.queue.")).map((key) => JSON.parse(localStorage.getItem(key)))
          .filter((event) => event.kind === "answered").map((event) => event.position)
        """);

    /// <summary>Waits until this browser has put the whole sitting aside.</summary>
    public Task IsKeptOfflineAsync() => page.WaitUntilAsync(
        """
        async (sitting) => {
          const pages = await caches.open(`certus-sitting-${sitting}`);
          return navigator.serviceWorker.controller !== null && (await pages.match(`/sittings/${sitting}/bundle`)) !== undefined;
        }
        """, Sitting.Split('/')[^1]);

    /// <summary>Ends the sitting, by mouse.</summary>
    public async Task EndAsync()
    {
        await page.GotoAsync($"{Sitting}/end");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End the (exam|set)$") }).ClickAsync();
        await IsAtAsync("result");
    }
}
