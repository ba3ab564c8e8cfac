namespace Certus.Lab.Grading;

/// <summary>A sandbox could not be asked, or refused; the message is one sentence.</summary>
public sealed class SandboxException(string message, Exception? inner = null) : Exception(message, inner);
