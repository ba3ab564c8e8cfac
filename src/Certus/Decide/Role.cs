namespace Certus.Decide;

/// <summary>What somebody works as, by the profiles of the article.</summary>
public enum Role
{
    /// <summary>ML engineer.</summary>
    MlEngineer,

    /// <summary>Data engineer.</summary>
    DataEngineer,

    /// <summary>Cloud engineer or solutions architect.</summary>
    Cloud,

    /// <summary>Software engineer.</summary>
    Software,

    /// <summary>Architect or consultant at an AWS partner.</summary>
    Partner,

    /// <summary>Something else.</summary>
    Other,
}
