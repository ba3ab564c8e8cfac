namespace Certus.Lab.SageMaker.Jobs;

/// <summary>The job can't go on; the message is the FailureReason its row gets, in AWS's words.</summary>
internal sealed class JobFailedException(string reason) : Exception(reason);
