using System.Globalization;
using Certus.Web.Catalog;

namespace Certus.Web.Decide;

/// <summary>As of when a decision is asked for, and on whose figures: the part that may stand in an address.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="IsToday">Whether that is the learner's day.</param>
/// <param name="Assume">evidence or article.</param>
/// <param name="Seed">Equal seeds give equal results.</param>
public sealed record DecideRequest(DateOnly AsOf, bool IsToday, string Assume, ulong Seed)
{
    /// <summary>Names of the sets.</summary>
    public const string Evidence = "evidence", Article = "article";

    /// <summary>The seed where none is named; the same as on the command line.</summary>
    public const ulong UsualSeed = 1;

    /// <summary>What is asked where nothing is said.</summary>
    public static DecideRequest Today(TimeProvider clock) => new(Exams.Today(clock), true, Evidence, UsualSeed);

    /// <summary>The day in an address.</summary>
    public string Day => AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The page's address.</summary>
    public string Address
    {
        get
        {
            List<string> parts = [];
            if (!IsToday) parts.Add("asOf=" + Day);
            if (Assume != Evidence) parts.Add("assume=" + Assume);
            if (Seed != UsualSeed) parts.Add(string.Create(CultureInfo.InvariantCulture, $"seed={Seed}"));
            return parts.Count == 0 ? "/decide" : "/decide?" + string.Join('&', parts);
        }
    }

    /// <summary>The other set of figures.</summary>
    public DecideRequest Otherwise => this with { Assume = Assume == Evidence ? Article : Evidence };

    /// <summary>Whose figures, in words that follow "on".</summary>
    public static string View(string set) => set == Article ? "the article's figures" : "the evidence";
}
