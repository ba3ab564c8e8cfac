using System.CommandLine;
using System.Globalization;
using Certus.Lab.Grading;
using Certus.Practice.Labs;
using Certus.Store;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus lab</c>: the labs, begun and graded in a sandbox that runs.</summary>
internal static class LabCommand
{
    private sealed record Listed(string Id, string Title, int Minutes, IReadOnlyList<string> Skills, IReadOnlyList<string> Services, decimal CostUsd, bool Begun, double? Best);

    private sealed record Begun(string Lab, string Title, ulong Seed, string? Symptom, DateTimeOffset StartedAt, string Sandbox);

    private sealed record Graded(string Lab, double Earned, bool Passed, ulong Seed, DateTimeOffset StartedAt, DateTimeOffset GradedAt, IReadOnlyList<CheckGrade> Checks);

    public static Command Make(Terminal terminal) => new("lab", "An AWS-compatible sandbox on this machine, and labs that are graded in it.") { List(terminal), Start(terminal), Grade(terminal), LabMeterCommand.Make(terminal), LabServeCommand.Make(terminal), LabResetCommand.Make(terminal) };

    public static Option<int> Port() => new("--port") { Description = "Where the sandbox listens.", HelpName = "N", DefaultValueFactory = _ => SandboxClient.Port };

    private static Argument<string> Lab() => new("LAB") { Description = "Id of a lab; 'certus lab list' has them." };

    private static Command List(Terminal terminal)
    {
        var (port, json, content, data) = (Port(), Shared.Json(), Shared.Content(), Shared.Data());
        var command = new Command("list", "The labs: what they practice, how long they take, what they would cost on AWS, and your best grade.") { port, json, content, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var library = LoadedContent.Load(parsed.GetRequiredValue(content), terminal, cancel);
            await using var own = await OwnData.OpenAsync(parsed.GetValue(data), cancel);
            var best = (await own.Labs.ListAsync(Learner.Local, cancel)).GroupBy(grade => grade.Lab).ToDictionary(same => same.Key, same => same.Max(grade => grade.Earned));
            using var sandbox = ClientOf(parsed.GetValue(port));
            var runs = await sandbox.HealthAsync(cancel) is not null;
            var begun = runs ? await sandbox.StartsAsync(cancel) : new Dictionary<string, LabStart>();
            List<Listed> rows = [.. library.Labs.Select(lab => new Listed(lab.Id, lab.Title, lab.Minutes, lab.Skills, lab.Services, lab.Cost.Usd, begun.ContainsKey(lab.Id), best.TryGetValue(lab.Id, out var points) ? points : null))];
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, rows);
            else Print(terminal, rows);
            // Beside the list, which may be read by a machine.
            if (runs) LabMeterCommand.Shout(terminal.Error, await AskAsync(() => sandbox.MeterAsync(cancel)));
            return Exit.Good;
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<Listed> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Lab", "What", "Minutes", "On AWS", "Best", "Begun");
        foreach (var row in rows)
            table.AddRow(
                new Text(row.Id), new Text(row.Title), new Text(row.Minutes.ToString(CultureInfo.InvariantCulture)), new Text(string.Create(CultureInfo.InvariantCulture, $"${row.CostUsd:0.00}")),
                new Text(row.Best is { } best ? string.Create(CultureInfo.InvariantCulture, $"{best:0.#}") : "-"), new Text(row.Begun ? "yes" : "-"));
        terminal.Write(table);
    }

