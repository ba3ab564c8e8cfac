using System.CommandLine;
using System.Globalization;
using Certus.Decide;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus decide PROFILE.json</c>: which certification, if any, is worth it.</summary>
internal static class DecideCommand
{
    private const ulong DefaultSeed = 1;
    private const int DriversShown = 6;

    public static Command Make(Terminal terminal)
    {
        var profile = new Argument<string>("PROFILE") { Description = "A JSON file that says who you are; every field may be left out, and '{}' is a profile. See docs/models/decide.md." };
        var (asOf, seed, json) = (Shared.AsOf(), Shared.Seed(required: false), Shared.Json());
        seed.Description = "Whole number; equal seeds give equal results. Left out, 1.";
        var assume = new Option<string>("--assume") { Description = "Whose figures: article or evidence.", HelpName = "SET", DefaultValueFactory = _ => "evidence" };
        assume.AcceptOnlyFromAmong("article", "evidence");
        var draws = new Option<int?>("--draws")
        {
            Description = $"How many futures to draw, {Decision.LeastDraws} to {Decision.MostDraws}; left out, {Decision.DefaultDraws}.",
            HelpName = "N",
            CustomParser = result => Shared.Parse<int>(
                result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= Decision.LeastDraws and <= Decision.MostDraws ? count : null,
                $"a whole number from {Decision.LeastDraws} to {Decision.MostDraws}"),
        };
        var command = new Command("decide", "Say which certification, if any, is worth your hours, with the distribution behind it and the reasons.") { profile, asOf, assume, draws, seed, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load([], terminal, cancel);
            var facts = library.Market ?? throw Refusal.No("the built-in content lacks what a decision needs; 'certus check' tells why.");
            var said = ProfileJson.Read(await ReadAsync(parsed.GetRequiredValue(profile), cancel), library.Register, facts) switch
            {
                ProfileReading.Accepted accepted => accepted.Profile,
                ProfileReading.Refused refused => throw Refusal.WrongUse($"{parsed.GetRequiredValue(profile)}: {string.Join(' ', refused.Faults.Select(fault => fault.Message))}"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            var decision = Decision.Of(
                said, parsed.GetValue(asOf) ?? terminal.Today, library.Register, facts, facts.Set(parsed.GetValue(assume)!)!, parsed.GetValue(draws) ?? Decision.DefaultDraws,
                parsed.GetValue(seed) ?? DefaultSeed);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, DecisionView.Of(decision));
            else Print(terminal, decision);
            return Exit.Good;
        });
        return command;
    }

    /// <summary>The bytes of a profile, one more than it may have at most.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancel)
    {
        if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory, not a profile.");
        if (!File.Exists(path)) throw Refusal.WrongUse($"there is no file {path}.");
        try
        {
            await using var file = File.OpenRead(path);
            var bytes = new byte[ProfileJson.MostBytes + 1];
            return bytes.AsMemory(0, await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel));
        }
        catch (UnauthorizedAccessException)
        {
            throw Refusal.WrongUse($"{path} can't be read.");
        }
    }

    private static void Print(Terminal terminal, Decision decision)
    {
        string In(double? amount) => amount is { } value ? Money.Text(value, decision.Currency) : "-";
        terminal.Screen.Write(new Text(decision.Verdict + "\n\n"));
        foreach (var edited in decision.Assumptions.All.Where(assumption => assumption.Edited))
            terminal.Screen.Write(new Text($"Your own number: {edited.Label}, {Units.Say(edited.Value, edited.Unit)}\n"));
        var table = new Table().Border(TableBorder.Simple).AddColumns("Option", "Steps", "State", "Advised", "Median", "5 %", "95 %", "Pays", "Hours", "Cost", "Pass", "Per hour", "Payback");
        foreach (var option in decision.Options)
        {
            var outcome = option.Outcome;
            string Of(Func<Outcome, string> text) => outcome is null ? "-" : text(outcome);
            table.AddRow(
                new Text(option.Id), new Text(string.Join(" > ", option.Steps.Select(step => step.Text))), new Text(option.Steps.Select(step => step.Status).FirstOrDefault(status => status?.State == option.State)?.Word ?? "-"),
                new Text(option.Advised ? "yes" : option.RuledOut ? "ruled out" : "no"), new Text(In(outcome?.Npv.Median)), new Text(In(outcome?.Npv.P5)), new Text(In(outcome?.Npv.P95)),
                new Text(Of(known => $"{known.ChancePays * 100:0} %")), new Text(Of(known => $"{known.Hours:0}")), new Text(In(outcome?.Cost)), new Text(Of(known => known.Attempts > 0 ? $"{known.PassChance * 100:0} %" : "-")),
                new Text(Of(known => In(known.ValuePerHour))), new Text(outcome?.PaybackMonths is { } months ? $"{months:0} months" : "-"));
        }
        terminal.Write(table);
        terminal.Out.WriteLine();
        foreach (var option in decision.Options.Where(option => option.Reasons.Count > 0))
        {
            terminal.Screen.Write(new Text($"{option.Name}\n", new Style(decoration: Decoration.Bold)));
            foreach (var reason in option.Reasons) terminal.Screen.Write(new Text($"  {Words(reason.Kind)}: {reason.Text} [{reason.Grade}, {reason.Source}]\n"));
        }
        terminal.Out.WriteLine();
        if (decision.BreakEven is { } even) terminal.Screen.Write(new Text(even.Text + "\n"));
        if (decision.MarginalHour is { } margin) terminal.Screen.Write(new Text(margin.Text + "\n"));
        foreach (var driver in decision.Drivers.Take(DriversShown))
            terminal.Screen.Write(new Text($"  {driver.Label}: {driver.Low} gives {In(driver.NpvAtLow)}, {driver.High} gives {In(driver.NpvAtHigh)}\n"));
        if (decision.NextQuestion is not { } next) terminal.Screen.Write(new Text("\nNo answer to an open question would change this.\n"));
        else
            terminal.Screen.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"\nWhat would most likely change this: {next.Text} ({next.ChanceOfChange * 100:0} % likely; worth {In(Math.Max(0, next.Value))}, give or take {In(next.StandardError)})\n")));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{decision.Draws} futures, seed {decision.Seed}; assumptions with grades and sources: docs/models/decide.md. Certus is not affiliated with AWS.");
    }

    private static string Words(ReasonKind kind) => kind switch
    {
        ReasonKind.For => "For it",
        ReasonKind.Against => "Against it",
        ReasonKind.Blocks => "Rules it out",
        ReasonKind.Prerequisite => "First",
        ReasonKind.Modifier => "Counts",
        _ => "On that day",
    };
}
