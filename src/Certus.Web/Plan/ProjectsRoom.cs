using System.IO.Compression;
using System.Text;
using Certus.Catalog;
using Certus.Content;
using Certus.Decide;
using Certus.Plan;
using Certus.Plan.Portfolio;
using Certus.Practice.Labs;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Plan;

/// <summary>Portfolio projects and career tracks: briefs, milestones to tick, links to what can be seen, and the skeletons to begin with.</summary>
public static class ProjectsRoom
{
    /// <summary>What the list shows.</summary>
    /// <param name="Projects">Every project, how far it is, and whether it is to stand in the plan.</param>
    public sealed record ListModel(IReadOnlyList<(PortfolioProject Project, ProjectWork Work, bool Chosen)> Projects);

    /// <summary>What a project's page shows.</summary>
    /// <param name="Project">The project.</param>
    /// <param name="Work">How far it is.</param>
    /// <param name="Chosen">Whether it is to stand in the plan.</param>
    /// <param name="Labs">The labs that prepare for it.</param>
    /// <param name="Tracks">The career tracks that point at it.</param>
    /// <param name="Link">The form for a link, empty or as it was sent.</param>
    /// <param name="Undo">What was done a moment ago and can be undone; null where nothing was.</param>
    public sealed record Model(
        PortfolioProject Project, ProjectWork Work, bool Chosen, IReadOnlyList<LabBrief> Labs, IReadOnlyList<CareerTrack> Tracks, LinkForm Link, Undo? Undo);

    /// <summary>The form for a link.</summary>
    /// <param name="Id">The link's id, made with the form: sent twice, it is kept once.</param>
    /// <param name="Address">As it was typed.</param>
    /// <param name="Label">As it was typed.</param>
    /// <param name="Fault">Why it was not kept; null where it was, or was not sent.</param>
    public sealed record LinkForm(Guid Id, string Address, string Label, string? Fault)
    {
        /// <summary>An empty one.</summary>
        public static LinkForm Empty => new(Guid.NewGuid(), "", "", null);
    }

    /// <summary>How something done a moment ago is undone; it stands where that was done.</summary>
    /// <param name="Said">What was done.</param>
    /// <param name="Action">Where the undoing form is sent.</param>
    /// <param name="Milestone">The milestone that it is about; null for a link.</param>
    /// <param name="Done">What the form says of the milestone.</param>
    public sealed record Undo(string Said, string Action, string? Milestone, string? Done);

