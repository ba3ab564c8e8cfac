using System.Text.Json.Nodes;
using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>Multipart uploads: begun, fed, listed, completed, aborted.</summary>
internal sealed class Uploads(ObjectStore store)
{
    /// <summary>The highest number of a part.</summary>
    public const int MostParts = 10_000;

    /// <summary>The least a part has that is not the last.</summary>
    public const long LeastPart = 5 << 20;

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        S3Names.Key(call.Key);
        var checksum = Begun(call.Text("ChecksumAlgorithm"), call.Text("ChecksumType"));
        var upload = await store.Database.WriteAsync(connection =>
        {
            var upload = new Upload(S3Names.NewUpload(), ObjectDrafts.Of(call, connection) with { LastModified = store.Now, Checksum = checksum });
            UploadRows.Insert(connection, upload);
            return upload;
        }, cancel);
        var answer = new JsonObject { ["Bucket"] = call.Bucket, ["Key"] = call.Key, ["UploadId"] = upload.Id };
        ObjectAnswers.Encrypted(answer, upload.Draft.Detail);
        if (checksum is not null) (answer["ChecksumAlgorithm"], answer["ChecksumType"]) = (checksum.Algorithm, checksum.Type);
        return answer;
    }

    /// <summary>The checksum an upload is begun with; null where the client leaves it to S3.</summary>
    private static ObjectChecksum? Begun(string? algorithm, string? type)
    {
        if (algorithm is null)
            return type is null ? null : throw S3Calls.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        if (!Checksum.Algorithms.Contains(algorithm))
            throw S3Calls.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        var composite = type is null ? algorithm != "CRC64NVME" : type == "COMPOSITE";
        if (composite ? algorithm == "CRC64NVME" : !CrcCombination.Combines(algorithm))
            throw S3Calls.InvalidRequest($"The {type} checksum type cannot be used with the {algorithm.ToLowerInvariant()} checksum algorithm.");
        return new(algorithm, "-", composite);
    }

    public async ValueTask<LabAnswer> PutPartAsync(LabCall call, CancellationToken cancel)
    {
        var (upload, number) = (store.Database.Read(connection => UploadRows.Get(connection, call)), Number(call));
        CheckKey(call, upload);
        if (call.PayloadLength > Objects.MostBytes)
            throw new AwsException("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size") { Members = { ["ProposedSize"] = call.PayloadLength, ["MaxSizeAllowed"] = Objects.MostBytes } };
        var checks = PutChecks.Of(call, upload.Draft.Checksum?.Algorithm);
        var part = await KeepPartAsync(call, upload, number, call.Payload, checks, cancel);
        var answer = new JsonObject { ["ETag"] = S3Calls.Quoted(part.ETag) };
        ObjectAnswers.Encrypted(answer, upload.Draft.Detail);
        if (part.Checksum is { } checksum) answer[checksum.Member] = checksum.Value;
        return answer;
    }

    public async ValueTask<LabAnswer> CopyPartAsync(LabCall call, CancellationToken cancel)
    {
        var (upload, number) = (store.Database.Read(connection => UploadRows.Get(connection, call)), Number(call));
        CheckKey(call, upload);
        return await CopySource.ReadAsync(store, call, source => CopyPartAsync(call, upload, number, source, cancel));
    }

    private async Task<LabAnswer> CopyPartAsync(LabCall call, Upload upload, int number, ObjectInfo source, CancellationToken cancel)
    {
        var range = Range(call.Text("CopySourceRange"), source);
        await using var bytes = store.Open(source, range.From, range.Length);
        var part = await KeepPartAsync(call, upload, number, bytes, new(upload.Draft.Checksum?.Algorithm ?? Checksum.Default, new Dictionary<string, string>()), cancel);
        var result = new JsonObject { ["ETag"] = S3Calls.Quoted(part.ETag), ["LastModified"] = part.Modified };
        if (upload.Draft.Checksum is not null && part.Checksum is { } checksum) result[checksum.Member] = checksum.Value;
        var answer = new JsonObject { ["CopyPartResult"] = result, ["CopySourceVersionId"] = Versions.Shown(store, source) };
        ObjectAnswers.Encrypted(answer, upload.Draft.Detail);
        return answer;
    }

    private async Task<UploadPart> KeepPartAsync(LabCall call, Upload upload, int number, Stream bytes, PutChecks checks, CancellationToken cancel)
    {
        // An upload begun without an algorithm gets S3's own checksum over the whole, so its parts need theirs.
        var kept = upload.Draft.Checksum?.Algorithm ?? Checksum.Default;
        var stored = await store.Files.WriteAsync(bytes, [kept, checks.Kept, .. checks.Expected.Keys], cancel);
        var part = new UploadPart(number, stored.File.Size, Convert.ToHexStringLower(stored.Md5), store.Now, new(kept, stored.Checksums[kept]), stored.File.Name);
        await store.KeepAsync([stored.File], (connection, doomed) =>
        {
            checks.Verify(call, stored);
            UploadRows.SetPart(connection, UploadRows.Get(connection, call), part, doomed);
            return part;
        }, cancel);
        return part with { Checksum = new(checks.Kept, stored.Checksums[checks.Kept]) };
    }

    public async ValueTask<LabAnswer> CompleteAsync(LabCall call, CancellationToken cancel)
    {
        var named = (call.Structure("MultipartUpload")?["Parts"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (named.Count == 0) throw S3Calls.MalformedXml();
        var put = await store.KeepAsync([], (connection, doomed) =>
        {
            if (Completed(connection, call) is { } already) return already;
            var upload = UploadRows.Get(connection, call);
            CheckKey(call, upload);
            var parts = Chosen(call, named, UploadRows.Parts(connection, upload));
            Conditions.Writes(call, ObjectRows.Latest(connection, call.Bucket, call.Key));
            var size = parts.Sum(part => part.Size);
            if (call.Whole("MpuObjectSize") is { } expected && expected != size)
                throw S3Calls.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {expected} does not match what was computed: {size}");
            var checksum = Whole(upload, parts);
            if (call.Text(checksum.Member) is { } stated && stated.Split('-')[0] != checksum.Value.Split('-')[0])
                throw new AwsException("BadDigest", $"The {checksum.Algorithm.ToLowerInvariant()} you specified did not match the calculated checksum.");
            var put = ObjectRows.Put(connection, upload.Draft with
            {
                Size = size,
                ETag = $"{Convert.ToHexStringLower(Convert.FromBase64String(Checksum.Of("MD5", [.. parts.SelectMany(part => Convert.FromHexString(part.ETag))])))}-{parts.Count}",
                LastModified = store.Now,
                Checksum = checksum,
                Detail = upload.Draft.Detail with { Upload = upload.Id, Parts = [.. parts.Select(part => new ObjectPart(part.Number, part.Size, part.Checksum?.Value))] },
            }, [.. parts.Where(part => part.Size > 0).Select(part => new ObjectFile(part.File, part.Size))], doomed);
            UploadRows.Delete(connection, upload, doomed);
            return put;
        }, cancel);
        var answer = new JsonObject
        {
            ["Location"] = new Uri(call.Endpoint, $"/{put.Bucket}/{Uri.EscapeDataString(put.Key)}").AbsoluteUri,
            ["Bucket"] = put.Bucket, ["Key"] = put.Key, ["ETag"] = S3Calls.Quoted(put.ETag), ["VersionId"] = Versions.Shown(store, put),
        };
        ObjectAnswers.Checksum(answer, put.Checksum);
        ObjectAnswers.Encrypted(answer, put.Detail);
        return answer;
    }

    /// <summary>What an upload became, for a client that completes it again because it missed the answer; null where it is under way or became nothing that is still there.</summary>
    private static ObjectInfo? Completed(SqliteConnection connection, LabCall call)
    {
        Bucket.Get(connection, call.Bucket);
        return ObjectRows.Latest(connection, call.Bucket, call.Key) is { } latest && latest.Detail.Upload == call.Text("UploadId") ? latest : null;
    }

    /// <summary>The parts a completion names, in its order; refuses a list that is out of order, names what is not there, or has a part too small.</summary>
    private static List<UploadPart> Chosen(LabCall call, List<JsonObject> named, List<UploadPart> uploaded)
    {
        var byNumber = uploaded.ToDictionary(part => (long)part.Number);
        List<UploadPart> chosen = [];
        foreach (var one in named)
        {
            var number = (long?)one["PartNumber"] ?? throw S3Calls.MalformedXml();
            if (chosen.Count > 0 && number <= chosen[^1].Number)
                throw new AwsException("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.") { Members = { ["UploadId"] = call.Text("UploadId") } };
            if (!byNumber.TryGetValue(number, out var part) || ((string?)one["ETag"] is { } etag && S3Calls.Bare(etag) != part.ETag))
                throw InvalidPart(call, number, (string?)one["ETag"]);
            if (part.Checksum is { } checksum && (string?)one[checksum.Member] is { } stated && stated != checksum.Value) throw InvalidPart(call, number, (string?)one["ETag"]);
            chosen.Add(part);
        }
        if (chosen.SkipLast(1).FirstOrDefault(part => part.Size < LeastPart) is { } small)
            throw new AwsException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            {
                Members = { ["ProposedSize"] = small.Size, ["MinSizeAllowed"] = LeastPart, ["PartNumber"] = (long)small.Number, ["ETag"] = small.ETag },
            };
        return chosen;
    }

    private static AwsException InvalidPart(LabCall call, long number, string? etag) => new("InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
    {
        Members = { ["UploadId"] = call.Text("UploadId"), ["PartNumber"] = number, ["ETag"] = etag },
    };

    /// <summary>The checksum of the whole from those of the parts.</summary>
    private static ObjectChecksum Whole(Upload upload, List<UploadPart> parts)
    {
        var (algorithm, composite) = upload.Draft.Checksum is { } begun ? (begun.Algorithm, begun.Composite) : (Checksum.Default, false);
        if (composite)
        {
            var joined = parts.SelectMany(part => Convert.FromBase64String(part.Checksum!.Value)).ToArray();
            return new(algorithm, $"{Checksum.Of(algorithm, joined)}-{parts.Count}", Composite: true);
        }
        var whole = parts[0].Checksum!.Value;
        foreach (var part in parts.Skip(1)) whole = CrcCombination.Combine(algorithm, whole, part.Checksum!.Value, part.Size);
        return new(algorithm, whole);
    }

    public async ValueTask<LabAnswer> AbortAsync(LabCall call, CancellationToken cancel)
    {
        await store.KeepAsync([], (connection, doomed) =>
        {
            UploadRows.Delete(connection, UploadRows.Get(connection, call), doomed);
            return true;
        }, cancel);
        return LabAnswer.Empty with { Status = 204 };
    }

    public LabAnswer ListParts(LabCall call)
    {
        var most = S3Calls.PageSize(call, "MaxParts", "max-parts");
        var after = call.Input["PartNumberMarker"]?.ToString() is not { Length: > 0 } marker ? 0
            : long.TryParse(marker, out var number) && number is >= 0 and <= int.MaxValue ? number
            : throw S3Calls.InvalidArgument("Argument part-number-marker must be an integer between 0 and 2147483647", "part-number-marker", marker);
        var (upload, parts) = store.Database.Read(connection =>
        {
            var upload = UploadRows.Get(connection, call);
            return (upload, UploadRows.Parts(connection, upload).Where(part => part.Number > after).ToList());
        });
        var answer = new JsonObject
        {
            ["Bucket"] = call.Bucket, ["Key"] = call.Key, ["UploadId"] = upload.Id, ["PartNumberMarker"] = $"{after}", ["MaxParts"] = (long)most,
            ["IsTruncated"] = parts.Count > most, ["StorageClass"] = upload.Draft.StorageClass, ["Owner"] = S3Calls.Owner(), ["Initiator"] = S3Calls.Owner(),
            ["NextPartNumberMarker"] = $"{parts.Take(most).LastOrDefault()?.Number ?? 0}",
        };
        if (upload.Draft.Checksum is { } begun) (answer["ChecksumAlgorithm"], answer["ChecksumType"]) = (begun.Algorithm, begun.Type);
        if (parts.Count > 0 && most > 0)
            answer["Parts"] = new JsonArray([.. parts.Take(most).Select(part =>
            {
                var entry = new JsonObject { ["PartNumber"] = (long)part.Number, ["LastModified"] = part.Modified, ["ETag"] = S3Calls.Quoted(part.ETag), ["Size"] = part.Size };
                if (upload.Draft.Checksum is not null && part.Checksum is { } checksum) entry[checksum.Member] = checksum.Value;
                return entry;
            })]);
        return answer;
    }

    public LabAnswer List(LabCall call)
    {
        var most = S3Calls.PageSize(call, "MaxUploads", "max-uploads");
        var (keyMarker, idMarker) = (call.Text("KeyMarker") ?? "", call.Text("UploadIdMarker") ?? "");
        var (prefix, delimiter) = (call.Text("Prefix") ?? "", call.Text("Delimiter") ?? "");
        var encode = Listing.Encoder(call);
        var after = keyMarker.Length > 0 && idMarker.Length > 0 ? new Upload(idMarker, new(call.Bucket, keyMarker, "", 0, "", default, "")) : null;
        var page = store.Database.Read(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket).Name;
            return Listing.Page(prefix, delimiter, keyMarker, after, most,
                (from, last, before, count) => UploadRows.List(connection, bucket, from, last?.Id ?? "", before, count), upload => upload.Draft.Key);
        });
        var answer = new JsonObject
        {
            ["Bucket"] = call.Bucket, ["KeyMarker"] = encode(keyMarker), ["UploadIdMarker"] = idMarker, ["MaxUploads"] = (long)most, ["IsTruncated"] = page.IsTruncated,
            ["EncodingType"] = call.Text("EncodingType"),
        };
        if (prefix.Length > 0) answer["Prefix"] = encode(prefix);
        if (delimiter.Length > 0) answer["Delimiter"] = encode(delimiter);
        if (page.IsTruncated) (answer["NextKeyMarker"], answer["NextUploadIdMarker"]) = (encode(page.Last), page.LastItem?.Id ?? "");
        if (page.Items.Count > 0)
            answer["Uploads"] = new JsonArray([.. page.Items.Select(upload => new JsonObject
            {
                ["UploadId"] = upload.Id, ["Key"] = encode(upload.Draft.Key), ["Initiated"] = upload.Draft.LastModified, ["StorageClass"] = upload.Draft.StorageClass,
                ["Owner"] = S3Calls.Owner(), ["Initiator"] = S3Calls.Owner(), ["ChecksumAlgorithm"] = upload.Draft.Checksum?.Algorithm, ["ChecksumType"] = upload.Draft.Checksum?.Type,
            })]);
        if (page.Prefixes.Count > 0) answer["CommonPrefixes"] = Listing.Prefixes(page.Prefixes, encode);
        return answer;
    }

    private static int Number(LabCall call) => call.Whole("PartNumber") is { } number and >= 1 and <= MostParts
        ? (int)number
        : throw S3Calls.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", call.Input["PartNumber"]?.ToString());

    private static void CheckKey(LabCall call, Upload upload)
    {
        if (upload.Draft.Detail.Headers.GetValueOrDefault("SSECustomerKeyMD5") is { } needed && call.Operation != "CompleteMultipartUpload"
            && ObjectDrafts.CustomerKey(call, "SSECustomer") != needed)
            throw S3Calls.InvalidRequest("The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.");
    }

    private static ByteRange Range(string? header, ObjectInfo source)
    {
        if (header is null) return new(0, source.Size);
        var bounds = (header.StartsWith("bytes=", StringComparison.Ordinal) ? header[6..] : header).Split('-');
        if (bounds is not [var first, var last] || !long.TryParse(first, out var from) || !long.TryParse(last, out var to) || from < 0 || to < from)
            throw S3Calls.InvalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy", "x-amz-copy-source-range", header);
        return to < source.Size ? new(from, to - from + 1) : throw S3Calls.InvalidArgument($"Range specified is not valid for source object of size: {source.Size}", "x-amz-copy-source-range", header);
    }
}
