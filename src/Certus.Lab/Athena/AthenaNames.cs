using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Athena;

/// <summary>Names, ARNs, pages and refusals of Athena.</summary>
internal static class AthenaNames
{
    /// <summary>The catalog that is Glue's.</summary>
    public const string Catalog = "AwsDataCatalog";

    /// <summary>The workgroup of who names none.</summary>
    public const string Primary = "primary";

    public static string Arn(string region, string path) => $"arn:aws:athena:{region}:{LabCaller.Account}:{path}";

    public static AwsException Invalid(string message) => new("InvalidRequestException", message);

    public static AwsException Metadata(string message) => new("MetadataException", message);

    /// <summary>One page of a list.</summary>
    public static JsonObject Page<T>(LabCall call, string member, IReadOnlyList<T> items, Func<T, JsonNode> show, int most = 50)
    {
        var from = 0;
        if (call.Text("NextToken") is { } token)
        {
            var bytes = new byte[token.Length];
            if (!Convert.TryFromBase64String(token, bytes, out var length) || Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is not ["athena", var at] || !int.TryParse(at, out from) || from < 0)
                throw Invalid("The NextToken is not one that this operation answered.");
        }
        var count = (int)Math.Min(call.Whole("MaxResults") ?? most, most);
        JsonObject answer = new() { [member] = new JsonArray([.. items.Skip(from).Take(count).Select(show)]) };
        if (from + count < items.Count) answer["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"athena\n{from + count}"));
        return answer;
    }
}
