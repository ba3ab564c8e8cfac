namespace Certus.Lab.SageMaker.Training;

/// <summary>A model's answer.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">What they are.</param>
public sealed record Prediction(byte[] Body, string ContentType);
