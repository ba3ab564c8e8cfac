using System.Text.Json.Nodes;
using Certus.Lab.Tests.SageMaker.Training;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>The model registry: versions of a group, and what approval lets through.</summary>
public sealed class ModelRegistryTests
{
    [Fact]
    public async Task Only_an_approved_version_becomes_a_model_and_it_serves()
    {
        await using var world = await OpenAsync();
        var artifact = await world.ModelAsync("trees");
        await world.CallAsync("CreateModelPackageGroup", new() { ["ModelPackageGroupName"] = "fraud" });
        var arn = (string)(await world.CallAsync("CreateModelPackage", new()
        {
            ["ModelPackageGroupName"] = "fraud",
            ["InferenceSpecification"] = new JsonObject { ["Containers"] = new JsonArray(new JsonObject { ["Image"] = Jobs.XgboostImage, ["ModelDataUrl"] = artifact }), ["SupportedContentTypes"] = new JsonArray("text/csv"), ["SupportedResponseMIMETypes"] = new JsonArray("text/csv") },
        }))["ModelPackageArn"]!;
        JsonObject Model() => new() { ["ModelName"] = "approved", ["ExecutionRoleArn"] = Role, ["PrimaryContainer"] = new JsonObject { ["ModelPackageName"] = arn } };

        Assert.Equal("arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/1", arn);
        Assert.Contains("PendingManualApproval and must be Approved", (await world.RefusedAsync("CreateModel", Model())).Message, StringComparison.Ordinal);
        await world.CallAsync("UpdateModelPackage", new() { ["ModelPackageArn"] = arn, ["ModelApprovalStatus"] = "Approved", ["ApprovalDescription"] = "recall is good" });
        await world.CallAsync("CreateModel", Model());
        await world.EndpointAsync("approved", null, Variant("A", "approved"));
        await world.EndpointAsync("direct", null, Variant("A", "trees"));

        Assert.Equal((await world.InvokeAsync("direct", "1,2,3,4,5,6")).Text, (await world.InvokeAsync("approved", "1,2,3,4,5,6")).Text);
        var package = await world.CallAsync("DescribeModelPackage", new() { ["ModelPackageName"] = arn });
        Assert.Equal(("Approved", "recall is good", "Completed"), ((string?)package["ModelApprovalStatus"], (string?)package["ApprovalDescription"], (string?)package["ModelPackageStatus"]));
    }

    [Fact]
    public async Task Versions_count_up_are_listed_by_approval_and_are_not_given_out_twice()
    {
        await using var world = await OpenAsync();
        await world.CallAsync("CreateModelPackageGroup", new() { ["ModelPackageGroupName"] = "group" });
        foreach (var approval in new[] { "Approved", "Rejected", "Approved" })
            await world.CallAsync("CreateModelPackage", new() { ["ModelPackageGroupName"] = "group", ["ModelApprovalStatus"] = approval });
        await world.CallAsync("CreateModelPackage", new() { ["ModelPackageName"] = "alone" });

        Assert.Equal([1, 2, 3], await VersionsAsync(new() { ["ModelPackageGroupName"] = "group" }));
        Assert.Equal([3, 1], await VersionsAsync(new() { ["ModelPackageGroupName"] = "group", ["ModelApprovalStatus"] = "Approved", ["SortOrder"] = "Descending" }));
        Assert.Equal([null], await VersionsAsync([]));
        Assert.Equal("ConflictException", (await world.RefusedAsync("DeleteModelPackageGroup", new() { ["ModelPackageGroupName"] = "group" })).Code);
        for (var version = 1; version <= 3; version++) await world.CallAsync("DeleteModelPackage", new() { ["ModelPackageName"] = $"arn:aws:sagemaker:us-east-1:123456789012:model-package/group/{version}" });
        var next = (string?)(await world.CallAsync("CreateModelPackage", new() { ["ModelPackageGroupName"] = "group" }))["ModelPackageArn"];
        Assert.EndsWith("/group/4", next, StringComparison.Ordinal);
        await world.CallAsync("DeleteModelPackage", new() { ["ModelPackageName"] = next });
        await world.CallAsync("DeleteModelPackageGroup", new() { ["ModelPackageGroupName"] = "group" });
        Assert.Contains("does not exist", (await world.RefusedAsync("CreateModelPackage", new() { ["ModelPackageGroupName"] = "group" })).Message, StringComparison.Ordinal);

        async Task<List<int?>> VersionsAsync(JsonObject filter) => [.. (await world.CallAsync("ListModelPackages", filter))["ModelPackageSummaryList"]!.AsArray().Select(package => (int?)package!["ModelPackageVersion"])];
    }
}
