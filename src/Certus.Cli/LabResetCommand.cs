using System.CommandLine;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Cli;

/// <summary><c>certus lab reset</c>: removes a sandbox's data.</summary>
internal static class LabResetCommand
{
    private sealed record Outcome(string Directory, bool Removed, IReadOnlyList<string> Left);

    public static Command Make(Terminal terminal)
    {
        var data = LabServeCommand.Data();
        var yes = new Option<bool>("--yes") { Description = "Really remove it." };
        var json = Shared.Json();
        var command = new Command("reset", "Remove what the sandbox keeps: buckets, objects, jobs, models, everything in it. Your own data stays.") { data, yes, json };
        command.SetAction(parsed =>
        {
            var directory = LabServeCommand.DirectoryOf(parsed.GetValue(data));
            if (!parsed.GetValue(yes)) throw Refusal.WrongUse($"this removes all buckets, objects, jobs and models of the sandbox in {directory}; give --yes if you mean it.");
            try
            {
                var (removed, left) = LabData.Remove(directory);
                if (parsed.GetValue(json)) JsonOutput.Write(terminal, new Outcome(directory, removed, left));
                else if (!removed) terminal.Out.WriteLine($"There is no sandbox in {directory}.");
                else terminal.Out.WriteLine($"Removed the sandbox in {directory}.{(left.Count == 0 ? "" : $" Left alone, as no sandbox made it: {string.Join(", ", left)}.")}");
                return Exit.Good;
            }
            catch (LabStateException fault)
            {
                throw Refusal.No(fault.Message);
            }
        });
        return command;
    }
}
