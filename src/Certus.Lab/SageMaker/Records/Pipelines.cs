using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.S3;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>Pipelines and their executions. An execution fails at once and says why: the sandbox runs no steps, so it claims none.</summary>
/// <param name="resources">Where they are kept.</param>
/// <param name="roles">What who starts one may read.</param>
/// <param name="objects">S3.</param>
internal sealed class Pipelines(Resources resources, Roles roles, ObjectStore objects)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private const long LargestDefinition = 4 << 20;

    public static void Made(Resources resources, LabCall call, Resource pipeline)
    {
        pipeline.Body["PipelineDisplayName"] ??= pipeline.Name;
        pipeline.Status = "Active";
        Check(pipeline);
    }

    /// <summary>A definition that is given takes the place of the other, wherever that lay.</summary>
    public static void Changed(LabCall call, Resource before, Resource pipeline)
    {
        foreach (var (given, other) in new[] { ("PipelineDefinition", "PipelineDefinitionS3Location"), ("PipelineDefinitionS3Location", "PipelineDefinition") })
            if (call.Input[given] is not null && call.Input[other] is null) pipeline.Body.Remove(other);
        Check(pipeline);
    }

    private static void Check(Resource pipeline)
    {
        if ((pipeline.Body["PipelineDefinition"] is null) == (pipeline.Body["PipelineDefinitionS3Location"] is null))
            throw SageMakerNames.Invalid("Exactly one of PipelineDefinition and PipelineDefinitionS3Location must be given.");
    }

    public static Func<Resource, bool>? Filter(Resources resources, LabCall call) => call.Text("PipelineNamePrefix") is { } prefix ? pipeline => pipeline.Name.StartsWith(prefix, StringComparison.Ordinal) : null;

    public async ValueTask<LabAnswer> StartAsync(LabCall call, CancellationToken cancel)
    {
        var region = call.Caller.Region;
        var name = call.Required("PipelineName");
        var pipeline = resources.Require(region, Kind.Pipeline, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        // A client that heard no answer asks again with the same token.
        if (Executions(pipeline).Find(one => (string?)one.Body["ClientRequestToken"] == call.Text("ClientRequestToken")) is { } same) return new JsonObject { ["PipelineExecutionArn"] = same.Arn };
        var definition = await DefinitionAsync(call.Caller, pipeline, cancel);
        var input = call.Input.DeepClone().AsObject();
        input.Remove("PipelineName");
        var execution = Resource.Of(region, Kind.PipelineExecution, input, call.Now, $"{pipeline.Name}/execution/{RandomNumberGenerator.GetString(Letters, 12)}");
        execution.Modified = call.Now;
        execution.Body["StartTime"] = JsonValue.Create(call.Now);
        execution.Body["PipelineArn"] = pipeline.Arn;
        execution.Body["PipelineDefinition"] = definition;
        execution.Body["CreatedBy"] = new JsonObject();
        execution.Body["LastModifiedBy"] = new JsonObject();
        execution.Body["FailureReason"] = Reason(definition);
        execution.Body["PipelineExecutionFailureReason"] = Reason(definition);
        execution.Status = "Failed";
        await resources.AddAsync(execution, [], cancel);
        await resources.ChangeAsync(region, Kind.Pipeline, pipeline.Name, pipeline.Modified, one =>
        {
            one.Body["LastExecutionTime"] = JsonValue.Create(call.Now);
            one.Body["LastRunTime"] = JsonValue.Create(call.Now);
        }, cancel);
        return new JsonObject { ["PipelineExecutionArn"] = execution.Arn };
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(Records.Answer(call, Execution(call)));

    public ValueTask<LabAnswer> DefinitionAsync(LabCall call, CancellationToken cancel) => new(Records.Answer(call, Execution(call)));

    public ValueTask<LabAnswer> ParametersAsync(LabCall call, CancellationToken cancel)
    {
        var from = (int)(PageToken.Read(call.Text("NextToken"))?.Whole ?? 0);
        var limit = (int)(call.Whole("MaxResults") ?? 100);
        var all = (Execution(call).Body["PipelineParameters"] as JsonArray ?? []).Skip(from).ToList();
        JsonObject answer = new() { ["PipelineParameters"] = new JsonArray([.. all.Take(limit).Select(one => one!.DeepClone())]) };
        if (all.Count > limit) answer["NextToken"] = new PageToken($"{from + limit}", "").ToString();
        return new(answer);
    }

    /// <summary>None ran.</summary>
    public ValueTask<LabAnswer> StepsAsync(LabCall call, CancellationToken cancel)
    {
        Execution(call);
        return new(new JsonObject { ["PipelineExecutionSteps"] = new JsonArray() });
    }

    public ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel) => throw SageMakerNames.Invalid($"The pipeline execution {Execution(call).Arn} has status Failed and can't be stopped.");

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("PipelineName");
        var pipeline = resources.Require(call.Caller.Region, Kind.Pipeline, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return new(resources.Answer(call, Kind.PipelineExecution, "PipelineExecutionSummaries",
            execution => execution.Pick("PipelineExecutionArn", "StartTime", "PipelineExecutionStatus", "PipelineExecutionDescription", "PipelineExecutionDisplayName", "PipelineExecutionFailureReason"),
            also: execution => IsOf(pipeline, execution)));
    }

    private List<Resource> Executions(Resource pipeline) => resources.All(pipeline.Region, Kind.PipelineExecution).FindAll(execution => IsOf(pipeline, execution));

    /// <summary>Of this pipeline, and not of one of the same name that was deleted.</summary>
    private static bool IsOf(Resource pipeline, Resource execution) => (string?)execution.Body["PipelineArn"] == pipeline.Arn && execution.Created >= pipeline.Created;

    private Resource Execution(LabCall call)
    {
        var arn = call.Required("PipelineExecutionArn");
        var found = resources.Find(call.Caller.Region, Kind.PipelineExecution, arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return found is not null && found.Arn == arn ? found : throw Kind.PipelineExecution.Absent!(arn, "");
    }

    private async Task<string> DefinitionAsync(LabCaller caller, Resource pipeline, CancellationToken cancel)
    {
        if ((string?)pipeline.Body["PipelineDefinition"] is { } given) return given;
        var place = pipeline.Part("PipelineDefinitionS3Location")!;
        var (bucket, key) = ((string)place["Bucket"]!, (string)place["ObjectKey"]!);
        var action = place["VersionId"] is null ? "s3:GetObject" : "s3:GetObjectVersion";
        if (roles.Decide(caller, action, bucket, key) is { Allowed: false } decision) throw Access.Refusal(caller.Arn, action, $"arn:aws:s3:::{bucket}/{key}", decision, "AccessDeniedException");
        if (objects.Find(bucket, key, (string?)place["VersionId"]) is not { } found) throw SageMakerNames.Invalid($"The pipeline definition s3://{bucket}/{key} is not there.");
        if (found.Size > LargestDefinition) throw SageMakerNames.Invalid($"The pipeline definition s3://{bucket}/{key} has {found.Size} bytes; the most is {LargestDefinition}.");
        using var reader = new StreamReader(objects.Open(found));
        return await reader.ReadToEndAsync(cancel);
    }

    private static string Reason(string definition)
    {
        const string sentence = "The sandbox keeps pipelines and runs none of their steps; start the jobs by themselves.";
        try
        {
            var steps = (JsonNode.Parse(definition, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject)?["Steps"] as JsonArray ?? [];
            var types = steps.Select(step => (string?)(step as JsonObject)?["Type"]).OfType<string>().Distinct().ToList();
            return types.Count == 0 ? $"{sentence} This definition has no steps." : $"{sentence} This definition has {steps.Count} ({string.Join(", ", types.Take(8))}).";
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return $"{sentence} This definition is not JSON of the pipeline schema.";
        }
    }
}
