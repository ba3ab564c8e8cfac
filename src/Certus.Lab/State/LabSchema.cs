namespace Certus.Lab.State;

/// <summary>The tables of one service.</summary>
/// <param name="Service">The service's name; its tables begin with it and an underscore, so that one file holds all.</param>
/// <param name="Version">From 1; a sandbox of another version is refused with a sentence that says how to begin anew.</param>
/// <param name="Sql">The statements that make the tables; each <c>CREATE … IF NOT EXISTS</c>.</param>
public sealed record LabSchema(string Service, int Version, string Sql);
