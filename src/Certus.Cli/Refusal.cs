namespace Certus.Cli;

/// <summary>A command can't do what it was asked; the message is one sentence for standard error.</summary>
internal sealed class Refusal(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The command was called wrongly.</summary>
    public static Refusal WrongUse(string message) => new(Exit.WrongUse, message);

    /// <summary>It was called rightly, and the answer is no.</summary>
    public static Refusal No(string message) => new(Exit.No, message);
}
