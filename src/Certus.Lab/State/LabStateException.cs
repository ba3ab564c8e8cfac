namespace Certus.Lab.State;

/// <summary>The sandbox's data can't be used; the message is one sentence that says what and where.</summary>
public sealed class LabStateException(string message, Exception? inner = null) : Exception(message, inner);
