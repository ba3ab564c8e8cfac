using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>Objects: put, read, deleted.</summary>
internal sealed class Objects(ObjectStore store)
{
    /// <summary>The most one put may bring.</summary>
    public const long MostBytes = 5L << 30;

    private const int MostDeletes = 1000;

    public async ValueTask<LabAnswer> PutAsync(LabCall call, CancellationToken cancel)
    {
        if (call.PayloadLength > MostBytes)
            throw new AwsException("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size") { Members = { ["ProposedSize"] = call.PayloadLength, ["MaxSizeAllowed"] = MostBytes } };
        var checks = PutChecks.Of(call);
        var draft = store.Database.Read(connection =>
        {
            var draft = ObjectDrafts.Of(call, connection);
            Conditions.Writes(call, ObjectRows.Latest(connection, call.Bucket, call.Key)); // so that no bytes come in vain; decided once more with the rows
            return draft;
        });
        var put = await store.PutAsync(draft, call.Payload, checks.Kept, checks.Expected.Keys, (connection, stored) =>
        {
            checks.Verify(call, stored);
            Conditions.Writes(call, ObjectRows.Latest(connection, call.Bucket, call.Key));
        }, cancel);
        var answer = new JsonObject { ["ETag"] = S3Calls.Quoted(put.ETag), ["VersionId"] = Versions.Shown(store, put) };
        ObjectAnswers.Checksum(answer, put.Checksum);
        ObjectAnswers.Encrypted(answer, put.Detail);
        return answer;
    }

    public LabAnswer Head(LabCall call) => Read(call, store.Database.Read(connection => Versions.Get(connection, call)), withBody: false);

    public LabAnswer Get(LabCall call)
    {
        long? missed = null;
        while (true)
        {
            var info = store.Database.Read(connection => Versions.Get(connection, call));
            try
            {
                return Read(call, info, withBody: true);
            }
            catch (FileNotFoundException) when (info.Sequence != missed)
            {
                // The version was replaced between its row and its bytes: what is there now is the answer. A row that stays has lost its bytes for good.
                missed = info.Sequence;
            }
        }
    }

    private LabAnswer Read(LabCall call, ObjectInfo info, bool withBody)
    {
        var version = Versions.Shown(store, info);
        CheckKey(call, info.Detail, "SSECustomer");
        if (!Conditions.Reads(call, info))
            return new LabAnswer(new() { ["ETag"] = S3Calls.Quoted(info.ETag), ["LastModified"] = info.LastModified, ["VersionId"] = version }) { Status = 304 };
        if (withBody) AllowReading(info, call.Now);
        var answer = ObjectAnswers.Head(call, info, version);
        Override(call, answer);
        var range = Range(call, info, answer);
        if (range is { } part)
        {
            answer["ContentLength"] = part.Length;
            answer["ContentRange"] = part.Header(info.Size);
            if (call.Whole("PartNumber") is null)
                foreach (var member in answer.Select(pair => pair.Key).Where(member => member.StartsWith("Checksum", StringComparison.Ordinal)).ToList()) answer.Remove(member);
        }
        return new LabAnswer(answer)
        {
            Status = range is null ? null : 206,
            Payload = withBody ? store.Open(info, range?.From ?? 0, range?.Length) : null,
            PayloadLength = withBody ? range?.Length ?? info.Size : null,
        };
    }

    /// <summary>The part of the bytes that is asked for by a range or by a part's number; null for all.</summary>
    private static ByteRange? Range(LabCall call, ObjectInfo info, JsonObject answer)
    {
        if (call.Whole("PartNumber") is not { } number) return ByteRange.Parse(call.Text("Range"), info.Size);
        if (call.Text("Range") is not null) throw S3Calls.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        if (number is < 1 or > Uploads.MostParts) throw S3Calls.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", $"{number}");
        var parts = info.Detail.Parts;
        if (parts.Count == 0 && number == 1) return info.Size == 0 ? null : new(0, info.Size);
        if (number > parts.Count)
            throw new AwsException("InvalidPartNumber", "The requested partnumber is not satisfiable", 416) { Members = { ["ActualPartCount"] = (long)Math.Max(1, parts.Count), ["PartNumberRequested"] = number } };
        answer["PartsCount"] = (long)parts.Count;
        return new(parts.Take((int)number - 1).Sum(part => part.Size), parts[(int)number - 1].Size);
    }

