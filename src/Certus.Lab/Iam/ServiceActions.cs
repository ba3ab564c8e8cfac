using System.Text.Json.Nodes;
using Certus.Lab.Kinesis;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Which action on which resource an operation of a service other than S3 needs.</summary>
/// <remarks>Service Authorization Reference; where a service's resources are not told apart here, the resource is <c>*</c>.</remarks>
internal static class ServiceActions
{
    private static readonly (string Member, string Type)[] OfSageMaker =
    [
        ("TrainingJobName", "training-job"), ("TransformJobName", "transform-job"), ("HyperParameterTuningJobName", "hyper-parameter-tuning-job"),
        ("ProcessingJobName", "processing-job"), ("ModelPackageGroupName", "model-package-group"), ("ModelPackageName", "model-package"),
        ("EndpointName", "endpoint"), ("EndpointConfigName", "endpoint-config"), ("ModelName", "model"), ("NotebookInstanceName", "notebook-instance"),
    ];

    // Operations of IAM about oneself where they name no user.
    private static readonly string[] OfOneself = ["GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey"];

    /// <summary>The action and the resource.</summary>
    public static (string Action, string Resource) Of(SqliteConnection connection, LabCall call) => call.Service switch
    {
        "iam" => ("iam:" + call.Operation, OfIam(connection, call)),
        "sagemaker" or "sagemaker-runtime" => ("sagemaker:" + call.Operation, OfSageMakerCall(call)),
        "logs" => ("logs:" + call.Operation, call.Text("logGroupName") is { } group ? Arn(call, "logs", $"log-group:{group}:log-stream:{call.Text("logStreamName")}") : "*"),
        "kinesis" => ("kinesis:" + call.Operation, OfKinesis(call)),
        "firehose" => ("firehose:" + call.Operation, call.Text("DeliveryStreamName") is { } delivery ? Arn(call, "firehose", "deliverystream/" + delivery) : "*"),
        "athena" => ("athena:" + call.Operation, call.Text("WorkGroup") is { } group ? Arn(call, "athena", "workgroup/" + group) : "*"),
        _ => ($"{call.Service}:{call.Operation}", "*"),
    };

    /// <summary>The roles that a call hands to its service.</summary>
    public static IEnumerable<string> PassedRoles(LabCall call)
    {
        if (call.Service is "iam" or "sts" || !(call.Operation.StartsWith("Create", StringComparison.Ordinal) || call.Operation.StartsWith("Update", StringComparison.Ordinal) || call.Operation.StartsWith("Start", StringComparison.Ordinal))) return [];
        return Roles(call.Input).Distinct();

        static IEnumerable<string> Roles(JsonNode? node) => node switch
        {
            JsonObject members => members.SelectMany(member => member.Key is "RoleArn" or "RoleARN" or "ExecutionRoleArn" or "Role" && member.Value is JsonValue value && value.TryGetValue<string>(out var arn) && arn.StartsWith("arn:", StringComparison.Ordinal) ? [arn] : Roles(member.Value)),
            JsonArray items => items.SelectMany(Roles),
            _ => [],
        };
    }

    private static string OfIam(SqliteConnection connection, LabCall call)
    {
        foreach (var kind in (string[])[IamNames.Profile, IamNames.Group, IamNames.Role, IamNames.User])
            if (call.Text(IamShapes.NameOf(kind)) is { } name)
                return IamEntity.Find(connection, kind, name)?.Arn ?? IamNames.Arn(kind, call.Text("Path") ?? "/", name);
        if (call.Text("PolicyArn") is { } policy) return policy;
        if (call.Text("PolicyName") is { } named) return IamNames.Arn(IamNames.Policy, call.Text("Path") ?? "/", named);
        if (OfOneself.Contains(call.Operation)) return call.Caller.Arn;
        var prefix = call.Text("PathPrefix") ?? "/";
        return call.Operation switch
        {
            "ListUsers" => IamNames.Arn(IamNames.User, prefix, ""),
            "ListGroups" => IamNames.Arn(IamNames.Group, prefix, ""),
            "ListRoles" => IamNames.Arn(IamNames.Role, prefix, ""),
            _ => call.Text("PolicySourceArn") ?? "*",
        };
    }

    // Records are read by an iterator, which knows its stream; what else a request says of the stream must agree with it.
    private static string OfKinesis(LabCall call) =>
        call.Text("ShardIterator") is { } place ? ShardIterator.Parse(place) is { } iterator ? Arn(call, "kinesis", "stream/" + iterator.Name) : "*"
        : call.Text("ConsumerARN") ?? call.Text("StreamARN") ?? call.Text("ResourceARN") ?? (call.Text("StreamName") is { } stream ? Arn(call, "kinesis", "stream/" + stream) : "*");

    private static string OfSageMakerCall(LabCall call)
    {
        if (call.Text("ResourceArn") is { } arn) return arn;
        if (call.Operation.StartsWith("List", StringComparison.Ordinal) || call.Operation == "Search") return "*";
        foreach (var (member, type) in OfSageMaker)
            if (call.Operation.Contains(member[..^4], StringComparison.Ordinal) && call.Text(member) is { } name) return Arn(call, "sagemaker", $"{type}/{name.ToLowerInvariant()}");
        return call.Text("EndpointName") is { } endpoint ? Arn(call, "sagemaker", "endpoint/" + endpoint.ToLowerInvariant()) : "*";
    }

    private static string Arn(LabCall call, string service, string resource) => $"arn:aws:{service}:{call.Caller.Region}:{LabCaller.Account}:{resource}";
}
