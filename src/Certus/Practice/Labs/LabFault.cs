namespace Certus.Practice.Labs;

/// <summary>Something that may be broken when a lab starts.</summary>
/// <param name="Id">Kebab-case, one in its lab; the sandbox's name for it.</param>
/// <param name="Symptom">What a user of the broken thing would report; not the cause.</param>
public sealed record LabFault(string Id, string Symptom);
