using System.Text.Json;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class DecideTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Profile(string json)
    {
        var path = _directory.File("profile.json");
        File.WriteAllText(path, json);
        return path;
    }

    [Fact]
    public async Task The_document_has_the_agreed_shape()
    {
        var run = await CommandLine.RunAsync("decide", Profile("""{"role": "cloud", "target": "adjacent", "introCourse": true}"""), "--as-of", "2025-09-15", "--assume", "article", "--draws", "2000", "--seed", "7", "--json");

        var decision = run.Json;
        Assert.Equal(
            ["asOf", "seed", "draws", "assume", "currency", "recommended", "options", "verdict", "breakEven", "drivers", "marginalHour", "nextQuestion", "other", "edited"],
            decision.EnumerateObject().Select(property => property.Name));
        Assert.Equal("2025-09-15", decision.GetProperty("asOf").GetString());
        Assert.Equal(7, decision.GetProperty("seed").GetInt32());
        Assert.Equal("article", decision.GetProperty("assume").GetString());
        var option = Find(decision, "mla-c01");
        Assert.Equal(
            ["id", "kind", "name", "steps", "state", "advised", "ruledOut", "npv", "chancePays", "hours", "cost", "passChance", "attempts", "paybackMonths", "valuePerHour", "weeks", "reasons"],
            option.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["median", "p5", "p95", "mean", "standardError"], option.GetProperty("npv").EnumerateObject().Select(property => property.Name));
        Assert.Equal("MLA-C01", option.GetProperty("steps")[0].GetProperty("exam").GetString());
        Assert.True(option.GetProperty("advised").GetBoolean());
        Assert.Equal(JsonValueKind.Null, Find(decision, "mla-c02").GetProperty("npv").ValueKind);
        Assert.Equal("notYet", Find(decision, "mla-c02").GetProperty("state").GetString());
        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_the_clock_gives_the_date()
    {
        var profile = Profile("""{"role": "dataEngineer"}""");

        var first = await CommandLine.RunAsync("decide", profile, "--draws", "1000", "--json");
        var second = await CommandLine.RunAsync("decide", profile, "--draws", "1000", "--seed", "1", "--assume", "evidence", "--json");
        var other = await CommandLine.RunAsync("decide", profile, "--draws", "1000", "--seed", "2", "--json");

        Assert.Equal(first.Out, second.Out);
        Assert.NotEqual(first.Out, other.Out);
        Assert.Equal("2026-11-23", first.Json.GetProperty("asOf").GetString());
    }

    [Fact]
    public async Task Own_numbers_in_the_file_are_used_by_the_set_that_they_belong_to_and_are_named()
    {
        var (plain, own) = (_directory.File("plain.json"), Profile("""{"role": "cloud", "assumptions": {"evidence": {"causalShare": 1}}}"""));
        await File.WriteAllTextAsync(plain, """{"role": "cloud"}""", TestContext.Current.CancellationToken);
        async Task<JsonElement> Ask(string path, string set) => (await CommandLine.RunAsync("decide", path, "--as-of", "2025-09-15", "--draws", "1000", "--assume", set, "--json")).Json;
        static double Mean(JsonElement decision) => Find(decision, "mla-c01").GetProperty("npv").GetProperty("mean").GetDouble();

        var (with, without) = (await Ask(own, "evidence"), await Ask(plain, "evidence"));

        Assert.True(Mean(with) > Mean(without));
        Assert.Equal(Mean(await Ask(plain, "article")), Mean(await Ask(own, "article")));
        Assert.Equal(("causalShare", "100 %"), (with.GetProperty("edited")[0].GetProperty("id").GetString(), with.GetProperty("edited")[0].GetProperty("value").GetString()));
        Assert.Equal(0, without.GetProperty("edited").GetArrayLength());
        Assert.Contains("Your own number: Share of the lift that the certificate causes, 100 %", (await CommandLine.RunAsync("decide", own, "--draws", "1000")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_get_the_verdict_a_table_and_the_reasons()
    {
        var run = await CommandLine.RunAsync("decide", Profile("{}"), "--as-of", "2026-11-23", "--draws", "1000");

        Assert.StartsWith("As of 2026-11-23, on the evidence, ", run.Out, StringComparison.Ordinal);
        Assert.Contains("mls-c01", run.Out, StringComparison.Ordinal);
        foreach (var word in new[] { "Closed", "Beta", "Can be booked", "ruled out", "Rules it out: ", "On that day: " }) Assert.Contains(word, run.Out, StringComparison.Ordinal);
        Assert.Contains(run.Out.Split('\n'), line => line.Contains(" mla-c02 ", StringComparison.Ordinal) && line.Contains(" Beta ", StringComparison.Ordinal) && !line.Contains(" reported ", StringComparison.Ordinal));
        Assert.DoesNotContain("lifecycle:", run.Out, StringComparison.Ordinal);
        Assert.Contains("Its last exam day was 2026-03-31.", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("No answer to an open question would change this.", run.Out, StringComparison.Ordinal);
        Assert.Contains("What would most likely change this", (await CommandLine.RunAsync("decide", _directory.File("profile.json"), "--as-of", "2025-09-15", "--draws", "1000", "--assume", "article")).Out, StringComparison.Ordinal);
        Assert.Contains("1000 futures, seed 1", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Theory]
    [InlineData("""{"hoursPerWeek": -3}""", "hoursPerWeek must be from 0.5 to 80, not -3.")]
    [InlineData("""{"baseSalary": 95}""", "baseSalary must be yearly pay from 1,000 to 5,000,000 USD, not 95; if it is in thousands, write 95000.")]
    [InlineData("""{"held": [{"code": "XYZ-C01", "date": "2025-01-01"}]}""", "held[0].code must be an exam of the catalog, not 'XYZ-C01'")]
    [InlineData("""{"horizonYears": 0}""", "horizonYears must be from 1 to 10, not 0.")]
    [InlineData("""{"assumptions": {"evidence": {"luck": 1}}}""", "assumptions.evidence.luck is no assumption; here are")]
    [InlineData("""{"assumptions": {"shared": {"retakeHours": -1}}}""", "assumptions.shared.retakeHours must be from 0 to 2, not -1.")]
    [InlineData("""{"salery": 1}""", "'salery' is not a field of a profile")]
    [InlineData("nonsense", "The profile is not valid JSON (line 1).")]
    public async Task A_bad_profile_is_refused_with_its_field(string json, string words) =>
        (await CommandLine.RunAsync("decide", Profile(json), "--json")).RefusedWith(2, words);

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        var profile = Profile("{}");
        (await CommandLine.RunAsync("decide", _directory.File("none.json"))).RefusedWith(2, "there is no file");
        (await CommandLine.RunAsync("decide", _directory.FullName)).RefusedWith(2, "is a directory, not a profile");
        (await CommandLine.RunAsync("decide", profile, "--draws", "10")).RefusedWith(2, "--draws must be a whole number from 1000 to 1000000, not '10'");
        (await CommandLine.RunAsync("decide", profile, "--seed", "-1")).RefusedWith(2, "--seed must be a whole number");
        (await CommandLine.RunAsync("decide", profile, "--as-of", "soon")).RefusedWith(2, "--as-of must be a date such as 2026-11-23, not 'soon'");
        (await CommandLine.RunAsync("decide", profile, "--assume", "hope")).RefusedWith(2, "'hope'");
        (await CommandLine.RunAsync("decide")).RefusedWith(2, "see 'certus decide --help'");
    }

    private static JsonElement Find(JsonElement decision, string id) => decision.GetProperty("options").EnumerateArray().Single(option => option.GetProperty("id").GetString() == id);
}
