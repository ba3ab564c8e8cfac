namespace Certus.Cli;

/// <summary>Runs the command line of this process.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => CertusCommand.RunAsync(args, Terminal.OfProcess());
}
