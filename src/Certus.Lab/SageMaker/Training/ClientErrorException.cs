namespace Certus.Lab.SageMaker.Training;

/// <summary>What the learner wrote, in the hyperparameters or in the data, can't be worked with; the message is one sentence that says what and where.</summary>
public sealed class ClientErrorException(string message) : Exception(message);
