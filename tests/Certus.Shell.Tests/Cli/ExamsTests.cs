using System.Text.Json;

namespace Certus.Shell.Tests.Cli;

public sealed class ExamsTests
{
    [Fact]
    public async Task Exams_are_told_with_their_state_on_the_date()
    {
        var before = await CommandLine.RunAsync("exams", "--as-of", "2026-03-01", "--json");
        var after = await CommandLine.RunAsync("exams", "--as-of", "2026-11-23", "--json");

        Assert.Equal("closing", Find(before.Json, "MLS-C01").GetProperty("state").GetString());
        Assert.Equal("closed", Find(after.Json, "MLS-C01").GetProperty("state").GetString());
        Assert.Equal("2026-03-31", Find(after.Json, "MLS-C01").GetProperty("lastDay").GetString());
        Assert.Equal("notYet", Find(before.Json, "MLA-C02").GetProperty("state").GetString());
        Assert.Equal("reported", Find(after.Json, "MLA-C02").GetProperty("state").GetString());
        Assert.Equal("MLA-C02", Find(after.Json, "MLA-C01").GetProperty("successor").GetString());
        Assert.Equal("high", Find(after.Json, "MLS-C01").GetProperty("confidence").GetString());
        Assert.Equal(300m, Find(after.Json, "MLS-C01").GetProperty("fee").GetDecimal());
        Assert.Equal(JsonValueKind.Null, Find(after.Json, "AIP-C01").GetProperty("lastDay").ValueKind);
        Assert.Equal(
            ["code", "name", "state", "lastDay", "successor", "fee", "confidence", "explanation", "beta"], Find(after.Json, "MLS-C01").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Without_a_date_it_is_today()
    {
        var today = await CommandLine.RunAsync("exams");

        Assert.Contains("As of 2026-11-23", today.Out, StringComparison.Ordinal);
        Assert.Contains("Its last exam day was 2026-03-31.", today.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', today.Out);
        Assert.Equal(0, today.Code);
    }

    [Fact]
    public async Task The_words_are_those_of_the_pages_and_a_beta_has_its_own_fee()
    {
        var table = (await CommandLine.RunAsync("exams", "--as-of", "2026-11-23")).Out.Split('\n');
        var later = (await CommandLine.RunAsync("exams", "--as-of", "2027-02-01", "--json")).Json;

        Assert.Matches("AIP-C01 .*Can be booked .*\\$300 ", table.First(line => line.Contains("AIP-C01", StringComparison.Ordinal)));
        Assert.Matches("MLA-C01 .*Some languages ", table.First(line => line.TrimStart().StartsWith("MLA-C01", StringComparison.Ordinal)));
        Assert.Matches("MLA-C02 .*Beta .*\\$75 \\(beta\\)", table.First(line => line.TrimStart().StartsWith("MLA-C02", StringComparison.Ordinal)));
        Assert.Equal((150m, false), (Find(later, "MLA-C02").GetProperty("fee").GetDecimal(), Find(later, "MLA-C02").GetProperty("beta").GetBoolean()));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("23.11.2026")]
    public async Task A_date_that_is_none_is_refused(string date) =>
        (await CommandLine.RunAsync("exams", "--as-of", date)).RefusedWith(2, $"--as-of must be a date such as 2026-11-23, not '{date}'");

    private static JsonElement Find(JsonElement exams, string code) => exams.EnumerateArray().Single(exam => exam.GetProperty("code").GetString() == code);
}
