using Certus.Measure;
using Certus.Measure.Adaptive;
using CsCheck;

namespace Certus.Tests.Measure;

/// <summary>A test that is kept as a list of answers and goes on by taking them again.</summary>
public sealed class AdaptiveResumeTests
{
    private static AdaptiveBank Bank(int items) => new([.. Enumerable.Range(0, items).Select(i => new CalibratedItem(
        $"i{i}", new ItemModel.Logistic(0.8 + 0.1 * (i % 5), -2 + 4.0 * i / items, 0.2 * (i % 2)), i % 3 == 0 ? "a" : "b"))]);

    private static readonly AdaptiveSettings Settings = new(15) { Blueprint = [new("a", 1), new("b", 2)] };

    [Fact]
    public void A_test_that_takes_the_answers_again_stands_where_it_stood_and_asks_the_same_next() =>
        Gen.Select(Gen.Int[0, 14], Gen.Int[0, (1 << 15) - 1]).Sample((count, pattern) =>
        {
            var bank = Bank(60);
            var whole = new AdaptiveTest(bank, Settings);
            for (var i = 0; i < count; i++)
            {
                _ = whole.Next();
                whole.Answer(pattern >> i & 1);
            }

            var resumed = new AdaptiveTest(bank, Settings);
            for (var i = 0; i < count; i++) resumed.Take(whole.Items[i], pattern >> i & 1);

            return resumed.Theta == whole.Theta && resumed.StandardError == whole.StandardError && resumed.Next() == whole.Next();
        }, iter: 60);

    [Fact]
    public void An_answer_cannot_be_taken_twice_nor_beyond_the_length_nor_for_what_is_not_there()
    {
        var test = new AdaptiveTest(Bank(5), new(2));
        test.Take(3, 1);

        Assert.Throws<ArgumentException>(() => test.Take(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Take(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Take(4, 2));
        test.Take(4, 0);
        Assert.Throws<InvalidOperationException>(() => test.Take(0, 0));
        Assert.Null(test.Next());
        Assert.Equal(StopReason.Length, test.Stopped);
    }
}
