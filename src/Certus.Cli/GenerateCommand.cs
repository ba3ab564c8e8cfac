using System.CommandLine;
using Certus.Practice.Generators;

namespace Certus.Cli;

/// <summary><c>certus generate GENERATOR --seed N</c>: the question that a generator makes of a seed.</summary>
internal static class GenerateCommand
{
    public static Command Make(Terminal terminal)
    {
        var generator = new Argument<string>("GENERATOR") { Description = "Id of a generator; an unknown one lists them." };
        var (seed, json) = (Shared.Seed(required: true), Shared.Json());
        var command = new Command("generate", "Make one question from a generator and a seed.") { generator, seed, json };
        command.SetAction(parsed =>
        {
            var id = parsed.GetRequiredValue(generator);
            var found = GeneratorCatalog.All.FirstOrDefault(known => known.Id == id)
                ?? throw Refusal.WrongUse($"there is no generator '{id}'; known are {string.Join(", ", GeneratorCatalog.All.Select(known => known.Id).Order(StringComparer.Ordinal))}.");
            var question = found.Generate(Shared.RequiredSeed(parsed, seed));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, QuestionView.Of(question));
            else
            {
                var order = Enumerable.Range(0, question.Options.Count).ToList();
                QuestionText.Ask(terminal.Screen, question, order, question.Id);
                QuestionText.Explain(terminal.Screen, question, order, null, null);
            }
            return Exit.Good;
        });
        return command;
    }
}
