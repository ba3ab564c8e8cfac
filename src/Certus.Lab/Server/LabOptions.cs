namespace Certus.Lab.Server;

/// <summary>How a sandbox runs.</summary>
/// <param name="DataDirectory">Where its rows and bytes lie; made where it is missing.</param>
public sealed record LabOptions(string DataDirectory)
{
    /// <summary>The port everything speaks on by default.</summary>
    public const int DefaultPort = 4566;

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Whether signatures must be right.</summary>
    public bool Strict { get; init; }

    /// <summary>For the test suites of others: <c>POST /moto-api/reset</c> empties the sandbox, and new buckets are made as AWS made them before April 2023 (ACLs on, no public access block), streams are listed and batches of records limited as before 2021 and 2025, Firehose takes names, roles and buffers that are none (it delivers with real ones only), SageMaker takes names, roles, images and places that are none (what has to run with them fails), and stacks may have names that AWS refuses.</summary>
    public bool Dev { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where a defect of the sandbox is told, beside the answer 500.</summary>
    public Action<string> Trouble { get; init; } = static _ => { };
}
