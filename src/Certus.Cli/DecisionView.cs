using Certus.Catalog;
using Certus.Decide;

namespace Certus.Cli;

/// <summary>A decision as one JSON document. Money is rounded to cents, shares to six places.</summary>
internal sealed record DecisionView(
    DateOnly AsOf, ulong Seed, int Draws, string Assume, string Currency, string Recommended, IReadOnlyList<DecisionView.OptionView> Options, string Verdict, DecisionView.BreakEvenView? BreakEven,
    IReadOnlyList<DecisionView.DriverView> Drivers, DecisionView.MarginView? MarginalHour, DecisionView.QuestionView? NextQuestion, DecisionView.OtherView Other,
    IReadOnlyList<DecisionView.EditView> Edited)
{
    public sealed record StepView(string? Exam, int? Projects, ExamState? State, Confidence? Confidence, string? Explanation, string? Beta, double MedianHours, bool Held);

    public sealed record NpvView(double Median, double P5, double P95, double Mean, double StandardError);

    public sealed record ReasonView(string Id, ReasonKind Kind, string Text, string Grade, string Source);

    public sealed record OptionView(
        string Id, OptionKind Kind, string Name, IReadOnlyList<StepView> Steps, ExamState? State, bool Advised, bool RuledOut, NpvView? Npv, double? ChancePays, double? Hours, double? Cost,
        double? PassChance, double? Attempts, double? PaybackMonths, double? ValuePerHour, double? Weeks, IReadOnlyList<ReasonView> Reasons);

    public sealed record BreakEvenView(string Option, double? LiftPerYear, double ExpectedLiftPerYear, double HourValue, double? CausalShare, string Text);

    public sealed record DriverView(string Id, string Label, string Low, string High, double NpvAtLow, double NpvAtHigh);

    public sealed record MarginView(string Option, double Study, double Project, double HourValue, string Text);

    public sealed record QuestionView(string Field, string Text, double ChanceOfChange, double Value, double StandardError, IReadOnlyList<AnswerView> Answers);

    public sealed record AnswerView(string Answer, double Weight, string Option);

    public sealed record OtherView(string Assume, string Recommended, bool Reverses, string Text);

    public sealed record EditView(string Id, string Label, string Value);

    public static DecisionView Of(Decision decision) => new(
        decision.AsOf, decision.Seed, decision.Draws, decision.Assumptions.Name, decision.Currency, decision.Recommended.Id, [.. decision.Options.Select(OptionOf)], decision.Verdict,
        decision.BreakEven is { } even ? new(even.OptionId, Cents(even.LiftPerYear), Cents(even.ExpectedLiftPerYear), Cents(even.HourValue), Share(even.CausalShare), even.Text) : null,
        [.. decision.Drivers.Select(driver => new DriverView(driver.Id, driver.Label, driver.Low, driver.High, Cents(driver.NpvAtLow), Cents(driver.NpvAtHigh)))],
        decision.MarginalHour is { } margin ? new(margin.OptionId, Cents(margin.Study), Cents(margin.Project), Cents(margin.HourValue), margin.Text) : null,
        decision.NextQuestion is { } next
            ? new(next.Field, next.Text, Share(next.ChanceOfChange), Cents(next.Value), Cents(next.StandardError), [.. next.Outcomes.Select(answer => new AnswerView(answer.Answer, Share(answer.Weight), answer.OptionId))])
            : null,
        new(decision.Other.Name, decision.Other.Recommended, decision.Other.Reverses, decision.Other.Text),
        [.. decision.Assumptions.All.Where(assumption => assumption.Edited).Select(assumption => new EditView(assumption.Id, assumption.Label, Units.Say(assumption.Value, assumption.Unit)))]);

    private static OptionView OptionOf(RankedOption option)
    {
        var outcome = option.Outcome;
        return new(
            option.Id, option.Kind, option.Name,
            [.. option.Steps.Select(step => new StepView(step.Code, step.Code is null ? step.Projects : null, step.Status?.State, step.Status?.Confidence, step.Status?.Explanation, step.Beta, Math.Round(step.MedianHours, 1), step.Held))],
            option.State, option.Advised, option.RuledOut,
            outcome is null ? null : new(Cents(outcome.Npv.Median), Cents(outcome.Npv.P5), Cents(outcome.Npv.P95), Cents(outcome.Npv.Mean), Cents(outcome.Npv.StandardError)),
            Share(outcome?.ChancePays), Cents(outcome?.Hours), Cents(outcome?.Cost), Share(outcome?.PassChance), Share(outcome?.Attempts), Cents(outcome?.PaybackMonths), Cents(outcome?.ValuePerHour), Cents(outcome?.Weeks),
            [.. option.Reasons.Select(reason => new ReasonView(reason.Id, reason.Kind, reason.Text, reason.Grade.ToString(), reason.Source))]);
    }

    private static double Cents(double value) => Math.Round(value, 2) + 0.0;

    private static double? Cents(double? value) => value is { } known ? Cents(known) : null;

    private static double Share(double value) => Math.Round(value, 6) + 0.0;

    private static double? Share(double? value) => value is { } known ? Share(known) : null;
}
