using Certus.Remember.Cards;
using CsCheck;

namespace Certus.Tests.Remember.Cards;

public sealed class DayRangeTests
{
    [Theory]
    [InlineData("soon", "'soon' is no day such as 2026-12-24, and no range such as 2026-12-24 to 2027-01-02.")]
    [InlineData("2026-12-24 to 2026-12-23", "'2026-12-24 to 2026-12-23' ends before it begins.")]
    [InlineData("2026-12-24 to 2028-12-23", "'2026-12-24 to 2028-12-23' is longer than a year.")]
    [InlineData("2026-02-30", "'2026-02-30' is no day such as 2026-12-24, and no range such as 2026-12-24 to 2027-01-02.")]
    public void What_is_no_day_is_named(string text, string fault) => Assert.Equal(fault, DayRange.Read(text).Fault);

    [Fact]
    public void Days_and_ranges_are_read_as_they_are_written() =>
        Gen.Select(Gen.Int[738000, 740000], Gen.Int[0, 365]).Array[0, 6].Sample(days =>
        {
            var ranges = days.Select(day => new DayRange(DateOnly.FromDayNumber(day.Item1), DateOnly.FromDayNumber(day.Item1 + day.Item2))).ToList();

            Assert.Equal(ranges, DayRange.Read(string.Join(", ", ranges)).Ranges);
        });
}
