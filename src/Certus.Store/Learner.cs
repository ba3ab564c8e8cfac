namespace Certus.Store;

/// <summary>Whose rows they are. A type of its own, so that a learner's id and a sitting's can't be swapped by mistake.</summary>
/// <param name="Id">First column of the key of every row that a learner owns.</param>
public readonly record struct Learner(Guid Id)
{
    /// <summary>The one learner of an installation without accounts.</summary>
    public static readonly Learner Local = new(new Guid("00000000-0000-0000-0000-000000000001"));
}
