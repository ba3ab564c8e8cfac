using Certus.Lab.Grading;
using Certus.Lab.Meter;
using Certus.Lab.Protocols;
using Certus.Lab.State;

namespace Certus.Lab.Server;

/// <summary>The sandbox's services on one set of rows, built in one place.</summary>
public sealed class LabServices : IAsyncDisposable
{
    private readonly Dictionary<string, ILabService> _byName = [];
    private readonly LabLock _lock;
    private readonly bool _dev;
    private readonly IReadOnlyList<IAsyncDisposable> _owned;

    private LabServices(LabOptions options, LabLock held, LabDatabase database, CallLog calls, IReadOnlyList<ILabService> services, IReadOnlyList<IAsyncDisposable> owned)
    {
        _lock = held;
        _dev = options.Dev;
        _owned = owned;
        // Of two with one name the later counts: a test's service stands in for the sandbox's.
        foreach (var service in services) _byName[service.Name] = service;
        Database = database;
        Calls = calls;
        Bench = new(AnswerLoggedAsync, calls, options.Time);
        Exercises = new(database, Bench);
        Meter = new(database, calls, options.Time);
    }

    /// <summary>The rows.</summary>
    public LabDatabase Database { get; }

    /// <summary>The log of calls.</summary>
    public CallLog Calls { get; }

    /// <summary>The sandbox as graders use it.</summary>
    public LabBench Bench { get; }

    /// <summary>The labs begun in it.</summary>
    public Exercises Exercises { get; }

    /// <summary>What everything in it would have cost on AWS.</summary>
    public UsageMeter Meter { get; }

    /// <summary>The services by their names.</summary>
    public IReadOnlyDictionary<string, ILabService> ByName => _byName;

    /// <summary>Who an access key is.</summary>
    public required Iam.Credentials Credentials { get; init; }

    /// <summary>Who may do what.</summary>
    public required Iam.Authorization Authorization { get; init; }

    /// <summary>What pages of other origins may do with S3.</summary>
    public required S3.Cors Cors { get; init; }

    /// <summary>Opens the rows of a sandbox and builds its services.</summary>
    /// <exception cref="LabStateException">The rows can't be used.</exception>
    public static LabServices Open(LabOptions options, params IReadOnlyList<ILabService> more)
    {
        // A service's tables, one line each …
        LabSchema[] schemas =
        [
            CallLog.Tables,
            S3.S3Schema.Tables,
            Iam.IamSchema.Schema,
            Logs.LogsService.Tables,
            CloudWatch.CloudWatchService.Tables,
            SageMaker.SageMakerService.Tables,
            Glue.GlueService.Tables,
            Kinesis.KinesisService.Tables,
            Athena.AthenaService.Tables,
            Firehose.FirehoseService.Tables,
            CloudFormation.CloudFormationService.Tables,
            GradingSchema.Schema,
            MeterSchema.Tables,
            .. more.Select(service => service.Schema).OfType<LabSchema>(),
        ];
        LabData.Claim(options.DataDirectory);
        var held = LabLock.Take(options.DataDirectory);
        LabDatabase database;
        try
        {
            database = LabDatabase.Open(options.DataDirectory, schemas);
        }
        catch
        {
            held.Dispose();
            throw;
        }
        try
        {
            return Build(options, held, database, more);
        }
        catch (Exception failure)
        {
            // Whoever opens it next finds it closed.
            database.DisposeAsync().AsTask().GetAwaiter().GetResult();
            held.Dispose();
            if (failure is IOException or UnauthorizedAccessException) throw new LabStateException($"The sandbox's data in {options.DataDirectory} can't be used: {failure.Message}", failure);
            throw;
        }
    }

