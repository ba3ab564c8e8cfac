namespace Certus.Practice.Generators;

/// <summary>The generators that ship with Certus.</summary>
public static class GeneratorCatalog
{
    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<IQuestionGenerator> All { get; } =
    [
        new AthenaScanCost(),
        new AutoscaleTarget(),
        new GridFits(),
        new KinesisShards(),
        new PpvBaseRate(),
        new PrecisionFromCounts(),
        new StandardizeTrainStats(),
        new ThresholdTable(),
    ];
}
