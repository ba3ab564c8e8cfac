using System.CommandLine;
using Certus.Store;

namespace Certus.Cli;

/// <summary><c>certus backup FILE</c>: a verified copy of the learner's own data.</summary>
internal static class BackupCommand
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The copy to write; it must not exist yet." };
        var data = Shared.Data();
        var command = new Command("backup", "Copy your own data into one file, also while Certus runs.") { file, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var source = DataDirectory.DataFilePath(parsed.GetValue(data));
            if (!File.Exists(source)) throw Refusal.No($"there is nothing to back up: {source} does not exist yet.");
            var done = await Backup.BackupAsync(source, parsed.GetRequiredValue(file), cancel);
            terminal.Out.WriteLine($"Wrote {done.To}: {Contents.Of(done)}, verified.");
            return Exit.Good;
        });
        return command;
    }
}
