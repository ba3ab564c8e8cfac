using System.Net;
using Certus.Shell.Tests.Cli;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Web;

/// <summary>A pack whose files change while reports on them are kept.</summary>
public sealed class ChangedContentTests : IAsyncLifetime
{
    private const string Apples = "questions/basics/apples-in-a-crate.yaml";

    private readonly TempDirectory _data = new(), _pack = new();
    private Site _site = null!;

    public ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(CommandLine.Bank("sound-bank"), "*", SearchOption.AllDirectories))
        {
            var to = _pack.File(Path.GetRelativePath(CommandLine.Bank("sound-bank"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        _site = new(_data.FullName, _pack.FullName);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_old_report_and_a_running_sitting_keep_the_question_that_was_shown()
    {
        using var before = _site.NewBrowser();
        var (ended, running) = (await before.StartAsync("exam", ("exam", SoundSite.Exam)), await before.StartAsync("exam", ("exam", SoundSite.Exam)));
        var (at, version) = await ApplesAsync(ended);
        await before.EventsAsync(ended, Happened.Answered(at, 0));
        await before.PostAsync($"/sittings/{ended}/end");

        Mend(("three layers of four apples", "five layers of six pears"), ("Twelve., correct: true, why: \"Three times four.\"", "Thirty., correct: true, why: \"Five times six.\""));
        _site = await _site.RestartAsync();
        using var after = _site.NewBrowser();
        var report = (await after.GetAsync($"/sittings/{ended}/result")).Ok().Words($"#q{at}");
        var page = (await after.GetAsync($"/sittings/{running}/{(await ApplesAsync(running)).Position}")).Ok().Words(".stem");
        var fresh = await after.StartAsync("exam", ("exam", SoundSite.Exam));

        Assert.StartsWith($"{at} Right", report, StringComparison.Ordinal);
        Assert.Contains("three layers of four apples", report, StringComparison.Ordinal);
        Assert.Contains("Three times four.", report, StringComparison.Ordinal);
        Assert.Contains(version, report, StringComparison.Ordinal);
        Assert.Contains("three layers of four apples", page, StringComparison.Ordinal);
        var (now, other) = await ApplesAsync(fresh);
        Assert.NotEqual(version, other);
        Assert.Contains("five layers of six pears", (await after.GetAsync($"/sittings/{fresh}/{now}")).Ok().Words(".stem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stem_without_a_space_has_a_report()
    {
        Mend(("A grocer stacks three layers of four apples in a crate. How many apples does it hold – at 5 °C?", string.Concat(Enumerable.Repeat("🙂", 60)) + "?"));
        using var browser = _site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await browser.PostAsync($"/sittings/{id}/end");

        var report = (await browser.GetAsync($"/sittings/{id}/result")).Ok();

        Assert.DoesNotContain('\ufffd', report.Text);
    }

    [Fact]
    public async Task A_report_outlives_its_question_its_exam_and_its_misconceptions()
    {
        using var before = _site.NewBrowser();
        var ended = await before.StartAsync("exam", ("exam", SoundSite.Exam));
        var (at, _) = await ApplesAsync(ended);
        await before.EventsAsync(ended, Happened.Answered(at, 2));
        await before.PostAsync($"/sittings/{ended}/end");

        Directory.Delete(_pack.FullName, true);
        Directory.CreateDirectory(_pack.FullName);
        _site = await _site.RestartAsync();
        using var after = _site.NewBrowser();
        var report = (await after.GetAsync($"/sittings/{ended}/result")).Ok();

        Assert.Contains("three layers of four apples", report.Words($"#q{at}"), StringComparison.Ordinal);
        Assert.Contains("One is missing.", report.Words($"#q{at}"), StringComparison.Ordinal);
        (await after.GetAsync("/")).Ok();
        (await after.GetAsync("/history")).Ok();
        Assert.Equal("None of these questions is in the bank any more.", (await after.PostAsync($"/sittings/{ended}/drill")).Refused(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_mended_question_is_not_a_new_one()
    {
        using var before = _site.NewBrowser();
        var id = await before.StartAsync("exam", ("exam", SoundSite.Exam));
        await before.GetAsync($"/sittings/{id}/{(await ApplesAsync(id)).Position}");

        Mend(("three layers", "four layers"));
        _site = await _site.RestartAsync();
        using var after = _site.NewBrowser();
        var again = await after.StartAsync("exam", ("exam", SoundSite.Exam));

        Assert.False((await _site.SittingAsync(again)).Start.Form.Items.Single(item => item.QuestionId == "apples-in-a-crate").Fresh);
    }

    [Fact]
    public async Task A_figure_is_served_as_it_was_shown_and_may_do_nothing_but_draw()
    {
        await File.WriteAllTextAsync(_pack.File("questions/basics/crate.svg"), """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>""", Site.Cancel);
        Mend(("stem: |\n", "stem: |\n  ![A crate from above](crate.svg)\n\n"));
        using var browser = _site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        var (at, version) = await ApplesAsync(id);

        var source = (await browser.GetAsync($"/sittings/{id}/{at}")).Ok().One(".stem img").GetAttribute("src")!;
        var figure = (await browser.GetAsync(source)).Ok();
        var head = (await browser.SendAsync(Browser.Request(HttpMethod.Head, source))).Ok();

        Assert.Equal($"/figures/{version}/crate.svg", source);
        Assert.Equal("image/svg+xml", figure.ContentType);
        Assert.Contains("#123456", figure.Text, StringComparison.Ordinal);
        Assert.Equal(("", figure.Message.Content.Headers.ContentLength), (head.Text, head.Message.Content.Headers.ContentLength));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; sandbox", string.Join("; ", figure.Message.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(figure.Message.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(figure.Message.Headers.CacheControl!.Private);
        foreach (var none in new[] { "/other.svg", "/CRATE.svg", "/..%2fcrate.svg" }) (await browser.GetAsync($"/figures/{version}{none}")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_figure_of_a_question_that_was_never_put_before_anybody_is_not_there()
    {
        await File.WriteAllTextAsync(_pack.File("questions/basics/crate.svg"), """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>""", Site.Cancel);
        Mend(("stem: |\n", "stem: |\n  ![A crate from above](crate.svg)\n\n"));
        using var browser = _site.NewBrowser();
        var version = _site.Library.Bank.Find("apples-in-a-crate")!.Version;

        (await browser.GetAsync($"/figures/{version}/crate.svg")).Refused(HttpStatusCode.NotFound);
        await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        (await browser.GetAsync($"/figures/{version}/crate.svg")).Ok();
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _data.Dispose();
        _pack.Dispose();
    }

    private async Task<(int Position, string Version)> ApplesAsync(Guid id)
    {
        var item = (await _site.SittingAsync(id)).Start.Form.Items.Single(item => item.QuestionId == "apples-in-a-crate");
        return (item.Position, item.Version);
    }

    private void Mend(params (string Old, string New)[] words)
    {
        var text = File.ReadAllText(_pack.File(Apples));
        foreach (var (old, now) in words)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        File.WriteAllText(_pack.File(Apples), text);
    }
}
