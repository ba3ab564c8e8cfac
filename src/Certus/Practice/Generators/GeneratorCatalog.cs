namespace Certus.Practice.Generators;

/// <summary>The generators of the bank.</summary>
public static class GeneratorCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IQuestionGenerator> All { get; } = [];
}
