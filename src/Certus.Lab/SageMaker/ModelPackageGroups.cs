using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.SageMaker;

/// <summary>Groups of the model registry: each holds the versions of one model.</summary>
internal sealed class ModelPackageGroups(LabDatabase database, Resources resources)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var group = Resource.Of(call.Caller.Region, Kind.ModelPackageGroup, call.Input, call.Now);
        group.Status = "Completed";
        group.Body["CreatedBy"] = By(call);
        await resources.AddAsync(group, call.List("Tags"), cancel);
        return new JsonObject { ["ModelPackageGroupArn"] = group.Arn };
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(resources.Require(call.Caller.Region, Kind.ModelPackageGroup, Name(call.Required("ModelPackageGroupName"))).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(resources.Answer(call, Kind.ModelPackageGroup, "ModelPackageGroupSummaryList",
        group => group.Pick("ModelPackageGroupName", "ModelPackageGroupArn", "ModelPackageGroupDescription", "CreationTime", "ModelPackageGroupStatus"), descending: false));

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var name = Name(call.Required("ModelPackageGroupName"));
        if (database.Read(connection => Scalar(connection, "SELECT 1 FROM sagemaker_resource WHERE region = $region AND kind = $kind AND name LIKE $versions LIMIT 1",
            ("$region", call.Caller.Region), ("$kind", Kind.ModelPackage.Path), ("$versions", name + "/%"))) is not null)
            throw new AwsException("ConflictException", $"The model package group {Kind.ModelPackageGroup.Arn(call.Caller.Region, name)} still has model packages: delete them first.");
        await resources.RemoveAsync(call.Caller.Region, Kind.ModelPackageGroup, name, null, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>A group's name, given by its name or its ARN.</summary>
    public static string Name(string text) => text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Who made or changed something.</summary>
    public static JsonObject By(LabCall call) => new() { ["IamIdentity"] = new JsonObject { ["Arn"] = call.Caller.Arn, ["PrincipalId"] = call.Caller.AccessKeyId } };
}
