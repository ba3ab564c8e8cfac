using BenchmarkDotNet.Attributes;
using Certus.Practice;

namespace Certus.Bench;

/// <summary>What reading a sitting costs where no node has it in memory.</summary>
[MemoryDiagnoser]
public class SittingReplay
{
    private Sitting _begun = null!;
    private List<SittingEvent> _events = null!;

    /// <summary>A full form with 400 events, as a thorough candidate leaves behind.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var library = Repository.Library;
        var form = ((Assembly.Assembled)FormAssembler.Assemble(FormRequest.Full(library.Register.ByCode["MLS-C01"], 1)!, library.Register, library.Bank, Exposure.Nothing)).Form;
        var at = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        _begun = Sitting.Begin(new(Guid.NewGuid(), SittingMode.Exam, form, at, 0));
        _events = [.. Enumerable.Range(0, 400).Select(i => (SittingEvent)((i % 4) switch
        {
            0 => new SittingEvent.Shown(Guid.NewGuid(), at.AddSeconds(i), i % 65 + 1),
            1 => new SittingEvent.Answered(Guid.NewGuid(), at.AddSeconds(i), i % 65 + 1, Picks.Of([i % 4]), TimeSpan.FromSeconds(30)),
            2 => new SittingEvent.Flagged(Guid.NewGuid(), at.AddSeconds(i), i % 65 + 1, true),
            _ => new SittingEvent.Dwelt(Guid.NewGuid(), at.AddSeconds(i), i % 65 + 1, TimeSpan.FromSeconds(60)),
        }))];
    }

    /// <summary>400 events folded.</summary>
    [Benchmark]
    public object Fold() => _begun.Replay(_events);
}
