using Certus.Lab.Athena.Engine;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab;

/// <summary>The child process in which a job or queries run, so that its memory, its crashes and its end are its own.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is [TrainingJobProgram.Verb, var directory]) return TrainingJobProgram.Run(directory);
        if (args is [EngineProgram.Verb]) return EngineProgram.Run();
        Console.Error.WriteLine($"This program runs one job of the sandbox and is started by it; {(args.Length == 0 ? "no job was named" : $"'{args[0]}' is not a job it knows")}.");
        return 2;
    }
}
