using System.Text.Json;

namespace Certus.Browser.Tests;

/// <summary>What the report says of each question.</summary>
public static class ReportPage
{
    /// <summary>One question of a report.</summary>
    /// <param name="Chosen">The letters of the learner's answer.</param>
    /// <param name="Struck">The letters struck out.</param>
    /// <param name="Flagged">Whether it was flagged.</param>
    /// <param name="Note">The learner's note.</param>
    /// <param name="Said">Time, changes, sureness.</param>
    public sealed record Line(string Chosen, string Struck, bool Flagged, string Note, string Said);

    private const string Script =
        """
        () => JSON.stringify(Object.fromEntries([...document.querySelectorAll("details.item")].map((item) => {
          const bearing = (badge) => [...item.querySelectorAll(".verdict")]
            .filter((option) => [...option.querySelectorAll(".badge")].some((found) => found.textContent === badge))
            .map((option) => option.querySelector(".letter").textContent).sort().join("");
          const fact = (name) => [...item.querySelectorAll("dt")].find((term) => term.textContent === name)?.nextElementSibling.textContent ?? "";
          return [item.id.slice(1), {
            chosen: bearing("Your answer"), struck: bearing("Struck out"), note: fact("Your note"), said: fact("You"),
            flagged: [...item.querySelectorAll("summary .badge")].some((badge) => badge.textContent === "Flagged"),
          }];
        })))
        """;

    /// <summary>Reads the report that is open, by position.</summary>
    public static async Task<IReadOnlyDictionary<int, Line>> ReadAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        await Expect(page.Locator("details.item").First).ToBeAttachedAsync();
        return JsonSerializer.Deserialize<Dictionary<int, Line>>(await page.EvaluateAsync<string>(Script), JsonSerializerOptions.Web)!;
    }
}
