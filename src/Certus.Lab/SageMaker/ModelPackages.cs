using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>Model packages: versions in a group, which wait for approval, or packages by themselves.</summary>
internal sealed class ModelPackages(LabDatabase database, Resources resources)
{
    private static readonly string[] Changeable = ["ModelApprovalStatus", "ApprovalDescription", "InferenceSpecification", "SourceUri", "ModelCard", "ModelLifeCycle", "ModelPackageRegistrationType"];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var (name, group) = (call.Text("ModelPackageName"), call.Text("ModelPackageGroupName"));
        if (name is null && group is null) throw SageMakerNames.Invalid("Missing ARN. Give a ModelPackageName for a package of its own, or a ModelPackageGroupName for a version of a group.");
        if (name is not null && group is not null) throw SageMakerNames.Invalid("Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.");
        if (call.Input["SourceAlgorithmSpecification"] is not null) throw SageMakerNames.NotBuilt("registers models, not algorithms: SourceAlgorithmSpecification is not built");
        var arn = await database.WriteAsync(connection =>
        {
            var region = call.Caller.Region;
            var input = call.Input;
            if (group is not null)
            {
                var parent = Resources.Find(connection, region, Kind.ModelPackageGroup, ModelPackageGroups.Name(group)) ?? throw SageMakerNames.Invalid("Model Package Group does not exist.");
                // A version that was deleted is not given out again.
                var version = ((long?)parent.Body["_versions"] ?? 0) + 1;
                parent.Body["_versions"] = version;
                Resources.Save(connection, parent);
                input = input.DeepClone().AsObject();
                input["ModelPackageGroupName"] = parent.Name;
                input["ModelPackageVersion"] = version;
                name = $"{parent.Name}/{version}";
            }
            var package = Resource.Of(region, Kind.ModelPackage, input, call.Now, name);
            if (group is not null)
            {
                package.Body["ModelPackageName"] = package.Body["ModelPackageGroupName"]!.DeepClone();
                package.Body["ModelApprovalStatus"] ??= "PendingManualApproval";
            }
            package.Body.Remove("ClientToken");
            package.Body["CertifyForMarketplace"] ??= false;
            package.Body["ModelPackageStatusDetails"] = new JsonObject { ["ValidationStatuses"] = new JsonArray(), ["ImageScanStatuses"] = new JsonArray() };
            package.Body["CreatedBy"] = ModelPackageGroups.By(call);
            package.Status = "Completed";
            Resources.Add(connection, package, call.List("Tags"));
            return package.Arn;
        }, cancel);
        return new JsonObject { ["ModelPackageArn"] = arn };
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(resources.Require(call.Caller.Region, Kind.ModelPackage, Name(call.Required("ModelPackageName"))).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var group = call.Text("ModelPackageGroupName") is { } text ? ModelPackageGroups.Name(text) : null;
        // Without a group the packages by themselves are meant, as the reference has it.
        var type = call.Text("ModelPackageType") ?? (group is null ? "Unversioned" : "Both");
        var approval = call.Text("ModelApprovalStatus");
        return new(resources.Answer(call, Kind.ModelPackage, "ModelPackageSummaryList",
            package => package.Pick("ModelPackageName", "ModelPackageGroupName", "ModelPackageVersion", "ModelPackageArn", "ModelPackageDescription", "CreationTime", "ModelPackageStatus", "ModelApprovalStatus"),
            descending: false,
            also: package => (group is null || (string?)package.Body["ModelPackageGroupName"] == group)
                && (approval is null || (string?)package.Body["ModelApprovalStatus"] == approval)
                && (type == "Both" || type == "Versioned" == (package.Body["ModelPackageVersion"] is not null))));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        var name = Name(call.Required("ModelPackageArn"));
        var changed = await resources.ChangeAsync(call.Caller.Region, Kind.ModelPackage, name, call.Now, package =>
        {
            foreach (var member in Changeable)
                if (call.Input[member] is { } value) package.Body[member] = value.DeepClone();
            var properties = package.Part("CustomerMetadataProperties") ?? [];
            foreach (var (key, value) in call.Structure("CustomerMetadataProperties") ?? []) properties[key] = value?.DeepClone();
            foreach (var key in call.List("CustomerMetadataPropertiesToRemove")) properties.Remove((string)key!);
            if (properties.Count > 0) package.Body["CustomerMetadataProperties"] ??= properties;
            else package.Body.Remove("CustomerMetadataProperties");
            var more = package.Body["AdditionalInferenceSpecifications"] as JsonArray ?? [];
            foreach (var specification in call.List("AdditionalInferenceSpecificationsToAdd")) more.Add(specification?.DeepClone());
            if (more.Count > 0) package.Body["AdditionalInferenceSpecifications"] ??= more;
            package.Body["LastModifiedBy"] = ModelPackageGroups.By(call);
        }, cancel) ?? throw SageMakerNames.Missing(call.Caller.Region, Kind.ModelPackage, name);
        return new JsonObject { ["ModelPackageArn"] = changed.Arn };
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await resources.RemoveAsync(call.Caller.Region, Kind.ModelPackage, Name(call.Required("ModelPackageName")), null, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>A package's name, <c>name</c> or <c>group/version</c>, given by itself or by its ARN.</summary>
    public static string Name(string text)
    {
        const string marker = ":model-package/";
        return text.IndexOf(marker, StringComparison.Ordinal) is var at and >= 0 ? text[(at + marker.Length)..] : text;
    }

    /// <summary>What a model made of a package runs: its image and its archive.</summary>
    /// <exception cref="AwsException">There is no such package, it is not approved, or it holds no model.</exception>
    public static (string Image, string Data) Contents(Resources resources, string region, string text)
    {
        var package = resources.Require(region, Kind.ModelPackage, Name(text));
        if ((string?)package.Body["ModelApprovalStatus"] is { } approval and not "Approved")
            throw SageMakerNames.Invalid($"Cannot create a model from model package \"{package.Arn}\": its ModelApprovalStatus is {approval} and must be Approved.");
        if (package.Part("InferenceSpecification")?["Containers"] is not JsonArray { Count: 1 } containers || containers[0] is not JsonObject container || (string?)container["Image"] is not { } image || (string?)container["ModelDataUrl"] is not { } data)
            throw SageMakerNames.Invalid($"Model package \"{package.Arn}\" must have an InferenceSpecification with one container, its Image and its ModelDataUrl.");
        return (image, data);
    }
}
