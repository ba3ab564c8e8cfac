using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>What passes a filter, and what people call it.</summary>
public static class ResultFilters
{
    /// <summary>The filter named in an address; all where none or an unknown one is named.</summary>
    public static ResultFilter Parse(string? text) => 
        Enum.GetValues<ResultFilter>().FirstOrDefault(filter => filter.ToString().Equals(text, StringComparison.OrdinalIgnoreCase), ResultFilter.All);

    /// <summary>Its name on the page.</summary>
    public static string Label(this ResultFilter filter) => filter switch
    {
        ResultFilter.All => "All",
        ResultFilter.Wrong => "Wrong",
        ResultFilter.Blank => "Blank",
        ResultFilter.Flagged => "Flagged",
        ResultFilter.Changed => "Changed",
        ResultFilter.Slow => "Slow",
        ResultFilter.Sure => "Sure and wrong",
        _ => "Lucky",
    };

    /// <summary>Whether a question passes.</summary>
    public static bool Passes(this ResultFilter filter, ItemResult item, Report report)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(report);
        return filter switch
        {
            ResultFilter.All => true,
            ResultFilter.Wrong => item.Outcome == Outcome.Wrong,
            ResultFilter.Blank => !item.Answered,
            ResultFilter.Flagged => item.Place.Flagged,
            ResultFilter.Changed => item.Changed,
            ResultFilter.Slow => report.Slow.Contains(item),
            ResultFilter.Sure => report.SureAndWrong.Contains(item),
            _ => report.Lucky.Contains(item),
        };
    }

    /// <summary>How many questions pass each.</summary>
    public static IReadOnlyDictionary<ResultFilter, int> Count(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Enum.GetValues<ResultFilter>().ToDictionary(filter => filter, filter => report.Items.Count(item => filter.Passes(item, report)));
    }
}
