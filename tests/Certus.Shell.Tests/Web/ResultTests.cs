using System.Net;
using Certus.Catalog;
using Certus.Practice;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

public sealed class ResultTests(SoundSite site) : IClassFixture<SoundSite>, IDisposable
{
    private readonly Browser _browser = site.NewBrowser();

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(65)]
    public async Task The_score_its_range_and_the_pass_mark_are_those_of_the_core(int answered)
    {
        var id = await EndedAsync("MLS-C01", answered);
        var report = Report.Of(await site.SittingAsync(id), await site.QuestionsAsync(id), 750);

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        var expected = ScaledScore.Estimate(report.Right, 50, 750);
        Assert.Equal($"{expected.Shown(expected.Value)} range {expected.Shown(expected.Range.Low)}–{expected.Shown(expected.Range.High)}", page.Words(".figure-number"));
        Assert.Contains("pass mark 750", page.Words(".scale"), StringComparison.Ordinal);
        Assert.Contains($"{report.Right} of 50 that count", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Contains("of 15 right; they are marked below", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Equal(4, report.Domains.Count);
        Assert.Equal(report.Domains.Select(domain => $"{domain.Right} of {domain.Scored}"), page.AllWords("section[aria-labelledby=domains] tbody tr td:nth-child(2)"));
        Assert.Equal(report.Domains.Select(domain => domain.Meets ? "Meets" : "Needs improvement"), page.AllWords("section[aria-labelledby=domains] tbody .badge"));
        Assert.Contains(answered switch { 0 => "Below the pass mark, even", 65 => "Above the pass mark, even", _ => "pass mark" }, page.Words(".card.score"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_that_ends_just_short_of_the_pass_mark_is_not_said_to_reach_it()
    {
        var id = await _browser.StartAsync("exam", ("exam", "AIP-C01"));
        var right = (await site.SittingAsync(id)).Start.Form.Items.Where(item => item.Scored).Take(38);
        var questions = await site.QuestionsAsync(id);
        await _browser.EventsAsync(id, [.. right.Select(item => Happened.Answered(item.Position, questions[item.Position - 1].Key.Values))]);
        await _browser.PostAsync($"/sittings/{id}/end");

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        Assert.Contains("38 of 65 that count", page.Words(".facts"), StringComparison.Ordinal);
        Assert.EndsWith("–749", page.Words(".figure-number"), StringComparison.Ordinal);
        Assert.Contains("Below the pass mark, even allowing for chance and the most lenient cut we consider plausible.", page.Words(".card.score"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_blank_and_what_is_incomplete_are_counted_apart()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        var items = (await site.SittingAsync(id)).Start.Form.Items;
        await _browser.EventsAsync(id,
            Happened.Answered(items.First(item => item.Shape.Type == QuestionType.Multiple).Position, 0), Happened.Answered(items.First(item => item.Shape.Type == QuestionType.Single).Position, 0));
        await _browser.PostAsync($"/sittings/{id}/end");

        Assert.Contains("<dt>Left blank</dt><dd>4</dd><dt>Incomplete</dt> <dd>1, which earns nothing either</dd>", (await _browser.GetAsync($"/sittings/{id}/result")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_time_used_is_without_the_pauses(bool endedWhilePaused)
    {
        var id = await _browser.StartAsync("custom", ("exam", SoundSite.Exam), ("size", "6"), ("minutes", "10"));
        site.Clock.Pass(TimeSpan.FromMinutes(4));
        await _browser.EventsAsync(id, Happened.Paused());
        site.Clock.Pass(TimeSpan.FromHours(3));
        if (!endedWhilePaused) await _browser.EventsAsync(id, Happened.Resumed());
        await _browser.PostAsync($"/sittings/{id}/end");

        Assert.Contains("Time4:00 of 10 minutes; 3:00:00 paused, not counted", (await _browser.GetAsync($"/sittings/{id}/result")).Words(".facts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_count_is_told_question_by_question()
    {
        var id = await EndedAsync("MLS-C01", 10);

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        var marked = page.Page.QuerySelectorAll("details.item").Where(item => item.QuerySelectorAll("summary .badge").Any(badge => badge.TextContent == "Not scored")).Select(item => item.Id);
        Assert.Equal((await site.SittingAsync(id)).Start.Form.Items.Where(item => !item.Scored).Select(item => $"q{item.Position}"), marked);
    }

    [Fact]
    public async Task Every_question_says_what_was_answered_what_is_right_and_why()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        var questions = await site.QuestionsAsync(id);
        int At(string question) => questions.Index().Single(entry => entry.Item.Id == question).Index + 1;
        await _browser.EventsAsync(id,
            Happened.Answered(At("apples-in-a-crate"), 2), Happened.Struck(At("apples-in-a-crate"), 1), Happened.Answered(At("even-numbers"), 0, 2),
            Happened.Commented(At("even-numbers"), "Was it <two>?"), Happened.Answered(At("steps-of-counting"), 2, 1, 0));
        await _browser.PostAsync($"/sittings/{id}/end");

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        foreach (var question in questions)
        {
            var words = page.Words($"#q{At(question.Id)}");
            foreach (var why in question.Whys()) Assert.Contains(why.Trim(), words, StringComparison.Ordinal);
            Assert.Contains("checked on 2026-11-01", words, StringComparison.Ordinal);
            Assert.Contains($"Question {question.Id}, version", words, StringComparison.Ordinal);
        }
        var apples = page.Words($"#q{At("apples-in-a-crate")}");
        Assert.StartsWith($"{At("apples-in-a-crate")} Wrong", apples, StringComparison.Ordinal);
        Assert.Contains("Counting starts at two. Instead: It starts at one.", apples, StringComparison.Ordinal);
        Assert.Contains("Struck out", apples, StringComparison.Ordinal);
        Assert.Contains("1 of the 2 right options chosen; credit is all or nothing.", page.Words($"#q{At("even-numbers")}"), StringComparison.Ordinal);
        Assert.Contains("Was it <two>?", page.Words($"#q{At("even-numbers")}"), StringComparison.Ordinal);
        Assert.Contains("You put it in place 3.", page.Words($"#q{At("steps-of-counting")}"), StringComparison.Ordinal);
        Assert.Equal(["Close the doors.", "Count each shelf.", "Add the shelves up."], page.AllWords($"#q{At("steps-of-counting")} ol b"));
        Assert.Contains("Blank", page.Words($"#q{At("words-for-numbers")}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all", "1,2,3,4,5,6")]
    [InlineData("wrong", "2")]
    [InlineData("blank", "4,5,6")]
    [InlineData("flagged", "2,3")]
    [InlineData("changed", "1")]
    [InlineData("slow", "6")]
    [InlineData("sure", "2")]
    [InlineData("lucky", "3")]
    [InlineData("nonsense", "1,2,3,4,5,6")]
    [InlineData("2", "1,2,3,4,5,6")]
    public async Task A_filter_lists_what_it_says_and_counts_it(string filter, string positions)
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam), ("seed", "1"));
        var questions = await site.QuestionsAsync(id);
        site.Clock.Pass(TimeSpan.FromMinutes(15));
        await _browser.EventsAsync(id,
            Happened.Answered(1, Wrong(questions[0])), Happened.Answered(1, questions[0].Key.Values), Happened.Answered(2, Wrong(questions[1])), Happened.Rated(2, "sure"), Happened.Flagged(2),
            Happened.Answered(3, questions[2].Key.Values), Happened.Rated(3, "guess"), Happened.Flagged(3), Happened.Flagged(4), Happened.Flagged(4, false), Happened.Rated(4, "sure"),
            Happened.Dwelt(1, 10), Happened.Dwelt(2, 12), Happened.Dwelt(3, 300), Happened.Dwelt(6, 301));     // 20 minutes for 6 questions: 200 s each
        await _browser.PostAsync($"/sittings/{id}/end");

        var page = (await _browser.GetAsync($"/sittings/{id}/result?show={filter}")).Ok();

        Assert.Equal(positions.Split(','), page.Page.QuerySelectorAll("details.item").Select(item => item.Id![1..]));
        var current = page.One(".filters a[aria-current=true]");
        Assert.EndsWith($" {positions.Split(',').Length}", string.Join(' ', current.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blank_is_called_blank_everywhere_and_earns_nothing()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        var questions = await site.QuestionsAsync(id);
        site.Clock.Pass(TimeSpan.FromMinutes(5));
        await _browser.EventsAsync(id, Happened.Answered(1, Wrong(questions[0])), Happened.Rated(1, "sure"), Happened.Rated(2, "sure"), Happened.Dwelt(1, 10), Happened.Dwelt(2, 12));
        await _browser.PostAsync($"/sittings/{id}/end");

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        Assert.Equal("Sure011", page.AllWords("section[aria-labelledby=sure] tbody tr")[0]);
        Assert.Equal(["10:10wrong", "20:12blank"], page.AllWords("section[aria-labelledby=pacing] tbody tr").Take(2));
        Assert.True(page.One("#q1").ClassList.Contains("wrong") && page.One("#q2").ClassList.Contains("blank"));
        Assert.Equal("Blank", page.Words("#q2 summary .badge"));
        Assert.Equal("Study the 1 wrong and 5 blank ones again", page.Words("button.primary"));
        var series = System.Text.Json.JsonDocument.Parse(page.One("section[aria-labelledby=pacing] script").TextContent).RootElement.GetProperty("series");
        Assert.Equal(["Right", "Wrong", "Blank"], series.EnumerateArray().Select(bars => bars.GetProperty("name").GetString()));
        Assert.Equal(12, series[2].GetProperty("data")[1].GetDouble());
    }

    [Fact]
    public async Task The_report_says_what_slow_and_lucky_mean_and_the_chart_reaches_the_even_pace()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        site.Clock.Pass(TimeSpan.FromMinutes(5));
        await _browser.EventsAsync(id, Happened.Dwelt(1, 10), Happened.Dwelt(2, 12));
        await _browser.PostAsync($"/sittings/{id}/end");

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        var legend = page.Words("section[aria-labelledby=questions] > p");
        Assert.Contains("more than 5:00 on a question, one and a half times the even pace of 3:20.", legend, StringComparison.Ordinal);
        Assert.Contains("Lucky: right, though you called it a guess.", legend, StringComparison.Ordinal);
        var option = System.Text.Json.JsonDocument.Parse(page.One("section[aria-labelledby=pacing] script").TextContent).RootElement;
        var line = option.GetProperty("series")[0].GetProperty("markLine").GetProperty("data")[0].GetProperty("yAxis").GetDouble();
        Assert.Equal(200, line);
        Assert.True(option.GetProperty("yAxis").GetProperty("max").GetDouble() > line);
        Assert.Contains("A question was on the screen for 0:22 in all, over 2 questions.", page.Words("section[aria-labelledby=pacing]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_minute_is_a_minute()
    {
        var id = await _browser.StartAsync("custom", ("exam", SoundSite.Exam), ("size", "3"), ("minutes", "1"));
        site.Clock.Pass(TimeSpan.FromMinutes(2));

        Assert.Contains("1:00 of 1 minute", (await _browser.GetAsync($"/sittings/{id}/result")).Ok().Words(".facts"), StringComparison.Ordinal);
        Assert.DoesNotContain("1 minutes", (await _browser.GetAsync($"/sittings/{id}/result")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_about_a_question_is_kept_with_its_id_version_and_words_and_shown_as_kept()
    {
        var id = await EndedAsync(SoundSite.Exam, 0);
        var item = (await site.SittingAsync(id)).Start.Form.Items[2];
        var form = (await _browser.GetAsync($"/sittings/{id}/result")).One("#q3 form");
        string Hidden(string name) => form.QuerySelector($"input[name={name}]")!.GetAttribute("value")!;
        Task<Answer> SendAsync() => _browser.PostAsync(
            form.GetAttribute("action")!, ("position", Hidden("position")), ("report", Hidden("report")), ("text", "  The <key> is off.\r\nBy one.  "));

        var kept = (await SendAsync()).RedirectsTo();
        var twice = (await SendAsync()).RedirectsTo();

        Assert.Equal($"/sittings/{id}/result?reported=3#q3", kept);
        Assert.Equal(kept, twice);
        var report = Assert.Single(await ReportsAsync(item.Version), report => report.Id == Guid.Parse(Hidden("report")));
        Assert.Equal(site.Clock.GetUtcNow(), report.At);
        Assert.Equal((item.QuestionId, item.Version), (report.ItemId, report.ItemVersion));
        Assert.Equal("The <key> is off.\nBy one.", report.Text.ReplaceLineEndings("\n"));
        var shown = (await _browser.GetAsync(kept.Split('#')[0])).Ok();
        Assert.True(shown.One("#q3").HasAttribute("open") && shown.One("#q3 .report").HasAttribute("open"));
        Assert.Equal("Saved. Thank you. All you reported", shown.Words("#q3 [role=status]"));
    }

    [Fact]
    public async Task All_reports_are_listed_with_the_version_that_was_seen_the_latest_first()
    {
        var id = await EndedAsync(SoundSite.Exam, 0);
        var items = (await site.SittingAsync(id)).Start.Form.Items;
        foreach (var position in new[] { 4, 5 })
        {
            site.Clock.Pass(TimeSpan.FromMinutes(1));
            await _browser.PostAsync($"/sittings/{id}/report", ("position", $"{position}"), ("text", $"Legs of <b>question {position}</b>."));
        }

        var listed = (await _browser.GetAsync("/reports")).Ok().AllWords("article");

        Assert.Equal($"question {items[4].QuestionId}, version {items[4].Version} Legs of <b>question 5</b>.", listed[0][(listed[0].IndexOf('·', StringComparison.Ordinal) + 2)..]);
        Assert.Contains("Legs of <b>question 4</b>.", listed[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "x", "The sitting has no question '0'.")]
    [InlineData("7", "x", "The sitting has no question '7'.")]
    [InlineData("", "x", "The sitting has no question ''.")]
    [InlineData("first", "x", "The sitting has no question 'first'.")]
    [InlineData("1", "", "Say what is wrong with the question.")]
    [InlineData("1", "   ", "Say what is wrong with the question.")]
    [InlineData("1", "2001", "A report can hold 2000 characters.")]
    public async Task A_report_that_cannot_be_is_refused_in_one_sentence(string position, string text, string sentence)
    {
        var id = await EndedAsync(SoundSite.Exam, 0);
        var before = site.Rows();

        var answer = await _browser.PostAsync($"/sittings/{id}/report", ("position", position), ("text", text == "2001" ? new string('x', 2001) : text));

        Assert.Equal(sentence, answer.Refused(HttpStatusCode.BadRequest));
        Assert.Equal(before, site.Rows());
    }

    [Fact]
    public async Task A_report_as_long_as_its_field_takes_is_kept_with_its_line_ends()
    {
        var id = await EndedAsync(SoundSite.Exam, 0);
        var text = string.Concat(Enumerable.Repeat("x\r\n", 999)) + "xy";       // 2000 characters in the field, where a line's end is one

        (await _browser.PostAsync($"/sittings/{id}/report", ("position", "1"), ("text", text))).RedirectsTo();

        Assert.Contains(await ReportsAsync((await site.SittingAsync(id)).Start.Form.Items[0].Version), report => report.Text == text.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Those_that_were_wrong_can_be_studied_again()
    {
        var id = await EndedAsync(SoundSite.Exam, 2);
        var wrong = (await site.SittingAsync(id)).Start.Form.Items.Skip(2).Select(item => item.QuestionId);

        var to = (await _browser.PostAsync($"/sittings/{id}/drill")).RedirectsTo();

        var drill = await site.SittingAsync(Guid.Parse(to.Split('/')[2]));
        Assert.Equal(SittingMode.Study, drill.Start.Mode);
        Assert.Equal(wrong.Order(), drill.Start.Form.Items.Where(item => item.Variant is { Kind: VariantKind.SameQuestion }).Select(item => item.QuestionId).Order());
        Assert.All(drill.Start.Form.Items, item => Assert.True(item.Variant is not null || item.QuestionId.StartsWith("farm-case", StringComparison.Ordinal)));     // a case stays whole
        (await _browser.GetAsync(to)).Ok();
    }

    [Fact]
    public async Task To_study_again_sent_twice_starts_once()
    {
        var id = await EndedAsync(SoundSite.Exam, 2);
        var sitting = (await _browser.GetAsync($"/sittings/{id}/result")).Value("form[action$='/drill'] input[name=sitting]")!;
        var before = site.Rows()["sittings"];

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _browser.PostAsync($"/sittings/{id}/drill", ("sitting", sitting))));

        Assert.All(both, answer => Assert.Equal($"/sittings/{sitting}/1", answer.RedirectsTo()));
        Assert.Equal(before + 1, site.Rows()["sittings"]);
    }

    [Fact]
    public async Task Computed_questions_come_again_with_new_numbers()
    {
        var id = await EndedAsync("MLS-C01", 0);
        var before = (await site.SittingAsync(id)).Start.Form.Items.Where(item => item.GeneratedFrom is not null).ToList();
        Assert.NotEmpty(before);

        var to = (await _browser.PostAsync($"/sittings/{id}/drill")).RedirectsTo();

        var after = (await site.SittingAsync(Guid.Parse(to.Split('/')[2]))).Start.Form.Items.Where(item => item.Variant is { Kind: VariantKind.NewNumbers }).ToList();
        Assert.Equal(before.Select(item => (item.Position, item.GeneratedFrom!.Generator)), after.Select(item => (item.Variant!.Position, item.GeneratedFrom!.Generator)).Order());
        Assert.Empty(before.Select(item => item.QuestionId).Intersect(after.Select(item => item.QuestionId)));
    }

    [Fact]
    public async Task Where_nothing_was_wrong_there_is_nothing_to_study_again()
    {
        var id = await EndedAsync(SoundSite.Exam, 6);

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();
        var drill = await _browser.PostAsync($"/sittings/{id}/drill");

        Assert.Empty(page.Page.QuerySelectorAll("form[action$='/drill']"));
        Assert.Equal("No question was wrong, so there is nothing to study again.", drill.Refused(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Questions_that_were_seen_before_are_marked_and_counted()
    {
        var first = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        for (var position = 1; position <= 6; position++) await _browser.GetAsync($"/sittings/{first}/{position}");
        var second = await EndedAsync(SoundSite.Exam, 0);

        var page = (await _browser.GetAsync($"/sittings/{second}/result")).Ok();

        Assert.Contains("6 questions, which makes the result look better than it is", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Equal(6, page.AllWords("summary .badge").Count(words => words == "Seen before"));
    }

    [Fact]
    public async Task Questions_that_only_a_report_has_shown_are_seen_before_as_well()
    {
        await using var fresh = new SoundSite();
        using var browser = fresh.NewBrowser();
        var first = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await browser.PostAsync($"/sittings/{first}/end");      // without a look at any question
        var checkIn = (await browser.GetAsync($"/practice/exam/{SoundSite.Exam}")).Ok();
        var second = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await browser.PostAsync($"/sittings/{second}/end");

        var page = (await browser.GetAsync($"/sittings/{second}/result")).Ok();

        Assert.Equal(0, (await fresh.SittingAsync(first)).Start.Form.NotFresh);
        Assert.Equal(6, (await fresh.SittingAsync(second)).Start.Form.NotFresh);
        Assert.Contains("0 of 6; you have been shown 6 before", checkIn.Words(".facts"), StringComparison.Ordinal);
        Assert.Equal(6, page.AllWords("summary .badge").Count(words => words == "Seen before"));
    }

    [Fact]
    public async Task The_beliefs_behind_the_answers_are_counted_the_commonest_first()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"), ("seed", "3"));
        var questions = await site.QuestionsAsync(id);
        var wrong = questions.Index().Where(entry => entry.Item.Type == QuestionType.Single && entry.Item.Options.Any(option => option.Misconception is not null))
            .Select(entry => (Position: entry.Index + 1, Option: entry.Item.Options.Index().First(option => option.Item.Misconception is not null))).ToList();
        await _browser.EventsAsync(id, [.. wrong.Select(entry => Happened.Answered(entry.Position, entry.Option.Index))]);
        await _browser.PostAsync($"/sittings/{id}/end");
        var counts = wrong.CountBy(entry => entry.Option.Item.Misconception!).OrderByDescending(entry => entry.Value).Take(5).ToList();

        var page = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        var beliefs = page.AllWords(".beliefs > li");
        Assert.Equal(counts.Count, beliefs.Count);
        Assert.Contains(counts[0].Value > 1 ? $"({counts[0].Value} times)" : "", beliefs[0], StringComparison.Ordinal);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<IEnumerable<QuestionReport>> ReportsAsync(string version) => (await site.Of<QuestionReports>().ListAsync(Learner.Local, Site.Cancel)).Where(report => report.ItemVersion == version);

    /// <summary>A full exam with the first questions answered right and the others left blank.</summary>
    private async Task<Guid> EndedAsync(string exam, int right)
    {
        var id = await _browser.StartAsync("exam", ("exam", exam));
        var questions = await site.QuestionsAsync(id);
        await _browser.EventsAsync(id, [.. questions.Take(right).Select((question, i) => Happened.Answered(i + 1, question.Key.Values))]);
        await _browser.PostAsync($"/sittings/{id}/end");
        return id;
    }

    private static IEnumerable<int> Wrong(Question question) => question.Type switch
    {
        QuestionType.Single => [question.Options.Index().First(option => !question.Key.Contains(option.Index)).Index],
        QuestionType.Multiple => question.Options.Index().Where(option => !question.Key.Contains(option.Index)).Select(option => option.Index).Take(question.Key.Values.Count),
        QuestionType.Matching => question.Key.Values.Skip(1).Append(question.Key.Values[0]),
        _ => question.Key.Values.Reverse(),
    };
}
