using Certus.Lab.Tests.Server;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Certus.Lab.Tests;

/// <summary>Runs the tests; or, started by one of them, is the server that it kills.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [OtherServer.Serves, var directory] => OtherServer.ServeAsync(directory),
        _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
