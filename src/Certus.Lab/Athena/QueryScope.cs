using Certus.Lab.S3;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Athena;

/// <summary>What a statement is run with.</summary>
/// <param name="Id">The query's id.</param>
/// <param name="Caller">Who asked, whose rights to S3 count.</param>
/// <param name="Database">The database of names without one.</param>
/// <param name="WorkGroup">The workgroup.</param>
/// <param name="Output">Where results go, ending in a slash; empty where nowhere.</param>
/// <param name="Cutoff">How many bytes it may scan; null where as many as it likes.</param>
/// <param name="Parameters">What fills in its question marks.</param>
/// <param name="Now">When it was asked.</param>
internal sealed record QueryScope(string Id, LabCaller Caller, string Database, string WorkGroup, string Output, long? Cutoff, IReadOnlyList<string> Parameters, DateTimeOffset Now)
{
    public string Region => Caller.Region;

    /// <summary>The files it has written: seen all at once when it succeeds, or never.</summary>
    public List<StagedObject> Files { get; } = [];
}

/// <summary>What a statement came to.</summary>
/// <param name="Columns">The columns of its result.</param>
/// <param name="Lines">The lines of a result that is text; null where the result is a file of rows, or there is none.</param>
/// <param name="Rows">The file of rows in the query's folder; null where there is none.</param>
/// <param name="Scanned">How many bytes it read.</param>
/// <param name="Updated">How many rows it wrote.</param>
/// <param name="Publish">What its files become in the catalog, in one piece with its success; refuses by throwing.</param>
internal sealed record QueryOutcome(IReadOnlyList<Engine.EngineColumn> Columns, IReadOnlyList<string>? Lines = null, string? Rows = null, long Scanned = 0, long Updated = 0, Action<SqliteConnection>? Publish = null)
{
    public static QueryOutcome Done { get; } = new([]);

    /// <summary>A result of text with one column.</summary>
    public static QueryOutcome Text(string column, IEnumerable<string> lines) => new([new(column, "string")], [.. lines]);
}
