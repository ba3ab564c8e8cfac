namespace Certus.Measure.Adaptive;

/// <summary>How an adaptive test starts, goes on and stops.</summary>
/// <param name="MaximumItems">The test stops after so many items; at least 1.</param>
/// <param name="MinimumItems">Only the length and the bank stop it before so many; from 0 to <paramref name="MaximumItems"/>.</param>
public sealed record AdaptiveSettings(int MaximumItems, int MinimumItems = 1)
{
    /// <summary>Stop once the standard error of the estimate is below this, in logits; null for no such stop. Above 0.</summary>
    public double? StandardError { get; init; }

    /// <summary>Stop once this line is decided; null where there is nothing to decide.</summary>
    public PassLine? PassLine { get; init; }

    /// <summary>Which item is asked next.</summary>
    public ItemSelection Selection { get; init; }

    /// <summary>What keeps items from being asked too often.</summary>
    public ExposureControl Exposure { get; init; } = new ExposureControl.None();

    /// <summary>
    /// Content areas and their shares; null for no balance. The next item then comes from the area that is furthest behind its share, and areas that are not named are not
    /// asked. Kingsbury and Zara (1989).
    /// </summary>
    public IReadOnlyList<ContentShare>? Blueprint { get; init; }

    /// <summary>The ability to choose the first item for, in logits; null for the mean of the prior.</summary>
    public double? StartTheta { get; init; }

    /// <summary>What makes the settings impossible for a bank, as a sentence; null where they are possible.</summary>
    internal string? FaultFor(AdaptiveBank bank) =>
        MaximumItems < 1 ? "A test has at least one item."
        : MinimumItems < 0 || MinimumItems > MaximumItems ? "The least number of items must be from 0 to the most."
        : StandardError is { } error && !(error > 0) ? "The standard error to stop at must be above 0."
        : StartTheta is { } start && !double.IsFinite(start) ? "The ability to start from must be finite."
        : Exposure switch
        {
            ExposureControl.Randomesque { Best: < 1 } => "There must be at least one item to choose from.",
            ExposureControl.SympsonHetter control when control.Parameters.Count != bank.Items.Count => "There must be an exposure parameter for each item of the bank.",
            ExposureControl.SympsonHetter control when control.Parameters.Any(parameter => !(parameter > 0 && parameter <= 1)) => "Exposure parameters must be above 0 and at most 1.",
            _ => null,
        }
        ?? BlueprintFault(bank);

    private string? BlueprintFault(AdaptiveBank bank)
    {
        if (Blueprint is not { } shares) return null;
        if (shares.Any(share => !double.IsFinite(share.Share) || share.Share < 0) || !(shares.Sum(share => share.Share) > 0)) return "The shares of the content areas must be at least 0, and one above.";
        if (shares.DistinctBy(share => share.Content, StringComparer.Ordinal).Count() != shares.Count) return "Each content area may have one share.";
        return shares.FirstOrDefault(share => !bank.Areas.Contains(share.Content, StringComparer.Ordinal)) is { } unknown ? $"No item of the bank is of the content area '{unknown.Content}'." : null;
    }
}
