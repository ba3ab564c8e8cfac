namespace Certus.Lab.SageMaker.Training;

/// <summary>One input of a training job.</summary>
/// <param name="Name">train, validation, test.</param>
/// <param name="Files">In the order in which they are read.</param>
/// <param name="ContentType">As the job has it, with its parameters; empty where it has none, then the algorithm's first.</param>
/// <param name="CompressionType">None or Gzip; files that end in .gz are unpacked in either case.</param>
/// <param name="InputMode">File, Pipe or FastFile; all three read the same files.</param>
public sealed record TrainingChannel(string Name, IReadOnlyList<TrainingFile> Files, string ContentType = "", string CompressionType = "None", string InputMode = "File");
