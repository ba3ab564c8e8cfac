using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>Listings of a bucket: objects in both forms, and versions.</summary>
internal sealed class Listings(ObjectStore store)
{
    public LabAnswer First(LabCall call)
    {
        var marker = call.Text("Marker") ?? "";
        var (page, encode, answer) = List(call, marker);
        answer["Marker"] = encode(marker);
        if (page.IsTruncated && call.Text("Delimiter") is { Length: > 0 }) answer["NextMarker"] = encode(page.Last);
        if (page.Items.Count > 0) answer["Contents"] = Contents(page, encode, withOwner: true);
        return answer;
    }

    public LabAnswer Second(LabCall call)
    {
        var (token, start) = (call.Text("ContinuationToken"), call.Text("StartAfter") ?? "");
        if (token is "") throw S3Calls.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        var (page, encode, answer) = List(call, token is null ? start : Listing.OfToken(token));
        answer["KeyCount"] = (long)(page.Items.Count + page.Prefixes.Count);
        if (token is not null) answer["ContinuationToken"] = token;
        else if (start.Length > 0) answer["StartAfter"] = encode(start);
        if (page.IsTruncated) answer["NextContinuationToken"] = Listing.ToToken(page.Last);
        if (page.Items.Count > 0) answer["Contents"] = Contents(page, encode, call.Flag("FetchOwner") == true);
        return answer;
    }

    public LabAnswer OfVersions(LabCall call)
    {
        var (keyMarker, versionMarker) = (call.Text("KeyMarker") ?? "", call.Text("VersionIdMarker") ?? "");
        var (prefix, delimiter) = (call.Text("Prefix") ?? "", call.Text("Delimiter") ?? "");
        if (versionMarker.Length > 0 && keyMarker.Length == 0)
            throw S3Calls.InvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", versionMarker);
        var most = S3Calls.PageSize(call, "MaxKeys", "max-keys");
        var encode = Listing.Encoder(call);
        var page = store.Database.Read(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket).Name;
            // Where the marker's version was deleted since, nothing says how far the page before came: its key is listed from its newest version on.
            var after = versionMarker.Length > 0
                ? Versions.Find(connection, bucket, keyMarker, versionMarker) ?? new(bucket, keyMarker, versionMarker, 0, "", default, "") { Sequence = long.MaxValue }
                : null;
            return Listing.Page(prefix, delimiter, keyMarker, after, most,
                (from, last, before, count) => ObjectRows.Versions(connection, bucket, from, last?.Sequence ?? long.MaxValue, before, count), info => info.Key);
        });
        var answer = new JsonObject
        {
            ["Name"] = call.Bucket, ["Prefix"] = encode(prefix), ["KeyMarker"] = encode(keyMarker), ["VersionIdMarker"] = versionMarker, ["MaxKeys"] = (long)most,
            ["IsTruncated"] = page.IsTruncated, ["EncodingType"] = call.Text("EncodingType"),
        };
        if (delimiter.Length > 0) answer["Delimiter"] = encode(delimiter);
        if (page.IsTruncated)
        {
            answer["NextKeyMarker"] = encode(page.Last);
            if (page.LastItem is { } item) answer["NextVersionIdMarker"] = item.VersionId;
        }
        var (markers, versions) = (page.Items.Where(info => info.IsDeleteMarker), page.Items.Where(info => !info.IsDeleteMarker));
        JsonArray listed = [.. versions.Select(info =>
        {
            var entry = Entry(info, encode, withOwner: true);
            (entry["VersionId"], entry["IsLatest"]) = (info.VersionId, info.IsLatest);
            return entry;
        })];
        JsonArray deleted = [.. markers.Select(info => new JsonObject
        {
            ["Key"] = encode(info.Key), ["VersionId"] = info.VersionId, ["IsLatest"] = info.IsLatest, ["LastModified"] = info.LastModified, ["Owner"] = S3Calls.Owner(),
        })];
        if (listed.Count > 0) answer["Versions"] = listed;
        if (deleted.Count > 0) answer["DeleteMarkers"] = deleted;
        if (page.Prefixes.Count > 0) answer["CommonPrefixes"] = Listing.Prefixes(page.Prefixes, encode);
        return answer;
    }

    private (ListingPage<ObjectInfo> Page, Func<string, string> Encode, JsonObject Answer) List(LabCall call, string marker)
    {
        var (prefix, delimiter) = (call.Text("Prefix") ?? "", call.Text("Delimiter") ?? "");
        var most = S3Calls.PageSize(call, "MaxKeys", "max-keys");
        var encode = Listing.Encoder(call);
        var page = store.Database.Read(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket).Name;
            return Listing.Page<ObjectInfo>(prefix, delimiter, marker, null, most, (from, last, before, count) => ObjectRows.List(connection, bucket, from, last, before, count), info => info.Key);
        });
        var answer = new JsonObject
        {
            ["Name"] = call.Bucket, ["Prefix"] = encode(prefix), ["MaxKeys"] = (long)most, ["IsTruncated"] = page.IsTruncated, ["EncodingType"] = call.Text("EncodingType"),
        };
        if (delimiter.Length > 0) answer["Delimiter"] = encode(delimiter);
        if (page.Prefixes.Count > 0) answer["CommonPrefixes"] = Listing.Prefixes(page.Prefixes, encode);
        return (page, encode, answer);
    }

    private static JsonArray Contents(ListingPage<ObjectInfo> page, Func<string, string> encode, bool withOwner) => [.. page.Items.Select(info => Entry(info, encode, withOwner))];

    private static JsonObject Entry(ObjectInfo info, Func<string, string> encode, bool withOwner)
    {
        var entry = new JsonObject
        {
            ["Key"] = encode(info.Key), ["LastModified"] = info.LastModified, ["ETag"] = S3Calls.Quoted(info.ETag), ["Size"] = info.Size, ["StorageClass"] = info.StorageClass,
        };
        if (info.Checksum is { } checksum) (entry["ChecksumAlgorithm"], entry["ChecksumType"]) = (new JsonArray(checksum.Algorithm), checksum.Type);
        if (withOwner) entry["Owner"] = S3Calls.Owner();
        return entry;
    }
}
