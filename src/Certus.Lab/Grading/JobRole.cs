using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Grading;

/// <summary>The role a lab brings along where making one is not what it teaches.</summary>
internal static class JobRole
{
    /// <summary>Makes a role that SageMaker may assume, which reads some buckets and writes others.</summary>
    /// <returns>Its ARN.</returns>
    public static async Task<string> MakeAsync(LabBench bench, string name, string read, string write, CancellationToken cancel)
    {
        var made = await bench.CallAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = name,
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
            ["Description"] = $"Reads {read}, reads and writes {write}.",
        }, cancel);
        await bench.CallAsync("iam", "PutRolePolicy", new()
        {
            ["RoleName"] = name,
            ["PolicyName"] = "data",
            ["PolicyDocument"] = new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(
                    Statement(["s3:ListBucket"], $"arn:aws:s3:::{read}", $"arn:aws:s3:::{write}"),
                    Statement(["s3:GetObject"], $"arn:aws:s3:::{read}/*", $"arn:aws:s3:::{write}/*"),
                    Statement(["s3:PutObject"], $"arn:aws:s3:::{write}/*"),
                    Statement(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "cloudwatch:PutMetricData"], "*")),
            }.ToJsonString(),
        }, cancel);
        return (string?)made["Role"]?["Arn"] ?? $"arn:aws:iam::{LabCaller.Account}:role/{name}";
    }

    private static JsonObject Statement(string[] actions, params string[] resources) => new()
    {
        ["Effect"] = "Allow", ["Action"] = new JsonArray([.. actions.Select(action => JsonValue.Create(action))]), ["Resource"] = new JsonArray([.. resources.Select(resource => JsonValue.Create(resource))]),
    };
}
