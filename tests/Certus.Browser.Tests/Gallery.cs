namespace Certus.Browser.Tests;

/// <summary>Every page of Certus, each with something to show: a site with attempts, and one that nobody has used yet.</summary>
public sealed class Gallery : Site
{
    /// <summary>The widths that pages are looked at in: a laptop and a phone.</summary>
    public const int Wide = 1280, Narrow = 390;

    /// <summary>One page.</summary>
    /// <param name="Path">Its address.</param>
    /// <param name="Unused">Whether it belongs to the site without attempts.</param>
    /// <param name="HasChart">Whether it draws a chart.</param>
    /// <param name="Status">What the server answers.</param>
    /// <param name="Prepare">What to do before it is looked at.</param>
    public sealed record Shown(string Path, bool Unused = false, bool HasChart = false, int Status = 200, Func<IPage, Task>? Prepare = null);

    private CertusServer _unused = null!;
    private Dictionary<string, Shown> _pages = [];

    /// <summary>The names of all pages.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "home-unused", "history-unused", "home", "decide", "compare", "exams", "exam", "practice", "check-in", "diagnostic-check-in", "drill", "measure", "sureness", "misconceptions", "results", "measure-history", "track-record", "question-single", "question-multiple", "question-study", "question-keys", "paused", "review", "end",
        "result", "result-set", "diagnostic-question", "diagnostic-result", "history", "reports", "settings", "about", "cards-due", "cards-answer", "cards", "deck", "cards-import", "lessons", "lesson", "labs-unused", "lab-unused", "labs", "lab", "sandbox", "bucket", "object", "training-job", "endpoint", "stream", "delivery", "meter", "table", "query", "projects", "project", "tracks", "resources", "memory", "memory-card", "memory-options", "workload", "plan", "plan-new", "plan-week", "plan-progress", "plan-settings", "bank-statistics", "not-found",
    ];

    /// <summary>A page by its name.</summary>
    public Shown this[string name] => _pages[name];

    /// <summary>Where a page's server listens.</summary>
    public string AddressOf(Shown shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return shown.Unused ? _unused.Address : Server.Address;
    }

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _unused = await CertusServer.StartAsync();
        using var candidate = Candidate();
        var (earlier, latest) = (await SitAsync(candidate, "exam", 3), await SitAsync(candidate, "exam", 5));
        var set = await SitAsync(candidate, "custom", 2, ("size", "6"));
        await candidate.ReportAsync(set, 1, "Two options say the same.");
        var paused = await candidate.BeginAsync("custom", ("size", "5"), ("minutes", "20"));
        await candidate.AnswerAsync(paused, 1, await PicksAsync(candidate, paused, 1, 0));
        await candidate.PressAsync(paused, 2, "pause");
        var study = await candidate.BeginAsync("study", ("size", "3"));
        await candidate.AnswerAsync(study, 1, await PicksAsync(candidate, study, 1, 1));
        await candidate.PressAsync(study, 1, "check");
        var (diagnosed, asked) = (await candidate.DiagnoseAsync("MLS-C01"), await candidate.DiagnoseAsync("MLA-C02", upTo: 3));
        var running = await candidate.BeginAsync("exam", ("exam", "MLA-C02"));     // two forms of MLS-C01 have left few questions with two answers there
        int single = 0, multiple = 0;
        for (var position = 1; position <= 40; position++)
        {
            var question = await candidate.ReadAsync(running, position);
            if (question.Select == 1) single = position; else multiple = position;
            if (position % 7 != 0)
                await candidate.AnswerAsync(running, position, question.Options.Take(question.Select), sure: position % 3 == 0 ? "sure" : null, flag: position % 5 == 0, strike: position % 4 == 0 ? question.Options[^1] : null);
        }
        var reviewed = await candidate.ReviewAsync(3);
        await candidate.ReviewAsync(4);
        await candidate.WorkloadAsync();
        await candidate.PlanAsync();
        await candidate.StartSandboxAsync();
        await candidate.BeginAndGradeAsync("s3-hygiene", 7);
        await candidate.WorkOnProjectAsync("calls-under-capacity");
        using var work = new SandboxWork(Server.LabPort);
        var (job, endpoint) = await work.TrainAndServeAsync();
        var query = await work.AskAsync();
        await work.StreamAsync("gallery-clicks", "gallery-hose");

        _pages = new()
        {
            ["home-unused"] = new("/", Unused: true),
            ["history-unused"] = new("/history", Unused: true),
            ["home"] = new("/"),
            ["decide"] = new("/decide", HasChart: true, Prepare: OpenDetailsAsync),
            ["compare"] = new("/decide/compare?exam=MLS-C01&a=ml-engineer&aOn=2025-09-15&b=ml-engineer&assume=article", HasChart: true, Prepare: OpenDetailsAsync),
            ["exams"] = new("/exams"),
            ["exam"] = new("/exams/MLA-C02"),
            ["practice"] = new("/practice"),
            ["check-in"] = new("/practice/exam/MLS-C01"),
            ["diagnostic-check-in"] = new("/practice/diagnostic/MLA-C02"),
            ["drill"] = new("/practice/drill/MLA-C02"),
            ["measure"] = new("/measure?exam=MLS-C01", HasChart: true),
            ["sureness"] = new("/measure/sureness", HasChart: true),
            ["misconceptions"] = new("/measure/misconceptions"),
            ["results"] = new("/measure/results"),
            ["measure-history"] = new("/measure/history?exam=MLS-C01"),
            ["track-record"] = new("/measure/track-record", HasChart: true),
            ["question-single"] = new($"{running}/{single}"),
            ["question-multiple"] = new($"{running}/{multiple}"),
            ["question-study"] = new($"{study}/1"),
            ["question-keys"] = new($"{running}/1", Prepare: async page =>
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Keys" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            }),
            ["paused"] = new($"{paused}/paused"),
            ["review"] = new($"{running}/review"),
            ["end"] = new($"{running}/end"),
            ["result"] = new($"{latest}/result", HasChart: true, Prepare: OpenDetailsAsync),
            ["result-set"] = new($"{set}/result", HasChart: true),
            ["diagnostic-question"] = new($"{asked}/3"),
            ["diagnostic-result"] = new($"{diagnosed}/result", HasChart: true, Prepare: OpenDetailsAsync),
            ["history"] = new("/history", HasChart: true),
            ["reports"] = new("/reports"),
            ["settings"] = new("/settings"),
            ["about"] = new("/about"),
            ["cards-due"] = new("/review"),
            ["cards-answer"] = new("/review", Prepare: OpenDetailsAsync),
            ["cards"] = new("/cards"),
            ["deck"] = new("/cards/metrics-f1", Prepare: OpenDetailsAsync),
            ["cards-import"] = new("/cards/import"),
            ["lessons"] = new("/lessons"),
            ["lesson"] = new("/lessons/data-leakage"),
            ["labs-unused"] = new("/labs", Unused: true),
            ["lab-unused"] = new("/labs/fraud-recall", Unused: true, Prepare: OpenDetailsAsync),
            ["labs"] = new("/labs"),
            ["lab"] = new("/labs/s3-hygiene", Prepare: OpenDetailsAsync),
            ["sandbox"] = new("/labs/sandbox"),
            ["bucket"] = new("/labs/sandbox/buckets/certus-hygiene-exports?prefix=reports/"),
            ["object"] = new("/labs/sandbox/objects/certus-hygiene-exports?key=reports/2026-03.csv"),
            ["training-job"] = new($"/labs/sandbox/jobs/{job}", HasChart: true, Prepare: OpenDetailsAsync),
            ["endpoint"] = new($"/labs/sandbox/endpoints/{endpoint}"),
            ["stream"] = new("/labs/sandbox/streams/gallery-clicks"),
            ["delivery"] = new("/labs/sandbox/deliveries/gallery-hose"),
            ["meter"] = new("/labs/sandbox/meter"),
            ["table"] = new("/labs/sandbox/tables/gallery/events"),
            ["query"] = new($"/labs/sandbox/queries/{query}"),
            ["projects"] = new("/projects"),
            ["project"] = new("/projects/calls-under-capacity", Prepare: OpenDetailsAsync),
            ["tracks"] = new("/tracks"),
            ["resources"] = new("/resources", Prepare: OpenDetailsAsync),
            ["memory"] = new("/review/statistics", HasChart: true, Prepare: OpenDetailsAsync),
            ["memory-card"] = new($"/review/card?id={reviewed}", HasChart: true),
            ["memory-options"] = new("/review/options"),
            ["workload"] = new("/review/workload", HasChart: true, Prepare: OpenDetailsAsync),
            ["plan"] = new("/plan"),
            ["plan-new"] = new("/plan/new"),
            ["plan-week"] = new("/plan/week"),
            ["plan-progress"] = new("/plan/progress", HasChart: true, Prepare: OpenDetailsAsync),
            ["plan-settings"] = new("/plan/settings"),
            ["bank-statistics"] = new("/bank/statistics", Prepare: OpenDetailsAsync),
            ["not-found"] = new("/nowhere", Status: 404),
        };
        Assert.Equal(Names, _pages.Keys);
        Assert.NotEqual(earlier, latest);
    }

    /// <summary>A visitor of the site that a page belongs to.</summary>
    public Task<Visit> VisitAsync(Shown shown, BrowserNewContextOptions? options = null) => Visit.BeginAsync(Browser, AddressOf(shown), options ?? new());

    /// <summary>Opens a page and does what it needs before it is looked at.</summary>
    public static async Task OpenAsync(Visit visit, Shown shown)
    {
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(shown);
        var response = await visit.Page.GotoAsync(shown.Path);
        Assert.Equal(shown.Status, response!.Status);
        Assert.EndsWith(shown.Path, visit.Page.Url, StringComparison.Ordinal);
        if (shown.HasChart)
        {
            // What is still computed looks again by itself until it is there.
            await Expect(visit.Page.Locator("[data-chart]").First).ToBeAttachedAsync(new() { Timeout = 30_000 });
            await Expect(visit.Page.Locator("[data-chart]:not(:has(canvas))")).ToHaveCountAsync(0);
        }
        if (shown.Prepare is { } prepare) await prepare(visit.Page);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_unused is not null) await _unused.DisposeAsync();
    }

    private static Task OpenDetailsAsync(IPage page) => page.EvaluateAsync("() => { for (const details of document.querySelectorAll('details:not(.item), details.item:nth-of-type(-n + 6), .item:nth-of-type(-n + 6) details')) details.open = true; }");

    private static async Task<IEnumerable<int>> PicksAsync(Candidate candidate, string sitting, int position, int from)
    {
        var question = await candidate.ReadAsync(sitting, position);
        return question.Options.Skip(from).Take(question.Select);
    }

    private static async Task<string> SitAsync(Candidate candidate, string mode, int stride, params (string, string)[] fields)
    {
        var sitting = await candidate.BeginAsync(mode, fields);
        var count = mode == "exam" ? 65 : 6;
        for (var position = 1; position <= count; position++)
        {
            if (position % 16 == 0) continue;       // some stay blank
            var picks = await PicksAsync(candidate, sitting, position, position % stride % 3);
            await candidate.AnswerAsync(sitting, position, picks, 5 + position * 7 % 50, (position % 4) switch { 0 => "guess", 1 => "unsure", 2 => "sure", _ => null }, position % 9 == 0);
        }
        await candidate.EndAsync(sitting);
        return sitting;
    }
}
