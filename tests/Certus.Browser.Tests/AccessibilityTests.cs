using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Certus.Browser.Tests;

public sealed class AccessibilityTests(Gallery gallery) : IClassFixture<Gallery>
{
    private static readonly AxeRunOptions Wcag22AA = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] },
        Rules = new() { ["target-size"] = new() { Enabled = true } },
    };

    public static TheoryData<string> Pages => [.. Gallery.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_violates_WCAG_2_2_AA_in_light_or_dark_on_a_laptop_or_a_phone(string name)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown, new() { ReducedMotion = ReducedMotion.Reduce });
        await Gallery.OpenAsync(visit, shown);
        List<string> violations = [];

        foreach (var width in new[] { Gallery.Wide, Gallery.Narrow })
            foreach (var colors in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await visit.Page.SetViewportSizeAsync(width, 800);
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = colors });
                var found = await visit.Page.RunAxe(Wcag22AA);
                Assert.NotEmpty(found.Passes);
                violations.AddRange(found.Violations.SelectMany(violation => violation.Nodes, (violation, node) => $"{width} {colors}: {violation.Id}, {violation.Help}, {node.Html}"));
                await Records.PictureAsync(visit.Page, $"{name}-{width}-{colors.ToString().ToLowerInvariant()}");
            }

        Assert.Empty(violations);
    }
}
