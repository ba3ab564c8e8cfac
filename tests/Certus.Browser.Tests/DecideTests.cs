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

        await page.TabToAsync(page.GetByLabel("What you work as", new() { Exact = true }));
        await page.Keyboard.TypeAsync("ML");
        await page.TabToAsync(page.GetByLabel("Years of ML work", new() { Exact = true }));
        await page.Keyboard.TypeAsync("3");
        await page.TabToAsync(page.GetByLabel("The role you want", new() { Exact = true }));
        await page.Keyboard.TypeAsync("ML");
        await page.TabToAsync(page.GetByLabel("Yearly pay, gross", new() { Exact = true }));
        // The verdict changes with the first fields already: what is read and reloaded below has to be the answer to the last one.
        await page.RunAndWaitForResponseAsync(() => page.Keyboard.TypeAsync("165000"), response => response.Request.PostData?.Contains("baseSalary=165000", StringComparison.Ordinal) == true);
        await Expect(page.Locator("#answer")).Not.ToHaveAttributeAsync("aria-busy", "true");

        await Expect(verdict).Not.ToHaveTextAsync(before);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("On the evidence:");
        await Expect(page.Locator("#answer [data-chart] canvas")).ToHaveCountAsync(2);
        await Expect(page.GetByLabel("Yearly pay, gross", new() { Exact = true })).ToBeFocusedAsync();
        Assert.DoesNotContain("165", page.Url, StringComparison.Ordinal);
        var typed = await verdict.InnerTextAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Yearly pay, gross", new() { Exact = true })).ToHaveValueAsync("165000");
        await Expect(verdict).ToHaveTextAsync(typed);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Whoever_reloads_in_the_middle_of_typing_loses_nothing()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        var hours = page.GetByLabel("Hours a week", new() { Exact = true });

        await hours.FillAsync("7");
        await page.ReloadAsync();
        await Expect(hours).ToHaveValueAsync("7");
        await Expect(page.Locator("#answer")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await hours.FillAsync("8");
        await page.GotoAsync("/exams");
        await page.GotoAsync("/decide");

        await Expect(hours).ToHaveValueAsync("8");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_was_remembered_on_leaving_never_comes_back_over_something_newer()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        var weeks = page.GetByLabel("For how many weeks", new() { Exact = true });
        Task Answered(string value) => page.RunAndWaitForResponseAsync(() => weeks.FillAsync(value), response => response.Request.PostData?.Contains($"&weeks={value}&", StringComparison.Ordinal) == true);

        await weeks.FillAsync("11");
        await page.EvaluateAsync("() => { dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })); }");      // as when the browser keeps the page and shows it again
        await Answered("12");
        await Expect(page.Locator("#answer")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await page.ReloadAsync();
        await Expect(weeks).ToHaveValueAsync("12");
        await page.EvaluateAsync("() => { sessionStorage.setItem('decide.unsent', JSON.stringify({ address: '/decide', fields: [['weeks', '11']], at: Date.now() - 60000 })); }");
        await page.ReloadAsync();

        await Expect(page.Locator("#answer [data-chart] canvas")).ToHaveCountAsync(2);
        await Expect(weeks).ToHaveValueAsync("12");
        Assert.Null(await page.EvaluateAsync<string?>("() => sessionStorage.getItem('decide.unsent')"));
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1040)]
    [InlineData(390)]
    public async Task The_options_fit_beside_the_form_in_a_currency_of_many_digits(int width)
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = 900 } });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        await page.GetByLabel("A profile in JSON").SetInputFilesAsync(new FilePayload { Name = "me.json", MimeType = "application/json", Buffer = """{"role": "cloud", "baseSalary": 18500000, "currency": "JPY", "unitsPerUsd": 150}"""u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this file" }).ClickAsync();
        await page.WaitForURLAsync("**#answer");
        await page.GotoAsync("/decide?asOf=2025-09-15&assume=article");
        await Expect(page.Locator("[data-median]").Last).ToContainTextAsync("JPY");

        var table = await page.Locator("table.options").EvaluateAsync<int[]>("table => [table.scrollWidth, table.parentElement.clientWidth, document.documentElement.scrollWidth]");

        Assert.True(table[0] <= table[1], $"The table takes {table[0]} of {table[1]} px.");
        Assert.True(table[2] <= width, $"The page takes {table[2]} px.");
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_the_field_while_the_last_answer_stays()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        var (hours, verdict) = (page.GetByLabel("Hours a week", new() { Exact = true }), await page.Locator("[data-verdict]").InnerTextAsync());

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
    public async Task An_assumption_is_changed_with_the_keyboard_marked_and_put_back()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide?asOf=2025-09-15");
        await page.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Forget all of it" }));       // another test's profile may have numbers of its own
        var verdict = page.Locator("[data-verdict]");
        var before = await verdict.InnerTextAsync();
        await page.Locator("#assumptions-evidence > summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var row = page.GetByRole(AriaRole.Group, new() { Name = "Share of the lift that the certificate causes", Exact = true });
        var central = row.GetByLabel("Central");

        await central.FillAsync("35");
        await Expect(central).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(row).ToContainTextAsync("Must be from 0 to 1, not 35; for 35 % write 0.35.");
        await Expect(verdict).ToHaveTextAsync(before);
        await row.GetByLabel("Low").FillAsync("");
        await row.GetByLabel("High").FillAsync("");
        await central.FillAsync("1");

        await Expect(row.Locator("[data-changed]")).ToBeVisibleAsync();
        await Expect(central).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(verdict).ToContainTextAsync("on the evidence with one number of yours");
        await Expect(page.Locator("#answer [data-chart] canvas")).ToHaveCountAsync(2);
        await page.ReloadAsync();
        await Expect(verdict).ToContainTextAsync("on the evidence with one number of yours");
        await Expect(page.Locator("#assumptions-evidence")).ToHaveAttributeAsync("open", "");
        await page.EnterAsync(row.GetByRole(AriaRole.Button, new() { Name = "Put back" }));

        await Expect(verdict).ToHaveTextAsync(before);
        await Expect(row.GetByLabel("Low")).ToBeFocusedAsync();
        await Expect(row.GetByLabel("Low")).ToHaveValueAsync("0.15");
        await Expect(row.Locator("[data-changed]")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Put all back" })).ToBeHiddenAsync();
        Assert.Empty(visit.Complaints);
    }

    /// <summary>Profiles that have much to print; what they print has to be on two pages of the smaller paper, too.</summary>
    public static TheoryData<string, string, string> Printed => new()
    {
        { "{}", "/decide", "A4" },
        { """{"role": "cloud", "target": "adjacent", "introCourse": true}""", "/decide?asOf=2025-09-15&assume=article", "Letter" },
        {
            """
            {"role": "mlEngineer", "mlYears": 2.5, "careerYears": 7, "python": "basic", "introCourse": false, "projects": 2, "employer": {"onAws": true, "buildingMl": false, "partner": true}, "target": "ml",
             "hoursPerWeek": 7, "weeks": 20, "language": "English", "baseSalary": 9850000, "currency": "JPY", "unitsPerUsd": 150, "hourValue": 4000, "taxRate": 0.42, "horizonYears": 4, "discountRate": 0.03,
             "held": [{"code": "SAA-C03", "date": "2025-05-01"}, {"code": "AIF-C01", "date": "2025-05-02"}, {"code": "DEA-C01", "date": "2025-05-03"}, {"code": "CLF-C02", "date": "2025-05-04"}, {"code": "DBS-C01", "date": "2023-05-04"}],
             "feePaidBy": "employer", "voucher": false, "passChance": {"*": 0.6, "MLA-C02": 0.75, "MLA-C01": 0.7, "MLS-C01": 0.5, "AIP-C01": 0.4},
             "assumptions": {"shared": {"projectHours": 60, "mostAttempts": 2, "retakeHours": 0.5, "introCourseHours": 20, "renewalHours": 0.1, "passPerMlYear": 0.2, "materialsUsd": 50, "fullPortfolio": 4}, "article": {"lift.any": 1}, "evidence": {"causalShare": {"low": 0.1, "high": 0.9}}}}
            """,
            "/decide?asOf=2025-09-15", "Letter"
        },
    };

    [Theory]
    [MemberData(nameof(Printed))]
    public async Task It_prints_on_two_pages_in_black_on_white_without_what_can_be_clicked(string profile, string address, string paper)
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce, ColorScheme = ColorScheme.Dark });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        await page.GetByLabel("A profile in JSON").SetInputFilesAsync(new FilePayload { Name = "me.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(profile) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this file" }).ClickAsync();
        await page.WaitForURLAsync("**#answer");
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Dark" }).CheckAsync(new() { Force = true });
        var verdict = await page.Locator("[data-verdict]").InnerTextAsync();
        var rows = page.Locator("tr[data-option]");
        var (best, median) = (await rows.First.Locator("th").EvaluateAsync<string>("cell => cell.firstChild.textContent.trim()"), await page.Locator("[data-median]").First.InnerTextAsync());

        PrintedPdf pdf = new(await page.PdfAsync(new() { Format = paper }));

        Assert.InRange(pdf.Pages.Count, 1, 2);
        var text = string.Concat(pdf.Pages);
        static string Plain(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));
        Assert.Contains(Plain(verdict), text, StringComparison.Ordinal);
        Assert.Contains(Plain(best), text, StringComparison.Ordinal);
        Assert.Contains(Plain(median), text, StringComparison.Ordinal);
        Assert.Contains(address.Contains("asOf=", StringComparison.Ordinal) ? "Asof2025-09-15" : "Asof20", text, StringComparison.Ordinal);
        foreach (var part in new[] { "Whoasked", "Whatyoucoulddo", "Why", "Whatwouldchangeit", "Break-even.", "Grades:Aofficialpage", "[C,thearticle]", "docs/models/decide.md" }) Assert.Contains(part, text, StringComparison.Ordinal);
        foreach (var control in new[] { "Decideforyou", "Downloadtheprofile", "Takethisfile", "Putback", "Settings", "Skiptothecontent", "Gobythesefigures", "Notsaid:no" }) Assert.DoesNotContain(control, text, StringComparison.Ordinal);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(0, await page.Locator("button:visible, input:visible, select:visible, a:visible, nav:visible, canvas:visible").CountAsync());
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor"));
        Assert.Equal("rgb(0, 0, 0)", await page.Locator("[data-sheet-verdict]").EvaluateAsync<string>("words => getComputedStyle(words).color"));
        Assert.Equal(await rows.CountAsync(), await page.Locator("tr[data-sheet-option]:visible").CountAsync());
        Assert.Equal("light", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).colorScheme"));
    }

    [Fact]
    public async Task A_profile_leaves_as_a_file_and_comes_back_from_one()
    {
        await using var visit = await site.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = visit.Page;
        await page.GotoAsync("/decide");
        await page.GetByLabel("A profile in JSON").SetInputFilesAsync(new FilePayload { Name = "me.json", MimeType = "application/json", Buffer = """{"role": "cloud", "weeks": 12}"""u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this file" }).ClickAsync();
        await Expect(page.GetByLabel("For how many weeks", new() { Exact = true })).ToHaveValueAsync("12");

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

        await page.GetByLabel("What you work as", new() { Exact = true }).SelectOptionAsync("mlEngineer");
        await page.GetByLabel("Years of ML work", new() { Exact = true }).FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide", Exact = true }).ClickAsync();

        await Expect(page.GetByLabel("Years of ML work", new() { Exact = true })).ToHaveValueAsync("2");
        await Expect(page.Locator(".verdict-card")).ToContainTextAsync("As of 2025-09-15, on the article's figures");
        await Expect(page.Locator(".chart").First).ToBeHiddenAsync();
        await Expect(page.Locator("tr[data-option]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_an_assumption_is_changed_and_put_back_by_buttons()
    {
        await using var visit = await site.VisitAsync(new() { JavaScriptEnabled = false });
        var page = visit.Page;
        await page.GotoAsync("/decide?asOf=2025-09-15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget all of it" }).ClickAsync();       // another test's profile may have numbers of its own, and open details
        await page.Locator("#assumptions-shared > summary").ClickAsync();
        var row = page.Locator("[data-assumption='shared.retakeHours']");

        await row.GetByLabel("Value").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide with these" }).ClickAsync();
        await Expect(page.Locator("[data-verdict]")).ToContainTextAsync("with one number of yours");
        await Expect(row).ToContainTextAsync("Changed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put all back" }).ClickAsync();

        await Expect(page.Locator("[data-verdict]")).Not.ToContainTextAsync("of yours");
        Assert.EndsWith("/decide?asOf=2025-09-15#assumptions", page.Url, StringComparison.Ordinal);
        await Expect(row.GetByLabel("Value")).ToHaveValueAsync("0.25");
    }
}
