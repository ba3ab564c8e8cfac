using Certus.Practice.Generators;

namespace Certus.Shell.Tests.Cli;

public sealed class GenerateTests
{
    [Fact]
    public async Task Each_generator_gives_the_question_of_a_seed_with_its_key()
    {
        foreach (var generator in GeneratorCatalog.All)
        {
            var first = await CommandLine.RunAsync("generate", generator.Id, "--seed", "7", "--json");
            var second = await CommandLine.RunAsync("generate", generator.Id, "--seed", "7", "--json");
            var text = await CommandLine.RunAsync("generate", generator.Id, "--seed", "7");

            var options = first.Json.GetProperty("options").EnumerateArray().ToList();
            Assert.Equal(options.FindIndex(option => option.GetProperty("correct").GetBoolean()), first.Json.GetProperty("key")[0].GetInt32());
            Assert.Equal(generator.Id, first.Json.GetProperty("generatedFrom").GetProperty("generator").GetString());
            Assert.Equal(first.Out, second.Out);
            Assert.Contains("Right: ", text.Out, StringComparison.Ordinal);
            Assert.Equal(0, text.Code);
        }
    }

    [Fact]
    public async Task An_unknown_generator_lists_the_known_ones()
    {
        var generate = await CommandLine.RunAsync("generate", "gen-nothing", "--seed", "7");

        generate.RefusedWith(2, "there is no generator 'gen-nothing'; known are ");
        Assert.All(GeneratorCatalog.All, generator => Assert.Contains(generator.Id, generate.Error, StringComparison.Ordinal));
    }
}
