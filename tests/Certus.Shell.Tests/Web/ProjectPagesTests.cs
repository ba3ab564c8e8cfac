using System.IO.Compression;
using System.Net;
using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Plan.Portfolio;
using Certus.Store;
using Certus.Web.Decide;

namespace Certus.Shell.Tests.Web;

/// <summary>Projects on pages: milestones ticked and unticked, links kept, removed and taken back, skeletons to begin with, and tracks that lead there.</summary>
public sealed class ProjectPagesTests : OnOwnSite
{
    private const string Project = "/projects/calls-under-capacity";

    private PortfolioProject Brief => _site.Library.Projects.Single(project => project.Id == "calls-under-capacity");

    private async Task<ProjectWork> WorkAsync() => (await _site.Of<ProjectLog>().ReadAsync(Learner.Local, Site.Cancel)).GetValueOrDefault(Brief.Id, ProjectWork.Nothing);

    private Task<Answer> LinkAsync(string address, string label = "", Guid? id = null) => _browser.PostAsync($"{Project}/links", ("id", (id ?? Guid.NewGuid()).ToString()), ("address", address), ("label", label));

    [Fact]
    public async Task A_milestone_is_marked_as_done_and_the_undo_takes_that_back()
    {
        var then = (await _browser.PostAsync($"{Project}/milestones/frame", ("done", "yes"))).RedirectsTo();
        var page = (await _browser.GetAsync(then.Split('#')[0])).Ok();

        Assert.Equal("“A page that a manager could sign” is marked as done.", page.Words("form.note [role=status]"));
        Assert.Contains($"1 of {Brief.Milestones.Count} done", page.Words("section[aria-labelledby=milestones]"), StringComparison.Ordinal);
        Assert.Contains($"1 of {Brief.Milestones.Count} done", (await _browser.GetAsync("/projects")).Ok().Words("main"), StringComparison.Ordinal);
        var undo = page.One("form.note");
        (await _browser.PostAsync(undo.GetAttribute("action")!, ("done", page.Value("form.note input[name=done]")!))).RedirectsTo();

        Assert.Empty((await WorkAsync()).Done);
        Assert.Empty((await _browser.GetAsync(then.Split('#')[0])).Ok().Page.QuerySelectorAll("form.note"));      // an address that was kept offers nothing untrue
    }

    [Fact]
    public async Task A_link_is_kept_once_shown_as_what_it_is_removed_and_taken_back()
    {
        var id = Guid.NewGuid();
        (await LinkAsync("https://example.org/me?q=<b>", "My <b>list</b>", id)).RedirectsTo();
        (await LinkAsync("https://example.org/me?q=<b>", "My <b>list</b>", id)).RedirectsTo();
        var page = (await _browser.GetAsync(Project)).Ok();

        var link = Assert.Single(page.Page.QuerySelectorAll("#links ~ ul a"));
        Assert.Equal(("https://example.org/me?q=%3Cb%3E", "My <b>list</b>", "noopener noreferrer nofollow"), (link.GetAttribute("href"), link.TextContent, link.GetAttribute("rel")));
        var removed = (await _browser.PostAsync($"{Project}/links/{id}/remove")).RedirectsTo();
        var without = (await _browser.GetAsync(removed.Split('#')[0])).Ok();
        Assert.Equal("The link to example.org is removed.", without.Words("form.note [role=status]"));
        Assert.Empty((await WorkAsync()).Links);
        (await _browser.PostAsync(without.One("form.note").GetAttribute("action")!)).RedirectsTo();

        Assert.Equal(id, Assert.Single((await WorkAsync()).Links).Id);
    }

    [Fact]
    public async Task A_link_that_is_none_is_refused_beside_its_field_and_nothing_is_kept()
    {
        foreach (var (address, sentence) in new[] { ("http://example.org", "The address must begin with https://, not with 'http:'."), ("javascript:alert(1)", "The address must begin with https://, not with 'javascript:'."), ("", "The link has no address.") })
        {
            var refused = await LinkAsync(address, "Mine");

            Assert.Equal(sentence, refused.Refused(HttpStatusCode.BadRequest));
            Assert.Equal((address, "Mine", "true"), (refused.Value("#address") ?? "", refused.Value("#label"), refused.One("#address").GetAttribute("aria-invalid")));
        }
        Assert.Empty((await WorkAsync()).Links);
    }

