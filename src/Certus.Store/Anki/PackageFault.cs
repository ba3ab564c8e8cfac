namespace Certus.Store.Anki;

/// <summary>Carries a fault from where it is found to where reading began; it never leaves this folder.</summary>
internal sealed class PackageFault(string message) : Exception(message);
