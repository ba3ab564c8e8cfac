using Certus.Practice;

namespace Certus.Shell.Tests.Web;

public sealed class VariantTests : OnOwnSite
{
    [Fact]
    public async Task What_was_missed_comes_back_as_a_variant_that_says_so_and_the_same_mistake_there_raises_the_alarm()
    {
        var exam = await _site.SitAsync(_browser, 0, "exam", ("seed", "7"));      // a form of which some questions have a variant of each kind
        var day = _site.Clock.GetUtcNow().ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture);
        _site.Clock.Pass(TimeSpan.FromMinutes(5));
        var drill = Guid.Parse((await _browser.PostAsync($"/sittings/{exam}/drill")).RedirectsTo().Split('/')[2]);
        var form = (await _site.SittingAsync(drill)).Form;
        var questions = await _site.QuestionsAsync(drill);
        var missed = (await _site.SittingAsync(exam)).Form.Items.Zip(await _site.QuestionsAsync(exam), (item, question) => (item, question)).ToDictionary(entry => entry.item.Position, entry => entry.question);
        Assert.All(form.Items.Where(item => item.Variant is { Kind: not VariantKind.SameQuestion }), item => Assert.True(item.Fresh && item.Variant!.SittingId == exam));
        Assert.Empty(form.Items.Where(item => item.Variant is { Kind: not VariantKind.SameQuestion }).Select(item => item.QuestionId).Intersect(missed.Values.Select(question => question.Id)));
        var chosen = form.Items.First(item => item.Variant is { Kind: VariantKind.SameMisconceptionAndSkill });
        var variant = questions[chosen.Position - 1];
        var shown = (await _site.SittingAsync(exam)).Places[chosen.Variant!.Position - 1].Picks.Values.Select(option => missed[chosen.Variant.Position].Options[option].Misconception).OfType<string>();
        var belief = BeliefRecord.OfferedBy(variant).Intersect(shown).First();
        var trap = variant.Options.Index().Where(option => option.Item.Misconception == belief).Select(option => option.Index);
        var answer = trap.Concat(Enumerable.Range(0, variant.Options.Count)).Distinct().Take(variant.Key.Values.Count);

        var before = (await _browser.GetAsync($"/sittings/{drill}/{chosen.Position}")).Ok();
        await _browser.EventsAsync(drill, Happened.Answered(chosen.Position, answer), Happened.Revealed(chosen.Position));
        var after = (await _browser.GetAsync($"/sittings/{drill}/{chosen.Position}")).Ok();
        await _browser.PostAsync($"/sittings/{drill}/end");
        var report = (await _browser.GetAsync($"/sittings/{drill}/result")).Ok();

        var start = $"A variant of question {chosen.Variant.Position} of your MLA-C02 full exam of {day}";
        Assert.Equal(start + ".", before.Words("[data-variant]"));
        Assert.Equal(start + ": the same misconception in another scenario.", after.Words("[data-variant]"));
        Assert.Equal(start + ": the same misconception in another scenario.", report.Words($"#q{chosen.Position} [data-variant]"));
        Assert.NotEmpty(report.Page.QuerySelectorAll($"[data-alarm='{belief}']"));
    }

    [Fact]
    public async Task Where_nothing_new_is_left_the_same_question_comes_back_and_says_why()
    {
        await using var site = new SoundSite();
        using var browser = site.NewBrowser();
        var exam = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await browser.PostAsync($"/sittings/{exam}/end");

        var drill = (await browser.PostAsync($"/sittings/{exam}/drill")).RedirectsTo();
        var page = (await browser.GetAsync(drill)).Ok();

        var position = (await site.SittingAsync(Guid.Parse(drill.Split('/')[2]))).Form.Items[0].Variant!.Position;
        Assert.StartsWith($"No new question covers question {position} of your SND-C01 full exam of ", page.Words("[data-variant=SameQuestion]"), StringComparison.Ordinal);
    }
}
