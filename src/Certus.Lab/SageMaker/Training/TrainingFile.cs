namespace Certus.Lab.SageMaker.Training;

/// <summary>One file of a channel.</summary>
/// <param name="Path">Where it lies on this machine.</param>
/// <param name="Name">What the learner calls it, such as the object's key; complaints name it so.</param>
public sealed record TrainingFile(string Path, string Name);
