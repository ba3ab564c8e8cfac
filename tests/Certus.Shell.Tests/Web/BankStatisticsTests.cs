using Certus.Practice;
using Certus.Shell.Tests.Cli;

namespace Certus.Shell.Tests.Web;

public sealed class BankStatisticsTests
{
    [Fact]
    public async Task Each_question_has_its_answers_beside_what_was_expected_its_options_its_time_and_its_reports()
    {
        await using var site = new SoundSite();
        using var browser = site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        var questions = await site.QuestionsAsync(id);
        var at = questions.Index().Single(entry => entry.Item.Id == "apples-in-a-crate").Index + 1;
        var even = questions.Index().Single(entry => entry.Item.Id == "even-numbers").Index + 1;
        site.Clock.Pass(TimeSpan.FromMinutes(2));
        await browser.EventsAsync(
            id, Happened.Shown(at), Happened.Answered(at, 0), Happened.Answered(at, 2), Happened.Dwelt(at, 50), Happened.Shown(even), Happened.Answered(even, questions[even - 1].Key.Values));
        await browser.PostAsync($"/sittings/{id}/report", ("position", $"{at}"), ("text", "The crate has a lid."));
        var running = (await browser.GetAsync("/bank/statistics?exam=SND-C01")).Ok();
        await browser.PostAsync($"/sittings/{id}/end");

        var page = (await browser.GetAsync("/bank/statistics?exam=snd-c01")).Ok();
        var elsewhere = (await browser.GetAsync("/bank/statistics?exam=MLS-C01")).Ok();
        var run = await CommandLine.RunAsync("questions", "--statistics", "--exam", "SND-C01", "--content", CommandLine.Bank("sound-bank"), "--data", site.Data, "--json");
        var table = await CommandLine.RunAsync("questions", "--statistics", "--exam", "SND-C01", "--content", CommandLine.Bank("sound-bank"), "--data", site.Data);

        Assert.Equal("apples-in-a-crate", Assert.Single(running.Page.QuerySelectorAll("[data-item]")).GetAttribute("data-item"));      // reported; while the sitting runs nothing of its answer or key is told
        Assert.Empty(running.Page.QuerySelectorAll("[data-item] details"));
        Assert.Equal(["apples-in-a-crate", "even-numbers"], page.Page.QuerySelectorAll("[data-item]").Select(row => row.GetAttribute("data-item")));        // the wrong answer is the bigger surprise
        var apples = page.Words("[data-item='apples-in-a-crate']");
        Assert.Contains("1 answer: says nothing yet.", apples, StringComparison.Ordinal);
        Assert.Equal(["0 of 1", "0:50", "1, 1 from right", "1"], new[] { "Right", "Time", "Changed", "Reported" }.Select(label => page.Words($"[data-item='apples-in-a-crate'] [data-label='{label}']")));
        Assert.Contains(site.Library.Register.Misconceptions["off-by-one"].Belief, apples, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Page.QuerySelectorAll("[data-item]"));
        Assert.Contains("No answers yet.", elsewhere.Words(".card"), StringComparison.Ordinal);
        var row = run.Json.GetProperty("questions")[0];
        Assert.Equal(("apples-in-a-crate", 1, 0, "nothingYet", 50.0, 1), (
            row.GetProperty("id").GetString(), row.GetProperty("answers").GetInt32(), row.GetProperty("right").GetInt32(), row.GetProperty("verdict").GetString(), row.GetProperty("meanSeconds").GetDouble(), row.GetProperty("reports").GetInt32()));
        Assert.Equal(1 - row.GetProperty("expected").GetDouble(), Math.Min(row.GetProperty("surprise").GetDouble(), 1 - row.GetProperty("expected").GetDouble()), 1e-9);
        Assert.Equal(1, row.GetProperty("options").EnumerateArray().Single(option => option.TryGetProperty("misconception", out var named) && named.GetString() == "off-by-one").GetProperty("chosen").GetInt32());
        Assert.Contains("2 questions met of SND-C01, 4 never", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generator_that_is_always_missed_where_its_author_thinks_it_easy_comes_first_and_is_called_harder()
    {
        await using var site = new MeasureSite();
        using var browser = site.NewBrowser();
        for (var sitting = 0; sitting < 6; sitting++)
        {
            var id = await browser.StartAsync("exam", ("exam", "MLS-C01"));
            var questions = await site.QuestionsAsync(id);
            await browser.EventsAsync(id, [.. questions.SelectMany((question, i) => new[] { Happened.Shown(i + 1), Happened.Answered(i + 1, question.GeneratedFrom is null ? question.Key.Values : MeasureSite.Wrong(question)) })]);
            await browser.PostAsync($"/sittings/{id}/end");
            site.Clock.Pass(TimeSpan.FromDays(1));
        }

        var page = (await browser.GetAsync("/bank/statistics?exam=MLS-C01&show=all")).Ok();

        var rows = page.Page.QuerySelectorAll("[data-item]").Select(row => (Id: row.GetAttribute("data-item")!, Verdict: row.QuerySelector("[data-verdict]")!.GetAttribute("data-verdict"))).ToList();
        Assert.StartsWith("gen-", rows[0].Id, StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Verdict == "Harder" && row.Id.StartsWith("gen-", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Verdict is "Harder" or "Easier" && !row.Id.StartsWith("gen-", StringComparison.Ordinal));
        Assert.DoesNotContain("data-label=\"Reported\" class=\"number\">1", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_area_that_is_not_there_is_refused_on_the_command_line() =>
        (await CommandLine.RunAsync("questions", "--area", "none")).RefusedWith(2, "the bank has no area 'none'; it has ");
}