    [Fact]
    public async Task A_project_is_put_into_the_plan_and_taken_out_again()
    {
        (await _browser.PostAsync("/projects/grounded-answers/choose", ("chosen", "yes"))).RedirectsTo();
        (await _browser.PostAsync($"{Project}/choose", ("chosen", "yes"))).RedirectsTo();
        Assert.Equal(["grounded-answers", Brief.Id], await ChosenProjects.FindAsync(_site.Of<Preferences>(), Site.Cancel));
        Assert.Contains("For my plan", (await _browser.GetAsync(Project)).Ok().Words("form#plan"), StringComparison.Ordinal);

        (await _browser.PostAsync("/projects/grounded-answers/choose", ("chosen", (await _browser.GetAsync("/projects/grounded-answers")).Ok().Value("form#plan input[name=chosen]")!))).RedirectsTo();

        Assert.Equal([Brief.Id], await ChosenProjects.FindAsync(_site.Of<Preferences>(), Site.Cancel));
    }

    [Fact]
    public async Task The_skeletons_come_as_two_files_or_as_one_archive_of_both()
    {
        var readme = (await _browser.GetAsync($"{Project}/README.md")).Ok();
        var archive = (await _browser.GetAsync($"{Project}/skeleton.zip")).Ok();

        Assert.Equal((ProjectSkeleton.Readme(Brief), "text/markdown; charset=utf-8", "README.md"), (readme.Text, readme.ContentType, readme.Message.Content.Headers.ContentDisposition!.FileName));
        using var zip = new ZipArchive(await archive.Message.Content.ReadAsStreamAsync(Site.Cancel));
        Assert.Equal(["calls-under-capacity/README.md", "calls-under-capacity/MODEL_CARD.md"], zip.Entries.Select(entry => entry.FullName));
        using var card = new StreamReader(zip.Entries[1].Open());
        Assert.Equal(ProjectSkeleton.ModelCard(Brief), await card.ReadToEndAsync(Site.Cancel));
    }

    [Fact]
    public async Task What_is_not_there_is_refused_in_one_sentence()
    {
        Assert.Equal("The project has no milestone 'nothing'.", (await _browser.PostAsync($"{Project}/milestones/nothing", ("done", "yes"))).Refused(HttpStatusCode.NotFound));
        Assert.Equal("There is no such link.", (await _browser.PostAsync($"{Project}/links/{Guid.NewGuid()}/remove")).Refused(HttpStatusCode.NotFound));
        Assert.Equal("There is no project 'nothing'.", (await _browser.PostAsync("/projects/nothing/choose", ("chosen", "yes"))).Refused(HttpStatusCode.NotFound));
        Assert.Empty((await WorkAsync()).Done);
    }

    [Fact]
    public async Task Every_track_says_what_it_pays_with_grade_year_and_caveat_and_leads_to_its_projects()
    {
        var page = (await _browser.GetAsync("/tracks")).Ok();

        Assert.Contains("no basis", page.Words("main .note"), StringComparison.Ordinal);
        Assert.All(_site.Library.Tracks!.All, track =>
        {
            var (words, figure) = (page.Words($"section[aria-labelledby={track.Id}]"), _site.Library.Market!.Figures.Single(figure => figure.Id == track.Figure));
            Assert.Contains($"{MarketWords.Say(figure)} Grade {figure.Grade}, {figure.Source}, {figure.AsOf}: {figure.Caveat}", words, StringComparison.Ordinal);
            Assert.All(track.Projects, project => Assert.NotNull(page.Page.QuerySelector($"section[aria-labelledby={track.Id}] a[href='/projects/{project}']")));
        });
    }

    [Fact]
    public async Task Every_course_and_book_says_whose_it_is_whether_it_costs_how_well_it_is_known_and_since_when()
    {
        var page = (await _browser.GetAsync("/resources")).Ok();

        Assert.All(_site.Library.Resources, resource =>
        {
            var words = page.Words($"[data-resource={resource.Id}]");
            foreach (var said in new[] { resource.By, resource.Language, resource.Price == ResourcePrice.Paid ? "Paid: " : "Free", $"grade {resource.Grade}, looked at on {resource.Checked:yyyy-MM-dd}" }) Assert.Contains(said, words, StringComparison.Ordinal);
            Assert.Equal(resource.Address, page.One($"[data-resource={resource.Id}] h3 a").GetAttribute("href"));
        });
    }
}
