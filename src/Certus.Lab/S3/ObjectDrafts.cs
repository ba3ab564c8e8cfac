using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>What a put, a copy or an upload says of the object it makes.</summary>
internal static class ObjectDrafts
{
    /// <summary>The most a user's metadata may come to in bytes of UTF-8, names and values.</summary>
    public const int MostMetadata = 2048;

    private static readonly string[] Kept = ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage"];
    private static readonly string[] Classes =
        ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE"];

    /// <summary>An object with the headers, metadata, tags, grants, locks and encryption of a call, without its bytes.</summary>
    public static ObjectInfo Of(LabCall call, SqliteConnection connection)
    {
        var bucket = Bucket.Get(connection, call.Bucket);
        var headers = Headers(call);
        Encrypt(call, connection, headers);
        var grants = Acls.OfHeaders(call);
        Acls.Allow(connection, bucket.Name, grants);
        var (mode, until) = Locks.OfHeaders(call, bucket);
        if (mode is null) (mode, until) = Locks.Default(connection, bucket, call.Now);
        return new(bucket.Name, call.Key, "", 0, "", default, call.Text("ContentType") ?? ObjectInfo.DefaultType)
        {
            StorageClass = Class(call),
            Detail = new()
            {
                Headers = headers,
                Metadata = Metadata(call),
                Tags = Tags.OfHeader(call.Text("Tagging")),
                Grants = grants is null || Acls.IsPrivate(grants) ? null : grants,
                RetentionMode = mode,
                RetainUntil = until,
                LegalHold = call.Text("ObjectLockLegalHoldStatus") == "ON",
            },
        };
    }

    /// <summary>Headers that are given back as they came.</summary>
    public static Dictionary<string, string> Headers(LabCall call)
    {
        Dictionary<string, string> headers = [];
        foreach (var member in Kept)
            if (call.Text(member) is { } value) headers[member] = value;
        if (headers.TryGetValue("ContentEncoding", out var encoding))
        {
            // aws-chunked says how the body came, not how the object is kept.
            encoding = string.Join(',', encoding.Split(',', StringSplitOptions.TrimEntries).Where(one => !one.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)));
            if (encoding.Length > 0) headers["ContentEncoding"] = encoding;
            else headers.Remove("ContentEncoding");
        }
        if (call.Time("Expires") is { } expires) headers["Expires"] = expires.ToString("O", CultureInfo.InvariantCulture);
        if (call.Text("WebsiteRedirectLocation") is { } location)
            headers["WebsiteRedirectLocation"] = location is ['/', ..] || location.StartsWith("http://", StringComparison.Ordinal) || location.StartsWith("https://", StringComparison.Ordinal)
                ? location
                : throw new AwsException("InvalidRedirectLocation", "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
        return headers;
    }

    /// <summary>The user's metadata.</summary>
    public static Dictionary<string, string> Metadata(LabCall call)
    {
        Dictionary<string, string> metadata = [];
        var size = 0;
        foreach (var (name, value) in call.Structure("Metadata") ?? [])
        {
            metadata[name.ToLowerInvariant()] = (string?)value ?? "";
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount((string?)value ?? "");
        }
        return size <= MostMetadata ? metadata : throw new AwsException("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
        {
            Members = { ["Size"] = (long)size, ["MaxSizeAllowed"] = (long)MostMetadata },
        };
    }

    /// <summary>The storage class a call asks for.</summary>
    public static string Class(LabCall call) => call.Text("StorageClass") is not { Length: > 0 } asked ? "STANDARD"
        : Classes.Contains(asked) ? asked
        : throw new AwsException("InvalidStorageClass", "The storage class you specified is not valid") { Members = { ["StorageClassRequested"] = asked } };

    /// <summary>Records how the object is encrypted: as the call says, else as the bucket says, else by keys of S3.</summary>
    public static void Encrypt(LabCall call, SqliteConnection connection, Dictionary<string, string> headers)
    {
        var own = CustomerKey(call, "SSECustomer");
        if (own is not null)
        {
            if (call.Text("ServerSideEncryption") is not null) throw S3Calls.InvalidArgument("Server Side Encryption with Customer provided key is incompatible with the encryption method specified", "x-amz-server-side-encryption", call.Text("ServerSideEncryption"));
            (headers["SSECustomerAlgorithm"], headers["SSECustomerKeyMD5"]) = ("AES256", own);
            return;
        }
        var (method, key, bucketKey) = (call.Text("ServerSideEncryption"), call.Text("SSEKMSKeyId"), call.Flag("BucketKeyEnabled"));
        if (method is null)
        {
            var rule = (Settings.Find(connection, call.Bucket, SettingKinds.Encryption)?["Rules"] as JsonArray)?[0];
            var defaults = rule?["ApplyServerSideEncryptionByDefault"];
            method = (string?)defaults?["SSEAlgorithm"] ?? "AES256";
            key ??= (string?)defaults?["KMSMasterKeyID"];
            bucketKey ??= (bool?)rule?["BucketKeyEnabled"];
        }
        if (method is not ("AES256" or "aws:kms" or "aws:kms:dsse" or "aws:fsx"))
            throw S3Calls.InvalidArgument("The encryption method specified is not supported", "x-amz-server-side-encryption", method);
        if (method == "AES256" && call.Text("SSEKMSKeyId") is { } unused)
            throw S3Calls.InvalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms", "x-amz-server-side-encryption", unused);
        headers["ServerSideEncryption"] = method;
        if (method.StartsWith("aws:kms", StringComparison.Ordinal))
        {
            headers["SSEKMSKeyId"] = key ?? $"arn:aws:kms:{call.Caller.Region}:{LabCaller.Account}:alias/aws/s3";
            if (bucketKey == true) headers["BucketKeyEnabled"] = "true";
        }
    }

    /// <summary>The MD5 of the key a customer brings, once key and MD5 are found to fit; null where none was sent.</summary>
    /// <param name="prefix">SSECustomer, or CopySourceSSECustomer.</param>
    public static string? CustomerKey(LabCall call, string prefix)
    {
        var (algorithm, key, md5) = (call.Text(prefix + "Algorithm"), call.Text(prefix + "Key"), call.Text(prefix + "KeyMD5"));
        if (algorithm is null && key is null && md5 is null) return null;
        if (algorithm is null) throw S3Calls.InvalidArgument("Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.", "x-amz-server-side-encryption", null);
        if (algorithm != "AES256") throw new AwsException("InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.");
        if (key is null) throw S3Calls.InvalidArgument("Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.", "x-amz-server-side-encryption", null);
        if (md5 is null) throw S3Calls.InvalidArgument("Requests specifying Server Side Encryption with Customer provided keys must provide the client calculated MD5 of the secret key.", "x-amz-server-side-encryption", null);
        Span<byte> bytes = stackalloc byte[64];
        if (!Convert.TryFromBase64String(key, bytes, out var length) || length != 32)
            throw S3Calls.InvalidArgument("The secret key was invalid for the specified algorithm.", "x-amz-server-side-encryption", null);
        if (Checksum.Of("MD5", bytes[..length]) != md5)
            throw S3Calls.InvalidArgument("The calculated MD5 hash of the key did not match the hash that was provided.", "x-amz-server-side-encryption", null);
        return md5;
    }
}