    private static LabServices Build(LabOptions options, LabLock held, LabDatabase database, IReadOnlyList<ILabService> more)
    {
        var calls = new CallLog(database);

        // … and the service itself, with what it needs.
        var objects = new S3.ObjectStore(database, options.DataDirectory, options.Time) { MakesOpenBuckets = options.Dev };
        var access = new Iam.Access(database, options.Time);
        var streams = new Logs.LogStreams(database, options.Time);
        var metrics = new CloudWatch.Metrics(database);
        var sageMaker = new SageMaker.SageMakerHost(database, options.DataDirectory, objects, access, streams, metrics, options.Time, takesAll: options.Dev);
        LabServices? made = null;
        List<ILabService> services =
        [
            new Iam.IamService(database),
            new Sts.StsService(database, access),
            new S3.S3Service(objects),
            new Logs.LogsService(database, streams),
            new CloudWatch.CloudWatchService(metrics),
            new SageMaker.SageMakerService(sageMaker),
            new SageMaker.SageMakerRuntimeService(sageMaker),
            new Glue.GlueService(database, objects, access, streams, options.Time),
            new Kinesis.KinesisService(database, asBefore: options.Dev),
            new Athena.AthenaService(database, options.DataDirectory, objects, access, new(database), options.Time, needsBucket: !options.Dev),
            new Firehose.FirehoseService(database, objects, access, new Glue.DataCatalog(database), streams, options.Time, checksRoles: !options.Dev),
            // What a stack makes is made by calls to the others.
            new CloudFormation.CloudFormationService(database, access, (call, cancel) => made!.AnswerLoggedAsync(call, cancel), options.Time, options.Trouble, asBefore: options.Dev),
            .. more,
        ];
        made = new(options, held, database, calls, services, [objects, calls]) { Credentials = new(database, options.Time), Authorization = new(database, access, objects), Cors = new(objects) };
        made.Meter.Begin();
        return made;
    }

    /// <summary>Runs a call: finds its operation, holds its input against the model, does the work.</summary>
    /// <exception cref="AwsException">The operation is not built, the input breaks the model, the caller may not, or the operation refuses.</exception>
    public ValueTask<LabAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        var work = Find(call.Service, call.Operation) ?? throw NotBuilt(call.Service, call.Operation);
        if (ServiceDescription.Of(call.Service).Find(call.Operation) is { } description) Validation.Check(description, call.Input, loosely: _dev && call.Service is ("firehose" or "sagemaker"));
        return Authorization.RunAsync(call, work, cancel);
    }

    internal LabOperation? Find(string service, string operation) => _byName.GetValueOrDefault(service)?.Operations.GetValueOrDefault(operation);

    internal static AwsException NotBuilt(string service, string operation) =>
        new("NotImplemented", $"{service}: {(operation.Length == 0 ? "a request that names no operation" : operation)} is not built in this sandbox.", 501);

    // What runs in this process is in the log as what comes over the wire.
    private async ValueTask<LabAnswer> AnswerLoggedAsync(LabCall call, CancellationToken cancel)
    {
        var (status, code) = (500, (string?)"InternalFailure");
        try
        {
            var answer = await AnswerAsync(call, cancel);
            (status, code) = (answer.Status ?? 200, null);
            return answer;
        }
        catch (AwsException refused)
        {
            (status, code) = (refused.Status, refused.Code);
            throw;
        }
        finally
        {
            // What is not described has no operations; its 501 is on its way.
            var members = ServiceDescription.Names.Contains(call.Service) && ServiceDescription.Of(call.Service).Find(call.Operation) is { } description ? CallLog.MembersOf(description, call.Input) : [];
            Calls.Add(new(call.Now, call.Service, call.Operation, call.Caller.Arn, call.Caller.AccessKeyId, call.Caller.Region, status, code, members));
        }
    }

    /// <summary>Empties the sandbox: every service's rows, files and running jobs.</summary>
    public async Task ResetAsync(CancellationToken cancel)
    {
        foreach (var service in _byName.Values) await service.ResetAsync(cancel);
        await Calls.FlushAsync(cancel);
        await Database.WriteAsync(connection =>
        {
            LabDatabase.Execute(connection, "PRAGMA defer_foreign_keys=ON");
            foreach (var table in LabDatabase.Rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'lab_schema' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'", row => row.GetString(0)))
                LabDatabase.Execute(connection, $"DELETE FROM \"{table}\"");
            UsageMeter.Clear(connection); // what went just now was written down as gone
        }, cancel);
    }

    /// <summary>Stops the services, then closes the rows.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _byName.Values.Reverse())
            if (service is IAsyncDisposable disposable) await disposable.DisposeAsync();
        foreach (var owned in _owned) await owned.DisposeAsync();
        Exercises.Dispose();
        await Database.DisposeAsync();
        _lock.Dispose();
    }
}
