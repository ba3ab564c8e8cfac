using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.CloudWatch;

/// <summary>How a metric is told from another, and the refusals of CloudWatch.</summary>
internal static class CloudWatchNames
{
    /// <summary>A metric's dimensions as one text: a list of pairs in the order of their names, so that equal ones are equal.</summary>
    public static string Dimensions(IEnumerable<(string Name, string Value)> dimensions) =>
        JsonSerializer.Serialize(dimensions.OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => new[] { pair.Name, pair.Value }));

    /// <summary>The dimensions a call names.</summary>
    public static IEnumerable<(string Name, string Value)> Dimensions(JsonNode? list) =>
        (list as JsonArray ?? []).Select(item => ((string)item!["Name"]!, (string?)item["Value"] ?? ""));

    /// <summary>The dimensions a text holds.</summary>
    public static IReadOnlyList<(string Name, string Value)> Parse(string dimensions) =>
        [.. JsonSerializer.Deserialize<string[][]>(dimensions)!.Select(pair => (pair[0], pair[1]))];

    public static AwsException Invalid(string message) => new("InvalidParameterValue", message);
}
