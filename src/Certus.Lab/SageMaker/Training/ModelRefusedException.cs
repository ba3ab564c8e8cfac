namespace Certus.Lab.SageMaker.Training;

/// <summary>A model archive can't be loaded; the message is one sentence that says why.</summary>
public sealed class ModelRefusedException(string message) : Exception(message);
