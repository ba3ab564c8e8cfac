using System.Globalization;

namespace Certus.Decide;

/// <summary>The decision in plain words.</summary>
internal static class Sentences
{
    public static string Verdict(Valuation value, OtherSet other, Person person, DateOnly asOf, AssumptionSet set, MarketFacts facts)
    {
        var best = value.Recommended;
        var text = best.Kind == OptionKind.Wait ? Nothing(value, person, asOf, set, facts) : Something(best, person, asOf, set) + string.Concat(RuledOut(value, person, facts, 4).Select(reason => " No ML exam is advised: " + reason).Take(1));
        return $"{text} {other.Text}";
    }

    public static OtherSet Other(Valuation here, Valuation there, AssumptionSet theirSet, string currency)
    {
        var (mine, theirs) = (here.Recommended, there.Recommended);
        var same = there.Ranked.First(option => option.Id == mine.Id);
        var (pays, paysThere) = (mine.Kind != OptionKind.Wait, theirs.Kind != OptionKind.Wait);
        var reverses = pays != paysThere || (pays && same.Outcome?.Npv.Mean <= 0);
        var view = "On " + View(theirSet);
        var text = (pays, reverses) switch
        {
            (true, true) => $"{view}, that turns around: the same choice brings {Money.Text(same.Outcome?.Npv.Mean ?? 0, currency)} on average, and {(paysThere ? $"{theirs.Name} would be the better one" : "the advice is to wait")}.",
            (true, false) when theirs.Id == mine.Id => $"{view}, the advice is the same, at {Money.Text(theirs.Outcome!.Npv.Mean, currency)} on average.",
            (true, false) => $"{view}, the better choice is {theirs.Name}, at {Money.Text(theirs.Outcome!.Npv.Mean, currency)} on average.",
            (false, true) => $"{view}, that turns around: {theirs.Name} would bring {Money.Text(theirs.Outcome!.Npv.Mean, currency)} on average.",
            _ => $"{view}, the advice is the same.",
        };
        return new(theirSet.Name, theirs.Id, reverses, text, there.Ranked);
    }

    public static BreakEven BreakEven(OptionModel subject, Valuation value, Person person, int draws)
    {
        var totals = value.Totals[subject.Id];
        var name = value.Ranked.First(option => option.Id == subject.Id).Name;
        var fees = totals.Gain - value.Model.HourValue * totals.DiscountedHours - totals.Npv;
        var costs = totals.Gain - totals.Npv;
        var expected = totals.Lift / draws;
        double? lift = totals.Gain > 0 ? costs / totals.Gain * expected : null;
        var hour = totals.DiscountedHours > 0 ? (totals.Gain - fees) / totals.DiscountedHours : 0;
        var first = lift is { } least
            ? $"{name} pays on average if, once it comes, it lifts pay by at least {Money.Text(least, person.Currency)} a year (expected here: {Money.Text(expected, person.Currency)})"
            : $"{name} lifts no pay for you, so no lift breaks even";
        var second = hour > 0 ? $", or if your hour is worth less than {Money.Text(hour, person.Currency)}." : ", and no hour is cheap enough, since the fees alone cost more than it brings.";
        double? share = totals.Gain > 0 ? costs / totals.Gain * value.Model.CausalShare.Mean : null;
        return new(subject.Id, lift, expected, hour, share, lift is null ? first + "." : first + second);
    }

    private static string Something(RankedOption best, Person person, DateOnly asOf, AssumptionSet set)
    {
        var outcome = best.Outcome!;
        string In(double amount) => Money.Text(amount, person.Currency);
        var sure = outcome.ChancePays >= 0.5 ? "is worth your hours" : "is worth your hours on average, though it more likely loses than wins";
        var text = Text($"As of {asOf:yyyy-MM-dd}, on {View(set)}, the best use of your hours is: {best.Name}{Steps(best)}. It {sure}: {In(outcome.Npv.Mean)} on average and {In(outcome.Npv.Median)} in the middle case, from {In(outcome.Npv.P5)} to {In(outcome.Npv.P95)} in nine cases of ten, and it pays in {outcome.ChancePays * 100:0} % of them. Count on {outcome.Hours:0} hours and {In(outcome.Cost)}");
        text += outcome.Attempts > 0 ? Text($" over {outcome.Attempts:0.0} attempts; the chance to pass in the end is {outcome.PassChance * 100:0} %.") : ".";
        foreach (var reason in best.Reasons.Where(reason => reason.Id is "reported" or "closing" or "python-first" or "intro-course-first" or "no-portfolio").Take(3)) text += " " + reason.Text;
        foreach (var beta in best.Steps.Select(step => step.Beta).OfType<string>().Take(1)) text += " " + beta;
        return text;
    }

    private static string Nothing(Valuation value, Person person, DateOnly asOf, AssumptionSet set, MarketFacts facts)
    {
        var text = Text($"As of {asOf:yyyy-MM-dd}, on {View(set)}, no exam and no project is worth your hours now: wait.");
        text += string.Concat(RuledOut(value, person, facts, 6).Take(2).Select(reason => " " + reason));
        var open = value.Ranked.Where(option => option is { Outcome: not null, RuledOut: false, Kind: not OptionKind.Wait } && value.Totals[option.Id].Gain > 0).ToList();
        if (open.FirstOrDefault() is { } nearest) text += Text($" Nearest to paying is {nearest.Name}, at {Money.Text(nearest.Outcome!.Npv.Mean, person.Currency)} on average; it pays in {nearest.Outcome.ChancePays * 100:0} % of the cases.");
        var exam = open.FirstOrDefault(option => option.Kind == OptionKind.Exam && IsAboutMl(option, facts));
        foreach (var reason in exam?.Reasons.Where(reason => reason.Kind == ReasonKind.Prerequisite) ?? [])
            text += $" For {exam!.Steps[0].Code}: {char.ToLowerInvariant(reason.Text[0])}{reason.Text[1..]}";
        return text;
    }

    /// <summary>
    /// Why exams are ruled out by who asks rather than by the catalog, in the order of <see cref="Rules.ToldFirst"/>. Of exams that are not about ML only where
    /// they are the alternative: nobody else asked about them.
    /// </summary>
    private static IEnumerable<string> RuledOut(Valuation value, Person person, MarketFacts facts, int rules)
    {
        bool Gains(RankedOption option) => value.Totals.TryGetValue(option.Id, out var totals) && totals.Gain > 0;
        var asked = value.Ranked.Where(option => option.Kind == OptionKind.Exam && (IsAboutMl(option, facts) || person.EarlyCareer || !person.WantsMlWork));
        var blocks = asked.SelectMany(option => option.Reasons.Where(reason => reason.Kind == ReasonKind.Blocks && (reason.Id != "too-late" || Gains(option)))).ToList();
        return Rules.ToldFirst.Take(rules).Select(id => blocks.Find(reason => reason.Id == id)?.Text).OfType<string>();
    }

    private static bool IsAboutMl(RankedOption option, MarketFacts facts) => option.Steps is [{ Code: { } code }, ..] && facts.LineOf(code)?.AboutMl == true;

    private static string Steps(RankedOption option) => option.Kind == OptionKind.Sequence ? $" ({string.Join(", then ", option.Steps.Where(step => !step.Held).Select(step => step.Text))})" : "";

    private static string View(AssumptionSet set) =>
        (set.Name == "article" ? "the article's figures" : "the evidence") + set.Edits switch { 0 => "", 1 => " with one number of yours", var edits => $" with {edits} numbers of yours" };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
