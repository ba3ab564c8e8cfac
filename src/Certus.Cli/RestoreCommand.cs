using System.CommandLine;
using Certus.Store;

namespace Certus.Cli;

/// <summary><c>certus restore FILE</c>: puts a backup in the place of the learner's own data.</summary>
internal static class RestoreCommand
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A file that 'certus backup' wrote." };
        var data = Shared.Data();
        var command = new Command("restore", "Put a backup in the place of your own data; what was there is kept beside it.") { file, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var done = await Backup.RestoreAsync(parsed.GetRequiredValue(file), DataDirectory.DataFilePath(parsed.GetValue(data)), terminal.Clock, cancel);
            terminal.Out.WriteLine($"Restored {done.To} from {done.From}: {Contents.Of(done)}, verified.");
            if (done.UndoCopy is { } undo) terminal.Out.WriteLine($"What was there before is kept in {undo}; restore that file to undo this.");
            return Exit.Good;
        });
        return command;
    }
}
