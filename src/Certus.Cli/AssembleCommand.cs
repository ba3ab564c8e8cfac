using System.CommandLine;
using System.Globalization;
using Certus.Measure.Assembly;
using Certus.Solver;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus assemble PROBLEM.json</c>: forms that measure best under rules, or why there are none.</summary>
internal static class AssembleCommand
{
    private const ulong DefaultSeed = 1;

    private sealed record Document(
        string Status, ulong Seed, double Effort, double? Objective, double? Bound, IReadOnlyList<double> Theta, IReadOnlyList<AssembledForm> Forms, IReadOnlyList<string> Conflict, IReadOnlyList<string> Relaxations);

    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("PROBLEM.json") { Description = "Items, rules and what to measure best; see docs/models/assembly.md." };
        var (seed, json) = (Shared.Seed(required: false), Shared.Json());
        seed.Description = "Whole number; decides between equals. Left out, 1.";
        var effort = new Option<double?>("--effort")
        {
            Description = $"How hard to try before the best forms so far are taken; 1 is about a second and a half. Left out, {FormSolver.DefaultEffort}.",
            HelpName = "X",
            CustomParser = result => Shared.Parse<double>(
                result, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= FormSolver.MostEffort ? value : null,
                $"a number above 0 and at most {FormSolver.MostEffort}"),
        };
        var command = new Command("assemble", "Assemble test forms that measure best under rules, or say why there are none.") { file, effort, seed, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            var problem = AssemblyJson.Read(await ReadAsync(path, cancel)) switch
            {
                AssemblyReading.Accepted accepted => accepted.Problem,
                AssemblyReading.Refused refused => throw Refusal.WrongUse($"{path}: {refused.Fault}"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            var (tried, start) = (parsed.GetValue(effort) ?? FormSolver.DefaultEffort, parsed.GetValue(seed) ?? DefaultSeed);
            // On a thread of its own: the solver does not return before it is done, and this one hears the interrupt.
            var result = await Task.Run(() => ProgressBar.During(terminal, "Assembling", FormSolver.Progress, progress => FormSolver.Solve(problem, tried, start, progress, cancel)), cancel);
            var document = Of(result, problem, start, tried);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document, problem);
            return result is AssemblyResult.Solved ? Exit.Good : Exit.No;
        });
        return command;
    }

    private static Document Of(AssemblyResult result, AssemblyProblem problem, ulong seed, double effort) => result switch
    {
        AssemblyResult.Solved solved => new(solved.ProvenOptimal ? "optimal" : "feasible", seed, effort, solved.Objective, solved.Bound, problem.Objective.Theta, solved.Forms, [], []),
        AssemblyResult.Infeasible none => new("infeasible", seed, effort, null, null, problem.Objective.Theta, [], none.Conflict, none.Relaxations),
        _ => new("undecided", seed, effort, null, null, problem.Objective.Theta, [], [], []),
    };

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancel)
    {
        if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory, not a problem.");
        if (!File.Exists(path)) throw Refusal.WrongUse($"there is no file {path}.");
        try
        {
            await using var file = File.OpenRead(path);
            var bytes = new byte[Math.Min(file.Length, AssemblyJson.MostBytes) + 1];
            return bytes.AsMemory(0, await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel));
        }
        catch (UnauthorizedAccessException)
        {
            throw Refusal.WrongUse($"{path} can't be read.");
        }
    }

    private static void Print(Terminal terminal, Document document, AssemblyProblem problem)
    {
        string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
        void Say(string text) => terminal.Screen.Write(new Text(text + "\n"));
        switch (document.Status)
        {
            case "infeasible":
                Say($"There are no such forms. Together these can't be kept: {string.Join("; ", document.Conflict)}.");
                if (document.Relaxations.Count > 0) Say($"What would do: {string.Join(" ", document.Relaxations)}");
                return;
            case "undecided":
                Say("Neither forms were found nor that there are none; give more --effort.");
                return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns(["Form", "Items", .. document.Theta.Select(theta => string.Create(CultureInfo.InvariantCulture, $"Information at {theta}")), "Seconds", "Earlier uses"]);
        foreach (var (i, form) in document.Forms.Index())
            table.AddRow([new Text($"{i + 1}"), new Text($"{form.Items.Count}"), .. form.Information.Select(value => new Text(Number(value))), new Text($"{form.Seconds}"), new Text($"{form.Uses}")]);
        terminal.Write(table);
        terminal.Out.WriteLine();
        foreach (var (i, form) in document.Forms.Index()) Say($"Form {i + 1}: {string.Join(", ", form.Items)}");
        var sure = document.Status == "optimal" ? "no forms are better" : $"no forms are better than {Number(document.Bound!.Value)}";
        switch (problem.Objective)
        {
            case AssemblyObjective.Maximin: Say($"Smallest information {Number(document.Objective!.Value)}; {sure}."); break;
            case AssemblyObjective.Target: Say(string.Create(CultureInfo.InvariantCulture, $"Largest difference to the target {document.Objective:0.00000000}{(document.Status == "optimal" ? "; no forms are better" : "")}.")); break;
        }
    }
}
