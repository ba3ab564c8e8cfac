using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Logs;

/// <summary>CloudWatch Logs: what jobs and endpoints said.</summary>
public sealed class LogsService(LabDatabase database, LogStreams streams) : ILabService
{
    private readonly LogGroups _groups = new(database);
    private readonly LogEvents _events = new(database);

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => LogsSchema.Value;

    /// <inheritdoc/>
    public string Name => "logs";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateLogGroup"] = _groups.CreateAsync,
        ["DeleteLogGroup"] = _groups.DeleteAsync,
        ["DescribeLogGroups"] = _groups.DescribeAsync,
        ["PutRetentionPolicy"] = _groups.KeepAsync,
        ["DeleteRetentionPolicy"] = _groups.KeepForeverAsync,
        ["TagResource"] = _groups.TagAsync,
        ["TagLogGroup"] = _groups.TagAsync,
        ["UntagResource"] = _groups.UntagAsync,
        ["UntagLogGroup"] = _groups.UntagAsync,
        ["ListTagsForResource"] = _groups.TagsAsync,
        ["ListTagsLogGroup"] = _groups.TagsAsync,
        ["CreateLogStream"] = streams.CreateAsync,
        ["DeleteLogStream"] = streams.DeleteAsync,
        ["DescribeLogStreams"] = streams.DescribeAsync,
        ["PutLogEvents"] = _events.PutAsync,
        ["GetLogEvents"] = _events.GetAsync,
        ["FilterLogEvents"] = _events.FilterAsync,
    };
}
