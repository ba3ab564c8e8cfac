namespace Certus.Catalog;

/// <summary>A page or document that the catalog's facts rest on.</summary>
/// <param name="Key">How facts name it.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Where">An address, or a description where there is none.</param>
/// <param name="Kind">Official, a copy of an official page, secondary, first-hand, inference or article.</param>
/// <param name="ReadAs">How it was read, where not at its own address.</param>
public sealed record Source(string Key, string Title, string Where, string Kind, string? ReadAs);
