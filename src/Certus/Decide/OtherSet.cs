namespace Certus.Decide;

/// <summary>What the other set of assumptions says, with the same profile, date, draws and seed.</summary>
/// <param name="Name">article or evidence.</param>
/// <param name="Recommended">Id of the option that it advises.</param>
/// <param name="Reverses">Whether it turns the advice around: what pays here does not there, or the other way.</param>
/// <param name="Text">One sentence that says so plainly.</param>
/// <param name="Options">Its ranking, with the same figures as a decision under that set.</param>
public sealed record OtherSet(string Name, string Recommended, bool Reverses, string Text, IReadOnlyList<RankedOption> Options);
