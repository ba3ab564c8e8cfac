using System.CommandLine;
using Certus.Content;
using Certus.Practice.Generators;

namespace Certus.Cli;

/// <summary><c>certus check [DIR]</c>: every complaint about the content, with file and line.</summary>
internal static class CheckCommand
{
    private sealed record Entry(string File, int Line, string Message);

    private sealed record Outcome(int Questions, int Generators, int Skills, IReadOnlyList<Complaint> Complaints)
    {
        public IReadOnlyList<Entry> Of(Severity severity) =>
            [.. Complaints.Where(complaint => complaint.Severity == severity).Select(complaint => new Entry(complaint.File, complaint.Line, complaint.Message))];
    }

    public static Command Make(Terminal terminal)
    {
        var directory = new Argument<string?>("DIR") { Description = "A content directory or a pack; left out, the built-in content.", Arity = ArgumentArity.ZeroOrOne };
        var json = Shared.Json();
        var command = new Command("check", "Name every fault of the content, with file and line.") { directory, json };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetValue(directory), parsed.GetValue(json), terminal, cancel)));
        return command;
    }

    private static int Run(string? directory, bool json, Terminal terminal, CancellationToken cancel)
    {
        var outcome = directory is null ? BuiltIn(cancel) : Directory(directory, cancel);
        var (errors, warnings) = (outcome.Of(Severity.Error), outcome.Of(Severity.Warning));
        if (json) JsonOutput.Write(terminal, new { outcome.Questions, outcome.Generators, outcome.Skills, errors, warnings });
        else
        {
            foreach (var complaint in outcome.Complaints) terminal.Out.WriteLine(complaint);
            terminal.Out.WriteLine(
                $"{Contents.Count(outcome.Questions, "question")}, {Contents.Count(outcome.Generators, "generator")}, {Contents.Count(outcome.Skills, "skill")}: {Contents.Count(errors.Count, "error")}, {Contents.Count(warnings.Count, "warning")}.");
        }
        return errors.Count > 0 ? Exit.No : Exit.Good;
    }

    /// <summary>What a bank of its own may do without: then the built-in ones serve.</summary>
    private static readonly string[] MayBeBuiltIn = ["skills.yaml", "misconceptions/"];

    private static Outcome BuiltIn(CancellationToken cancel)
    {
        var report = ContentReader.Read([LoadedContent.BuiltIn("content", cancel)], GeneratorCatalog.All);
        return new(report.Found.Count, GeneratorCatalog.All.Count, report.Library.Register.Skills.Count, report.Complaints);
    }

    /// <summary>
    /// A directory with a catalog is a bank of its own; without one it is a pack, read together with the whole built-in content as at run time. Files
    /// that a bank of its own lacks are the built-in ones. Only the directory's complaints count.
    /// </summary>
    private static Outcome Directory(string directory, CancellationToken cancel)
    {
        var named = LoadedContent.Pack(directory, cancel);
        bool Has(string start) => named.Files.Any(file => file.Path.StartsWith(start, StringComparison.Ordinal));
        var standsAlone = Has("catalog/");
        var builtIn = LoadedContent.BuiltIn(LoadedContent.BuiltInName, cancel);
        var supplied = builtIn with
        {
            Files = [.. builtIn.Files.Where(file => !standsAlone || MayBeBuiltIn.Any(start => file.Path.StartsWith(start, StringComparison.Ordinal) && !Has(start)))],
        };
        var report = ContentReader.Read([supplied, named], GeneratorCatalog.All);
        var own = named.Display("");
        var generators = standsAlone ? GeneratorCatalog.All.Count(generator => generator.Tasks.Any(task => report.Library.Register.FindTask(task) is not null)) : 0;
        return new(
            report.Found.Count(found => found.File.StartsWith(own, StringComparison.Ordinal)), generators, report.Library.Register.Skills.Count,
            [.. report.Complaints.Where(complaint => complaint.File.StartsWith(own, StringComparison.Ordinal))]);
    }
}
