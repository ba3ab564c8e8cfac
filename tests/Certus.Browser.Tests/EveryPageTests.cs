namespace Certus.Browser.Tests;

public sealed class EveryPageTests(Gallery gallery) : IClassFixture<Gallery>
{
    private const string Library = "/_content/Vizor.ECharts/";
    private const int MostBytes = 150_000;

    // How far the page reaches, once everything has seen the window's new size.
    private const string Extent =
        """
        async () => {
          for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
        }
        """;

    // The small things that are neither links inside a sentence nor drawn over by something larger.
    private const string SmallTargets =
        """
        () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter((control) => {
          if (!control.checkVisibility({ visibilityProperty: true }) || control.closest(".skip")) return false;
          if (control.matches("a") && getComputedStyle(control).display === "inline") return false;
          const target = control.matches("input[type=radio], input[type=checkbox]") ? control.closest("label") ?? control.closest(".option") ?? control : control;
          const { width, height } = target.getBoundingClientRect();
          return width < 24 || height < 24;
        }).map((control) => control.outerHTML.slice(0, 150))
        """;

    // What has the focus shows an outline, itself or on the thing drawn for it, and the bars that stay in sight don't cover it.
    private const string Focus =
        """
        () => {
          const control = document.activeElement;
          if (control === document.body || control === document.documentElement) return "";
          const drawn = (element) => {
            const style = element && getComputedStyle(element);
            return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.opacity !== "0";
          };
          const { left, right, top, bottom } = (control.closest(".option, .switch label") ?? control).getBoundingClientRect();
          const bar = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest(".exam-head, .exam-nav");
          const covered = bar && !bar.contains(control);
          if (control.dataset.reached) return "";
          control.dataset.reached = "before";
          return covered || ![control, control.nextElementSibling, control.closest(".option")].some(drawn) ? `can't be seen on ${control.outerHTML.slice(0, 150)}` : "seen";
        }
        """;

    public static TheoryData<string> Pages => [.. Gallery.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_scrolls_sideways_on_a_phone(string name)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown, new() { ViewportSize = new() { Width = Gallery.Narrow, Height = 700 } });
        await Gallery.OpenAsync(visit, shown);

        foreach (var width in new[] { Gallery.Narrow, 320 })
        {
            await visit.Page.SetViewportSizeAsync(width, 700);
            Assert.Equal(width, await visit.Page.EvaluateAsync<int>(Extent));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_target_is_24_pixels_wide_and_high(string name)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown);
        await Gallery.OpenAsync(visit, shown);

        foreach (var width in new[] { Gallery.Wide, Gallery.Narrow })
        {
            await visit.Page.SetViewportSizeAsync(width, 800);
            Assert.Empty(await visit.Page.EvaluateAsync<string[]>(SmallTargets));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_focus_can_be_seen_on_every_control_that_Tab_reaches(string name)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown);
        await Gallery.OpenAsync(visit, shown);
        var reached = 0;

        for (; reached < 200; reached++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var focus = await visit.Page.EvaluateAsync<string>(Focus);
            if (focus.Length == 0) break;
            Assert.Equal("seen", focus);
        }

        Assert.InRange(reached, 1, 199);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_is_served_by_this_host_alone_without_an_error_and_loads_ECharts_only_for_a_chart(string name)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown);

        await Gallery.OpenAsync(visit, shown);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.All(visit.Requests, request => Assert.Equal(new Uri(visit.Address).Authority, request.Authority));
        Assert.Equal(shown.HasChart, visit.Requests.Any(request => request.AbsolutePath.StartsWith(Library, StringComparison.Ordinal)));
        Assert.Equal(shown.HasChart, await visit.Page.Locator("[data-chart]").CountAsync() > 0);
        Assert.DoesNotContain(visit.Complaints, complaint => shown.Status == 200 || !complaint.Contains($"status of {shown.Status}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_without_a_chart_transfers_less_than_150_kB_on_a_cold_cache_the_offline_copies_included(string name)
    {
        var shown = gallery[name];
        await using Relay relay = new(gallery.AddressOf(shown));
        await using var visit = await Visit.BeginAsync(gallery.Browser, relay.Address, new());

        await Gallery.OpenAsync(visit, shown);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (await visit.Page.Locator("body[data-bundle-url]").CountAsync() > 0) await new ExamScreen(visit.Page).IsKeptOfflineAsync();

        Records.Transferred(name, relay.Bytes);
        Assert.InRange(relay.Bytes, 1, shown.HasChart ? long.MaxValue : MostBytes);
    }
}
