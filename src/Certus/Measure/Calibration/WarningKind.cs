namespace Certus.Measure.Calibration;

/// <summary>What is doubtful about a calibration.</summary>
public enum WarningKind
{
    /// <summary>Everybody answered an item alike; it was left out.</summary>
    ConstantItem,

    /// <summary>Nobody answered an item.</summary>
    UnansweredItem,

    /// <summary>A category of an item below its highest was never answered; it was left out.</summary>
    UnusedCategory,

    /// <summary>Persons answered nothing and count for nothing.</summary>
    EmptyPersons,

    /// <summary>There are fewer persons than parameters.</summary>
    FewPersons,

    /// <summary>The steps ended before the slope was small enough.</summary>
    NotConverged,

    /// <summary>An item's slope is not above 0: the able get it wrong. Usually its key is.</summary>
    NegativeSlope,

    /// <summary>An item's slope is beyond what can be told from infinity.</summary>
    ExtremeSlope,

    /// <summary>An item's difficulty lies outside of what the abilities reach.</summary>
    ExtremeDifficulty,

    /// <summary>The answers hardly say what the lower asymptote is.</summary>
    UnidentifiedGuessing,

    /// <summary>The curvature is singular: some standard errors can't be had.</summary>
    SingularInformation,

    /// <summary>Parameters were given for an item that the answers do not have.</summary>
    AbsentItem,
}
