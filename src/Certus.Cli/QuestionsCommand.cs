using System.CommandLine;
using System.Globalization;
using Certus.Content;
using Certus.Practice;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus questions</c>: the written questions of the bank.</summary>
internal static class QuestionsCommand
{
    public static Command Make(Terminal terminal)
    {
        var exam = new Option<string?>("--exam") { Description = "Only the questions that test a task of this exam.", HelpName = "EXAM" };
        var coverage = new Option<bool>("--coverage") { Description = "What the bank covers, as a Markdown page." };
        var statistics = new Option<bool>("--statistics") { Description = "How the questions fare with you: answers at the first meeting beside what their authors' difficulties let one expect." };
        var area = new Option<string?>("--area") { Description = "Only the questions of this area.", HelpName = "AREA" };
        var (content, data, json) = (Shared.Content(), Shared.Data(), Shared.Json());
        var command = new Command("questions", "List the written questions of the bank; --json gives them whole.") { exam, coverage, statistics, area, content, data, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load(parsed.GetValue(content)!, terminal, cancel);
            if (parsed.GetValue(coverage))
            {
                terminal.Out.Write(Coverage.Of(library).ToMarkdown());
                return Exit.Good;
            }
            var code = parsed.GetValue(exam) is { } asked ? Shared.Find(library.Register, asked).Code : null;
            var wanted = parsed.GetValue(area);
            if (wanted is not null && library.Bank.Items.All(item => item.Question.Area != wanted))
                throw Refusal.WrongUse($"the bank has no area '{wanted}'; it has {string.Join(", ", library.Bank.Items.Select(item => item.Question.Area).Distinct().Order(StringComparer.Ordinal))}.");
            if (parsed.GetValue(statistics))
            {
                await ItemStatisticsView.WriteAsync(terminal, library, code, wanted, parsed.GetValue(data), parsed.GetValue(json), cancel);
                return Exit.Good;
            }
            var questions = library.Bank.Items.Select(item => item.Question).Where(question => (code is null || question.TaskIn(code) is not null) && (wanted is null || question.Area == wanted)).ToList();
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, questions.Select(QuestionView.Of));
            else Print(terminal, questions, code);
            return Exit.Good;
        });
        return command;
    }

    private static void Print(Terminal terminal, List<Question> questions, string? code)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Question", "Type", "Difficulty", "Main skill", "Tasks");
        foreach (var question in questions)
            table.AddRow(
                new Text(question.Id), new Text(question.Type.ToString().ToLowerInvariant()), new Text(question.Difficulty.ToString("0.0", CultureInfo.InvariantCulture)),
                new Text(question.Skills[0]), new Text(string.Join(' ', question.Tasks.Where(task => code is null || task.StartsWith(code + "/", StringComparison.Ordinal)))));
        terminal.Write(table);
        terminal.Out.WriteLine($"{questions.Count} questions{(code is null ? "" : $" for {code}")}.");
    }
}
