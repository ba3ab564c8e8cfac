namespace Certus.Practice.Generators;

/// <summary>The generators that ship with Certus.</summary>
public static class GeneratorCatalog
{
    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<IQuestionGenerator> All { get; } =
    [
        new AthenaScanCost(),
        new AutoscaleTarget(),
        new ChatHistory(),
        new ChunkCount(),
        new ClassWeight(),
        new ContextBudget(),
        new EpochSteps(),
        new GridFits(),
        new KinesisShards(),
        new LlmMemory(),
        new LoraParams(),
        new MacroRecall(),
        new PpvBaseRate(),
        new PrecisionFromCounts(),
        new PromptCache(),
        new ProvisionedBreakeven(),
        new PsiDrift(),
        new QuantileLoss(),
        new RecallAtK(),
        new SpotSavings(),
        new StandardizeTrainStats(),
        new ThresholdTable(),
        new TokenCost(),
        new VariantTraffic(),
        new VectorMemory(),
    ];
}
