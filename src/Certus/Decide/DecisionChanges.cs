using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Catalog;

namespace Certus.Decide;

/// <summary>What differs from one decision to another: another person, another day, or both.</summary>
/// <param name="Fields">Where the profiles differ.</param>
/// <param name="Advice">What is advised in each, in one or two sentences.</param>
/// <param name="Exams">Exams whose state differs, a sentence each.</param>
/// <param name="Options">All options of the second decision, in its order.</param>
/// <param name="NotCompared">Why sums of money are not set against each other; null where they are.</param>
public sealed record DecisionChanges(
    IReadOnlyList<FieldChange> Fields, string Advice, IReadOnlyList<string> Exams, IReadOnlyList<OptionChange> Options, string? NotCompared)
{
    /// <summary>Sets two decisions against each other.</summary>
    /// <param name="first">What is gone from.</param>
    /// <param name="second">What is come to; of the same facts, set of assumptions, draws and seed, or the noise of other draws counts as a change.</param>
    public static DecisionChanges Between(Decision first, Decision second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var money = first.Currency == second.Currency;
        return new(
            FieldsOf(first.Profile, second.Profile), AdviceOf(first, second), ExamsOf(first, second), [.. second.Options.Select(after => Option(first, second, after, money))],
            money ? null : $"The first counts in {first.Currency} and the second in {second.Currency}, so sums of money are not set against each other.");
    }

    private static string AdviceOf(Decision first, Decision second)
    {
        var (before, after) = (first.Recommended, second.Recommended);
        if (before.Id == after.Id) return before.Kind == OptionKind.Wait ? "The advice is the same: wait." : $"The best use of the hours is the same: {after.Name}.";
        var gone = second.Options.FirstOrDefault(option => option.Id == before.Id) is { Outcome: null } ? " That can't be done in the second." : "";
        return $"The first says: {Said(before)}.{gone} The second says: {Said(after)}.";

        static string Said(RankedOption option) => option.Kind == OptionKind.Wait ? "wait" : option.Name;
    }

    private static List<string> ExamsOf(Decision first, Decision second)
    {
        var (before, after) = (States(first), States(second));
        List<string> said = [];
        foreach (var (code, now) in after.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (!before.TryGetValue(code, out var was) || (was.Status!.Word == now.Status!.Word && was.Instead == now.Instead)) continue;
            var instead = now.Instead is { } other ? $" What can be booked in its place is {other}." : "";
            said.Add($"{code}: {was.Status.Word} in the first, {now.Status.Word} in the second. {now.Status.Explanation}{instead}");
        }
        return said;
    }

    private static Dictionary<string, ResolvedStep> States(Decision decision) =>
        decision.Options.SelectMany(option => option.Steps).Where(step => step is { Code: not null, Status: not null }).DistinctBy(step => step.Code).ToDictionary(step => step.Code!);

    private static OptionChange Option(Decision first, Decision second, RankedOption after, bool money)
    {
        if (first.Options.FirstOrDefault(option => option.Id == after.Id) is not { } before) return new(after.Id, after.Name, 0, RankOf(second, after.Id), ["Only the second has it."], [], [], []);
        List<string> moves = [];
        if (before.Advised != after.Advised) moves.Add(after.Advised ? "Advised in the second only." : "Advised in the first only.");
        if (Steps(before) != Steps(after)) moves.Add($"Its steps: {Steps(before)} in the first, {Steps(after)} in the second.");
        switch (before.Outcome, after.Outcome)
        {
            case ({ } was, null): moves.Add($"Worth {Money.Text(was.Npv.Median, first.Currency)} in the middle case of the first; it can't be done in the second."); break;
            case (null, { } now): moves.Add($"It can't be done in the first; worth {Money.Text(now.Npv.Median, second.Currency)} in the middle case of the second."); break;
            case ({ } was, { } now):
                if (money) Moved("Worth in the middle case", was.Npv.Median, now.Npv.Median, amount => Money.Text(amount, second.Currency));
                Moved("Chance that it pays", was.ChancePays * 100, now.ChancePays * 100, share => Text($"{share:0} %"), Points);
                Moved("Hours", was.Hours, now.Hours, hours => Text($"{hours:0}"));
                if (money) Moved("Cost", was.Cost, now.Cost, amount => Money.Text(amount, second.Currency));
                break;
        }
        var came = after.Reasons.Where(reason => before.Reasons.All(other => other.Text != reason.Text)).ToList();
        var went = before.Reasons.Where(reason => after.Reasons.All(other => other.Text != reason.Text)).ToList();
        bool Restates(Reason reason) => went.Any(other => other.Id == reason.Id);
        return new(
            after.Id, after.Name, RankOf(first, after.Id), RankOf(second, after.Id), moves, [.. came.Where(reason => !Restates(reason)).Select(reason => reason.Text)],
            [.. came.Where(Restates).Select(reason => reason.Text)], [.. went.Where(reason => came.All(other => other.Id != reason.Id)).Select(reason => reason.Text)]);

        // Said only where it can be seen in what is shown.
        void Moved(string what, double was, double now, Func<double, string> show, Func<double, string>? difference = null)
        {
            if (show(was) != show(now)) moves.Add($"{what}: {show(was)} in the first, {show(now)} in the second, {(difference ?? show)(Math.Abs(now - was))} {(now > was ? "more" : "less")}.");
        }

        static string Points(double points) => Math.Round(points) == 1 ? "1 point" : Text($"{points:0} points");
    }

    private static int RankOf(Decision decision, string id) => decision.Options.TakeWhile(option => option.Id != id).Count() + 1;

    private static string Steps(RankedOption option) => string.Join(", then ", option.Steps.Select(step => step.Held ? $"{step.Text} (held)" : step.Text));

    private static List<FieldChange> FieldsOf(Profile first, Profile second)
    {
        var (before, after) = (Flat(first), Flat(second));
        return [.. before.Keys.Union(after.Keys).Where(field => before.GetValueOrDefault(field) != after.GetValueOrDefault(field)).Select(field => new FieldChange(field, before.GetValueOrDefault(field), after.GetValueOrDefault(field)))];
    }

    private static Dictionary<string, string> Flat(Profile profile)
    {
        Dictionary<string, string> flat = [];
        Add("", JsonNode.Parse(ProfileJson.Write(profile))!);
        return flat;

        void Add(string name, JsonNode value)
        {
            switch (value)
            {
                case JsonObject parts: foreach (var (part, inner) in parts) Add(name.Length == 0 ? part : $"{name}.{part}", inner!); break;
                case JsonArray held: foreach (var certificate in held) flat[$"{name}.{certificate!["code"]}"] = certificate["date"]!.ToString(); break;
                default: flat[name] = value.ToString(); break;
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
