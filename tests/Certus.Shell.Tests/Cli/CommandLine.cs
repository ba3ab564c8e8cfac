using System.Text.Json;
using Certus.Cli;

namespace Certus.Shell.Tests.Cli;

/// <summary>What a command line gave.</summary>
internal sealed record CommandLine(int Code, string Out, string Error)
{
    /// <summary>The whole of standard output as the one document that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Runs the real entry point in this process, with nothing to read.</summary>
    public static Task<CommandLine> RunAsync(params string[] args) => RunAsync(TextReader.Null, args);

    /// <summary>Runs the real entry point in this process.</summary>
    public static Task<CommandLine> RunAsync(TextReader input, params string[] args) => RunAsync(_ => input, CancellationToken.None, args);

    /// <summary>Runs the real entry point in this process with a reader that can see what was written.</summary>
    public static async Task<CommandLine> RunAsync(Func<StringWriter, TextReader> input, CancellationToken cancel, params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await CertusCommand.RunAsync(args, new(input(output), output, error, new FixedClock(), 160), cancel);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>A directory of content that lies beside these tests.</summary>
    public static string Bank(string name) => Path.Combine(AppContext.BaseDirectory, "Cli", name);

    /// <summary>The command was refused with one line that holds the words, and printed nothing.</summary>
    public void RefusedWith(int code, string words)
    {
        Assert.Equal("", Out);
        Assert.Contains(words, Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Equal(code, Code);
    }
}