    /// <summary>Headers of the answer that the query sets, as presigned links do.</summary>
    private static void Override(LabCall call, JsonObject answer)
    {
        foreach (var member in new[] { "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires" })
            if (call.Input[$"Response{member}"] is { } value)
                answer[member] = call.Caller.IsAnonymous
                    ? throw S3Calls.InvalidRequest("Request specific response headers cannot be used for anonymous GET requests.")
                    : value.DeepClone();
    }

    /// <summary>Whether an object lies in an archive and no restored copy of it can be read.</summary>
    public static bool IsArchived(ObjectInfo info, DateTimeOffset now) => info.StorageClass is "GLACIER" or "DEEP_ARCHIVE" && !(info.Detail.RestoredUntil > now);

    /// <summary>Refuses to read what is archived and not restored.</summary>
    private static void AllowReading(ObjectInfo info, DateTimeOffset now)
    {
        if (IsArchived(info, now))
            throw new AwsException("InvalidObjectState", "The operation is not valid for the object's storage class", 403) { Members = { ["StorageClass"] = info.StorageClass } };
    }

    /// <summary>Refuses a reader who lacks the key that a customer encrypted with.</summary>
    public static void CheckKey(LabCall call, ObjectDetail detail, string prefix)
    {
        var brought = ObjectDrafts.CustomerKey(call, prefix);
        var needed = detail.Headers.GetValueOrDefault("SSECustomerKeyMD5");
        if (needed is null && brought is not null) throw S3Calls.InvalidRequest("The encryption parameters are not applicable to this object.");
        if (needed is not null && brought is null)
            throw S3Calls.InvalidRequest("The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.");
        if (needed != brought) throw S3Calls.AccessDenied();
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var now = store.Now;
        var (deleted, marker) = await store.KeepAsync([], (connection, doomed) =>
        {
            var latest = ObjectRows.Latest(connection, Bucket.Get(connection, call.Bucket).Name, call.Key);
            Conditions.Writes(call, latest);
            return Delete(connection, call, call.Key, call.Text("VersionId"), now, doomed);
        }, cancel);
        var answer = new JsonObject();
        if ((marker?.VersionId ?? call.Text("VersionId")) is { Length: > 0 } version) answer["VersionId"] = version;
        if (marker is not null || deleted is { IsDeleteMarker: true }) answer["DeleteMarker"] = true;
        return new LabAnswer(answer) { Status = 204 };
    }

