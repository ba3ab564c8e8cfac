using System.CommandLine;
using System.Globalization;
using Certus.Catalog;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus exams</c>: what can be booked on a date, and what replaced what.</summary>
internal static class ExamsCommand
{
    private sealed record Row(string Code, string Name, ExamState State, DateOnly? LastDay, string? Successor, decimal? Fee, Confidence Confidence, string Explanation, bool Beta)
    {
        internal string Words { get; init; } = "";
    }

    public static Command Make(Terminal terminal)
    {
        var (asOf, content, json) = (Shared.AsOf(), Shared.Content(), Shared.Json());
        var command = new Command("exams", "List the exams of the catalog and whether they can be booked on a date.") { asOf, content, json };
        command.SetAction((parsed, cancel) =>
        {
            var register = LoadedContent.Load(parsed.GetValue(content)!, terminal, cancel).Register;
            var date = parsed.GetValue(asOf) ?? terminal.Today;
            var rows = register.Certifications.Select(exam => RowOf(exam, date)).ToList();
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, rows);
            else Print(terminal, rows, date);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Row RowOf(Certification exam, DateOnly date)
    {
        var status = exam.Lifecycle.On(date);
        return new(exam.Code, exam.Name, status.State, status.LastDay, exam.Lifecycle.Successor, exam.Offered(status).FeeUsd, status.Confidence, status.Explanation, status.InBeta) { Words = status.Word };
    }

    private static void Print(Terminal terminal, IReadOnlyList<Row> rows, DateOnly date)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Exam", "State", "Last day", "Successor", "Fee", "Confidence");
        foreach (var row in rows)
            table.AddRow(
                new Text(row.Code), new Text(row.Words), new Text(row.LastDay?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-"), new Text(row.Successor ?? "-"),
                new Text(row.Fee is { } fee ? string.Create(CultureInfo.InvariantCulture, $"${fee:0.##}{(row.Beta ? " (beta)" : "")}") : "unknown"), new Text(row.Confidence.ToString().ToLowerInvariant()));
        terminal.Write(table);
        var notes = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var row in rows) notes.AddRow(new Text(row.Code), new Text($"{row.Name}. {row.Explanation}"));
        terminal.Write(notes);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"As of {date:yyyy-MM-dd}, by the catalog; check the official page before booking. Certus is not affiliated with AWS.");
    }

    /// <summary>NotYet as "not yet".</summary>
    internal static string Words(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
