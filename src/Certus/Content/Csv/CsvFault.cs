namespace Certus.Content.Csv;

/// <summary>Carries a fault from where it is found to where reading began; it never leaves this folder.</summary>
internal sealed class CsvFault(string message) : Exception(message);
