using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class AssembleTests : IDisposable
{
    private const string Items = """ "items": [{"id": "q1", "b": 0, "domain": "x"}, {"id": "q2", "b": 1, "domain": "x"}, {"id": "q3", "b": 3, "domain": "y"}, {"id": "q4", "b": 0.2, "domain": "y"}] """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_most_informative_items_are_chosen()
    {
        var run = await CommandLine.RunAsync("assemble", Write($$"""{"length": 2, "objective": {"theta": [0]}, {{Items}} }"""), "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal("optimal", run.Json.GetProperty("status").GetString());
        Assert.Equal(["q1", "q4"], run.Json.GetProperty("forms")[0].GetProperty("items").EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task What_can_not_be_is_told_with_what_would_do()
    {
        var run = await CommandLine.RunAsync("assemble", Write($$"""{"length": 3, "domains": {"x": 3}, {{Items}} }"""));

        Assert.Equal(1, run.Code);
        Assert.Contains("domain x", run.Out, StringComparison.Ordinal);
        Assert.Contains("What would do", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"length\": 2}", "items is missing")]
    public async Task A_bad_problem_is_wrong_use(string json, string fault)
    {
        var run = await CommandLine.RunAsync("assemble", Write(json));

        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    private string Write(string json)
    {
        var path = _directory.File("problem.json");
        File.WriteAllText(path, json);
        return path;
    }
}
