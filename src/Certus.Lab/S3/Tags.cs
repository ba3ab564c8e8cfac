using System.Net;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>Tags of buckets and objects.</summary>
internal sealed class Tags(ObjectStore store)
{
    public const int MostOfObject = 10;
    public const int MostOfBucket = 50;

    public LabAnswer Get(LabCall call)
    {
        var info = store.Database.Read(connection => Versions.Get(connection, call));
        return new JsonObject { ["TagSet"] = ToList(info.Detail.Tags), ["VersionId"] = Versions.Shown(store, info) };
    }

    public async ValueTask<LabAnswer> SetAsync(LabCall call, CancellationToken cancel)
    {
        var tags = OfList(call.Structure("Tagging")?["TagSet"] as JsonArray ?? [], MostOfObject);
        return await ChangeAsync(call, tags, cancel);
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel) => (await ChangeAsync(call, [], cancel)) with { Status = 204 };

    private async Task<LabAnswer> ChangeAsync(LabCall call, Dictionary<string, string> tags, CancellationToken cancel)
    {
        var info = await store.Database.WriteAsync(connection =>
        {
            var info = Versions.Get(connection, call);
            ObjectRows.SetDetail(connection, info, info.Detail with { Tags = tags });
            return info;
        }, cancel);
        return new JsonObject { ["VersionId"] = Versions.Shown(store, info) };
    }

    /// <summary>Tags as the XML has them.</summary>
    public static Dictionary<string, string> OfList(JsonArray list, int most)
    {
        Dictionary<string, string> tags = [];
        foreach (var tag in list.OfType<JsonObject>())
        {
            var (key, value) = ((string?)tag["Key"] ?? "", (string?)tag["Value"] ?? "");
            Check(key, value);
            if (!tags.TryAdd(key, value)) throw new AwsException("InvalidTag", "Cannot provide multiple Tags with the same key") { Members = { ["TagKey"] = key } };
        }
        return tags.Count <= most ? tags : throw new AwsException("BadRequest", most == MostOfObject ? "Object tags cannot be greater than 10" : $"Bucket tag count cannot be greater than {most}");
    }

    /// <summary>Tags as the header x-amz-tagging has them: a query.</summary>
    public static Dictionary<string, string> OfHeader(string? header)
    {
        Dictionary<string, string> tags = [];
        foreach (var pair in (header ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (WebUtility.UrlDecode(k), WebUtility.UrlDecode(v)) : (WebUtility.UrlDecode(pair), "");
            Check(key, value);
            if (!tags.TryAdd(key, value))
                throw S3Calls.InvalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "x-amz-tagging", header);
        }
        return tags.Count <= MostOfObject ? tags : throw new AwsException("BadRequest", "Object tags cannot be greater than 10");
    }

    public static JsonArray ToList(IReadOnlyDictionary<string, string> tags) =>
        new([.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    private static void Check(string key, string value)
    {
        if (key.Length is 0 or > 128) throw new AwsException("InvalidTag", "The TagKey you have provided is invalid") { Members = { ["TagKey"] = key } };
        if (value.Length > 256) throw new AwsException("InvalidTag", "The TagValue you have provided is invalid") { Members = { ["TagKey"] = key, ["TagValue"] = value } };
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            throw new AwsException("InvalidTag", "Your TagKey cannot be prefixed with aws:") { Members = { ["TagKey"] = key } };
    }
}
