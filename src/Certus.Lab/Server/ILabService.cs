using Certus.Lab.State;

namespace Certus.Lab.Server;

/// <summary>One operation's work.</summary>
public delegate ValueTask<LabAnswer> LabOperation(LabCall call, CancellationToken cancel);

/// <summary>One AWS service of the sandbox: a folder, its tables and its operations.</summary>
/// <remarks>
/// Every folder has the same files: <c>XService.cs</c> (this: the list of operations, nothing else), <c>XSchema.cs</c> (tables),
/// <c>XNames.cs</c> (what a name may be, ARNs), one file for each noun's operations (<c>Buckets.cs</c>, <c>TrainingJobs.cs</c>).
/// </remarks>
public interface ILabService
{
    /// <summary>The service's name as its description's file has it: s3, sagemaker, sagemaker-runtime, sts, iam, logs, kinesis …</summary>
    string Name { get; }

    /// <summary>The tables it keeps its state in; null where it keeps none.</summary>
    LabSchema? Schema { get; }

    /// <summary>Operations by name; one that the description knows and this lacks is answered 501 by its name.</summary>
    IReadOnlyDictionary<string, LabOperation> Operations { get; }

    /// <summary>Begins what runs by itself, such as a queue of jobs, once the server listens.</summary>
    Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Empties what the service keeps beside its rows, which are emptied for it: files, running jobs, what it remembers.</summary>
    Task ResetAsync(CancellationToken cancel) => Task.CompletedTask;
}
