using System.Globalization;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>How the parts of the page say a decision.</summary>
public static class DecisionWords
{
    /// <summary>What to do, in a few words.</summary>
    public static string Headline(RankedOption option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.Kind == OptionKind.Wait ? "Wait" : option.Name;
    }

    /// <summary>A share: <c>35 %</c>.</summary>
    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";
}
