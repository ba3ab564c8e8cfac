using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What a bucket's configuration must be to be kept.</summary>
internal static class ConfigurationRules
{
    private static readonly string[] CorsMethods = ["GET", "PUT", "HEAD", "POST", "DELETE"];

    /// <summary>What every bucket has since January 2023 unless it says otherwise.</summary>
    public static JsonObject DefaultEncryption() => new()
    {
        ["Rules"] = new JsonArray(new JsonObject
        {
            ["ApplyServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "AES256" },
            ["BucketKeyEnabled"] = false,
        }),
    };

    public static void Encryption(JsonObject body)
    {
        var rules = List(body, "Rules", 1, 1);
        rules[0]["BucketKeyEnabled"] ??= false;
        if (rules[0]["ApplyServerSideEncryptionByDefault"] is not JsonObject defaults) return;
        var algorithm = (string?)defaults["SSEAlgorithm"];
        if (algorithm is not ("AES256" or "aws:kms" or "aws:kms:dsse")) throw S3Calls.MalformedXml();
        if (algorithm == "AES256" && defaults["KMSMasterKeyID"] is not null)
            throw S3Calls.InvalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse", "ApplyServerSideEncryptionByDefault", null);
    }

    public static void Cors(JsonObject body)
    {
        foreach (var rule in List(body, "CORSRules", 1, 100))
        {
            var methods = Texts(rule["AllowedMethods"]);
            var origins = Texts(rule["AllowedOrigins"]);
            if (methods.Count == 0 || origins.Count == 0) throw S3Calls.MalformedXml();
            if (methods.Find(method => !CorsMethods.Contains(method)) is { } method)
                throw S3Calls.InvalidRequest($"Found unsupported HTTP method in CORS config. Unsupported method is {method}");
            foreach (var origin in origins)
                if (origin.Count(c => c == '*') > 1) throw S3Calls.InvalidRequest($"AllowedOrigin \"{origin}\" can not have more than one wildcard.");
            foreach (var header in Texts(rule["AllowedHeaders"]))
                if (header.Count(c => c == '*') > 1) throw S3Calls.InvalidRequest($"AllowedHeader \"{header}\" can not have more than one wildcard.");
            foreach (var header in Texts(rule["ExposeHeaders"]))
                if (header.Contains('*', StringComparison.Ordinal)) throw S3Calls.InvalidRequest($"ExposeHeader \"{header}\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
        }
    }

    public static void Lifecycle(JsonObject body)
    {
        HashSet<string> ids = [];
        foreach (var rule in List(body, "Rules", 1, 1000))
        {
            if ((string?)rule["Status"] is not ("Enabled" or "Disabled")) throw S3Calls.MalformedXml();
            var (filter, prefix) = (rule["Filter"] as JsonObject, rule["Prefix"]);
            if (filter is null == prefix is null) throw S3Calls.MalformedXml();
            if (filter is { Count: > 1 }) throw S3Calls.MalformedXml();
            if (filter?["And"] is JsonObject and && and.Sum(pair => pair.Value is JsonArray tags ? tags.Count : 1) < 2) throw S3Calls.MalformedXml();
            if ((string?)rule["ID"] is { } id)
            {
                if (id.Length > 255) throw S3Calls.InvalidArgument("ID length should not exceed allowed limit of 255", "ID", id);
                if (!ids.Add(id)) throw S3Calls.InvalidArgument("Rule ID must be unique. Found same ID for one or more rules.", "ID", id);
            }
            else rule["ID"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            string[] actions = ["Expiration", "Transitions", "NoncurrentVersionExpiration", "NoncurrentVersionTransitions", "AbortIncompleteMultipartUpload"];
            if (!actions.Any(rule.ContainsKey)) throw S3Calls.InvalidRequest("At least one action needs to be specified in a rule");
            if (rule["Expiration"] is JsonObject expiration)
            {
                if (expiration.Count(pair => pair.Key is "Days" or "Date" or "ExpiredObjectDeleteMarker") != 1) throw S3Calls.MalformedXml();
                Positive(expiration, "Days", "'Days' for Expiration action must be a positive integer");
                Midnight(expiration);
            }
            foreach (var transition in (rule["Transitions"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (transition["StorageClass"] is null || transition.ContainsKey("Days") == transition.ContainsKey("Date")) throw S3Calls.MalformedXml();
                if ((long?)transition["Days"] < 0) throw S3Calls.InvalidArgument("'Days' in Transition action must be nonnegative", "Days", transition["Days"]?.ToString());
                if ((string?)transition["StorageClass"] is "STANDARD_IA" or "ONEZONE_IA" && (long?)transition["Days"] < 30)
                    throw S3Calls.InvalidArgument($"'Days' in Transition action must be greater than or equal to 30 for storageClass '{transition["StorageClass"]}'", "Days", transition["Days"]?.ToString());
                Midnight(transition);
            }
            foreach (var transition in (rule["NoncurrentVersionTransitions"] as JsonArray ?? []).OfType<JsonObject>())
                if (transition["StorageClass"] is null || transition["NoncurrentDays"] is null) throw S3Calls.MalformedXml();
            if (rule["NoncurrentVersionExpiration"] is JsonObject noncurrent)
                Positive(noncurrent, "NoncurrentDays", "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer");
            if (rule["AbortIncompleteMultipartUpload"] is JsonObject abort)
                Positive(abort, "DaysAfterInitiation", "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer");
        }
    }

    public static void Website(JsonObject body)
    {
        if (body["RedirectAllRequestsTo"] is JsonObject redirect)
        {
            if (redirect["HostName"] is null || body["IndexDocument"] is not null) throw S3Calls.MalformedXml();
        }
        else if ((string?)body["IndexDocument"]?["Suffix"] is not { Length: > 0 } suffix)
            throw S3Calls.InvalidArgument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty", "IndexDocument", null);
        else if (suffix.Contains('/', StringComparison.Ordinal))
            throw S3Calls.InvalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
    }

    public static void Ownership(JsonObject body)
    {
        if ((string?)List(body, "Rules", 1, 1)[0]["ObjectOwnership"] is not ("BucketOwnerEnforced" or "BucketOwnerPreferred" or "ObjectWriter")) throw S3Calls.MalformedXml();
    }

    public static void PublicAccess(JsonObject body)
    {
        if (body.Count == 0) throw S3Calls.InvalidRequest("Must specify at least one configuration.");
        foreach (var member in new[] { "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets" }) body[member] = (bool?)body[member] == true;
    }

    public static void Payer(JsonObject body)
    {
        if ((string?)body["Payer"] is not ("BucketOwner" or "Requester")) throw S3Calls.MalformedXml();
    }

    public static void Accelerate(JsonObject body)
    {
        if ((string?)body["Status"] is not ("Enabled" or "Suspended")) throw S3Calls.MalformedXml();
    }

    public static void Tagging(JsonObject body)
    {
        if ((body["TagSet"] as JsonArray ?? []).Any(tag => ((string?)tag?["Key"])?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true))
            throw new AwsException("InvalidTag", "System tags cannot be added/updated by requester");
        Tags.OfList(body["TagSet"] as JsonArray ?? [], Tags.MostOfBucket);
    }

    public static void Replication(JsonObject body)
    {
        HashSet<string> ids = [];
        foreach (var rule in List(body, "Rules", 1, 1000))
        {
            if (rule["Destination"]?["Bucket"] is null || (string?)rule["Status"] is not ("Enabled" or "Disabled")) throw S3Calls.MalformedXml();
            rule["ID"] ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            if (!ids.Add((string)rule["ID"]!)) throw S3Calls.InvalidArgument("Rule Id must be unique.", "ID", (string?)rule["ID"]);
        }
    }

    public static void ObjectLock(JsonObject body)
    {
        if ((string?)body["ObjectLockEnabled"] != "Enabled") throw S3Calls.MalformedXml();
        if (body["Rule"] is null) return;
        if (body["Rule"]?["DefaultRetention"] is not JsonObject retention
            || (string?)retention["Mode"] is not ("GOVERNANCE" or "COMPLIANCE")
            || retention.ContainsKey("Days") == retention.ContainsKey("Years")) throw S3Calls.MalformedXml();
        Positive(retention, "Days", "Default retention period must be a positive integer value.");
        Positive(retention, "Years", "Default retention period must be a positive integer value.");
    }

    /// <param name="region">The bucket's; AWS sends its events to no other.</param>
    public static void Notification(JsonObject body, string region)
    {
        foreach (var (list, arn, service) in new[]
        {
            ("TopicConfigurations", "TopicArn", "sns"), ("QueueConfigurations", "QueueArn", "sqs"), ("LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda"),
        })
            foreach (var target in (body[list] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (((string?)target[arn] ?? "").Split(':') is not ["arn", _, var named, var place, ..] || named != service)
                    throw S3Calls.InvalidArgument("The ARN is not well formed", arn, (string?)target[arn]);
                if (place != region)
                    throw S3Calls.InvalidArgument("The notification destination service region is not valid for the bucket location constraint", arn, (string?)target[arn]);
                var events = Texts(target["Events"]);
                if (events.Count == 0) throw S3Calls.MalformedXml();
                if (events.Find(one => !ServiceDescription.Of("s3").FindShape("Event")!.Enum.Contains(one)) is { } unknown)
                    throw S3Calls.InvalidArgument($"The event '{unknown}' is not supported for notifications", "Event", unknown);
                foreach (var rule in (target["Filter"]?["Key"]?["FilterRules"] as JsonArray ?? []).OfType<JsonObject>())
                    if (((string?)rule["Name"])?.ToLowerInvariant() is not ("prefix" or "suffix"))
                        throw S3Calls.InvalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", (string?)rule["Name"]);
                target["Id"] ??= Guid.NewGuid().ToString();
            }
    }

    private static void Positive(JsonObject body, string member, string message)
    {
        if ((long?)body[member] <= 0) throw S3Calls.InvalidArgument(message, member, body[member]?.ToString());
    }

    private static void Midnight(JsonObject body)
    {
        if (body["Date"]?.GetValue<DateTimeOffset>() is { } date && date.UtcDateTime.TimeOfDay != TimeSpan.Zero)
            throw S3Calls.InvalidArgument("'Date' must be at midnight GMT", "Date", date.ToString("O"));
    }

    private static List<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(one => (string?)one ?? "")];

    private static List<JsonObject> List(JsonObject body, string member, int least, int most) =>
        body[member] is JsonArray list && list.Count >= least && list.Count <= most ? [.. list.OfType<JsonObject>()] : throw S3Calls.MalformedXml();
}
