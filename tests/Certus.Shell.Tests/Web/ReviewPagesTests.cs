using System.Net;
using Certus.Catalog;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Remember;

namespace Certus.Shell.Tests.Web;

public sealed class ReviewPagesTests : OnOwnSite
{
    private async Task<LearnerCards> CardsAsync() => await _site.Of<MemoryLog>().ReadAsync(Learner.Local, Site.Cancel);

    private async Task<Answer> OpenAsync() => (await _browser.GetAsync("/review")).Ok();

    /// <summary>Sends the form of a review's page with a grade, as it stands there.</summary>
    private Task<Answer> GradeAsync(Answer page, int grade) =>
        _browser.PostAsync("/review/grade", [.. page.Page.QuerySelectorAll(".grades input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)), ("grade", $"{grade}")]);

    private static string CardOf(Answer page) => page.Value(".grades input[name=card]")!;

    [Fact]
    public async Task A_first_card_is_shown_with_its_answer_and_four_grades_that_say_when_it_comes_back()
    {
        var page = await OpenAsync();

        var card = (await _site.Of<Memory>().ReadAsync(Site.Cancel)).Find(CardOf(page))!;
        Assert.Equal(Certus.Content.Markdown.ToPlainText(card.Front).Split(' ')[0], page.Words(".flash-side").Split(' ')[0]);
        Assert.Equal(["Again", "Hard", "Good", "Easy"], page.AllWords(".grade").Select(words => words.Split(' ')[0]));
        Assert.Equal("1 min", string.Join(' ', page.AllWords(".grade .number")[0]));
        Assert.StartsWith("10 to go, 10 of them new", page.Words(".review-count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grade_is_on_disk_brings_the_next_card_and_is_undone_in_one_press()
    {
        var page = await OpenAsync();
        var card = CardOf(page);
        _site.Clock.Pass(TimeSpan.FromSeconds(7));

        Assert.Equal("/review", (await GradeAsync(page, 4)).RedirectsTo());
        var next = await OpenAsync();
        var review = Assert.Single((await CardsAsync()).Of(card).Reviews);
        Assert.NotEqual(card, CardOf(next));
        Assert.Equal((4, 7.0), ((int)review.Grade, review.Elapsed.TotalSeconds));
        Assert.NotNull(await _site.Of<MemoryLog>().BodyAsync(review.Version!, Site.Cancel));

        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", next.Value("form:has([data-act=undo]) input[name=of]")!));

        Assert.Equal(card, CardOf(await OpenAsync()));
        Assert.Empty((await CardsAsync()).Of(card).Reviews);
    }

    [Fact]
    public async Task An_undo_sent_twice_undoes_one_act_and_redo_brings_it_back()
    {
        await GradeAsync(await OpenAsync(), 4);
        await GradeAsync(await OpenAsync(), 4);
        var of = (await OpenAsync()).Value("form:has([data-act=undo]) input[name=of]")!;

        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", of));
        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", of));

        Assert.Single((await CardsAsync()).Cards);
        await _browser.PostAsync("/review/act", ("act", "redo"));
        Assert.Equal(2, (await CardsAsync()).Cards.Count);
    }

    [Fact]
    public async Task A_form_sent_twice_counts_once_and_a_stale_one_changes_nothing()
    {
        var page = await OpenAsync();
        await GradeAsync(page, 1);

        Assert.Equal("/review", (await GradeAsync(page, 1)).RedirectsTo());
        var fields = page.Page.QuerySelectorAll(".grades input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)).Where(field => field.Item1 != "id");
        var stale = await _browser.PostAsync("/review/grade", [.. fields, ("grade", "4")]);

        Assert.Equal("This card has been reviewed elsewhere in the meantime. Nothing was changed; here is what comes next.", stale.Refused(HttpStatusCode.Conflict));
        Assert.Single((await CardsAsync()).Of(CardOf(page)).Reviews);
    }

    [Theory]
    [InlineData("5", "A grade is 1 to 4: Again, Hard, Good or Easy.")]
    [InlineData("x", "A grade is 1 to 4: Again, Hard, Good or Easy.")]
    [InlineData("", "A grade is 1 to 4: Again, Hard, Good or Easy.")]
    public async Task A_grade_that_is_none_is_refused_in_one_sentence(string grade, string sentence)
    {
        var page = await OpenAsync();

        Assert.Equal(sentence, (await _browser.PostAsync("/review/grade", ("card", CardOf(page)), ("repetition", "1"), ("grade", grade))).Refused(HttpStatusCode.BadRequest));
        Assert.Empty((await CardsAsync()).Cards);
    }

    [Fact]
    public async Task A_card_that_is_not_there_is_said_to_be_gone() =>
        Assert.Equal("There is no such card any more.", (await _browser.PostAsync("/review/grade", ("card", "nobody"), ("repetition", "1"), ("grade", "3"))).Refused(HttpStatusCode.NotFound));

    [Fact]
    public async Task A_card_can_be_put_off_put_away_flagged_and_brought_back()
    {
        var (first, page) = (CardOf(await OpenAsync()), await OpenAsync());

        await _browser.PostAsync("/review/act", ("act", "bury"), ("card", first));
        var second = CardOf(await OpenAsync());
        await _browser.PostAsync("/review/act", ("act", "suspend"), ("card", second));
        var third = CardOf(await OpenAsync());
        await _browser.PostAsync("/review/act", ("act", "flag"), ("card", third));

        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        Assert.Equal(third, CardOf(await OpenAsync()));
        Assert.Contains("Flagged", (await OpenAsync()).AllWords(".badge"));
        _site.Clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal(first, CardOf(await OpenAsync()));
        var deck = Note.IdOf(second) is var id ? (await _site.Of<Memory>().ReadAsync(Site.Cancel)).Find(second)!.Note.Skill! : "";
        Assert.Equal($"/cards/{deck}", (await _browser.PostAsync("/review/act", ("act", "suspend"), ("card", second), ("back", $"/cards/{deck}"))).RedirectsTo());
        Assert.False((await CardsAsync()).Of(second).IsSuspended);
    }

    [Theory]
    [InlineData("//elsewhere.example/cards")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example/cards")]
    [InlineData("/settings")]
    [InlineData("/cards/\r\nx: y")]
    [InlineData("/cards/ü")]
    public async Task The_way_back_leads_nowhere_else(string back) =>
        Assert.Equal("/review", (await _browser.PostAsync("/review/act", ("act", "flag"), ("card", CardOf(await OpenAsync())), ("back", back))).RedirectsTo());

    [Fact]
    public async Task Options_are_kept_and_a_wrong_one_is_refused_with_what_was_typed()
    {
        (string, string)[] Form(string minutes) => [("retention", "85"), ("new", "3"), ("minutes", minutes), ("start", "4"), ("exam", "AIP-C01"), ("day", ""), ("two", "true")];

        var refused = await _browser.PostAsync("/review/options", Form("soon"));
        Assert.Equal("Nothing was saved. Minutes a day are a whole number from 1 to 600, or nothing.", refused.Refused(HttpStatusCode.BadRequest));
        Assert.Equal("soon", refused.Value("#minutes"));
        Assert.Equal("10", (await _browser.GetAsync("/review/options")).Value("#new"));

        Assert.Equal("Nothing was saved. 'Christmas' is no day such as 2026-12-24, and no range such as 2026-12-24 to 2027-01-02.", (await _browser.PostAsync("/review/options", [.. Form("20"), ("off", "Christmas")])).Refused(HttpStatusCode.BadRequest));
        Assert.Equal("Nothing was saved. With every day of the week off, no card would ever come.", (await _browser.PostAsync("/review/options", [.. Form("20"), .. Enumerable.Range(0, 7).Select(day => ($"weekday-{day}", "0"))])).Refused(HttpStatusCode.BadRequest));
        Assert.Equal("/review/options?saved=true", (await _browser.PostAsync("/review/options", [.. Form("20"), ("off", "2030-12-24 to 2031-01-02, 2031-02-14"), ("weekday-0", "50")])).RedirectsTo());
        Assert.Equal("2030-12-24 to 2031-01-02, 2031-02-14", (await _browser.GetAsync("/review/options")).Value("#off"));
        var page = await OpenAsync();
        Assert.StartsWith("3 to go", page.Words(".review-count"), StringComparison.Ordinal);
        Assert.Equal(["Forgotten", "Recalled"], page.AllWords(".grade").Select(words => words.Split(' ')[0]));
        Assert.All((await _browser.GetAsync("/cards")).Page.QuerySelectorAll("tbody th a"), link =>
            Assert.True(Memory.IsOf(_site.Library.Register, link.GetAttribute("href")!.Split('/')[^1], "AIP-C01"), link.TextContent));
    }

    [Fact]
    public async Task With_an_exam_and_its_day_the_plan_of_the_morning_says_what_comes_and_what_is_done_is_taken_off()
    {
        var exam = Certus.Web.Catalog.Exams.Today(_site.Clock).AddDays(60);
        await _browser.PostAsync("/review/options", ("retention", "90"), ("new", "20"), ("minutes", "15"), ("start", "4"), ("exam", "MLA-C02"), ("day", exam.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

        var page = await OpenAsync();
        var memory = _site.Of<Memory>();
        var aimed = memory.Aimed(await memory.ReadAsync(Site.Cancel), Site.Cancel)!;
        Assert.Contains("in 60 days", page.Words("[data-aimed]"), StringComparison.Ordinal);
        Assert.True(aimed.Plan.Today[0].New);
        Assert.StartsWith($"{aimed.Ranks.Count} to go", page.Words(".review-count"), StringComparison.Ordinal);

        await GradeAsync(page, 4);
        var next = await OpenAsync();

        Assert.StartsWith($"{aimed.Ranks.Count - 1} to go", next.Words(".review-count"), StringComparison.Ordinal);
        Assert.Same(aimed, memory.Aimed(await memory.ReadAsync(Site.Cancel), Site.Cancel));
        _site.Clock.Pass(TimeSpan.FromDays(1));
        Assert.Contains("in 59 days", (await OpenAsync()).Words("[data-aimed]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviews_are_put_on_days_that_hold_little_and_on_no_day_off_where_another_is_in_reach()
    {
        var today = Certus.Web.Catalog.Exams.Today(_site.Clock);
        var off = Enumerable.Range(0, 120).Select(today.AddDays).Where(day => day.DayOfWeek == DayOfWeek.Sunday).ToHashSet();
        await _browser.PostAsync("/review/options", ("retention", "90"), ("new", "60"), ("minutes", ""), ("start", "4"), ("exam", ""), ("day", ""), ("weekday-0", "0"));

        for (var i = 0; i < 30; i++) await GradeAsync(await OpenAsync(), 4);

        var state = await _site.Of<Memory>().ReadAsync(Site.Cancel);
        var due = state.All.Where(card => !state.Cards.Of(card.Id).Events.IsEmpty).Select(card => state.Days.Of(state.ScheduleOf(card).Due)).GroupBy(day => day).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(30, due.Values.Sum());
        Assert.DoesNotContain(due.Keys, off.Contains);
        Assert.True(due.Values.Max() - due.Values.Min() <= 1, string.Join(", ", due));
    }

    [Fact]
    public async Task Misconceptions_behind_wrong_answers_become_cards_once()
    {
        var id = await _site.SitAsync(_browser, 0, "custom", ("size", "12"));

        var deck = (await _browser.PostAsync($"/sittings/{id}/cards")).RedirectsTo();
        var made = (await CardsAsync()).Notes.Count;
        await _browser.PostAsync($"/sittings/{id}/cards");

        Assert.True(made > 0);
        Assert.Equal(made, (await CardsAsync()).Notes.Count);
        Assert.Equal(made, (await _browser.GetAsync(deck)).Ok().Page.QuerySelectorAll(".card-list > li").Length);
        Assert.Contains("Your own", (await _browser.GetAsync("/cards")).AllWords("h2"));
    }

    [Fact]
    public async Task A_card_forgotten_eight_times_comes_with_what_its_skill_is_mistaken_for_and_what_is_right_instead()
    {
        var register = _site.Of<Certus.Content.Library>().Register;
        var taught = _site.Of<Certus.Content.Library>().Lessons.Select(lesson => lesson.Skill).ToHashSet();
        var state = await _site.Of<Memory>().ReadAsync(Site.Cancel);
        var card = state.All.First(card => card.Note.Skill is { } skill && !taught.Contains(skill) && register.Misconceptions.Values.Any(belief => belief.Skills.Contains(skill)));
        List<MemoryEvent> events = [];
        void Happens(Grade grade, int hours)
        {
            _site.Clock.Pass(TimeSpan.FromHours(hours));
            events.Add(new MemoryEvent.Reviewed(Guid.NewGuid(), _site.Clock.GetUtcNow(), card.Id, null, grade, TimeSpan.FromSeconds(5), events.Count + 1));
        }
        Happens(Grade.Easy, 1);
        for (var lapse = 0; lapse < 8; lapse++)
        {
            Happens(Grade.Again, 24 * 20);
            if (lapse < 7) Happens(Grade.Good, 1);
        }
        await _site.Of<MemoryLog>().AppendAsync(Learner.Local, events, [], Site.Cancel);
        _site.Clock.Pass(TimeSpan.FromHours(1));

        var page = await OpenAsync();

        Assert.Equal(card.Id, CardOf(page));
        var beliefs = register.Misconceptions.Values.Where(belief => belief.Skills.Contains(card.Note.Skill!)).ToList();
        var shown = page.AllWords("[data-leech] details");
        Assert.InRange(shown.Count, 1, 3);
        Assert.All(shown, words => Assert.Contains(beliefs, belief => words.Contains(Flat(belief.Correction), StringComparison.Ordinal)));

        static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Statistics_and_the_curve_of_a_card_come_with_their_tables()
    {
        var page = await OpenAsync();
        var card = CardOf(page);
        await GradeAsync(page, 3);
        _site.Clock.Pass(TimeSpan.FromMinutes(15));
        await GradeAsync(await OpenAsync(), 3);
        _site.Clock.Pass(TimeSpan.FromDays(4));
        await GradeAsync(await OpenAsync(), 1);

        var statistics = (await _browser.GetAsync("/review/statistics")).Ok();
        var curve = (await _browser.GetAsync($"/review/card?id={Uri.EscapeDataString(card)}")).Ok();

        Assert.Equal(statistics.Page.QuerySelectorAll("[data-chart]").Length, statistics.Page.QuerySelectorAll("figure script[type='application/json']").Length);
        Assert.Contains("of 1", statistics.Words("section[aria-labelledby=retention] tbody tr"), StringComparison.Ordinal);
        Assert.Single(curve.Page.QuerySelectorAll("[data-chart]"));
        Assert.True(curve.Page.QuerySelectorAll("tbody tr").Length >= 2);
        Assert.Equal("This card has not been reviewed yet, so there is no curve.", (await _browser.GetAsync($"/review/card?id={(await _site.Of<Memory>().ReadAsync(Site.Cancel)).All.Last().Id.Replace("#", "%23", StringComparison.Ordinal)}")).Refused(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_form_that_the_browser_brought_back_does_not_change_its_grade_in_silence()
    {
        var page = await OpenAsync();
        await GradeAsync(page, 1);

        Assert.Equal("This card was graded Again already; undo that first. Nothing was changed; here is what comes next.", (await GradeAsync(page, 3)).Refused(HttpStatusCode.Conflict));
        Assert.Equal(1, (int)Assert.Single((await CardsAsync()).Of(CardOf(page)).Reviews).Grade);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_form_that_the_browser_brought_back_after_its_grade_was_undone_says_so_and_grades_nothing(int grade)
    {
        var page = await OpenAsync();
        await GradeAsync(page, 1);
        await _browser.PostAsync("/review/act", ("act", "undo"));

        Assert.Equal("That grade was undone; grade the card as it stands now. Nothing was changed; here is what comes next.", (await GradeAsync(page, grade)).Refused(HttpStatusCode.Conflict));
        Assert.Empty((await CardsAsync()).Of(CardOf(page)).Reviews);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_stop_the_reviews()
    {
        await _browser.PostAsync("/review/options", ("retention", "90"), ("new", "1"), ("minutes", ""), ("start", "4"), ("exam", ""), ("day", ""));
        await GradeAsync(await OpenAsync(), 1);
        _site.Clock.Pass(TimeSpan.FromSeconds(-30));

        var page = await OpenAsync();

        Assert.Equal("/review", (await GradeAsync(page, 3)).RedirectsTo());
        Assert.Equal(2, (await CardsAsync()).Of(CardOf(page)).Reviews.Count());
    }

    [Fact]
    public async Task An_import_is_undone_by_its_name_though_something_was_done_since()
    {
        var id = await _site.SitAsync(_browser, 0, "custom", ("size", "12"));
        await _browser.PostAsync($"/sittings/{id}/cards");
        var batch = (await CardsAsync()).Last!.Batch!.Value;
        await GradeAsync(await OpenAsync(), 3);

        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", $"{batch}"));

        Assert.Empty((await CardsAsync()).Notes);
        Assert.Single((await CardsAsync()).Log.OfType<MemoryEvent.Undone>());
    }

    [Fact]
    public async Task After_the_exam_day_the_other_options_can_still_be_saved()
    {
        var day = Certus.Web.Catalog.Exams.Today(_site.Clock).AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (string, string)[] Form(string minutes) => [("retention", "90"), ("new", "3"), ("minutes", minutes), ("start", "4"), ("exam", "MLA-C02"), ("day", day)];
        await _browser.PostAsync("/review/options", Form("20"));
        _site.Clock.Pass(TimeSpan.FromDays(10));

        Assert.Equal("/review/options?saved=true", (await _browser.PostAsync("/review/options", Form("25"))).RedirectsTo());
        Assert.Empty((await OpenAsync()).Page.QuerySelectorAll("[data-aimed]"));
    }

    [Fact]
    public async Task A_large_deck_comes_a_hundred_cards_at_a_time()
    {
        var notes = Enumerable.Range(1, 250).Select(i => new Note($"mine-{i:000}", $"Question {i}?", "Answer.", null, "Mine", null, null, [], null)).ToList();
        var bodies = notes.ConvertAll(note => note.ToBody());
        await _site.Of<MemoryLog>().AppendAsync(
            Learner.Local, [.. notes.Select((note, i) => new MemoryEvent.NoteAdded(Guid.NewGuid(), _site.Clock.GetUtcNow(), note.Id, ContentHash.Of(bodies[i])))], [.. bodies.Select(body => (ReadOnlyMemory<byte>)body)], Site.Cancel);

        List<string> seen = [];
        for (string? path = "/cards/Mine"; path is not null;)
        {
            var page = (await _browser.GetAsync(path)).Ok();
            seen.AddRange(page.AllWords(".card-list .prose:first-child"));
            path = page.Page.QuerySelectorAll("nav[aria-label='Pages of the deck'] a").FirstOrDefault(link => link.TextContent == "Cards after")?.GetAttribute("href");
        }

        Assert.Equal(notes.Select(note => note.Text), seen);
        Assert.Equal("This deck has the cards 1 to 250.", (await _browser.GetAsync("/cards/Mine?from=251")).Refused(HttpStatusCode.NotFound));
    }
}