    /// <summary>What the page of tracks shows.</summary>
    /// <param name="Tracks">The tracks; null where the content has none.</param>
    /// <param name="Figures">What each pays, by the track's figure.</param>
    /// <param name="Exams">The exams that they name, with their state today.</param>
    /// <param name="Projects">The projects that they name, by id.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record TracksModel(
        CareerTracks? Tracks, IReadOnlyDictionary<string, MarketFigure> Figures, IReadOnlyDictionary<string, ExamStatus> Exams, IReadOnlyDictionary<string, PortfolioProject> Projects, Register Register);

    /// <summary>Maps <c>/projects</c>, each project, and <c>/tracks</c>.</summary>
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/projects", async (Library library, ProjectLog log, Preferences preferences, CancellationToken cancel) =>
        {
            var (work, chosen) = (await log.ReadAsync(Learner.Local, cancel), await ChosenProjects.FindAsync(preferences, cancel));
            return Show.Page<ProjectsPage>(new ListModel([.. library.Projects.Select(project => (project, work.GetValueOrDefault(project.Id, ProjectWork.Nothing), chosen.Contains(project.Id)))]));
        });

        routes.MapPage("/tracks", (Library library, TimeProvider clock) =>
        {
            var codes = (library.Tracks?.All ?? []).SelectMany(track => track.Exams).Distinct().Where(library.Register.ByCode.ContainsKey);
            return Show.Page<TracksPage>(new TracksModel(
                library.Tracks, (library.Market?.Figures ?? []).DistinctBy(figure => figure.Id).ToDictionary(figure => figure.Id),
                codes.ToDictionary(code => code, code => library.Register.ByCode[code].Lifecycle.On(Exams.Today(clock))), library.Projects.ToDictionary(project => project.Id), library.Register));
        });

        routes.MapPage("/projects/{id}", async (string id, string? ticked, string? opened, Guid? removed, HttpContext context, Library library, ProjectLog log, Preferences preferences, CancellationToken cancel) =>
        {
            if (Find(library, id) is not { } project) { await NoProjectAsync(context, id); return; }
            var work = await WorkAsync(log, project, cancel);
            await ShowAsync(context, project, work, LinkForm.Empty, UndoOf(project, work, ticked, opened, removed), library, preferences, cancel);
        });

        routes.MapPost("/projects/{id}/choose", async (string id, HttpContext context, Library library, Preferences preferences, CancellationToken cancel) =>
        {
            if (Find(library, id) is null) { await NoProjectAsync(context, id); return; }
            var wanted = (await SentForm.ReadAsync(context.Request, cancel))["chosen"] == "yes";
            var chosen = await ChosenProjects.FindAsync(preferences, cancel);
            await ChosenProjects.KeepAsync(preferences, wanted ? chosen.Append(id) : chosen.Where(other => other != id), cancel);
            context.Response.Redirect($"/projects/{id}#plan");
        });

        routes.MapPost("/projects/{id}/milestones/{milestone}", async (string id, string milestone, HttpContext context, Library library, ProjectLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            if (Find(library, id) is not { } project) { await NoProjectAsync(context, id); return; }
            if (project.Milestones.All(known => known.Id != milestone)) { await RefuseAsync(context, id, StatusCodes.Status404NotFound, $"The project has no milestone '{milestone}'."); return; }
            var said = (await SentForm.ReadAsync(context.Request, cancel))["done"];
            var done = said == "yes" || said == "again";
            if (said == "again") await log.SetDoneAgainAsync(Learner.Local, id, milestone, clock.GetUtcNow(), cancel);
            else await log.SetDoneAsync(Learner.Local, id, milestone, done, clock.GetUtcNow(), cancel);
            context.Response.Redirect($"/projects/{id}?{(done ? "ticked" : "opened")}={milestone}#m-{milestone}");
        });

        routes.MapPost("/projects/{id}/links", async (string id, HttpContext context, Library library, ProjectLog log, Preferences preferences, TimeProvider clock, CancellationToken cancel) =>
        {
            if (Find(library, id) is not { } project) { await NoProjectAsync(context, id); return; }
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            var form = new LinkForm(Guid.TryParse(sent["id"], out var own) && own != Guid.Empty ? own : Guid.NewGuid(), sent["address"].ToString().Trim(), EvidenceLink.LabelOf(sent["label"]), null);
            var kept = EvidenceLink.TryRead(form.Address, out var address, out var fault) && await log.AddLinkAsync(Learner.Local, new(form.Id, id, address, form.Label, clock.GetUtcNow()), cancel);
            if (kept) { context.Response.Redirect($"/projects/{id}#links"); return; }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await ShowAsync(context, project, await WorkAsync(log, project, cancel), form with { Fault = fault ?? $"{ProjectLog.MostLinks} links are the most for one project; remove one first." }, null, library, preferences, cancel);
        });

        routes.MapPost("/projects/{id}/links/{link:guid}/remove", async (string id, Guid link, HttpContext context, ProjectLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await log.RemoveLinkAsync(Learner.Local, link, clock.GetUtcNow(), cancel)) context.Response.Redirect($"/projects/{Uri.EscapeDataString(id)}?removed={link}#links");
            else await RefuseAsync(context, id, StatusCodes.Status404NotFound, "There is no such link.");
        });

        routes.MapPost("/projects/{id}/links/{link:guid}/restore", async (string id, Guid link, HttpContext context, ProjectLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            var change = await log.RestoreLinkAsync(Learner.Local, link, clock.GetUtcNow(), cancel);
            if (change == LinkChange.Done) context.Response.Redirect($"/projects/{Uri.EscapeDataString(id)}#links");
            else if (change == LinkChange.Full) await RefuseAsync(context, id, StatusCodes.Status409Conflict, $"{ProjectLog.MostLinks} links are the most for one project; remove one before this one comes back.");
            else await RefuseAsync(context, id, StatusCodes.Status404NotFound, "There is no such link.");
        });

        routes.MapPage("/projects/{id}/{file}", async (string id, string file, HttpContext context, Library library) =>
        {
            if (Find(library, id) is not { } project) { await NoProjectAsync(context, id); return; }
            var (bytes, type) = file switch
            {
                ProjectSkeleton.ReadmeName => (Encoding.UTF8.GetBytes(ProjectSkeleton.Readme(project)), "text/markdown; charset=utf-8"),
                ProjectSkeleton.ModelCardName => (Encoding.UTF8.GetBytes(ProjectSkeleton.ModelCard(project)), "text/markdown; charset=utf-8"),
                "skeleton.zip" => (Zipped(project), "application/zip"),
                _ => ([], ""),
            };
            if (type.Length == 0) await RefuseAsync(context, id, StatusCodes.Status404NotFound, $"The project has no file '{file}'.");
            else await TypedResults.File(bytes, type, file == "skeleton.zip" ? $"{id}.zip" : file).ExecuteAsync(context);
        });
    }

    private static PortfolioProject? Find(Library library, string id) => library.Projects.FirstOrDefault(project => project.Id == id);

    private static async Task<ProjectWork> WorkAsync(ProjectLog log, PortfolioProject project, CancellationToken cancel) =>
        (await log.ReadAsync(Learner.Local, cancel)).GetValueOrDefault(project.Id, ProjectWork.Nothing);

    private static async Task ShowAsync(HttpContext context, PortfolioProject project, ProjectWork work, LinkForm link, Undo? undo, Library library, Preferences preferences, CancellationToken cancel) =>
        await Show.Page<ProjectPage>(new Model(
            project, work, (await ChosenProjects.FindAsync(preferences, cancel)).Contains(project.Id), [.. project.Labs.Select(id => library.Labs.FirstOrDefault(lab => lab.Id == id)).OfType<LabBrief>()],
            [.. (library.Tracks?.All ?? []).Where(track => track.Projects.Contains(project.Id))], link, undo)).ExecuteAsync(context);

    /// <summary>Only what still stands as the address says can be undone: an address that was kept offers nothing untrue.</summary>
    private static Undo? UndoOf(PortfolioProject project, ProjectWork work, string? ticked, string? opened, Guid? removed)
    {
        string At(string rest) => $"/projects/{project.Id}/{rest}";
        if (project.Milestones.FirstOrDefault(milestone => milestone.Id == ticked) is { } done && work.Done.ContainsKey(done.Id)) return new($"“{done.Title}” is marked as done.", At($"milestones/{done.Id}"), done.Id, "no");
        if (project.Milestones.FirstOrDefault(milestone => milestone.Id == opened) is { } open && !work.Done.ContainsKey(open.Id)) return new($"“{open.Title}” is open again.", At($"milestones/{open.Id}"), open.Id, "again");
        return work.Removed.FirstOrDefault(link => link.Id == removed) is { } gone ? new($"The link to {new Uri(gone.Address).Host} is removed.", At($"links/{gone.Id}/restore"), null, null) : null;
    }

    private static byte[] Zipped(PortfolioProject project)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in new[] { (ProjectSkeleton.ReadmeName, ProjectSkeleton.Readme(project)), (ProjectSkeleton.ModelCardName, ProjectSkeleton.ModelCard(project)) })
            {
                var entry = zip.CreateEntry($"{project.Id}/{name}");
                entry.LastWriteTime = new(project.Checked.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);     // the same bytes each time
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        return bytes.ToArray();
    }

    private static Task NoProjectAsync(HttpContext context, string id) => Failure.Answer(context, StatusCodes.Status404NotFound, $"There is no project '{id}'.", link: ("/projects", "All projects"));

    private static Task RefuseAsync(HttpContext context, string id, int status, string sentence) => Failure.Answer(context, status, sentence, link: ($"/projects/{Uri.EscapeDataString(id)}", "Back to the project"));
}
