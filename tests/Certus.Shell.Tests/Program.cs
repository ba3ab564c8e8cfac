using Certus.Shell.Tests.Store;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Certus.Shell.Tests;

/// <summary>Runs the tests; or, started by one of them, plays the other process.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [OtherProcess.Appends, var path, var sitting] => OtherProcess.AppendAsync(path, Guid.Parse(sitting)),
        [OtherProcess.Holds, var path] => OtherProcess.HoldAsync(path),
        [OtherProcess.Opens, var path] => OtherProcess.OpenAsync(path),
        _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
