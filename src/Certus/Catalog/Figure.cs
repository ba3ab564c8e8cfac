namespace Certus.Catalog;

/// <summary>A picture that a question shows; part of its body, so that an old report shows the same picture.</summary>
/// <param name="Name">The name by which the Markdown refers to it.</param>
/// <param name="MediaType"><c>image/svg+xml</c> or <c>image/png</c>.</param>
/// <param name="Bytes">At most 64 KiB.</param>
public sealed record Figure(string Name, string MediaType, byte[] Bytes);
