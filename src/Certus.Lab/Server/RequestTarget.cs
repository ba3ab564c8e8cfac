using System.Text;
using Certus.Lab.Protocols;

namespace Certus.Lab.Server;

/// <summary>The service a request means and the protocol it speaks.</summary>
internal sealed record RequestTarget(ServiceDescription Service, Protocol Protocol)
{
    /// <summary>The name of a service that is not described; null where it is.</summary>
    public string? UnknownService { get; private init; }

    // Services whose scope has another name than their description.
    private static readonly Dictionary<string, string> Signing = new() { ["monitoring"] = "cloudwatch", ["s3express"] = "s3", ["s3-object-lambda"] = "s3" };

    // The prefixes of X-Amz-Target, so that no description is read to find another's.
    private static readonly Dictionary<string, string> Targets = new()
    {
        ["SageMaker"] = "sagemaker", ["Logs_20140328"] = "logs", ["GraniteServiceVersion20100801"] = "cloudwatch", ["Kinesis_20131202"] = "kinesis",
        ["Firehose_20150804"] = "firehose", ["AWSGlue"] = "glue", ["AmazonAthena"] = "athena",
    };

    /// <summary>By the scope of the signature, else the target, else the host, else S3.</summary>
    public static RequestTarget Of(WireRequest request, Signature? signature, string? label)
    {
        var target = request.Header("x-amz-target");
        var name = signature is { } ? Signing.GetValueOrDefault(signature.Service, signature.Service)
            : target is not null && Targets.TryGetValue(target[..Math.Max(0, target.LastIndexOf('.'))], out var targeted) ? targeted
            : label is not null && ServiceDescription.Names.Contains(label.Split('.')[0]) ? label.Split('.')[0]
            : IsForm(request) && request.Path == "/" ? "sts" : "s3";
        // Two services share a scope.
        if (name == "sagemaker" && target is null && request.Path.StartsWith("/endpoints/", StringComparison.Ordinal)) name = "sagemaker-runtime";
        // What no description knows is answered in the protocol it seems to speak.
        if (!ServiceDescription.Names.Contains(name)) return new(ServiceDescription.Of("s3"), Protocol.Of(target is not null ? "json" : IsForm(request) ? "query" : "rest-xml")) { UnknownService = name };
        var service = ServiceDescription.Of(name);
        return new(service, Protocol.Of(Spoken(service, request)));
    }

    private static string Spoken(ServiceDescription service, WireRequest request)
    {
        if (request.Header("smithy-protocol") == "rpc-v2-cbor" && service.Protocols.Contains("smithy-rpc-v2-cbor")) return "smithy-rpc-v2-cbor";
        if (service.Protocols.Contains("json") && request.Header("x-amz-target") is not null) return "json";
        if (service.Protocols.Contains("query")) return "query";
        return service.Protocols[0];
    }

    private static bool IsForm(WireRequest request) => request.Method == "POST" && request.Header("content-type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A request to a bucket's own host as one to its path.</summary>
    public WireRequest Addressed(WireRequest request, string? label) =>
        Service.Name == "s3" && label is not null && LabAddress.Bucket(label) is { } bucket ? request with { Path = $"/{QueryString.Encode(bucket)}{request.Path}" } : request;
}
