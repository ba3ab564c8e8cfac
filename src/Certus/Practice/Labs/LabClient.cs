namespace Certus.Practice.Labs;

/// <summary>What a learner talks to the sandbox with.</summary>
public enum LabClient
{
    /// <summary>The AWS command line.</summary>
    Cli,

    /// <summary>Python's boto3.</summary>
    Boto3,

    /// <summary>The AWS SDK for .NET.</summary>
    DotNet,
}
