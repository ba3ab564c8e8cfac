using Certus.Lab.CloudWatch;
using Certus.Lab.Iam;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.SageMaker.Endpoints;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Records;
using Certus.Lab.SageMaker.Transform;
using Certus.Lab.SageMaker.Tuning;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>What SageMaker's two services share: its things, and the jobs and endpoints that run beside them.</summary>
public sealed class SageMakerHost : IAsyncDisposable
{
    private readonly JobQueue _queue;
    private readonly TuningJobRun _search;
    private readonly Deployments _deployments;
    private readonly Traffic _traffic;

    /// <summary>Nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="database">Opened with <see cref="SageMakerService.Tables"/>, and with those of the logs and the metrics.</param>
    /// <param name="directory">The sandbox's data directory; jobs and endpoints have folders below <c>sagemaker</c>.</param>
    /// <param name="objects">S3.</param>
    /// <param name="access">The account's policies.</param>
    /// <param name="streams">Where jobs and endpoints log.</param>
    /// <param name="metrics">Where they measure.</param>
    /// <param name="clock">The time.</param>
    /// <param name="takesAll">Whether a model or a job is kept whatever role, image or place it names; what has to run with one that is none fails then.</param>
    /// <param name="jobsAtOnce">How many jobs run at the same time, from 1.</param>
    public SageMakerHost(LabDatabase database, string directory, ObjectStore objects, Access access, LogStreams streams, Metrics metrics, TimeProvider clock, bool takesAll = false, int jobsAtOnce = 1)
    {
        var resources = new Resources(database);
        var roles = new Roles(database, access, takesAll);
        var jobs = Path.Combine(directory, "sagemaker", "jobs");
        if (Directory.Exists(jobs)) Directory.Delete(jobs, recursive: true); // what a process that was killed left behind
        _deployments = new(resources, roles, objects, streams, Path.Combine(directory, "sagemaker", "endpoints"), clock);
        _traffic = new(objects, metrics);
        var train = new TrainingJobRun(resources, roles, objects, streams, metrics, jobs, clock);
        var predict = new TransformJobRun(resources, roles, objects, _deployments, streams, metrics, jobs, clock);
        _queue = new(jobsAtOnce, (job, failure) =>
        {
            var reason = $"InternalServerError: We encountered an internal error. Please try again. ({failure.GetType().Name}: {failure.Message})";
            return job.Kind == Kind.TrainingJob ? train.FailAsync(job, reason, CancellationToken.None) : predict.FailAsync(job, reason, CancellationToken.None);
        });
        Training = new(database, resources, roles, _queue, train, clock);
        Transform = new(resources, _queue, predict, takesAll);
        _search = new(resources, Training, clock);
        Tuning = new(resources, Training, _search);
        Models = new(resources, roles, objects, takesAll);
        Configs = new(database, resources);
        Endpoints = new(resources, _deployments);
        Invocations = new(resources, _deployments, _traffic, streams);
        Tags = new(database, [Kind.TrainingJob, Kind.TransformJob, Kind.TuningJob, Kind.Model, Kind.EndpointConfig, Kind.Endpoint, Kind.ModelPackageGroup, Kind.ModelPackage, Kind.ModelCard, .. RecordTable.All.Select(record => record.Kind)]);
        Search = new(database, resources);
        Groups = new(database, resources);
        Packages = new(database, resources);
        Records = new(resources);
        TrialComponents = new(resources);
        Notebooks = new(resources);
        Pipelines = new(resources, roles, objects);
        Cards = new(resources);
    }

    internal TrainingJobs Training { get; }

    internal TransformJobs Transform { get; }

    internal TuningJobs Tuning { get; }

    internal Models Models { get; }

    internal EndpointConfigs Configs { get; }

    internal EndpointOperations Endpoints { get; }

    internal Invocations Invocations { get; }

    internal Tags Tags { get; }

    internal Search Search { get; }

    internal ModelPackageGroups Groups { get; }

    internal ModelPackages Packages { get; }

    internal Records.Records Records { get; }

    internal TrialComponents TrialComponents { get; }

    internal Notebooks Notebooks { get; }

    internal Pipelines Pipelines { get; }

    internal ModelCards Cards { get; }

    /// <summary>Goes on where the sandbox was stopped: jobs that waited are queued, those that ran are marked as failed.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await Training.ResumeAsync(cancel);
        await Transform.ResumeAsync(cancel);
        Tuning.Resume();
        await _deployments.ResumeAsync(cancel);
    }

    /// <summary>Ends what runs and forgets it, before the rows are emptied.</summary>
    public async Task ClearAsync()
    {
        await _search.ClearAsync();
        await _queue.ClearAsync();
        await _deployments.ClearAsync();
        _traffic.Clear();
    }

    /// <summary>Ends what runs, with its children; the next start marks it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _search.DisposeAsync();
        await _queue.DisposeAsync();
        await _deployments.DisposeAsync();
        await _traffic.DisposeAsync();
    }
}
