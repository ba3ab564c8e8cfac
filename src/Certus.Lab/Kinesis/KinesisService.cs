using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Kinesis;

/// <summary>Kinesis Data Streams: records in the order of their shards.</summary>
/// <param name="database">Opened with <see cref="Tables"/>.</param>
/// <param name="asBefore">Whether it keeps two limits as AWS had them before: pages of ten streams (until 2021) and batches of 5 MB (until 2025); it then also lets a stream come down to less than half of its shards at once, and numbers the records of every new stream from 1.</param>
public sealed class KinesisService(LabDatabase database, bool asBefore = false) : ILabService
{
    private readonly Streams _streams = new(database, asBefore);
    private readonly StreamSettings _settings = new(database);
    private readonly Resharding _resharding = new(database, asBefore);
    private readonly ShardLists _shards = new(database);
    private readonly Records _records = new(database, asBefore);
    private readonly Consumers _consumers = new(database);
    private readonly StreamTags _tags = new(database);
    private readonly StreamPolicies _policies = new(database);

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => KinesisSchema.Value;

    /// <inheritdoc/>
    public string Name => "kinesis";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateStream"] = _streams.CreateAsync,
        ["DeleteStream"] = _streams.DeleteAsync,
        ["ListStreams"] = _streams.ListAsync,
        ["DescribeStream"] = _streams.DescribeAsync,
        ["DescribeStreamSummary"] = _streams.SummarizeAsync,
        ["DescribeLimits"] = _streams.LimitsAsync,
        ["IncreaseStreamRetentionPeriod"] = _settings.KeepLongerAsync,
        ["DecreaseStreamRetentionPeriod"] = _settings.KeepShorterAsync,
        ["StartStreamEncryption"] = _settings.EncryptAsync,
        ["StopStreamEncryption"] = _settings.DecryptAsync,
        ["EnableEnhancedMonitoring"] = _settings.MonitorAsync,
        ["DisableEnhancedMonitoring"] = _settings.StopMonitoringAsync,
        ["UpdateStreamMode"] = _settings.SetModeAsync,
        ["UpdateMaxRecordSize"] = _settings.SetRecordSizeAsync,
        ["SplitShard"] = _resharding.SplitAsync,
        ["MergeShards"] = _resharding.MergeAsync,
        ["UpdateShardCount"] = _resharding.ScaleAsync,
        ["ListShards"] = _shards.ListAsync,
        ["PutRecord"] = _records.PutAsync,
        ["PutRecords"] = _records.PutManyAsync,
        ["GetShardIterator"] = _records.IterateAsync,
        ["GetRecords"] = _records.GetAsync,
        ["RegisterStreamConsumer"] = _consumers.RegisterAsync,
        ["DeregisterStreamConsumer"] = _consumers.DeregisterAsync,
        ["DescribeStreamConsumer"] = _consumers.DescribeAsync,
        ["ListStreamConsumers"] = _consumers.ListAsync,
        ["AddTagsToStream"] = _tags.AddAsync,
        ["RemoveTagsFromStream"] = _tags.RemoveAsync,
        ["ListTagsForStream"] = _tags.ListAsync,
        ["TagResource"] = _tags.AddAsync,
        ["UntagResource"] = _tags.RemoveAsync,
        ["ListTagsForResource"] = _tags.ListAllAsync,
        ["PutResourcePolicy"] = _policies.PutAsync,
        ["GetResourcePolicy"] = _policies.GetAsync,
        ["DeleteResourcePolicy"] = _policies.DeleteAsync,
    };

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancel)
    {
        _records.Forget();
        return Task.CompletedTask;
    }
}
