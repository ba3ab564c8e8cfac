using System.Net;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

/// <summary>A sitting without a line of script: pages and forms.</summary>
public sealed class SittingFormTests(SoundSite site) : IClassFixture<SoundSite>, IDisposable
{
    private readonly Browser _browser = site.NewBrowser();

    [Fact]
    public async Task All_that_a_form_says_is_kept_and_shown_again()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);

        await SendAsync(id, position, "flag", ("pick", ""), ("pick", "2"), ("sure", "unsure"), ("comment", "Count the crates.\r\nTwice."));
        await SendAsync(id, position, "strike-3", ("pick", ""), ("pick", "2"), ("sure", "unsure"), ("comment", "Count the crates.\r\nTwice."));

        var place = (await site.SittingAsync(id)).At(position);
        Assert.Equal(Picks.Of([2]), place.Picks);
        Assert.Equal((true, Sureness.Unsure, "Count the crates.\nTwice."), (place.Flagged, place.Level, place.Comment));
        Assert.True(place.IsStruck(3));
        var page = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok();
        Assert.Equal("2", page.Value(".option input[checked]"));
        Assert.Equal("unsure", page.Value("input[name=sure][checked]"));
        Assert.Equal("Count the crates. Twice.", page.Words("textarea[name=comment]"));
        Assert.Equal("true", page.One("button.flag").GetAttribute("aria-pressed"));
        Assert.Equal("3", page.One(".option.struck").GetAttribute("data-option"));
    }

    [Fact]
    public async Task What_was_kept_can_be_taken_back()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        await SendAsync(id, position, "flag", ("pick", "2"), ("sure", "sure"), ("comment", "x"));
        await SendAsync(id, position, "strike-1");

        await SendAsync(id, position, "flag", ("pick", ""), ("sure", ""), ("comment", ""));
        await SendAsync(id, position, "strike-1");

        var place = (await site.SittingAsync(id)).At(position);
        Assert.True(place.Picks.IsBlank);
        Assert.Equal((false, null, ""), (place.Flagged, place.Level, place.Comment));
        Assert.False(place.IsStruck(1));
    }

    [Fact]
    public async Task A_button_alone_leaves_the_answer_as_it_is()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        await SendAsync(id, position, "next", ("pick", "1"));

        await SendAsync(id, position, "flag");

        Assert.Equal(Picks.Of([1]), (await site.SittingAsync(id)).At(position).Picks);
    }

    [Fact]
    public async Task A_form_that_changes_nothing_adds_nothing_to_the_log()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        await SendAsync(id, position, "next", ("pick", "1"), ("sure", "guess"), ("comment", "x"));
        var before = site.Rows();

        await SendAsync(id, position, "next", ("pick", "1"), ("sure", "guess"), ("comment", "x"));

        Assert.Equal(before, site.Rows());
    }

    [Fact]
    public async Task A_window_that_was_left_open_takes_nothing_back_that_another_one_saved()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        await SendAsync(id, position, "strike-1", ("pick", "0"), ("comment", "First."));
        var stale = await FieldsAsync(id, position);
        await SendAsync(id, position, "flag", ("pick", "2"), ("sure", "sure"), ("comment", "Second.\r\nLonger."));
        await SendAsync(id, position, "strike-3");
        var saved = (await site.SittingAsync(id)).At(position);

        await _browser.PostAsync($"/sittings/{id}/{position}", [.. stale, ("go", "next")]);
        await _browser.PostAsync($"/sittings/{id}/{position}", [.. stale, ("go", "flag")]);           // meant to flag it, and flagged it is
        await _browser.PostAsync($"/sittings/{id}/{position}", [.. stale, ("go", "strike-3")]);       // meant to strike it, and struck it is

        Assert.Equal(saved, (await site.SittingAsync(id)).At(position));
    }

    [Fact]
    public async Task A_window_that_was_left_open_changes_what_was_changed_in_it()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        var stale = await FieldsAsync(id, position);
        await SendAsync(id, position, "next", ("pick", "2"), ("sure", "sure"), ("comment", "Kept."));

        await _browser.PostAsync($"/sittings/{id}/{position}", [.. stale.Where(field => field.Name is not "sure"), ("pick", "1"), ("sure", "guess"), ("go", "next")]);

        var place = (await site.SittingAsync(id)).At(position);
        Assert.Equal((Picks.Of([1]), Sureness.Guess, "Kept."), (place.Picks, place.Level, place.Comment));
    }

    [Fact]
    public async Task A_refused_form_comes_back_with_its_changes_over_what_is_saved_by_now()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        var stale = await FieldsAsync(id, position);
        await SendAsync(id, position, "next", ("pick", "2"));

        var refused = await _browser.PostAsync($"/sittings/{id}/{position}", [.. stale.Where(field => field.Name is not "comment"), ("comment", new string('x', 2001)), ("go", "next")]);

        refused.Refused(HttpStatusCode.BadRequest);
        Assert.Equal("2", refused.Value(".option input[checked]"));
        Assert.Equal(2001, refused.Words("textarea[name=comment]").Length);
        Assert.Equal(("2", ""), (refused.Value("input[name=was-picks]"), refused.Value("input[name=was-comment]")));
    }

    [Theory]
    [InlineData("was-picks", "x")]
    [InlineData("was-picks", "99999999999")]
    [InlineData("was-struck", "")]
    [InlineData("was-struck", "-1")]
    [InlineData("was-sure", "certain")]
    public async Task A_form_that_cannot_say_how_its_page_stood_changes_nothing(string field, string value)
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        var fields = await FieldsAsync(id, position);
        var before = site.Rows();

        var answer = await _browser.PostAsync($"/sittings/{id}/{position}", [.. fields.Where(sent => sent.Name != field), (field, value), ("go", "next")]);

        Assert.Equal("The form does not say how its page stood. Open the question again.", answer.Refused(HttpStatusCode.BadRequest));
        Assert.Equal(before, site.Rows());
    }

    [Theory]
    [InlineData(1, "next", "2")]
    [InlineData(6, "next", "review?from=6")]
    [InlineData(3, "previous", "2")]
    [InlineData(1, "previous", "1")]
    [InlineData(4, "review", "review?from=4")]
    [InlineData(4, "flag", "4")]
    [InlineData(4, "", "4")]
    public async Task Each_button_leads_where_it_says(int position, string go, string to)
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);

        Assert.Equal($"/sittings/{id}/{to}", (await SendAsync(id, position, go)).RedirectsTo());
        (await _browser.GetAsync($"/sittings/{id}/{to}")).Ok();
    }

    [Fact]
    public async Task Every_type_of_question_can_be_answered_right()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);
        var questions = await site.QuestionsAsync(id);
        Assert.Equal(4, questions.Select(question => question.Type).Distinct().Count());

        for (var i = 0; i < questions.Count; i++)
        {
            var page = (await _browser.GetAsync($"/sittings/{id}/{i + 1}")).Ok();
            var field = questions[i].Type is QuestionType.Ordering or QuestionType.Matching ? "select[name=pick]" : ".option input[name=pick]";
            Assert.Equal(questions[i].Type == QuestionType.Matching ? questions[i].Prompts.Count : questions[i].Options.Count, page.Page.QuerySelectorAll(field).Length);
            (await SendAsync(id, i + 1, "next", [.. questions[i].Key.Values.Select(pick => ("pick", $"{pick}"))])).RedirectsTo();
        }
        await _browser.PostAsync($"/sittings/{id}/end");

        var result = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();
        Assert.Equal(1000, ScaledScore.Estimate(5, 5, 720).Value);
        Assert.StartsWith("1000 ", result.Words(".figure-number"), StringComparison.Ordinal);
        Assert.All(result.AllWords("details.item > summary > .badge:first-of-type"), word => Assert.Equal("Right", word));
    }

    [Fact]
    public async Task The_parts_of_a_case_stand_side_by_side_under_its_scenario()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);
        var at = (await site.QuestionsAsync(id)).Select((question, i) => (question, position: i + 1)).Where(entry => entry.question.Case is not null).ToList();

        Assert.Equal([1, 2], at.Select(entry => entry.question.Case!.Part));
        Assert.Equal(at[0].position + 1, at[1].position);
        foreach (var (_, position) in at) Assert.Contains("A farm keeps six hens and two cows.", (await _browser.GetAsync($"/sittings/{id}/{position}")).Words(".scenario"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(QuestionType.Ordering, "1,,", "1,-1,-1")]
    [InlineData(QuestionType.Matching, ",3,", "-1,3,-1")]
    [InlineData(QuestionType.Multiple, "4", "4")]
    public async Task An_answer_that_lacks_something_is_kept_and_called_incomplete(QuestionType type, string sent, string kept)
    {
        var (id, position) = await StartAsync("exam", type);

        (await SendAsync(id, position, "next", [.. sent.Split(',').Select(pick => ("pick", pick))])).RedirectsTo();

        Assert.Equal(kept, (await site.SittingAsync(id)).At(position).Picks.ToString());
        var review = (await _browser.GetAsync($"/sittings/{id}/review")).Ok();
        Assert.Equal($"Question {position} incomplete", review.Words($"a[data-position='{position}']"));
        Assert.Contains($"{position}", (await _browser.GetAsync($"/sittings/{id}/end")).AllWords(".note.warn a.jump").Select(words => words.Split(' ')[^1]));
    }

    [Theory]
    [InlineData(QuestionType.Multiple, "0,1,2", "3 options were chosen; the question asks for 2.")]
    [InlineData(QuestionType.Single, "0,1", "2 options were chosen; the question asks for 1.")]
    [InlineData(QuestionType.Single, "4", "Option 5 does not exist; the question has 4.")]
    [InlineData(QuestionType.Ordering, "0,0,1", "A step was given two places.")]
    [InlineData(QuestionType.Ordering, "0,1,2,2", "4 steps were given; the question has 3.")]
    [InlineData(QuestionType.Matching, "0,1,2,3", "4 matches were given; the question has 3 prompts.")]
    [InlineData(QuestionType.Matching, "0,1,9", "Option 10 does not exist; the question has 4.")]
    public async Task An_answer_that_cannot_be_is_refused_and_what_was_chosen_stays_to_be_mended(QuestionType type, string sent, string sentence)
    {
        var (id, position) = await StartAsync("exam", type);
        await _browser.GetAsync($"/sittings/{id}/{position}");
        var before = site.Rows();

        var answer = await SendAsync(id, position, "next", [.. sent.Split(',').Select(pick => ("pick", pick))]);

        Assert.Equal(sentence, answer.Refused(HttpStatusCode.BadRequest));
        Assert.Equal(before, site.Rows());
        if (type == QuestionType.Multiple) Assert.Equal(["0", "1", "2"], answer.Page.QuerySelectorAll(".option input[checked]").Select(box => box.GetAttribute("value")).Order());
    }

    [Theory]
    [InlineData("pick", "x", "'x' is not an option.")]
    [InlineData("pick", "-1", "'-1' is not an option.")]
    [InlineData("pick", "99999999999999999999999", "'99999999999999999999…' is not an option.")]
    [InlineData("sure", "certain", "'certain' is no degree of sureness; it is guess, unsure or sure.")]
    [InlineData("go", "explode", "'explode' is nothing that a question page can do.")]
    [InlineData("go", "strike-", "'strike-' is nothing that a question page can do.")]
    [InlineData("go", "strike-77", "Option 78 does not exist; the question has 4.")]
    [InlineData("go", "pause", "An exam can't be paused.")]
    [InlineData("go", "check", "Explanations come after the end.")]
    [InlineData("comment", "2001", "A note can hold 2000 characters.")]
    public async Task A_field_that_cannot_be_is_named_in_one_sentence_and_the_rest_is_not_stored_either(string field, string value, string sentence)
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        await _browser.GetAsync($"/sittings/{id}/{position}");
        var before = site.Rows();

        var answer = await _browser.PostAsync($"/sittings/{id}/{position}", field == "pick" ? ("comment", "kept?") : ("pick", "1"), (field, value == "2001" ? new string('x', 2001) : value));

        Assert.Equal(sentence, answer.Refused(HttpStatusCode.BadRequest));
        Assert.Equal(before, site.Rows());
    }

    [Fact]
    public async Task A_note_that_is_too_long_comes_back_to_be_shortened()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);

        var answer = await SendAsync(id, position, "next", ("comment", new string('x', 2001)), ("sure", "sure"));

        answer.Refused(HttpStatusCode.BadRequest);
        Assert.Equal(2001, answer.Words("textarea[name=comment]").Length);
        Assert.Equal("sure", answer.Value("input[name=sure][checked]"));
    }

    [Fact]
    public async Task The_grid_counts_filters_and_leads_back()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);
        var questions = await site.QuestionsAsync(id);
        await SendAsync(id, 2, "flag", [.. questions[1].Key.Values.Select(pick => ("pick", $"{pick}"))]);
        await SendAsync(id, 5, "flag");

        var all = (await _browser.GetAsync($"/sittings/{id}/review?from=5")).Ok();
        var unanswered = (await _browser.GetAsync($"/sittings/{id}/review?show=unanswered")).Ok();
        var flagged = (await _browser.GetAsync($"/sittings/{id}/review?show=flagged")).Ok();

        Assert.Equal(["1 answered", "0 incomplete", "5 not answered", "2 flagged"], all.AllWords(".tally > span"));
        string[] Visible(Answer answer) => [.. answer.Page.QuerySelectorAll(".review-grid li:not([hidden]) a").Select(cell => cell.GetAttribute("data-position")!)];
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Visible(all));
        Assert.Equal(["1", "3", "4", "5", "6"], Visible(unanswered));
        Assert.Equal(["2", "5"], Visible(flagged));
        Assert.Equal("Question 2 answered, flagged", all.Words("a[data-position='2']"));
        Assert.Equal($"/sittings/{id}/5", all.One(".exam-nav a:first-of-type").GetAttribute("href"));
        Assert.Equal("Question 5", all.Words(".exam-nav a:first-of-type"));
    }

    [Fact]
    public async Task Filters_and_the_way_to_the_end_and_back_remember_the_question_one_came_from()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);
        var review = (await _browser.GetAsync($"/sittings/{id}/review?from=4")).Ok();

        foreach (var filter in review.Page.QuerySelectorAll(".filters a"))
            Assert.Equal($"/sittings/{id}/4", (await _browser.GetAsync(filter.GetAttribute("href")!)).Ok().One(".exam-nav a:first-of-type").GetAttribute("href"));
        var end = (await _browser.GetAsync(review.One("[data-end]").GetAttribute("href")!)).Ok();

        Assert.Equal($"/sittings/{id}/review?from=4", end.One(".exam-nav a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_way_to_the_end_stands_out_once_every_question_is_answered()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);
        var questions = await site.QuestionsAsync(id);
        async Task<bool> StandsOutAsync() => (await _browser.GetAsync($"/sittings/{id}/review")).Ok().One("[data-end]").ClassList.Contains("primary");

        for (var i = 0; i < questions.Count; i++)
        {
            Assert.False(await StandsOutAsync());
            await SendAsync(id, i + 1, "next", [.. questions[i].Key.Values.Select(pick => ("pick", $"{pick}"))]);
        }

        Assert.True(await StandsOutAsync());
        Assert.Equal("Every question is answered.", (await _browser.GetAsync($"/sittings/{id}/end")).Words(".note.good"));
    }

    [Fact]
    public async Task The_end_is_asked_for_before_it_comes_and_then_stands()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        await SendAsync(id, position, "flag", ("pick", "1"));

        var asked = (await _browser.GetAsync($"/sittings/{id}/end")).Ok();
        Assert.Null((await site.SittingAsync(id)).EndedByLearnerAt);
        Assert.Equal("/sittings/" + id + "/result", (await _browser.PostAsync($"/sittings/{id}/end")).RedirectsTo());
        var twice = (await _browser.PostAsync($"/sittings/{id}/end")).RedirectsTo();
        var before = site.Rows();
        var late = await SendAsync(id, position, "next", ("pick", "2"));

        Assert.Equal("End the exam?", asked.Heading);
        Assert.StartsWith("1 answered, 0 incomplete, 5 not answered.", asked.Words(".note.warn"), StringComparison.Ordinal);
        Assert.Contains("1 flagged", asked.AllWords(".note b"));
        Assert.Equal($"/sittings/{id}/result", twice);
        Assert.StartsWith("The sitting was over 0 s before this arrived", late.Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal($"/sittings/{id}/result", late.One("main a.button").GetAttribute("href"));
        Assert.Equal(Picks.Of([1]), (await site.SittingAsync(id)).At(position).Picks);
        Assert.Equal(before, site.Rows());
    }

    [Fact]
    public async Task After_the_end_every_page_leads_to_the_result()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);
        await _browser.PostAsync($"/sittings/{id}/end");

        foreach (var page in new[] { "1", "6", "review", "end" }) Assert.Equal($"/sittings/{id}/result", (await _browser.GetAsync($"/sittings/{id}/{page}")).RedirectsTo());
        Assert.Equal($"/sittings/{id}/result", (await SendAsync(id, 1, "next")).RedirectsTo());       // it would have changed nothing
    }

    [Fact]
    public async Task The_result_does_not_come_before_the_end()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);

        Assert.Equal($"/sittings/{id}/review", (await _browser.GetAsync($"/sittings/{id}/result")).RedirectsTo());
        Assert.Equal("The sitting is still running; end it first.", (await _browser.PostAsync($"/sittings/{id}/drill")).Refused(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Without_scripts_the_time_on_a_question_is_that_between_its_page_and_its_form()
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);
        var time = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok().Value("noscript input[name=rendered]")!;
        site.Clock.Pass(TimeSpan.FromSeconds(45));

        await SendAsync(id, position, "next", ("pick", "1"), ("rendered", time));

        Assert.Equal(TimeSpan.FromSeconds(45), (await site.SittingAsync(id)).At(position).Elapsed);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99999999999999")]
    [InlineData("-5")]
    [InlineData("soon")]
    public async Task A_page_that_lies_about_when_it_was_made_has_no_time_measured(string rendered)
    {
        var (id, position) = await StartAsync("exam", QuestionType.Single);

        (await SendAsync(id, position, "next", ("pick", "1"), ("rendered", rendered))).RedirectsTo();

        Assert.Equal(TimeSpan.Zero, (await site.SittingAsync(id)).At(position).Elapsed);
    }

    [Fact]
    public async Task In_study_mode_the_explanation_follows_a_complete_answer_and_the_answer_then_stands()
    {
        var (id, position) = await StartAsync("study", QuestionType.Multiple);

        Assert.Equal("Answer the question first.", (await SendAsync(id, position, "check", ("pick", "0"))).Refused(HttpStatusCode.BadRequest));
        (await SendAsync(id, position, "check", ("pick", "0"), ("pick", "2"))).RedirectsTo();
        var page = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok();
        var change = await SendAsync(id, position, "next", ("pick", "0"), ("pick", "1"));

        Assert.Contains("Not right. 1 of the 2 right options chosen; credit is all or nothing.", page.Words(".verdict-whole"), StringComparison.Ordinal);
        Assert.Contains("It halves twice.", page.Words(".option-list"), StringComparison.Ordinal);
        Assert.Contains("Count first.", page.Words(".verdict-whole .principle"), StringComparison.Ordinal);
        Assert.Equal("https://example.org/page", page.One(".references a").GetAttribute("href"));
        Assert.Equal("The explanation has been shown; the answer stands.", change.Refused(HttpStatusCode.BadRequest));
        Assert.Equal(Picks.Of([0, 2]), (await site.SittingAsync(id)).At(position).Picks);
    }

    [Theory]
    [InlineData(QuestionType.Single)]
    [InlineData(QuestionType.Multiple)]
    [InlineData(QuestionType.Ordering)]
    [InlineData(QuestionType.Matching)]
    public async Task In_study_mode_every_type_explains_each_part_of_a_right_and_of_a_wrong_answer(QuestionType type)
    {
        foreach (var right in new[] { true, false })
        {
            var (id, position) = await StartAsync("study", type);
            var question = (await site.QuestionsAsync(id))[position - 1];
            var picks = right ? question.Key.Values : type is QuestionType.Single ? [2] : [.. question.Key.Values.Reverse().Select(pick => type is QuestionType.Multiple ? pick + 2 : pick)];

            (await SendAsync(id, position, "check", [.. picks.Select(pick => ("pick", $"{pick}"))])).RedirectsTo();

            var page = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok();
            Assert.StartsWith(right ? "Right." : "Not right.", page.Words(".verdict-whole"), StringComparison.Ordinal);
            foreach (var why in question.Whys()) Assert.Contains(why.Trim(), page.Words("form.question"), StringComparison.Ordinal);
            Assert.All(page.Page.QuerySelectorAll("fieldset.options"), options => Assert.True(options.HasAttribute("disabled")));
        }
    }

    [Fact]
    public async Task In_study_mode_checking_is_the_button_that_stands_out_and_what_Enter_presses_until_it_is_done()
    {
        var (id, position) = await StartAsync("study", QuestionType.Single);
        (string? Enter, string? Primary) Buttons(Answer page) => (page.Page.QuerySelector("form.question button")!.GetAttribute("value"), page.One(".exam-nav .primary").GetAttribute("value"));

        var before = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok();
        var place = (await SendAsync(id, position, "check", ("pick", "0"))).RedirectsTo();
        var after = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok();

        Assert.Equal((("check", "check"), ("next", "next")), (Buttons(before), Buttons(after)));
        Assert.Single(before.Page.QuerySelectorAll(".exam-nav button[value=next]"));     // an answer need not be checked
        Assert.Contains(before.AllWords("#help tbody tr"), row => row.StartsWith("Enter Check the answer", StringComparison.Ordinal) || row.StartsWith("EnterCheck the answer", StringComparison.Ordinal));
        Assert.EndsWith("#answer", place, StringComparison.Ordinal);
        Assert.Contains("Right.", after.Words("#answer"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("FIELDSET", after.One("#answer").NextElementSibling!.TagName);
    }

    [Fact]
    public async Task In_study_mode_the_belief_behind_a_wrong_option_is_named()
    {
        var (id, position) = await StartAsync("study", QuestionType.Single, "apples-in-a-crate");

        await SendAsync(id, position, "check", ("pick", "2"));

        Assert.Contains("Counting starts at two. Instead: It starts at one.", (await _browser.GetAsync($"/sittings/{id}/{position}")).Words(".option-list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_can_be_paused_and_gone_on_with_where_it_was()
    {
        var (id, position) = await StartAsync("custom", QuestionType.Single, null, ("minutes", "10"));

        var pause = (await SendAsync(id, position, "pause", ("pick", "1"))).RedirectsTo();
        site.Clock.Pass(TimeSpan.FromHours(3));
        var paused = (await _browser.GetAsync(pause)).Ok();
        var elsewhere = (await _browser.GetAsync($"/sittings/{id}/1")).RedirectsTo();
        var refused = await SendAsync(id, position, "next", ("pick", "2"));
        var on = (await _browser.PostAsync($"/sittings/{id}/paused", ("at", paused.Value("input[name=at]")!))).RedirectsTo();

        Assert.Equal($"/sittings/{id}/paused?at={position}", pause);
        Assert.Contains("The clock stands at 10:00.", paused.Text, StringComparison.Ordinal);
        Assert.Equal($"/sittings/{id}/paused", elsewhere);
        Assert.Equal("The sitting is paused, so nothing was changed.", refused.Refused(HttpStatusCode.Conflict));
        Assert.Equal($"/sittings/{id}/{position}", on);
        var sitting = await site.SittingAsync(id);
        Assert.Equal(Picks.Of([1]), sitting.At(position).Picks);
        Assert.Equal(site.Clock.GetUtcNow().AddMinutes(10), sitting.Deadline);
        Assert.Equal($"/sittings/{id}/{position}", (await _browser.PostAsync($"/sittings/{id}/paused", ("at", $"{position}"))).RedirectsTo());      // it runs already
    }

    [Fact]
    public async Task An_exam_offers_no_pause_and_no_explanation()
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);

        var page = (await _browser.GetAsync($"/sittings/{id}/1")).Ok();

        Assert.Empty(page.Page.QuerySelectorAll("button[value=pause], button[value=check]"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("2147483647")]
    public async Task A_question_that_the_form_lacks_is_not_there(string position)
    {
        var (id, _) = await StartAsync("exam", QuestionType.Single);

        Assert.Equal($"Question {position} does not exist; the form has 6.", (await _browser.GetAsync($"/sittings/{id}/{position}")).Refused(HttpStatusCode.NotFound));
        Assert.Equal($"Question {position} does not exist; the form has 6.", (await SendAsync(id, position, "next", ("pick", "1"))).Refused(HttpStatusCode.NotFound));
    }

    public void Dispose() => _browser.Dispose();

    private Task<Answer> SendAsync(Guid id, object position, string go, params (string, string)[] fields) => _browser.PostAsync($"/sittings/{id}/{position}", [.. fields, ("go", go)]);

    /// <summary>All that the form of a page sends if nothing is touched, as a browser would; without the time that scripts would measure.</summary>
    private async Task<List<(string Name, string Value)>> FieldsAsync(Guid id, int position)
    {
        var form = (await _browser.GetAsync($"/sittings/{id}/{position}")).Ok().One("form.question");
        return
        [
            .. form.QuerySelectorAll("input[name]").Where(field => field.GetAttribute("type") == "hidden" || field.HasAttribute("checked"))
                .Where(field => field.GetAttribute("name") is not ("__RequestVerificationToken" or "rendered")).Select(field => (field.GetAttribute("name")!, field.GetAttribute("value") ?? "")),
            .. form.QuerySelectorAll("textarea[name]").Select(field => (field.GetAttribute("name")!, field.TextContent.ReplaceLineEndings("\r\n"))),
        ];
    }

    /// <summary>A sitting over the whole sound bank, and where in it a question of a type stands.</summary>
    private async Task<(Guid Id, int Position)> StartAsync(string mode, QuestionType type, string? question = null, params (string, string)[] fields)
    {
        var id = await _browser.StartAsync(mode, [("exam", SoundSite.Exam), ("size", "6"), .. fields]);
        var items = (await site.SittingAsync(id)).Start.Form.Items;
        return (id, items.First(item => item.Shape.Type == type && (question is null || item.QuestionId == question)).Position);
    }
}
