namespace Certus.Lab.Firehose;

/// <summary>A delivery that can't be made now; what was gathered stays and is tried again.</summary>
/// <param name="code">As the service's log names it, such as <c>S3.AccessDenied</c>.</param>
/// <param name="message">One sentence.</param>
internal sealed class DeliveryFaultException(string code, string message) : Exception(message)
{
    public string Code => code;
}
