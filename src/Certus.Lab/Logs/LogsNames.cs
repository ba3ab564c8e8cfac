using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Logs;

/// <summary>ARNs, instants and the refusals of CloudWatch Logs.</summary>
internal static class LogsNames
{
    /// <summary>The days a group may keep its events; the service takes no others.</summary>
    public static IReadOnlyList<int> Retentions { get; } = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public static string GroupArn(string region, string group) => $"arn:aws:logs:{region}:{LabCaller.Account}:log-group:{group}";

    public static string StreamArn(string region, string group, string stream) => $"{GroupArn(region, group)}:log-stream:{stream}";

    /// <summary>The group a call names, by its name or by its ARN.</summary>
    public static string Group(LabCall call)
    {
        var name = call.Text("logGroupName");
        var identifier = call.Text("logGroupIdentifier");
        if (name is not null && identifier is not null) throw Invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        return name ?? Named(identifier) ?? throw Invalid("Exactly one of logGroupName and logGroupIdentifier must be given.");
    }

    /// <summary>The name in a group's ARN; a name is its own.</summary>
    public static string? Named(string? identifier)
    {
        const string marker = ":log-group:";
        if (identifier is null || identifier.IndexOf(marker, StringComparison.Ordinal) is var at && at < 0) return identifier;
        var name = identifier[(at + marker.Length)..];
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }

    public static AwsException Invalid(string message) => new("InvalidParameterException", message);

    public static AwsException NoGroup() => new("ResourceNotFoundException", "The specified log group does not exist.");

    public static AwsException NoStream() => new("ResourceNotFoundException", "The specified log stream does not exist.");

    public static AwsException Exists(string what) => new("ResourceAlreadyExistsException", $"The specified log {what} already exists");

    /// <summary>Sets a member only where there is a value, as the service leaves out what it does not know.</summary>
    public static JsonObject With(this JsonObject target, string member, long? value)
    {
        if (value is { } known) target[member] = known;
        return target;
    }
}
