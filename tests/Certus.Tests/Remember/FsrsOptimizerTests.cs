using System.Globalization;
using System.IO.Compression;
using Certus.Numerics;
using Certus.Remember;
using CsCheck;

namespace Certus.Tests.Remember;

public sealed class FsrsOptimizerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("small", 13302, 0.35350835, 0.32958196)]
    [InlineData("real", 6032, 0.45529, 0.45323)]
    public void A_fit_predicts_at_least_as_well_as_the_reference_in_sample_and_on_the_last_fifth(string name, int items, double reference, double held)
    {
        var history = ReviewHistory.Of(Log(name), LearnerDays.Utc);
        var split = (int)(0.8 * history.ItemCount);

        var all = FsrsOptimizer.Fit(history, cancel: TestContext.Current.CancellationToken);
        var early = FsrsOptimizer.Fit(history, new() { Items = ..split }, cancel: TestContext.Current.CancellationToken);
        var later = MemoryEvaluation.Of(history, new Fsrs6(early.Parameters), split..);
        var defaults = MemoryEvaluation.Of(history, new Fsrs6(Fsrs6Parameters.Default), split..);

        Assert.Equal(items, history.ItemCount);
        Assert.True(all.LogLoss <= reference + 0.0002, $"{all.LogLoss}");
        Assert.True(later.LogLoss <= held + 0.0002, $"{later.LogLoss}");
        Assert.True(later.LogLoss <= defaults.LogLoss + 0.0005, $"{later.LogLoss} and {defaults.LogLoss}");
        Assert.True(all.Converged);
    }

    [Fact]
    public void A_fit_is_taken_where_it_foretells_what_was_held_out_better_and_not_where_memory_turned()
    {
        var cancel = TestContext.Current.CancellationToken;
        var history = ReviewHistory.Of(Log("small"), LearnerDays.Utc);
        List<ReviewEvent> turned = [.. Enumerable.Range(0, 60).SelectMany(card => new[] { 0, 10, 40, 100 }.Select(day => card + day)
            .Select(day => new ReviewEvent(card, Start.AddDays(day), day < 124 ? Grade.Good : Grade.Again)))];
        List<double> told = [];

        var taken = FitTrial.Of(history, progress: told.Add, cancel: cancel);
        var not = FitTrial.Of(ReviewHistory.Of(turned, LearnerDays.Utc), cancel: cancel);

        Assert.Equal(history.ItemCount / 5, taken.HeldOut);
        Assert.Equal(FsrsOptimizer.Fit(history, cancel: cancel).Parameters.Values, taken.Fit!.Parameters.Values);
        Assert.True(taken.LogLoss < taken.UsualLogLoss);
        Assert.Equal(told.Order(), told);
        Assert.InRange(told[^1], 0.5, 1);
        Assert.Null(not.Fit);
        Assert.True(not.LogLoss >= not.UsualLogLoss);
        Assert.Throws<OperationCanceledException>(() => FitTrial.Of(history, cancel: new(true)));
        Assert.Equal(taken.Fit.Parameters.Values, FitTrial.Of(history, new() { MostThreads = 1 }, cancel: cancel).Fit!.Parameters.Values);
    }

    [Fact]
    public void The_loss_of_a_fit_is_that_of_an_independent_evaluation()
    {
        var history = ReviewHistory.Of(Log("small"), LearnerDays.Utc);

        var fit = FsrsOptimizer.Fit(history, cancel: TestContext.Current.CancellationToken);

        Assert.Equal(MemoryEvaluation.Of(history, new Fsrs6(fit.Parameters)).LogLoss, fit.LogLoss, 1e-9);
        Assert.Equal(MemoryEvaluation.Of(history, new Fsrs6(Fsrs6Parameters.Default)).LogLoss, fit.DefaultLogLoss, 1e-9);
    }

    [Fact]
    public void The_slope_is_the_change_of_the_loss() =>
        Gen.Select(Histories, Gen.Bool).Sample((reviews, shortTerm) =>
        {
            var history = ReviewHistory.Of(reviews, LearnerDays.Utc);
            if (history.ItemCount == 0) return;
            var weights = Enumerable.Repeat(1f, history.ItemCount).ToArray();
            var w = Fsrs6Parameters.Default.Values.ToArray();
            double Loss(double[] at) => new FsrsGradient(at, shortTerm).Run(history, 0, history.Cards, weights).Loss;
            var slope = new FsrsGradient(w, shortTerm).Run(history, 0, history.Cards, weights).Slope;
            for (var i = 0; i < w.Length; i++)
            {
                // At a corner the two sides differ; there is no slope to compare with.
                var step = 1e-6 * Math.Max(0.01, w[i]);
                var (up, down) = ((double[])w.Clone(), (double[])w.Clone());
                (up[i], down[i]) = (w[i] + step, w[i] - step);
                var (right, left) = ((Loss(up) - Loss(w)) / step, (Loss(w) - Loss(down)) / step);
                if (Math.Abs(right - left) < 1e-3 * Math.Max(1, Math.Abs(right))) Assert.Equal((right + left) / 2, slope[i], 2e-3 * Math.Max(1, Math.Abs(slope[i])));
            }
        }, iter: 40);

    [Fact]
    public void Parameters_that_made_a_log_are_nearly_found_again()
    {
        var truth = new Fsrs6Parameters([.. Fsrs6Parameters.Default.Values.SetItem(2, 6).SetItem(20, 0.3).SetItem(8, 1.5)]);
        var reviews = Simulate(truth, cards: 1500, seed: 3);
        var history = ReviewHistory.Of(reviews, LearnerDays.Utc);

        var fit = FsrsOptimizer.Fit(history, cancel: TestContext.Current.CancellationToken);

        Assert.True(fit.LogLoss <= MemoryEvaluation.Of(history, new Fsrs6(truth)).LogLoss + 1e-4);
        Assert.True(fit.LogLoss < fit.DefaultLogLoss - 0.003, $"{fit}");
        Assert.InRange(fit.Parameters[2], 4.5, 7.5);
    }

    [Fact]
    public void A_handful_of_reviews_stays_near_the_defaults()
    {
        var history = ReviewHistory.Of([.. Simulate(Fsrs6Parameters.Default, 10, 5).Take(50)], LearnerDays.Utc);

        var fit = FsrsOptimizer.Fit(history, cancel: TestContext.Current.CancellationToken);

        for (var i = 4; i < Fsrs6Parameters.Count; i++) Assert.InRange(fit.Parameters[i], Fsrs6Parameters.Default[i] - 1, Fsrs6Parameters.Default[i] + 1);
        Assert.Equal(Fsrs6Parameters.Default.Values, FsrsOptimizer.Fit(ReviewHistory.Of([], LearnerDays.Utc), cancel: TestContext.Current.CancellationToken).Parameters.Values);
    }

    [Fact]
    public void A_fit_to_few_reviews_that_is_not_borne_out_goes_back_towards_the_defaults_as_far_as_they_hardly_tell_the_difference()
    {
        var cancel = TestContext.Current.CancellationToken;
        var far = new Fsrs6Parameters([.. Fsrs6Parameters.Default.Values.SetItem(2, 8).SetItem(20, 0.3).SetItem(8, 1.4)]);
        ReviewHistory Of(Fsrs6Parameters truth, int cards, ulong seed) => ReviewHistory.Of(Simulate(truth, cards, seed), LearnerDays.Utc);

        var alike = Enumerable.Range(1, 12).Select(seed => Of(Fsrs6Parameters.Default, 40, (ulong)seed))
            .Select(history => (Guarded: FsrsOptimizer.Fit(history, cancel: cancel), Free: FsrsOptimizer.Fit(history, new() { Guarded = false }, cancel: cancel))).ToList();
        var apart = FsrsOptimizer.Fit(Of(far, 1500, 1), cancel: cancel);

        Assert.InRange(alike.Count(fit => fit.Guarded.Prior > 1), 8, 12);
        Assert.All(alike, fit =>
        {
            var nats = (fit.Guarded.LogLoss - fit.Free.LogLoss) * fit.Guarded.Items;
            Assert.InRange(nats, -1, FitGuard.MostLost + 1e-9);
            Assert.Equal(1, fit.Free.Prior);
            Assert.Equal(double.IsInfinity(fit.Guarded.Prior), fit.Guarded.Parameters.Values.SequenceEqual(Fsrs6Parameters.Default.Values));
            if (fit.Guarded.Prior > 1) Assert.True(Distance(fit.Guarded) < Distance(fit.Free));
        });
        Assert.Equal(1, apart.Prior);
        Assert.True(apart.LogLoss < apart.DefaultLogLoss);

        static double Distance(FsrsFit fit) => fit.Parameters.Values.Select((w, i) => Math.Pow((i < 4 ? Math.Log(w / Fsrs6Parameters.Default[i]) : w - Fsrs6Parameters.Default[i]) / FsrsOptimizer.Spread[i], 2)).Sum();
    }

    [Fact]
    public void The_same_log_gives_the_same_parameters_to_the_last_bit_in_whatever_order_it_comes()
    {
        var reviews = Simulate(Fsrs6Parameters.Default, 100, 7);

        var forward = FsrsOptimizer.Fit(ReviewHistory.Of(reviews, LearnerDays.Utc), cancel: TestContext.Current.CancellationToken);
        var backward = FsrsOptimizer.Fit(ReviewHistory.Of([.. reviews.Reverse()], LearnerDays.Utc), cancel: TestContext.Current.CancellationToken);

        Assert.Equal(forward.Parameters.Values, backward.Parameters.Values);
    }

    [Fact]
    public void It_can_be_broken_off()
    {
        using var broken = new CancellationTokenSource();
        broken.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => FsrsOptimizer.Fit(ReviewHistory.Of(Simulate(Fsrs6Parameters.Default, 20, 1), LearnerDays.Utc), cancel: broken.Token));
    }

    [Fact]
    public void An_area_under_the_curve_counts_pairs_and_ties_by_half()
    {
        // Three cards seen once and once more after 1, 5 and 5 days: chances high, low, low.
        ReviewEvent[] reviews = [new(1, Start, Grade.Good), new(1, Start.AddDays(1), Grade.Good), new(2, Start, Grade.Good), new(2, Start.AddDays(5), Grade.Again), new(3, Start, Grade.Good), new(3, Start.AddDays(5), Grade.Good)];

        var evaluation = MemoryEvaluation.Of(ReviewHistory.Of(reviews, LearnerDays.Utc), new Fsrs6(Fsrs6Parameters.Default));

        Assert.Equal(0.75, evaluation.Auc);
        Assert.Equal(3, evaluation.Items);
    }

    private static readonly Gen<ReviewEvent[]> Histories = Gen.Select(Gen.Int[1, 6], Gen.Int[0, 40], Gen.Int[1, 4]).Array[2, 40].Select(drawn =>
    {
        var at = Start;
        return drawn.Select(review => { at = at.AddHours(review.Item2 * 7); return new ReviewEvent(review.Item1, at, (Grade)review.Item3); }).ToArray();
    });

    private static ReviewEvent[] Simulate(Fsrs6Parameters truth, int cards, ulong seed)
    {
        var model = new Fsrs6(truth);
        var random = new SeededRandom(seed);
        double Uniform() => (random.Next() >> 11) * (1.0 / (1UL << 53));
        List<ReviewEvent> reviews = [];
        for (var card = 1; card <= cards; card++)
        {
            var at = Start.AddDays(random.Below(200));
            var state = model.First(Grade.Good);
            reviews.Add(new(card, at, Grade.Good));
            for (var i = 0; i < 7; i++)
            {
                var days = 1 + random.Below((int)Math.Min(60, 2 * state.Stability + 2));
                at = at.AddDays(days);
                var grade = Uniform() < model.Retrievability(state, days) ? (Uniform() < 0.15 ? Grade.Hard : Uniform() < 0.2 ? Grade.Easy : Grade.Good) : Grade.Again;
                reviews.Add(new(card, at, grade));
                state = model.Next(state, grade, days);
            }
        }
        return [.. reviews];
    }

    private static List<ReviewEvent> Log(string name)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, "tests/Certus.Tests/vectors/remember", $"revlog_{name}.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        List<ReviewEvent> reviews = [];
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            reviews.Add(new(long.Parse(cells[0], CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(cells[1], CultureInfo.InvariantCulture)), (Grade)int.Parse(cells[2], CultureInfo.InvariantCulture)));
        }
        return reviews;
    }
}
