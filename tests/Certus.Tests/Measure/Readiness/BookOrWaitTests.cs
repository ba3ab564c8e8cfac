using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

public sealed class BookOrWaitTests
{
    [Fact]
    public void What_waiting_saves_and_costs_is_what_the_formula_says()
    {
        var choice = BookOrWait.Of(0.5, 0.75, 14, feeAgain: 150, dayWorth: 5);

        Assert.Equal(50, choice.FeesSaved, 6);
        Assert.Equal(14 - 14.0 / 3, choice.DaysLost, 1e-9);
        Assert.Equal(50m / (decimal)(14 - 14.0 / 3), choice.DayWorthAtBalance!.Value, 6);
        Assert.True(choice.Wait);
        Assert.False(BookOrWait.Of(0.5, 0.75, 14, 150, 6).Wait);
        Assert.Null(BookOrWait.Of(0.5, 0.75, 14, 150, null).Wait);
    }

    [Fact]
    public void What_each_way_costs_differs_by_what_waiting_saves_and_costs() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[1, 60], Gen.Int[0, 300]).Sample((now, later, days, fee) =>
        {
            var choice = BookOrWait.Of(now, later, days, fee, null);
            var (book, wait) = (choice.Booking(fee), choice.Waiting(fee));

            return Math.Abs(book.Fees - wait.Fees - choice.FeesSaved) < 1e-6m && Math.Abs(wait.Days - book.Days - choice.DaysLost) < 1e-9 && wait.Fees >= 0 && book.Days >= 0;
        });

    [Fact]
    public void It_agrees_with_attempts_that_are_played_through()
    {
        var random = new Random(7);
        double Days(double first, double start)
        {
            double sum = 0;
            for (var i = 0; i < 200_000; i++)
            {
                var days = start;
                for (var chance = first; random.NextDouble() >= chance; chance = 0.7) days += 14;
                sum += days;
            }
            return sum / 200_000;
        }

        var played = Days(0.7, 21) - Days(0.4, 0);

        Assert.Equal(played, BookOrWait.Of(0.4, 0.7, 21, 150, 10).DaysLost, 0.2);
    }

    [Fact]
    public void Who_can_gain_nothing_by_waiting_books() =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Int[1, 300]).Sample((chance, fee) => BookOrWait.Of(chance, chance, 14, fee, null).Wait is false);

    [Fact]
    public void A_free_retake_is_a_reason_not_to_wait() => Assert.False(BookOrWait.Of(0.5, 0.9, 14, feeAgain: 0, dayWorth: null).Wait);

    [Fact]
    public void A_chance_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BookOrWait.Of(double.NaN, 0.5, 14, 150, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BookOrWait.Of(0.5, 1.1, 14, 150, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BookOrWait.Of(0.5, 0.6, 0, 150, 1));
    }
}
