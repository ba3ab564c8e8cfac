using System.Globalization;
using System.Text;

namespace Certus.Plan.Portfolio;

/// <summary>The files of a project that a learner starts from: headings, what belongs under each, and what is known already.</summary>
public static class ProjectSkeleton
{
    /// <summary>The names of the files.</summary>
    public const string ReadmeName = "README.md", ModelCardName = "MODEL_CARD.md";

    /// <summary>The README: its sections, the data with their licenses, and the rubric to judge oneself by. Markdown with line feeds.</summary>
    public static string Readme(PortfolioProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var page = new StringBuilder();
        Line(page, $"# {project.Title}");
        Line(page);
        Line(page, "> One sentence: for whom, what it decides or answers, and how well.");
        Sections(page, project.Readme);
        DataOf(page, project);
        Line(page);
        Line(page, "## Done so far");
        Line(page);
        foreach (var milestone in project.Milestones)
        {
            Line(page, $"- [ ] {milestone.Title}");
            foreach (var done in milestone.Done) Line(page, $"  - [ ] {done}");
        }
        Line(page);
        Line(page, "## How I judge it");
        Line(page);
        Line(page, "| What | Points | Full marks | Mine |");
        Line(page, "|---|--:|---|--:|");
        foreach (var criterion in project.Rubric) Line(page, string.Create(CultureInfo.InvariantCulture, $"| {Cell(criterion.Title)} | {criterion.Points} | {Cell(criterion.Full)} | |"));
        return page.ToString();
    }

    /// <summary>The model card. Markdown with line feeds.</summary>
    public static string ModelCard(PortfolioProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var page = new StringBuilder();
        Line(page, $"# Model card: {project.Title}");
        Line(page);
        Line(page, "Version, date and author:");
        Sections(page, project.ModelCard);
        DataOf(page, project);
        return page.ToString();
    }

    private static void Sections(StringBuilder page, IReadOnlyList<ProjectSection> sections)
    {
        foreach (var section in sections)
        {
            Line(page);
            Line(page, $"## {section.Title}");
            Line(page);
            Line(page, $"<!-- {section.Ask.Replace("--", "–", StringComparison.Ordinal)} -->");
        }
    }

    private static void DataOf(StringBuilder page, PortfolioProject project)
    {
        Line(page);
        Line(page, "## Data and licenses");
        Line(page);
        foreach (var data in project.Data) Line(page, $"- [{data.Name}]({data.Address}), {data.By}. {data.License} ([terms]({data.LicenseAddress})). {data.About}");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static void Line(StringBuilder page, string text = "") => page.Append(text).Append('\n');
}
