using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Values planned options and ranks them.</summary>
internal sealed record Valuation(IReadOnlyList<PlannedOption> Planned, Model Model, IReadOnlyList<RankedOption> Ranked, IReadOnlyDictionary<string, Totals> Totals)
{
    private const double MonthsPerQuarter = 3;
    private const int CourseDraws = 2048;

    public RankedOption Recommended => Ranked.FirstOrDefault(option => option.Advised) ?? Ranked[0];

    public static Valuation Of(IReadOnlyList<PlannedOption> planned, Model model, int draws, ulong seed)
    {
        var npv = model.Options.Select(_ => new double[draws]).ToArray();
        var totals = new Simulation(model, seed).Run(npv, draws);
        var courses = Courses(model, Math.Min(draws, CourseDraws), seed);
        var scratch = new double[draws];
        var outcomes = new Dictionary<string, Outcome>();
        var sums = new Dictionary<string, Totals>();
        for (var i = 0; i < model.Options.Length; i++)
        {
            outcomes[model.Options[i].Id] = OutcomeOf(model, totals[i], npv[i], scratch, courses[i]);
            sums[model.Options[i].Id] = totals[i];
        }
        return new(planned, model, Rank(planned, outcomes), sums);
    }

    /// <summary>Only the id of the option that would be advised, from the means of each.</summary>
    public static string AdvisedId(IReadOnlyList<PlannedOption> planned, Func<string, double> mean) =>
        planned.Where(option => MayBeAdvised(option) && mean(option.Plan.Id) > 0).OrderByDescending(option => mean(option.Plan.Id)).FirstOrDefault()?.Plan.Id
        ?? planned.First(option => option.Plan.Kind == OptionKind.Wait).Plan.Id;

    private static bool MayBeAdvised(PlannedOption option) => option is { Model: not null, RuledOut: false, Plan.Kind: not OptionKind.Wait };

    private static List<RankedOption> Rank(IReadOnlyList<PlannedOption> planned, Dictionary<string, Outcome> outcomes)
    {
        double Mean(string id) => outcomes[id].Npv.Mean;
        var advised = AdvisedId(planned, Mean);
        int Place(PlannedOption option) =>
            option.Model is null ? 4 : option.Plan.Kind == OptionKind.Wait ? 1 : option.RuledOut ? 3 : Mean(option.Plan.Id) > 0 ? 0 : 2;
        return
        [
            .. planned.OrderBy(Place).ThenByDescending(option => option.Model is null ? 0 : Mean(option.Plan.Id)).Select(option => new RankedOption(
                option.Plan.Id, option.Plan.Name, option.Plan.Kind, option.Steps, option.State,
                Place(option) == 0 || (option.Plan.Kind == OptionKind.Wait && option.Plan.Id == advised), option.RuledOut, outcomes.GetValueOrDefault(option.Plan.Id),
                WithValue(option, outcomes.GetValueOrDefault(option.Plan.Id)), option.Plan.Grade, option.Plan.Source)),
        ];
    }

    private static IReadOnlyList<Reason> WithValue(PlannedOption option, Outcome? outcome) => option.Plan.Kind == OptionKind.Wait || outcome is null || outcome.Npv.Mean > 0
        ? option.Reasons
        : [.. option.Reasons, new("does-not-pay", ReasonKind.Against, "On average it costs more than it brings within your horizon.", EvidenceGrade.D, "the model")];

    private static Outcome OutcomeOf(Model model, Totals totals, double[] npv, double[] scratch, IReadOnlyList<CoursePoint> course)
    {
        double n = npv.Length;
        var pays = 0;
        foreach (var value in npv)
            if (value > 0) pays++;
        var fees = totals.Gain - model.HourValue * totals.DiscountedHours - totals.Npv;
        return new(
            Distribution.Of(npv, scratch), pays / n, totals.Hours / n, totals.Cash / n, totals.Attempts / n, totals.Done / n, totals.Weeks / n,
            totals.DiscountedHours > 0 ? (totals.Gain - fees) / totals.DiscountedHours : 0, Payback(course), course);
    }

    /// <summary>The expected value of every option as if the horizon ended after each quarter.</summary>
    private static IReadOnlyList<CoursePoint>[] Courses(Model model, int draws, ulong seed)
    {
        var npv = model.Options.Select(_ => new double[draws]).ToArray();
        var courses = model.Options.Select(_ => new List<CoursePoint>()).ToArray();
        for (var month = 0.0; ; month = Math.Min(month + MonthsPerQuarter, model.Horizon * 12))
        {
            var totals = new Simulation(model with { Horizon = month / 12 }, seed).Run(npv, draws);
            for (var i = 0; i < courses.Length; i++) courses[i].Add(new(month, totals[i].Npv / draws));
            if (month >= model.Horizon * 12) return courses;
        }
    }

    private static double? Payback(IReadOnlyList<CoursePoint> course)
    {
        for (var i = 1; i < course.Count; i++)
            if (course[i - 1].Npv < 0 && course[i].Npv >= 0)
                return course[i - 1].Month + (course[i].Month - course[i - 1].Month) * -course[i - 1].Npv / (course[i].Npv - course[i - 1].Npv);
        return null;
    }
}
