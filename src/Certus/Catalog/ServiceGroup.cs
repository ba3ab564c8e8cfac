namespace Certus.Catalog;

/// <summary>Services of one kind that an exam guide names.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Services">The services, as the guide names them.</param>
public sealed record ServiceGroup(string Name, IReadOnlyList<string> Services);
