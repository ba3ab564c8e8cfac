using Certus.Lab.Iam;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>Glue: the data catalog and the crawlers that fill it.</summary>
/// <param name="database">Opened with <see cref="Tables"/>, and with those of S3, IAM and the logs.</param>
/// <param name="objects">S3.</param>
/// <param name="access">The account's policies.</param>
/// <param name="streams">Where crawlers log.</param>
/// <param name="clock">The time.</param>
public sealed class GlueService(LabDatabase database, ObjectStore objects, Access access, LogStreams streams, TimeProvider clock) : ILabService, IAsyncDisposable
{
    private readonly Databases _databases = new(database);
    private readonly Tables _tables = new(database);
    private readonly Partitions _partitions = new(database);
    private readonly GlueTags _tags = new(database);
    private readonly CrawlRun _run = new(database, objects, access, streams, clock);

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => GlueSchema.Value;

    /// <inheritdoc/>
    public string Name => "glue";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= All();

    private Dictionary<string, LabOperation> All()
    {
        var crawlers = new Crawlers(database, _run);
        var classifiers = new ClassifierOperations(database);
        return new(RecordKinds.Operations(database))
        {
            ["CreateDatabase"] = _databases.CreateAsync,
            ["GetDatabase"] = _databases.GetAsync,
            ["GetDatabases"] = _databases.ListAsync,
            ["UpdateDatabase"] = _databases.UpdateAsync,
            ["DeleteDatabase"] = _databases.DeleteAsync,
            ["CreateTable"] = _tables.CreateAsync,
            ["GetTable"] = _tables.GetAsync,
            ["GetTables"] = _tables.ListAsync,
            ["SearchTables"] = _tables.SearchAsync,
            ["UpdateTable"] = _tables.UpdateAsync,
            ["DeleteTable"] = _tables.DeleteAsync,
            ["BatchDeleteTable"] = _tables.DeleteManyAsync,
            ["GetTableVersion"] = _tables.VersionAsync,
            ["GetTableVersions"] = _tables.VersionsAsync,
            ["DeleteTableVersion"] = _tables.DeleteVersionAsync,
            ["BatchDeleteTableVersion"] = _tables.DeleteVersionsAsync,
            ["CreatePartition"] = _partitions.CreateAsync,
            ["BatchCreatePartition"] = _partitions.CreateManyAsync,
            ["GetPartition"] = _partitions.GetAsync,
            ["BatchGetPartition"] = _partitions.GetManyAsync,
            ["GetPartitions"] = _partitions.ListAsync,
            ["UpdatePartition"] = _partitions.UpdateAsync,
            ["BatchUpdatePartition"] = _partitions.UpdateManyAsync,
            ["DeletePartition"] = _partitions.DeleteAsync,
            ["BatchDeletePartition"] = _partitions.DeleteManyAsync,
            ["TagResource"] = _tags.TagAsync,
            ["UntagResource"] = _tags.UntagAsync,
            ["GetTags"] = _tags.GetAsync,
            ["CreateCrawler"] = crawlers.CreateAsync,
            ["GetCrawler"] = crawlers.GetAsync,
            ["GetCrawlers"] = crawlers.GetAllAsync,
            ["ListCrawlers"] = crawlers.ListAsync,
            ["BatchGetCrawlers"] = crawlers.GetManyAsync,
            ["GetCrawlerMetrics"] = crawlers.MetricsAsync,
            ["UpdateCrawler"] = crawlers.UpdateAsync,
            ["DeleteCrawler"] = crawlers.DeleteAsync,
            ["StartCrawler"] = crawlers.StartAsync,
            ["StopCrawler"] = crawlers.StopAsync,
            ["StartCrawlerSchedule"] = crawlers.StartScheduleAsync,
            ["StopCrawlerSchedule"] = crawlers.StopScheduleAsync,
            ["UpdateCrawlerSchedule"] = crawlers.UpdateScheduleAsync,
            ["ListCrawls"] = crawlers.CrawlsAsync,
            ["CreateClassifier"] = classifiers.CreateAsync,
            ["GetClassifier"] = classifiers.GetAsync,
            ["GetClassifiers"] = classifiers.ListAsync,
            ["UpdateClassifier"] = classifiers.UpdateAsync,
            ["DeleteClassifier"] = classifiers.DeleteAsync,
        };
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => _run.ResumeAsync(cancel);

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancel) => _run.ClearAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _run.DisposeAsync();
}
