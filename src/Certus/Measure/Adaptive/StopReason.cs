namespace Certus.Measure.Adaptive;

/// <summary>Why an adaptive test ended.</summary>
public enum StopReason
{
    /// <summary>The standard error is as small as was asked.</summary>
    StandardError,

    /// <summary>As many items were asked as may be.</summary>
    Length,

    /// <summary>The pass line was decided with the certainty asked.</summary>
    Decided,

    /// <summary>No item of the bank is left.</summary>
    BankExhausted,
}
