using System.Globalization;
using Certus.Lab.Server;

namespace Certus.Lab.Kinesis;

/// <summary>Names, ARNs and the refusals of Kinesis.</summary>
internal static class KinesisNames
{
    private const string Marker = ":stream/";

    public static string StreamArn(string region, string name) => $"arn:aws:kinesis:{region}:{LabCaller.Account}{Marker}{name}";

    public static string ConsumerArn(string region, string stream, string consumer, long created) =>
        string.Create(CultureInfo.InvariantCulture, $"{StreamArn(region, stream)}/consumer/{consumer}:{created / 1000}");

    public static string ShardId(long number) => string.Create(CultureInfo.InvariantCulture, $"shardId-{number:D12}");

    /// <summary>The number in a shard's id; the service also takes the bare number.</summary>
    public static long? ShardNumber(string id)
    {
        var digits = id.StartsWith("shardId-", StringComparison.Ordinal) ? id[8..] : id;
        return digits.Length is > 0 and <= 12 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The stream in the ARN of a stream or of a consumer.</summary>
    public static string? StreamOf(string arn)
    {
        var at = arn.IndexOf(Marker, StringComparison.Ordinal);
        return at < 0 ? null : arn[(at + Marker.Length)..].Split('/')[0];
    }

    /// <summary>The consumer in a consumer's ARN.</summary>
    public static string? ConsumerOf(string arn) => arn.Split("/consumer/") is [_, var rest] ? rest.Split(':')[0] : null;

    /// <summary>The stream a call names, by name or by ARN.</summary>
    public static string Stream(LabCall call)
    {
        var named = call.Text("StreamName");
        var arn = call.Text("StreamARN");
        if (arn is null) return named ?? throw Invalid("Either StreamName or StreamARN must be given.");
        var name = StreamOf(arn);
        if (name is null || named is not null && named != name) throw Invalid($"StreamARN {arn} does not name the stream {named ?? "of this call"}.");
        return arn == StreamArn(call.Caller.Region, name) ? name : throw NoStream(arn);
    }

    public static AwsException Invalid(string message) => new("InvalidArgumentException", message);

    public static AwsException NoStream(string name) => new("ResourceNotFoundException", $"Stream {name} under account {LabCaller.Account} not found.");

    public static AwsException InUse(string message) => new("ResourceInUseException", message);

    public static AwsException Limit(string message) => new("LimitExceededException", message);

    public static AwsException Exceeded(string stream, long shard) => new("ProvisionedThroughputExceededException", RateExceeded(stream, shard));

    public static string RateExceeded(string stream, long shard) => $"Rate exceeded for shard {ShardId(shard)} in stream {stream} under account {LabCaller.Account}.";

}
