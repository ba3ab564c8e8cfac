using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>Everything SageMaker keeps: each thing is what describing it answers, with what lists are sorted and filtered by beside it.</summary>
/// <remarks>A job is such a row too: its status says whether it waits, runs or ended, so a restart needs nothing else to go by. How the objective of
/// a tuning job's training job went is beside it, by its ARN: it is long, and only the training jobs after it ask for it.</remarks>
internal static class SageMakerSchema
{
    public static LabSchema Value { get; } = new("sagemaker", 1, """
        CREATE TABLE IF NOT EXISTS sagemaker_resource (
            region TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (region, kind, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS sagemaker_tag (
            arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, number INTEGER NOT NULL,
            PRIMARY KEY (arn, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS sagemaker_curve (
            job TEXT NOT NULL PRIMARY KEY, curve TEXT NOT NULL) WITHOUT ROWID;
        """);
}
