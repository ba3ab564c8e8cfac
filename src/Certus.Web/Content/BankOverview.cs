using Certus.Content;
using Certus.Web.Layout;

namespace Certus.Web.Content;

/// <summary>What the bank covers, for those who write questions.</summary>
public static class BankOverview
{
    /// <summary>What the page shows.</summary>
    /// <param name="Coverage">The counts.</param>
    /// <param name="Questions">Written questions.</param>
    /// <param name="Generators">Generators.</param>
    /// <param name="Complaints">Files that were left out at start, and why.</param>
    public sealed record Model(Coverage Coverage, int Questions, int Generators, IReadOnlyList<Complaint> Complaints);

    /// <summary>Maps <c>/bank</c>.</summary>
    public static void MapBankOverview(this IEndpointRouteBuilder routes) => routes.MapPage("/bank", (ContentReport report) => Show.Page<BankPage>(new Model(
        Coverage.Of(report.Library), report.Library.Bank.Items.Count, report.Library.Bank.Generators.Count, [.. report.Complaints.Where(complaint => complaint.Severity == Severity.Error)])));
}
