using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Roles that services keep for themselves.</summary>
internal static class ServiceLinkedRoles
{
    // Where the role's name is not the service's own name (IAM User Guide, "AWS services that work with IAM").
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["autoscaling"] = "AutoScaling",
        ["elasticbeanstalk"] = "ElasticBeanstalk",
        ["sagemaker.application-autoscaling"] = "ApplicationAutoScaling_SageMakerEndpoint",
        ["custom-resource.application-autoscaling"] = "ApplicationAutoScaling_CustomResource",
        ["lambda.application-autoscaling"] = "ApplicationAutoScaling_LambdaConcurrency",
        ["ecs"] = "ECS",
        ["notebooks.sagemaker"] = "AmazonSageMakerNotebooks",
    };

    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var service = call.Required("AWSServiceName");
        if (!service.EndsWith(".amazonaws.com", StringComparison.Ordinal)) throw new AwsException("InvalidInput", $"{service} is no service principal.");
        var word = service[..^".amazonaws.com".Length];
        var name = "AWSServiceRoleFor" + (Words.GetValueOrDefault(word) ?? string.Concat(word.Split('.', '-').Select(part => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..])));
        if (call.Text("CustomSuffix") is { } suffix) name += "_" + suffix;
        if (IamEntity.Find(connection, IamNames.Role, name) is not null)
            throw new AwsException("InvalidInput", $"Service role name {name} has been taken in this account, please try a different suffix.");
        var role = new IamEntity(IamNames.Role, name, IamNames.NewId(IamNames.Role), $"{Roles.LinkedPath}{service}/", call.Now)
        {
            Trust = $$"""{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":["{{service}}"]} }]}""",
            Description = call.Text("Description"),
        };
        role.Save(connection);
        return new() { ["Role"] = IamShapes.Entity(role) };
    }

    /// <summary>Deletes at once; the task that AWS would make of it has succeeded when it is asked for.</summary>
    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var role = Entities.Named(connection, call, IamNames.Role);
        if (!role.Path.StartsWith(Roles.LinkedPath, StringComparison.Ordinal)) throw new AwsException("InvalidInput", $"The role {role.Name} is not a service-linked role.");
        Entities.Delete(connection, role);
        return new() { ["DeletionTaskId"] = $"task{role.Path}{role.Name}/{Guid.NewGuid()}" };
    }

    public static JsonObject DeletionStatus(SqliteConnection connection, LabCall call)
    {
        var task = call.Required("DeletionTaskId").Split('/');
        if (task.Length != 5 || task[0] != "task") throw IamRefusals.NoSuchEntity($"Deletion task {call.Required("DeletionTaskId")} not found");
        return new() { ["Status"] = "SUCCEEDED" };
    }
}
