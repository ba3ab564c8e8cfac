namespace Certus.Plan;

/// <summary>What is given up where everything doesn't fit.</summary>
public enum PlanChange
{
    /// <summary>The date.</summary>
    LaterDate,

    /// <summary>Free time.</summary>
    MoreHours,

    /// <summary>Skills that count least for their minutes.</summary>
    SmallerScope,

    /// <summary>Nothing: what doesn't fit is left.</summary>
    AsIs,
}
