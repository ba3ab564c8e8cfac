namespace Certus.Lab.SageMaker.Jobs;

/// <summary>Which job.</summary>
internal readonly record struct JobKey(string Region, Kind Kind, string Name);
