using Certus.Lab.Iam;
using Certus.Lab.Iam.Policies;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>What the role of a job or a model may do.</summary>
/// <param name="database">With the buckets' policies.</param>
/// <param name="access">The account's policies.</param>
/// <param name="trusting">Whether a role is taken that can't be assumed; what it may do is decided all the same.</param>
internal sealed class Roles(LabDatabase database, Access access, bool trusting = false)
{
    private const string Service = "sagemaker.amazonaws.com";

    /// <summary>Refuses a role that SageMaker can't assume, in AWS's words and with the reason.</summary>
    public void RequireAssumable(string role)
    {
        if (trusting) return;
        var decision = access.DecideAssume(Service, role);
        if (!decision.Allowed)
            throw SageMakerNames.Invalid($"Could not assume role {role}. Please ensure that the role exists and allows principal '{Service}' to assume the role. ({decision.Reason})");
    }

    /// <summary>Whether a role may do something with a bucket, or with an object of it where a key is given.</summary>
    public AccessDecision Decide(string role, string action, string bucket, string key) =>
        access.Decide(role, action, Arn(bucket, key), Policy(bucket));

    /// <summary>Whether who calls may.</summary>
    public AccessDecision Decide(LabCaller caller, string action, string bucket, string key) => access.Decide(caller, action, Arn(bucket, key), Policy(bucket), null);

    private static string Arn(string bucket, string key) => key.Length == 0 ? $"arn:aws:s3:::{bucket}" : $"arn:aws:s3:::{bucket}/{key}";

    private string? Policy(string bucket) => database.Read(connection => BucketPolicies.Of(connection, bucket));
}
