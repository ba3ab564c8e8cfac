using System.Text.Json;
using Certus.Remember;
using CsCheck;

namespace Certus.Tests.Remember;

public sealed class Fsrs6Tests
{
    private static readonly JsonElement Vectors = Read("memory_vectors.json");

    [Fact]
    public void Every_step_of_every_history_is_that_of_another_implementation()
    {
        var steps = 0;
        foreach (var sequence in Vectors.GetProperty("sequences").EnumerateArray())
        {
            var model = new Fsrs6(Parameters(Vectors, sequence), sequence.GetProperty("enable_short_term").GetBoolean());
            var retention = sequence.GetProperty("desired_retention").GetDouble();
            MemoryState? state = null;
            foreach (var step in sequence.GetProperty("steps").EnumerateArray())
            {
                var where = $"history {sequence.GetProperty("id")}, step {++steps}";
                double Said(string name) => step.GetProperty(name).GetDouble();
                var grade = (Grade)step.GetProperty("rating").GetInt32();
                if (state is { } before && step.GetProperty("retrievability_before").ValueKind == JsonValueKind.Number)
                    Near(Said("retrievability_before"), model.Retrievability(before, Said("elapsed_days")), 1e-6, where);

                state = state is { } known ? model.Next(known, grade, Said("elapsed_days")) : model.First(grade);

                Near(Said("stability"), state.Value.Stability, 1e-6 * Math.Max(1, Said("stability")), where);
                Near(Said("difficulty"), state.Value.Difficulty, 1e-6, where);
                Near(Said("interval_raw_days"), model.Interval(state.Value, retention), 1e-5 * Math.Max(1, Said("interval_raw_days")), where);
                foreach (var days in new[] { 1, 30, 365 }) Near(Said($"retrievability_after_{days}d"), model.Retrievability(state.Value, days), 1e-6, where);
            }
        }
        Assert.Equal(2878, steps);
    }

    [Fact]
    public void Recall_only_ever_fades() =>
        Gen.Select(States, Gen.Double[0, 400], Gen.Double[0, 400]).Sample((state, one, other) =>
            Default.Retrievability(state, Math.Max(one, other)) <= Default.Retrievability(state, Math.Min(one, other)));

    [Fact]
    public void After_its_stability_a_memory_is_recalled_nine_times_in_ten() =>
        Gen.Select(States, Gen.Double[0.1, 0.8]).Sample((state, decay) =>
        {
            var model = new Fsrs6(new([.. Fsrs6Parameters.Default.Values.SetItem(20, decay)]));
            Assert.Equal(0.9, model.Retrievability(state, state.Stability), 1e-9);
            Assert.Equal(state.Stability, model.Interval(state, 0.9), 1e-9 * Math.Max(1, state.Stability));
        });

    [Fact]
    public void An_interval_is_when_recall_has_fallen_to_the_wanted_value() =>
        Gen.Select(States, Gen.Double[0.7, 0.99]).Sample((state, retention) => Math.Abs(Default.Retrievability(state, Default.Interval(state, retention)) - retention) < 1e-9);

    [Fact]
    public void A_better_grade_never_leaves_a_weaker_or_harder_memory() =>
        Gen.Select(States, Gen.Int[0, 200], Gen.Int[1, 3]).Sample((state, days, grade) =>
        {
            var worse = Default.Next(state, (Grade)grade, days);
            var better = Default.Next(state, (Grade)(grade + 1), days);
            return better.Stability >= worse.Stability - 1e-9 && better.Difficulty <= worse.Difficulty + 1e-9;
        });

    [Fact]
    public void A_lapse_never_makes_a_memory_more_stable() =>
        Gen.Select(States, Gen.Int[1, 2000]).Sample((state, days) => Default.Next(state, Grade.Again, days).Stability <= state.Stability + 1e-12);

    [Fact]
    public void Parameters_out_of_range_are_named()
    {
        Assert.Contains("21 parameters, not 3", Assert.Throws<ArgumentException>(() => new Fsrs6Parameters([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("w20 is 0.05", Assert.Throws<ArgumentException>(() => new Fsrs6Parameters([.. Fsrs6Parameters.Default.Values.SetItem(20, 0.05)])).Message, StringComparison.Ordinal);
        Assert.Contains("w4 is NaN", Assert.Throws<ArgumentException>(() => new Fsrs6Parameters([.. Fsrs6Parameters.Default.Values.SetItem(4, double.NaN)])).Message, StringComparison.Ordinal);
    }

    private static readonly Fsrs6 Default = new(Fsrs6Parameters.Default);

    private static readonly Gen<MemoryState> States = Gen.Select(Gen.Double[0.01, 2000], Gen.Double[1, 10]).Select((stability, difficulty) => new MemoryState(stability, difficulty));

    internal static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Certus.Tests/vectors/remember", name))).RootElement;

    internal static Fsrs6Parameters Parameters(JsonElement file, JsonElement of) =>
        new([.. file.GetProperty("parameter_sets").GetProperty(of.GetProperty("parameters").GetString()!).EnumerateArray().Select(value => value.GetDouble())]);

    private static void Near(double expected, double actual, double tolerance, string where) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{where}: {actual} instead of {expected}");
}
