using System.Globalization;
using System.Text;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class AdaptiveTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Bank
    {
        get
        {
            var text = new StringBuilder("item,a,b,c,d,content\n");
            for (var i = 0; i < 60; i++) text.Append(CultureInfo.InvariantCulture, $"q{i},{0.8 + i % 7 * 0.2:0.0},{-2.5 + i % 30 / 6.0:0.000},{i % 4 * 0.08:0.00},1,{(i % 3 == 0 ? "data" : "models")}\n");
            var path = Path.Combine(_directory.FullName, "bank.csv");
            File.WriteAllText(path, text.ToString());
            return path;
        }
    }

    [Fact]
    public async Task A_simulation_tells_every_test_and_what_the_bank_measures_and_is_the_same_again()
    {
        string[] call = ["adaptive", Bank, "--examinees", "400", "--length", "20", "--seed", "5", "--json"];

        var (first, second) = (await CommandLine.RunAsync(call), await CommandLine.RunAsync(call));

        Assert.Equal(0, first.Code);
        Assert.Equal(first.Out, second.Out);
        Assert.Equal((400, 20, 8000), (first.Json.GetProperty("tests").GetArrayLength(), first.Json.GetProperty("length").GetInt32(), first.Json.GetProperty("steps").GetInt32()));
        Assert.Equal(400, first.Json.GetProperty("stopped").GetProperty("length").GetInt32());
        Assert.Equal(400, first.Json.GetProperty("byAbility").EnumerateArray().Sum(band => band.GetProperty("examinees").GetInt32()));
        Assert.InRange(first.Json.GetProperty("coverage90").GetDouble(), 0.84, 0.96);
        Assert.InRange(first.Json.GetProperty("rmse").GetDouble(), 0.2, 0.6);
        var items = first.Json.GetProperty("exposure").GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(60, items.Count);
        Assert.Equal(20, items.Sum(item => item.GetProperty("share").GetDouble()), 1e-9);
    }

    [Fact]
    public async Task Options_stop_tests_balance_content_and_limit_exposure()
    {
        var sure = await CommandLine.RunAsync("adaptive", Bank, "--examinees", "200", "--length", "40", "--se", "0.5", "--json");
        var line = await CommandLine.RunAsync("adaptive", Bank, "--examinees", "200", "--length", "40", "--pass", "0", "--at", "1.5", "--json");
        var balanced = await CommandLine.RunAsync("adaptive", Bank, "--examinees", "200", "--length", "15", "--balance", "--select", "kl", "--json");
        var limited = await CommandLine.RunAsync("adaptive", Bank, "--examinees", "1000", "--length", "10", "--max-exposure", "0.3", "--json");
        var random = await CommandLine.RunAsync("adaptive", Bank, "--examinees", "200", "--length", "10", "--randomesque", "6");

        Assert.All(sure.Json.GetProperty("tests").EnumerateArray(), test => Assert.True(test.GetProperty("standardError").GetDouble() < 0.5 || test.GetProperty("items").GetInt32() == 40));
        Assert.True(sure.Json.GetProperty("meanItems").GetDouble() < 25);
        Assert.True(line.Json.GetProperty("passed").GetDouble() > 0.97);
        Assert.True(line.Json.GetProperty("stopped").GetProperty("decided").GetInt32() > 150);
        Assert.Equal(5, balanced.Json.GetProperty("exposure").GetProperty("items").EnumerateArray().Where(item => item.GetProperty("content").GetString() == "data").Sum(item => item.GetProperty("share").GetDouble()), 1e-9);
        Assert.True(limited.Json.GetProperty("exposure").GetProperty("largest").GetDouble() < 0.36);
        Assert.Contains("200 tests of 10.0 items", random.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impossible_calls_are_refused_in_one_sentence()
    {
        var bank = Bank;

        (await CommandLine.RunAsync("adaptive", bank, "--length", "61")).RefusedWith(2, "--length is 61");
        (await CommandLine.RunAsync("adaptive", bank, "--length", "0")).RefusedWith(2, "--length must be a whole number from 1");
        (await CommandLine.RunAsync("adaptive", bank, "--examinees", "no")).RefusedWith(2, "--examinees must be");
        (await CommandLine.RunAsync("adaptive", bank, "--se", "-1")).RefusedWith(2, "--se must be a number above 0");
        (await CommandLine.RunAsync("adaptive", bank, "--length", "30", "--max-exposure", "0.2")).RefusedWith(2, "--max-exposure is 0.2");
        (await CommandLine.RunAsync("adaptive", bank, "--randomesque", "3", "--max-exposure", "0.9")).RefusedWith(2, "exclude each other");
        (await CommandLine.RunAsync("adaptive", Path.Combine(_directory.FullName, "none.csv"))).RefusedWith(2, "there is no file");
    }
}
