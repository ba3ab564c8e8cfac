using System.CommandLine;
using System.Globalization;
using Certus.Practice;
using Certus.Store;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus form EXAM --seed N</c>: a full form, as it would be sat.</summary>
internal static class FormCommand
{
    private sealed record Row(int Position, string Id, string? Domain, string? Task, bool Scored, bool Generated, bool Fresh);

    private sealed record Document(string Exam, ulong Seed, int? Minutes, bool MinutesAssumed, IReadOnlyList<Row> Questions, int NotFresh);

    public static Command Make(Terminal terminal)
    {
        var (exam, seed, content, data, json) = (Shared.Exam(), Shared.Seed(required: true), Shared.Content(), Shared.Data(), Shared.Json());
        var history = new Option<bool>("--learner-history") { Description = "Prefer what you have never been shown, as a sitting in the browser does." };
        var command = new Command("form", "Assemble a full form of an exam from a seed.") { exam, seed, history, content, data, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load(parsed.GetValue(content)!, terminal, cancel);
            var certification = Shared.Find(library.Register, parsed.GetRequiredValue(exam));
            var request = FormRequest.Full(certification, Shared.RequiredSeed(parsed, seed))
                ?? throw Refusal.No($"the catalog does not know how many questions or minutes {certification.Code} has, so it has no full form.");
            var exposure = parsed.GetValue(history) ? await ExposureAsync(parsed.GetValue(data), terminal.Clock.GetUtcNow(), cancel) : Exposure.Nothing;
            var form = SittingForms.Assemble(request, library, exposure) switch
            {
                Assembly.Assembled assembled => assembled.Form,
                Assembly.Impossible impossible => throw Refusal.No(impossible.Reason),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            var document = new Document(
                certification.Code, form.Seed, form.Minutes, certification.Format.MinutesAreAssumed,
                [.. form.Items.Select(item => new Row(item.Position, item.QuestionId, item.Domain, item.Task, item.Scored, item.GeneratedFrom is not null, item.Fresh))], form.NotFresh);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document);
            return Exit.Good;
        });
        return command;
    }

    private static async Task<Exposure> ExposureAsync(string? data, DateTimeOffset now, CancellationToken cancel)
    {
        await using var own = await OwnData.OpenAsync(data, cancel);
        return await own.Sittings.ExposureAsync(Learner.Local, now, cancel);
    }

    private static void Print(Terminal terminal, Document form)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "Question", "Task", "Scored", "Fresh");
        foreach (var row in form.Questions)
            table.AddRow(
                new Text(row.Position.ToString(CultureInfo.InvariantCulture)), new Text(row.Id), new Text(row.Task ?? "-"), new Text(row.Scored ? "yes" : "no"), new Text(row.Fresh ? "yes" : "no"));
        terminal.Write(table);
        terminal.Out.WriteLine(
            $"{form.Exam}, seed {form.Seed}: {form.Questions.Count} questions, {form.Minutes} minutes{(form.MinutesAssumed ? " (assumed: none are published)" : "")}, {form.NotFresh} shown to you before.");
    }
}
