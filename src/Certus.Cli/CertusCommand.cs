using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Certus.Store;

namespace Certus.Cli;

/// <summary>The command <c>certus</c>: its verbs, and how it fails.</summary>
internal static class CertusCommand
{
    private const string Trace = "CERTUS_TRACE";

    /// <summary>Runs a command line; the result is the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancel = default)
    {
        try
        {
            var code = await Dispatch(Make(terminal), args, terminal, cancel);
            await terminal.Out.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (Refusal refusal)
        {
            return await FailAsync(terminal, refusal.ExitCode, refusal.Message);
        }
        catch (StoreException fault)
        {
            return await FailAsync(terminal, fault.Fault is StoreFault.Missing or StoreFault.Exists or StoreFault.NotADatabase or StoreFault.ReadOnly or StoreFault.Unreadable ? Exit.WrongUse : Exit.No, fault.Message);
        }
        catch (OperationCanceledException)
        {
            return Exit.Interrupted;
        }
        catch (IOException fault)
        {
            return await FailAsync(terminal, Exit.No, $"reading or writing failed: {fault.Message}");
        }
#pragma warning disable CA1031 // the last resort: a person gets a sentence, not a stack trace
        catch (Exception bug) when (Environment.GetEnvironmentVariable(Trace) is not "1")
#pragma warning restore CA1031
        {
            return await FailAsync(terminal, Exit.Bug, $"something went wrong ({bug.GetType().Name}: {OneLine(bug.Message)}); set {Trace}=1 to see where.");
        }
    }

    private static RootCommand Make(Terminal terminal)
    {
        var root = new RootCommand("Which AWS machine-learning certification, if any, and practice for it. Exit codes: 0 good, 1 the answer is no, 2 wrong use or a path that can't be used.")
        {
            CheckCommand.Make(terminal),
            ExamsCommand.Make(terminal),
            DecideCommand.Make(terminal),
            PlanCommand.Make(terminal),
            ReadinessCommand.Make(terminal),
            FsrsCommand.Make(terminal),
            QuestionsCommand.Make(terminal),
            FormCommand.Make(terminal),
            GenerateCommand.Make(terminal),
            QuizCommand.Make(terminal),
            EstimateCommand.Make(terminal),
            CalibrateCommand.Make(terminal),
            ItemFitCommand.Make(terminal),
            DifCommand.Make(terminal),
            AdaptiveCommand.Make(terminal),
            AssembleCommand.Make(terminal),
            LabCommand.Make(terminal),
            ImportCommand.Make(terminal),
            ExportCommand.Make(terminal),
            BackupCommand.Make(terminal),
            RestoreCommand.Make(terminal),
        };
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion(terminal);
        root.HelpName = "certus";
        root.Directives.Clear();
        return root;
    }

    private static async Task<int> Dispatch(RootCommand root, IReadOnlyList<string> args, Terminal terminal, CancellationToken cancel)
    {
        if (args.Count == 0)
        {
            await root.Parse("--help").InvokeAsync(new() { Output = terminal.Error }, cancel);
            return Exit.WrongUse;
        }
        var parsed = root.Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var unknown, ..])
                throw Refusal.WrongUse($"there is no command '{unknown}'; 'certus --help' lists them.");
            if (parsed.CommandResult.Command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }) is { } missing)
                throw Refusal.WrongUse($"{missing.Name} is missing; see 'certus {parsed.CommandResult.Command.Name} --help'.");
            throw Refusal.WrongUse($"{OneLine(parsed.Errors[0].Message).TrimEnd('.')}; see 'certus {parsed.CommandResult.Command.Name} --help'.");
        }
        return await parsed.InvokeAsync(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false }, cancel);
    }

    private static async Task<int> FailAsync(Terminal terminal, int code, string message)
    {
        try
        {
            await terminal.Error.WriteLineAsync($"certus: {OneLine(message)}");
            await terminal.Error.FlushAsync();
            await terminal.Out.FlushAsync();
        }
        catch (IOException)
        {
            // Nobody can be told; the exit code still says it.
        }
        return code;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();

    private sealed class PrintVersion(Terminal terminal) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(CertusCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');
            terminal.Out.WriteLine(version is [var number, { Length: > 7 } commit] ? $"certus {number} ({commit[..7]})" : $"certus {version[0]}");
            return Exit.Good;
        }
    }
}
