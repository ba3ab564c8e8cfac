using Certus.Lab.Athena.Engine;
using Certus.Lab.SageMaker.Training;

namespace Certus.Cli;

/// <summary>Runs the command line of this process.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        args is [TrainingJobProgram.HostedVerb, var directory] ? Task.FromResult(TrainingJobProgram.Run(directory))
        : args is [EngineProgram.HostedVerb] ? Task.FromResult(EngineProgram.Run())
        : CertusCommand.RunAsync(args, Terminal.OfProcess());
}
