using BenchmarkDotNet.Attributes;
using Certus.Content;
using Certus.Practice;

namespace Certus.Bench;

/// <summary>What a learner waits for between "begin" and the first question.</summary>
[MemoryDiagnoser]
public class FormAssembly
{
    private readonly Library _library = Repository.Library;
    private FormRequest _request = null!;
    private ulong _seed;

    /// <summary>A full MLS-C01 form.</summary>
    [GlobalSetup]
    public void Setup() => _request = FormRequest.Full(_library.Register.ByCode["MLS-C01"], 1)!;

    /// <summary>65 questions, generators included, from the built-in bank.</summary>
    [Benchmark]
    public object Full() => FormAssembler.Assemble(_request with { Seed = _seed++ }, _library.Register, _library.Bank, Exposure.Nothing);
}
