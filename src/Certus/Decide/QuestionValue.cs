namespace Certus.Decide;

/// <summary>What it is worth to know the answer to a question that is open.</summary>
/// <param name="Field">The field of the profile.</param>
/// <param name="Text">The question.</param>
/// <param name="ChanceOfChange">How likely the answer changes the advice, rules included.</param>
/// <param name="Value">
/// Expected gain in net present value from choosing with the answer instead of without, among all options that can be booked; the choice is made on one half of
/// the draws and valued on the other, so that luck is not taken for insight. Exactly 0 where no option reads the field; may come out a little below 0.
/// </param>
/// <param name="StandardError">Of <paramref name="Value"/>, from the number of draws.</param>
/// <param name="WithoutCorrection">The same with choice and value on the same draws, which is too high on average.</param>
/// <param name="Outcomes">What each answer would lead to.</param>
public sealed record QuestionValue(
    string Field, string Text, double ChanceOfChange, double Value, double StandardError, double WithoutCorrection, IReadOnlyList<AnswerOutcome> Outcomes);
