namespace Certus.Content;

/// <summary>A file of a content directory, as the shell read it.</summary>
/// <param name="Path">Relative to the directory, with <c>/</c>.</param>
/// <param name="Bytes">What it holds; the shell may cut a file that is over its limit one byte past it.</param>
public sealed record ContentFile(string Path, ReadOnlyMemory<byte> Bytes);
