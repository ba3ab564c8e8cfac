using System.Text.RegularExpressions;
using Certus.Practice;
using Certus.Practice.Generators;

namespace Certus.Tests.Practice;

/// <summary>The questions of every generator, drawn once for all tests: 2,000 seeds and a few large ones.</summary>
internal static partial class Generated
{
    public static readonly ulong[] LargeSeeds = [1UL << 31, (1UL << 31) - 1, 1UL << 33, 999_999_999_999, ulong.MaxValue - 1, ulong.MaxValue];

    private static readonly Dictionary<string, Lazy<Question[]>> Drawn = GeneratorCatalog.All.ToDictionary(
        generator => generator.Id,
        generator => new Lazy<Question[]>(() => [.. Enumerable.Range(0, 2000).Select(seed => (ulong)seed).Concat(LargeSeeds).Select(generator.Generate)]));

    public static TheoryData<string> Ids => [.. GeneratorCatalog.All.Select(generator => generator.Id)];

    public static Question[] Of(string id) => Drawn[id].Value;

    public static IQuestionGenerator Generator(string id) => GeneratorCatalog.All.Single(generator => generator.Id == id);

    public static Option Key(Question question) => question.Options[question.Key.Values[0]];

    /// <summary>The number of an option, without its unit.</summary>
    public static string Shown(string option) => Numbers().Match(option).Value;

    public static bool Less(string a, string b) => (Ratio.Parse(Shown(a)) - Ratio.Parse(Shown(b))).Over.Sign < 0;

    [GeneratedRegex(@"−?\d[\d,]*(\.\d+)?(?<!,)")]
    public static partial Regex Numbers();
}
