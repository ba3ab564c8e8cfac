using BenchmarkDotNet.Attributes;
using Certus.Content;
using Certus.Practice.Generators;

namespace Certus.Bench;

/// <summary>What an author waits for: parsing and checking a bank held in memory.</summary>
[MemoryDiagnoser]
public class ContentCheck
{
    private IReadOnlyList<ContentFile> _files = [];

    /// <summary>Question files.</summary>
    [Params(100, 1000)]
    public int Questions { get; set; }

    /// <summary>A synthetic bank.</summary>
    [GlobalSetup]
    public void Setup() => _files = Repository.Synthetic(Questions);

    /// <summary>Everything `certus check` does after reading the files.</summary>
    [Benchmark]
    public object Check() => ContentReader.Read([new("content", true, _files)], GeneratorCatalog.All);
}
