using Certus.Lab.Glue;
using Certus.Lab.Iam;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Firehose;

/// <summary>Data Firehose: records gathered on disk and delivered to S3, as they came or as Parquet.</summary>
public sealed class FirehoseService : ILabService, IAsyncDisposable
{
    private readonly DeliveryStreams _streams;
    private readonly DeliveryPuts _puts;
    private readonly DeliveryTags _tags;
    private readonly Delivery _delivery;

    /// <summary>The service; it delivers once it is started.</summary>
    /// <param name="database">Opened with <see cref="Tables"/>, Kinesis's, Glue's and S3's.</param>
    /// <param name="objects">Where it delivers.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="catalog">Where schemas are kept.</param>
    /// <param name="logs">Where it tells what it could not deliver.</param>
    /// <param name="clock">The time.</param>
    /// <param name="checksRoles">Whether a role that it can't assume is refused when a stream is made; when it delivers it always is.</param>
    public FirehoseService(LabDatabase database, ObjectStore objects, Access access, DataCatalog catalog, LogStreams logs, TimeProvider clock, bool checksRoles = true)
    {
        _delivery = new(database, objects, access, catalog, logs, clock);
        _streams = new(database, checksRoles ? access : null);
        _puts = new(database);
        _tags = new(database);
    }

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => FirehoseSchema.Value;

    /// <inheritdoc/>
    public string Name => "firehose";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateDeliveryStream"] = _streams.CreateAsync,
        ["DeleteDeliveryStream"] = _streams.DeleteAsync,
        ["DescribeDeliveryStream"] = _streams.DescribeAsync,
        ["ListDeliveryStreams"] = _streams.ListAsync,
        ["UpdateDestination"] = _streams.UpdateAsync,
        ["StartDeliveryStreamEncryption"] = _streams.EncryptAsync,
        ["StopDeliveryStreamEncryption"] = _streams.DecryptAsync,
        ["PutRecord"] = _puts.PutAsync,
        ["PutRecordBatch"] = _puts.PutManyAsync,
        ["TagDeliveryStream"] = _tags.AddAsync,
        ["UntagDeliveryStream"] = _tags.RemoveAsync,
        ["ListTagsForDeliveryStream"] = _tags.ListAsync,
    };

    /// <summary>Takes in what its sources have and delivers what is due, once.</summary>
    internal Task DeliverAsync(CancellationToken cancel) => _delivery.RoundAsync(cancel);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _delivery.Start();
        return Task.CompletedTask;
    }

    /// <summary>Stops delivering; what is gathered lies on disk.</summary>
    public ValueTask DisposeAsync() => _delivery.DisposeAsync();
}