    private static Command Start(Terminal terminal)
    {
        var (lab, seed, port, json, content) = (Lab(), Shared.Seed(required: false), Port(), Shared.Json(), Shared.Content());
        var broken = new Option<bool>("--broken") { Description = "Break something of what the lab brings along, chosen by the seed: you are told what was reported, and mend it first." };
        var command = new Command("start", "Begin a lab in the sandbox that runs; begun before, it begins anew and what was made in it is removed.") { lab, seed, broken, port, json, content };
        command.SetAction(async (parsed, cancel) =>
        {
            var brief = BriefOf(LoadedContent.Load(parsed.GetRequiredValue(content), terminal, cancel).Labs, parsed.GetRequiredValue(lab));
            using var sandbox = await RunningAsync(parsed.GetValue(port), cancel);
            var start = await AskAsync(() => sandbox.StartAsync(brief.Id, parsed.GetValue(seed), parsed.GetValue(broken), cancel));
            var symptom = brief.Faults.FirstOrDefault(fault => fault.Id == start.Fault)?.Symptom;
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, new Begun(brief.Id, brief.Title, start.Seed, symptom, start.StartedAt, AddressOf(parsed.GetValue(port)).ToString()));
                return Exit.Good;
            }
            terminal.Out.WriteLine(brief.Title);
            terminal.Out.WriteLine();
            terminal.Out.WriteLine(brief.Task);
            if (symptom is not null) terminal.Out.WriteLine($"{Environment.NewLine}Reported: {symptom}");
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"Begun with the seed {start.Seed} at {AddressOf(parsed.GetValue(port))} (any access key, region us-east-1). Grade it with 'certus lab grade {brief.Id}'.");
            return Exit.Good;
        });
        return command;
    }

    private static Command Grade(Terminal terminal)
    {
        var (lab, port, json, content, data) = (Lab(), Port(), Shared.Json(), Shared.Content(), Shared.Data());
        var command = new Command("grade", "Say what was achieved in a lab; the grade is kept in your log. Exit code 1 where something is missing.") { lab, port, json, content, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var brief = BriefOf(LoadedContent.Load(parsed.GetRequiredValue(content), terminal, cancel).Labs, parsed.GetRequiredValue(lab));
            using var sandbox = await RunningAsync(parsed.GetValue(port), cancel);
            var (start, at, findings) = await AskAsync(() => sandbox.GradeAsync(brief.Id, cancel));
            var grade = LabGrade.Of(Guid.CreateVersion7(), brief, start.Seed, start.Fault, start.StartedAt, at, findings.ToDictionary(finding => finding.Check, finding => (finding.Earned, finding.Found)));
            await using (var own = await OwnData.OpenAsync(parsed.GetValue(data), cancel)) await own.Labs.AppendAsync(Learner.Local, grade, cancel);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, new Graded(grade.Lab, grade.Earned, grade.Passed, grade.Seed, grade.StartedAt, grade.GradedAt, grade.Checks));
            else Print(terminal, brief, grade);
            return grade.Passed ? Exit.Good : Exit.No;
        });
        return command;
    }

    private static void Print(Terminal terminal, LabBrief brief, LabGrade grade)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Points", "Check", "Found");
        foreach (var (check, found) in brief.Checks.Zip(grade.Checks))
            table.AddRow(new Text(string.Create(CultureInfo.InvariantCulture, $"{found.Earned * found.Points:0.#} of {found.Points}")), new Text(check.Title), new Text(found.Found));
        terminal.Write(table);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{grade.Earned:0.#} of {brief.Points} points{(grade.Passed ? "; nothing is missing." : ".")}"));
    }

    private static LabBrief BriefOf(IReadOnlyList<LabBrief> labs, string id) =>
        labs.FirstOrDefault(lab => lab.Id == id) ?? throw Refusal.WrongUse($"there is no lab '{id}'; 'certus lab list' has them.");

    private static Uri AddressOf(int port) => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    private static SandboxClient ClientOf(int port) => port is > 0 and <= 65535 ? new(AddressOf(port)) : throw Refusal.WrongUse($"--port {port} is no port; 1 to 65535 are.");

    public static async Task<SandboxClient> RunningAsync(int port, CancellationToken cancel)
    {
        var sandbox = ClientOf(port);
        if (await sandbox.HealthAsync(cancel) is not null) return sandbox;
        sandbox.Dispose();
        throw Refusal.WrongUse($"no sandbox answers at {AddressOf(port)}; start one with 'certus lab serve' or on the page Lab.");
    }

    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (SandboxException refused)
        {
            throw Refusal.No(refused.Message);
        }
    }
}
