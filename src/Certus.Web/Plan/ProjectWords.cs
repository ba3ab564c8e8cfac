using System.Globalization;
using Certus.Plan;
using Certus.Plan.Portfolio;
using Certus.Store;

namespace Certus.Web.Plan;

/// <summary>Words of the pages about projects.</summary>
public static class ProjectWords
{
    /// <summary>So many minutes as hours, to the half: <c>4.5 hours</c>.</summary>
    public static string Hours(int minutes)
    {
        var hours = Math.Max(1, Math.Round(minutes / 30.0)) / 2;
        return hours == 1 ? "1 hour" : string.Create(CultureInfo.InvariantCulture, $"{hours:0.#} hours");
    }

    /// <summary>How many milestones are done; those that the content no longer has do not count.</summary>
    public static int Done(PortfolioProject project, ProjectWork work)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(work);
        return project.Milestones.Count(milestone => work.Done.ContainsKey(milestone.Id));
    }
}
