using Deque.AxeCore.Commons;

namespace Certus.Browser.Tests;

public sealed class AccessibilityTests(Gallery gallery) : IClassFixture<Gallery>
{
    // Only what is wrong comes back: what is right fills megabytes. That anything was looked at at all is asked for.
    private const string Check =
        """
        async () => {
          const { violations, passes } = await axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], rules: { "target-size": { enabled: true } }, resultTypes: ["violations"],
          });
          if (passes.length < 10) throw new Error("axe has hardly looked at anything");
          return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}, ${help}, ${node.html}`));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    public static TheoryData<string> Pages => [.. Gallery.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_violates_WCAG_2_2_AA_in_light_or_dark_on_a_laptop_or_a_phone(string name)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown, new() { ReducedMotion = ReducedMotion.Reduce });
        await Gallery.OpenAsync(visit, shown);
        await visit.Page.EvaluateAsync(Axe);
        List<string> violations = [];

        foreach (var width in new[] { Gallery.Wide, Gallery.Narrow })
            foreach (var colors in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await visit.Page.SetViewportSizeAsync(width, 800);
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = colors });
                violations.AddRange((await visit.Page.EvaluateAsync<string[]>(Check)).Select(violation => $"{width} {colors}: {violation}"));
                await Records.PictureAsync(visit.Page, $"{name}-{width}-{colors.ToString().ToLowerInvariant()}");
            }

        Assert.Empty(violations);
    }
}
