using System.Net;
using Certus.Practice;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

public sealed class DrillPagesTests(Site site) : IClassFixture<Site>, IDisposable
{
    private readonly Browser _browser = site.NewBrowser();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Without_answers_a_drill_follows_the_proportions_of_the_exam_and_says_so()
    {
        var page = (await _browser.GetAsync("/practice/drill/mla-c02")).Ok();

        Assert.Contains("None of your answers counts yet", page.Text, StringComparison.Ordinal);
        Assert.Equal(["3", "3", "2", "2"], page.AllWords("td[data-label='Of the ten']"));
        Assert.Contains("/practice/drill/MLA-C02", (await _browser.GetAsync("/practice")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_is_ten_new_questions_in_study_mode_with_the_shares_that_were_shown()
    {
        var id = Guid.NewGuid();
        var sent = await _browser.PostAsync("/practice/drill", ("exam", "MLA-C02"), ("sitting", id.ToString()));
        var again = await _browser.PostAsync("/practice/drill", ("exam", "MLA-C02"), ("sitting", id.ToString()));

        var sitting = (await site.Of<Sittings>().FindAsync(Learner.Local, id, TestContext.Current.CancellationToken))!;
        Assert.Equal(SittingMode.Study, sitting.Start.Mode);
        Assert.Equal(10, sitting.Form.Items.Count);
        Assert.All(sitting.Form.Items, item => Assert.True(item.Fresh));
        Assert.Equal([3, 3, 2, 2], sitting.Form.Items.GroupBy(item => item.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal).Select(domain => domain.Count()));
        Assert.Equal($"/sittings/{id}/1", sent.RedirectsTo());
        Assert.Equal($"/sittings/{id}/1", again.RedirectsTo());
    }

    [Theory]
    [InlineData("XYZ")]
    [InlineData("SAA-C03")]
    public async Task There_is_no_drill_of_an_exam_without_questions(string code) =>
        Assert.Contains(code, (await _browser.GetAsync($"/practice/drill/{code}")).Refused(HttpStatusCode.NotFound), StringComparison.Ordinal);
}
