using System.Net;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

public sealed class StartTests(Site site) : IClassFixture<Site>
{
    private const string Exam = "MLS-C01";

    [Theory]
    [InlineData(false, 180)]
    [InlineData(true, 210)]
    public async Task A_full_exam_has_all_questions_and_the_exams_time(bool extra, int minutes)
    {
        using var browser = site.NewBrowser();

        var id = await browser.StartAsync("exam", ("exam", Exam), ("extra", extra ? "30" : ""));

        var sitting = await site.SittingAsync(id);
        Assert.Equal(SittingMode.Exam, sitting.Start.Mode);
        Assert.Equal((65, 50), (sitting.Places.Count, sitting.Start.Form.Items.Count(item => item.Scored)));
        Assert.Equal(site.Clock.GetUtcNow().AddMinutes(minutes), sitting.Deadline);
    }

    [Fact]
    public async Task The_exam_that_begins_is_the_one_that_was_shown_at_check_in()
    {
        using var browser = site.NewBrowser();

        var page = (await browser.GetAsync("/practice/exam/mls-c01?seed=77")).Ok();
        var id = await browser.StartAsync(page.Value("form input[name=mode]")!, ("exam", page.Value("form input[name=exam]")!), ("seed", page.Value("form input[name=seed]")!));

        var start = (await site.SittingAsync(id)).Start;
        Assert.Equal((Exam, 77UL), (start.Form.Exam, start.Form.Seed));
        Assert.Contains("65, of which 50 count", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Contains("180 minutes", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Contains(start.Form.NotFresh == 0 ? "All of them." : $"{65 - start.Form.NotFresh} of 65", page.Words(".facts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_questions_have_no_clock_and_no_estimated_score()
    {
        using var browser = site.NewBrowser();

        var id = await browser.StartAsync("quick", ("exam", Exam));

        var sitting = await site.SittingAsync(id);
        Assert.Equal((SittingMode.Quick, 10, null), (sitting.Start.Mode, sitting.Places.Count, sitting.Deadline));
        await browser.PostAsync($"/sittings/{id}/end");
        Assert.Contains("Only a full exam gets an estimated score.", (await browser.GetAsync($"/sittings/{id}/result")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_keeps_to_its_domain_size_and_time()
    {
        using var browser = site.NewBrowser();

        var id = await browser.StartAsync("custom", ("exam", Exam), ("domain", "MLS-C01/3"), ("size", "7"), ("minutes", "12"));

        var sitting = await site.SittingAsync(id);
        Assert.Equal((SittingMode.Custom, 7), (sitting.Start.Mode, sitting.Places.Count));
        Assert.Equal(site.Clock.GetUtcNow().AddMinutes(12), sitting.Deadline);
        Assert.All(sitting.Start.Form.Items, item => Assert.Equal("MLS-C01/3", item.Domain));
    }

    [Fact]
    public async Task A_domain_alone_names_its_exam()
    {
        using var browser = site.NewBrowser();

        var id = await browser.StartAsync("study", ("domain", "MLS-C01/1"), ("size", "3"));

        Assert.Equal((Exam, SittingMode.Study), ((await site.SittingAsync(id)).Start.Form.Exam, (await site.SittingAsync(id)).Start.Mode));
    }

    [Fact]
    public async Task A_set_keeps_to_its_skill()
    {
        var skill = site.Library.Bank.Items.SelectMany(item => item.Question.Skills).GroupBy(id => id).MaxBy(group => group.Count())!.Key;
        using var browser = site.NewBrowser();

        var id = await browser.StartAsync("study", ("skill", skill), ("size", "3"));

        Assert.Null((await site.SittingAsync(id)).Start.Form.Exam);
        Assert.All(await site.QuestionsAsync(id), question => Assert.Contains(skill, question.Skills));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_form_and_another_one_another()
    {
        using var browser = site.NewBrowser();
        async Task<IEnumerable<string>> FormAsync(string seed)
        {
            var form = (await site.SittingAsync(await browser.StartAsync("exam", ("exam", Exam), ("seed", seed)))).Start.Form;
            return form.Items.Select(item => $"{item.QuestionId} {item.Version} {item.Scored} {string.Join(',', item.OptionOrder)}");
        }

        var (first, again, other) = (await FormAsync("42"), await FormAsync("42"), await FormAsync("43"));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Without_a_seed_each_form_is_a_new_one()
    {
        using var browser = site.NewBrowser();

        var seeds = new HashSet<ulong>();
        for (var i = 0; i < 5; i++) seeds.Add((await site.SittingAsync(await browser.StartAsync("quick", ("exam", Exam)))).Start.Form.Seed);

        Assert.Equal(5, seeds.Count);
    }

    [Theory]
    [InlineData("mode=", "exam, quick, study or custom")]
    [InlineData("mode=marathon", "exam, quick, study or custom")]
    [InlineData("mode=exam&exam=NIL-C01", "'NIL-C01'")]
    [InlineData("mode=exam&exam=", "needs an exam")]
    [InlineData("mode=exam&exam=CLF-C02", "CLF-C02")]
    [InlineData("mode=quick&exam=NIL-C01", "'NIL-C01'")]
    [InlineData("mode=study&exam=MLS-C01&size=0", "'0'")]
    [InlineData("mode=study&exam=MLS-C01&size=-1", "'-1'")]
    [InlineData("mode=study&exam=MLS-C01&size=201", "'201'")]
    [InlineData("mode=study&exam=MLS-C01&size=ten", "'ten'")]
    [InlineData("mode=study&exam=MLS-C01&size=99999999999", "'99999999999'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&minutes=0", "'0'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&minutes=9999", "'9999'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&minutes=1.5", "'1.5'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&seed=x", "'x'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&seed=-1", "'-1'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&seed=18446744073709551616", "'18446744073709551616'")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&domain=MLA-C02/1", "“Data Preparation for ML and AI” is a domain of MLA-C02, not of MLS-C01")]
    [InlineData("mode=study&exam=MLS-C01&size=", "Say how many questions")]
    [InlineData("mode=custom&size=5&domain=NIL-C01/1", "NIL-C01")]
    [InlineData("mode=custom&size=5&domain=nonsense", "nonsense")]
    [InlineData("mode=custom&exam=MLS-C01&size=5&skill=juggling", "juggling")]
    [InlineData("mode=custom&exam=MLS-C01&size=200&domain=MLS-C01/1", "of the 200 questions")]
    public async Task A_wrong_field_is_named_in_one_sentence_the_others_stay_and_nothing_is_stored(string form, string named)
    {
        using var browser = site.NewBrowser();
        var fields = form.Split('&').Select(pair => pair.Split('=')).Select(pair => (Name: pair[0], Value: pair[1])).ToList();
        await browser.TokenAsync();
        var before = site.Rows();

        var answer = await browser.PostAsync("/practice/start", [.. fields]);

        Assert.Contains(named, answer.Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal(before, site.Rows());
        string Typed(string name) => fields.FirstOrDefault(field => field.Name == name).Value ?? "";
        Assert.Equal(Typed("seed"), answer.Value("#seed"));
        Assert.Equal(Typed("minutes"), answer.Value("#minutes"));
        if (Typed("size") is { Length: > 0 } size) Assert.Equal(size, answer.Value("#size"));
        if (Typed("exam") == Exam && Typed("mode") != "exam") Assert.Equal(Exam, answer.Value("#set-exam option[selected]"));
        if (Typed("domain").StartsWith("ML", StringComparison.Ordinal)) Assert.Equal(Typed("domain"), answer.Value("#domain option[selected]"));
        if (Typed("mode") is "study" or "custom") Assert.True(answer.One($"#set input[name=mode][value={Typed("mode")}]").HasAttribute("checked"));
    }

    [Theory]
    [InlineData("size", "ten")]
    [InlineData("minutes", "0")]
    [InlineData("seed", "x")]
    [InlineData("domain", "AIP-C01/3")]
    [InlineData("skill", "juggling")]
    public async Task What_is_wrong_stands_beside_its_field(string field, string value)
    {
        using var browser = site.NewBrowser();
        List<(string, string)> fields = [("mode", "custom"), ("exam", Exam)];
        if (field != "size") fields.Add(("size", "5"));

        var page = await browser.PostAsync("/practice/start", [.. fields, (field, value)]);

        page.Refused(HttpStatusCode.BadRequest);
        Assert.Equal(page.One($"#{field}").ParentElement, page.One("[role=alert]").ParentElement);
        Assert.Contains($"{field}-fault", page.One($"#{field}").GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal(page.One($"#{field}"), page.One("[aria-invalid=true][autofocus]"));
    }

    [Fact]
    public async Task The_lists_hold_what_the_chosen_exam_has()
    {
        using var browser = site.NewBrowser();
        static List<string> Offered(Answer page, string list) => [.. page.Page.QuerySelectorAll($"#{list} option[data-exams]:not([hidden])").Select(option => option.GetAttribute("data-exams")!)];

        var any = (await browser.GetAsync("/practice")).Ok();
        var chosen = (await browser.GetAsync($"/practice?exam={Exam}")).Ok();
        var narrowed = (await browser.PostAsync("/practice/start", ("mode", "custom"), ("exam", Exam), ("size", "7"), ("domain", "AIP-C01/3"), ("narrow", "1"))).Ok();

        Assert.True(Offered(any, "domain").Distinct().Count() > 1);
        foreach (var page in new[] { chosen, narrowed })
        {
            Assert.All(Offered(page, "domain"), code => Assert.Equal(Exam, code));
            Assert.All(Offered(page, "skill"), codes => Assert.Contains(Exam, codes.Split(' ')));
            Assert.True(Offered(page, "skill").Count < Offered(any, "skill").Count);
            Assert.Empty(page.Page.QuerySelectorAll("optgroup:not([hidden]):not(:has(option:not([hidden])))"));
        }
        Assert.Equal("7", narrowed.Value("#size"));
        Assert.Empty(narrowed.Page.QuerySelectorAll("#domain option[selected], [role=alert]"));
    }

    [Fact]
    public async Task A_check_in_says_when_much_of_the_form_is_computed()
    {
        using var browser = site.NewBrowser();
        foreach (var code in new[] { "AIP-C01", "MLA-C02", "MLS-C01" })
        {
            var page = (await browser.GetAsync($"/practice/exam/{code}?seed=5")).Ok();
            var words = page.Words("main");
            var computed = int.Parse(System.Text.RegularExpressions.Regex.Match(words, "([0-9]+) questions? (is an exercise|are exercises) with new numbers").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            var all = int.Parse(System.Text.RegularExpressions.Regex.Match(words, "([0-9]+), of which [0-9]+ count").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(3 * computed > all, words.Contains($"{computed} of {all} are exercises with new numbers.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_was_typed_comes_back_as_text()
    {
        using var browser = site.NewBrowser();

        var answer = await browser.PostAsync("/practice/start", ("mode", "custom"), ("exam", Exam), ("seed", "\"><script>alert(1)</script>"));

        Assert.Contains("<script>alert(1)</script>", answer.Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Empty(answer.Page.QuerySelectorAll("script:not([src])"));
    }

    [Theory]
    [InlineData("/practice", "#quick form")]
    [InlineData("/practice", "#set form")]
    [InlineData("/practice/exam/MLS-C01", "form[action='/practice/start']")]
    public async Task A_form_sent_twice_starts_one_sitting(string page, string form)
    {
        using var browser = site.NewBrowser();
        var start = (await browser.GetAsync(page)).Ok().One(form);
        var sitting = start.QuerySelector("input[name=sitting]")!.GetAttribute("value")!;
        (string, string)[] fields = [("mode", start.QuerySelector("input[name=mode]")!.GetAttribute("value")!), ("exam", Exam), ("size", "5"), ("sitting", sitting)];
        var before = site.Rows()["sittings"];

        var both = await Task.WhenAll(browser.PostAsync("/practice/start", fields), browser.PostAsync("/practice/start", fields));      // a double click
        var later = await browser.PostAsync("/practice/start", fields);

        Assert.All([.. both, later], answer => Assert.Equal($"/sittings/{sitting}/1", answer.RedirectsTo()));
        Assert.Equal(before + 1, site.Rows()["sittings"]);
        Assert.NotEqual(sitting, (await browser.GetAsync(page)).One(form).QuerySelector("input[name=sitting]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Two_windows_that_start_at_once_get_a_sitting_each()
    {
        using Browser one = site.NewBrowser(), other = site.NewBrowser();

        var ids = await Task.WhenAll(one.StartAsync("quick", ("exam", Exam)), other.StartAsync("quick", ("exam", Exam)));

        Assert.NotEqual(ids[0], ids[1]);
        foreach (var id in ids) Assert.Equal(10, (await site.SittingAsync(id)).Places.Count);
    }
}