    public async ValueTask<LabAnswer> DeleteManyAsync(LabCall call, CancellationToken cancel)
    {
        var delete = call.Structure("Delete") ?? [];
        var keys = (delete["Objects"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (keys.Count is 0 or > MostDeletes) throw S3Calls.MalformedXml();
        var quiet = (bool?)delete["Quiet"] == true;
        var now = store.Now;
        return await store.KeepAsync([], (connection, doomed) =>
        {
            Bucket.Get(connection, call.Bucket);
            JsonArray done = [], failed = [];
            foreach (var one in keys)
            {
                var (key, version) = ((string?)one["Key"] ?? "", (string?)one["VersionId"]);
                if (key.Length == 0) throw new AwsException("UserKeyMustBeSpecified", "The request must contain a key");
                try
                {
                    if (one["ETag"] is { } etag && (string?)etag is { } wanted && ObjectRows.Latest(connection, call.Bucket, key) is { } latest && S3Calls.Bare(wanted) is not "*" and var bare && bare != latest.ETag)
                        throw new AwsException("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
                    var (deleted, marker) = Delete(connection, call, key, version, now, doomed);
                    var entry = new JsonObject { ["Key"] = key };
                    if (!string.IsNullOrEmpty(version)) entry["VersionId"] = version;
                    if ((marker ?? (deleted is { IsDeleteMarker: true } ? deleted : null)) is { } shown) (entry["DeleteMarker"], entry["DeleteMarkerVersionId"]) = (true, shown.VersionId);
                    if (!quiet) done.Add(entry);
                }
                catch (AwsException refusal)
                {
                    failed.Add(new JsonObject { ["Key"] = key, ["VersionId"] = version, ["Code"] = refusal.Code, ["Message"] = refusal.Message });
                }
            }
            var answer = new JsonObject();
            if (done.Count > 0) answer["Deleted"] = done;
            if (failed.Count > 0) answer["Errors"] = failed;
            return answer;
        }, cancel);
    }

    /// <summary>Deletes a key or one of its versions.</summary>
    /// <returns>The version that is gone, and the marker that was set.</returns>
    private static (ObjectInfo? Deleted, ObjectInfo? Marker) Delete(SqliteConnection connection, LabCall call, string key, string? version, DateTimeOffset now, List<string> doomed)
    {
        S3Names.Key(key);
        if (string.IsNullOrEmpty(version)) return (null, ObjectRows.Delete(connection, call.Bucket, key, now, doomed));
        var info = Versions.Find(connection, call.Bucket, key, version);
        if (info is null) return (null, null);
        Locks.AllowRemoval(call, info);
        ObjectRows.Remove(connection, info, doomed);
        return (info, null);
    }

    public LabAnswer Attributes(LabCall call)
    {
        var info = store.Database.Read(connection => Versions.Get(connection, call));
        CheckKey(call, info.Detail, "SSECustomer");
        var answer = new JsonObject { ["LastModified"] = info.LastModified, ["VersionId"] = Versions.Shown(store, info) };
        foreach (var attribute in call.List("ObjectAttributes").SelectMany(one => ((string?)one ?? "").Split(',', StringSplitOptions.TrimEntries)))
            switch (attribute)
            {
                case "ETag": answer["ETag"] = info.ETag; break;
                case "ObjectSize": answer["ObjectSize"] = info.Size; break;
                case "StorageClass": answer["StorageClass"] = info.StorageClass; break;
                case "Checksum" when info.Checksum is { } checksum:
                    answer["Checksum"] = new JsonObject { [checksum.Member] = checksum.Value.Split('-')[0], ["ChecksumType"] = checksum.Type };
                    break;
                case "ObjectParts" when info.Detail.Parts.Count > 0: answer["ObjectParts"] = Parts(call, info); break;
                case "Checksum" or "ObjectParts": break;
                default: throw S3Calls.InvalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", attribute);
            }
        return answer;
    }

    private static JsonObject Parts(LabCall call, ObjectInfo info)
    {
        var most = S3Calls.PageSize(call, "MaxParts", "max-parts");
        var after = call.Whole("PartNumberMarker") ?? 0;
        var rest = info.Detail.Parts.Where(part => part.Number > after).ToList();
        var answer = new JsonObject
        {
            ["TotalPartsCount"] = (long)info.Detail.Parts.Count, ["PartNumberMarker"] = after, ["MaxParts"] = (long)most, ["IsTruncated"] = rest.Count > most,
            ["NextPartNumberMarker"] = (long)(rest.Take(most).LastOrDefault()?.Number ?? 0),
        };
        if (info.Checksum is { Composite: true } checksum) // AWS lists the parts only of objects whose checksum is made of theirs
            answer["Parts"] = new JsonArray([.. rest.Take(most).Select(part => new JsonObject { ["PartNumber"] = (long)part.Number, ["Size"] = part.Size, [checksum.Member] = part.Checksum })]);
        return answer;
    }

    public async ValueTask<LabAnswer> RestoreAsync(LabCall call, CancellationToken cancel)
    {
        var days = (long?)call.Structure("RestoreRequest")?["Days"] ?? throw S3Calls.MalformedXml();
        if (days is < 1 or > 36500) throw S3Calls.InvalidArgument("restoration days should be at least 1", "Days", $"{days}");
        var again = await store.Database.WriteAsync(connection =>
        {
            var info = Versions.Get(connection, call);
            if (info.StorageClass is not ("GLACIER" or "DEEP_ARCHIVE"))
                throw new AwsException("InvalidObjectState", "Restore is not allowed for the object's current storage class", 403) { Members = { ["StorageClass"] = info.StorageClass } };
            var midnight = new DateTimeOffset(call.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(days + 1);
            ObjectRows.SetDetail(connection, info, info.Detail with { RestoredUntil = midnight });
            return info.Detail.RestoredUntil > call.Now;
        }, cancel);
        return LabAnswer.Empty with { Status = again ? 200 : 202 };
    }
}
