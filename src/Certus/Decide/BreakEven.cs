namespace Certus.Decide;

/// <summary>What would have to be true for an option to be worth nothing more and nothing less, on average.</summary>
/// <param name="OptionId">The option: the one advised, else the one nearest to it.</param>
/// <param name="LiftPerYear">The gross lift a year, once it comes, at which it breaks even; null where no lift does (nothing is ever gained).</param>
/// <param name="ExpectedLiftPerYear">The lift that the assumptions expect, to compare.</param>
/// <param name="HourValue">The worth of an hour at which it breaks even; below 0 where the fees alone cost more than it brings.</param>
/// <param name="CausalShare">The share of the lift that the certificate would have to cause; above 1 where even all of it is too little, null as for the lift.</param>
/// <param name="Text">One sentence.</param>
public sealed record BreakEven(string OptionId, double? LiftPerYear, double ExpectedLiftPerYear, double HourValue, double? CausalShare, string Text);
