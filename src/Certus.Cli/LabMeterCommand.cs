using System.CommandLine;
using Certus.Lab.Meter;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus lab meter</c>: what everything in the sandbox would have cost on AWS.</summary>
internal static class LabMeterCommand
{
    private const int MostLines = 40;

    public static Command Make(Terminal terminal)
    {
        var (port, json) = (LabCommand.Port(), Shared.Json());
        var command = new Command("meter", "A bill that is not a bill: what everything in the sandbox would have cost on AWS, about, and endpoints that nobody asks.") { port, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var sandbox = await LabCommand.RunningAsync(parsed.GetValue(port), cancel);
            var report = await LabCommand.AskAsync(() => sandbox.MeterAsync(cancel));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, report);
            else Print(terminal, report);
            return Exit.Good;
        });
        return command;
    }

    private static void Print(Terminal terminal, MeterReport report)
    {
        Shout(terminal.Out, report);
        if (report.Lines.Count == 0)
        {
            terminal.Out.WriteLine("Nothing in this sandbox would have cost anything on AWS so far.");
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("Service", "What for", "Resource", "Item", "How much", "About", "Counts on");
        foreach (var line in report.Lines.Take(MostLines))
            table.AddRow(
                new Text(line.Service), new Text(line.Use), new Text(line.Resource), new Text(line.Item), new Text(MeterWords.Quantity(line)), new Text(MeterWords.Amount(line)), new Text(line.Running ? "yes" : "-"));
        terminal.Write(table);
        if (report.Lines.Count > MostLines) terminal.Out.WriteLine($"{report.Lines.Count - MostLines} lines more; --json has them all.");
        terminal.Out.WriteLine(MeterWords.Total(report));
        terminal.Out.WriteLine(MeterWords.Terms(report));
    }

    /// <summary>Names the endpoints that nobody asks, a line each.</summary>
    public static void Shout(TextWriter to, MeterReport report)
    {
        foreach (var endpoint in report.Forgotten) to.WriteLine(MeterWords.Forgotten(endpoint));
    }
}
