namespace Certus.Decide;

/// <summary>The role somebody wants.</summary>
public enum Target
{
    /// <summary>ML itself.</summary>
    Ml,

    /// <summary>Next to ML: MLOps, ML platform, data platform.</summary>
    Adjacent,

    /// <summary>Not sure that it is ML.</summary>
    Unsure,

    /// <summary>No other role.</summary>
    None,
}
