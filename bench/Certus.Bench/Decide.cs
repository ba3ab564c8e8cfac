using BenchmarkDotNet.Attributes;
using Certus.Decide;

namespace Certus.Bench;

/// <summary>What somebody who types into the form waits for. One thread throughout.</summary>
[MemoryDiagnoser]
public class Decide
{
    private static readonly DateOnly Day = new(2025, 9, 15);
    private readonly Certus.Content.Library _library = Repository.Library;
    private readonly Profile _profile = new() { Role = Role.Cloud, Target = Target.Adjacent, IntroCourse = true };
    private Person _person = null!;
    private Model _model = null!;
    private OptionModel _option = null!;
    private double[][] _npv = [];
    private Func<string, Availability> _look = null!;

    private MarketFacts Facts => _library.Market!;

    /// <summary>A profile and a day on which most options can be booked.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _person = new(_profile);
        _look = Decision.Lookup(_library.Register, Day, _person.Language);
        _model = Planner.Plan(_person, Day, Facts, Facts.Evidence, _look).Model;
        _option = _model.Options.First(option => option.Id == "mlops-lane");
        _npv = [.. _model.Options.Select(_ => new double[Decision.DefaultDraws])];
    }

    /// <summary>100,000 futures × all options: the worth of each in each.</summary>
    [Benchmark]
    public object Draw() => new Simulation(_model, 1).Run(_npv, Decision.DefaultDraws);

    /// <summary>The same with percentiles, histograms, courses and ranks: what the bar of 100 ms is for.</summary>
    [Benchmark]
    public object Rank() => Decision.Value(_person, Day, Facts, Facts.Evidence, _look, Decision.DefaultDraws, 1);

    /// <summary>Drivers of the longest option and every open question: the bar of 1 s.</summary>
    [Benchmark]
    public object DriversAndQuestions() =>
        (Tornado.Of(_option, _model, Facts.Evidence, Role.Cloud, "USD", 1), Inquiry.Of(_profile, Day, Facts, Facts.Evidence, _look, 1));

    /// <summary>The whole answer, the other set of assumptions included.</summary>
    [Benchmark]
    public object Whole() => Decision.Of(_profile, Day, _library.Register, Facts, Facts.Evidence);
}
