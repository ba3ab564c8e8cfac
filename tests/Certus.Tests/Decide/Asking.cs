using Certus.Catalog;
using Certus.Decide;

namespace Certus.Tests.Decide;

/// <summary>Decisions on the built-in facts.</summary>
internal static class Asking
{
    public static Register Register => Repository.BuiltIn.Value.Library.Register;
    public static MarketFacts Facts => Repository.BuiltIn.Value.Library.Market ?? throw new InvalidOperationException("The built-in content has no market facts.");

    /// <summary>When the article's options could be booked.</summary>
    public static DateOnly ArticleDay { get; } = new(2025, 9, 15);

    public static Decision Of(Profile profile, DateOnly asOf, AssumptionSet set, int draws = 4000, ulong seed = 1) => Decision.Of(profile, asOf, Register, Facts, set, draws, seed);

    public static Decision ByTheArticle(Profile profile, DateOnly? asOf = null) => Of(profile, asOf ?? ArticleDay, Facts.Article);

    public static RankedOption Option(this Decision decision, string id) => decision.Options.Single(option => option.Id == id);

    public static int RankOf(this Decision decision, string id) => decision.Options.ToList().FindIndex(option => option.Id == id);

    public static bool HasReason(this RankedOption option, string id) => option.Reasons.Any(reason => reason.Id == id);

    /// <summary>The worth of all options in each draw, as the decision computes it.</summary>
    public static (Model Model, double[][] Npv, Totals[] Totals) Draw(Profile profile, DateOnly asOf, AssumptionSet set, int draws, ulong seed = 1, MarketFacts? facts = null)
    {
        var person = new Person(profile);
        var (_, model) = Planner.Plan(person, asOf, facts ?? Facts, set, Decision.Lookup(Register, asOf, person.Language));
        var npv = model.Options.Select(_ => new double[draws]).ToArray();
        return (model, npv, new Simulation(model, seed).Run(npv, draws));
    }
}
