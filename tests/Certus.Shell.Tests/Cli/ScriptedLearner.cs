namespace Certus.Shell.Tests.Cli;

/// <summary>Types an answer of the kind that the last prompt asks for.</summary>
internal sealed class ScriptedLearner(StringWriter screen, Func<int, string, string?> answer) : TextReader
{
    private int _asked;

    /// <summary>A complete answer to any kind of question: the first options as they stand.</summary>
    public static string FirstOptions(string prompt) => prompt switch
    {
        _ when prompt.Contains("2 of A-", StringComparison.Ordinal) => "a b",
        _ when prompt.Contains("all of A-C", StringComparison.Ordinal) => "A B C",
        _ when prompt.Contains("a letter for each", StringComparison.Ordinal) => "aab",
        _ => "1",
    };

    public override string? ReadLine() => answer(++_asked, screen.ToString().Split('\n')[^1]);
}
