namespace Certus.Measure.Analysis;

/// <summary>How much an item differs between groups, in the classes of the Educational Testing Service.</summary>
/// <remarks>Zieky (1993): A, the ETS delta is less than 1 or not significant at 5 %; C, at least 1.5 and significantly more than 1; B, what lies between.</remarks>
public enum EtsClass
{
    /// <summary>Negligible.</summary>
    A,

    /// <summary>Moderate.</summary>
    B,

    /// <summary>Large.</summary>
    C,
}
