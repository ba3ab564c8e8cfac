using Certus.Lab.Athena.Engine;
using Certus.Lab.Athena.Sql;
using Certus.Lab.Glue;

namespace Certus.Lab.Athena;

/// <summary>Runs a query: plans it over empty tables, counts and brings what the plan reads, and runs it over that.</summary>
internal sealed class Selects(DataCatalog catalog, CallersObjects objects, QueryEngine engine)
{
    // Plans of aggregates nested beyond twenty take twice as long for each more; one engine serves all, and the others wait.
    private static readonly TimeSpan Planning = TimeSpan.FromMinutes(2);

    /// <summary>A query that was planned.</summary>
    /// <param name="Sql">In DuckDB's dialect.</param>
    /// <param name="Tables">What it names.</param>
    /// <param name="Columns">Its columns.</param>
    /// <param name="Scans">What it reads.</param>
    public sealed record Planned(string Sql, QueryTables Tables, IReadOnlyList<EngineColumn> Columns, IReadOnlyList<Scan> Scans)
    {
        /// <summary>Names that stand in quotes and so may be any.</summary>
        public IReadOnlyList<string> Named { get; init; } = [];
    }

    public async Task<Planned> PlanAsync(QueryScope scope, IReadOnlyList<Token> tokens, string directory, CancellationToken cancel)
    {
        var tables = new QueryTables(catalog, scope.Region);
        tables.Add(tokens, scope.Database);
        var sql = SelectTranslator.Write(tokens);
        List<string> named = [.. tokens.Where(token => token.Kind == TokenKind.Quoted).Select(token => token.Value).Distinct()];
        Directory.CreateDirectory(directory);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(Planning);
        try
        {
            var answer = await engine.AskAsync(new() { Directory = directory, Setup = tables.PlanSetup(scope.Database), Sql = sql, Plan = true, Named = named }, late.Token);
            return new(sql, tables, answer.Columns, Scan.Of(answer.Plan!, tables.Sources)) { Named = named };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new QueryFailedException($"QUERY_EXPIRED: The sandbox's engine found no plan within {Planning.TotalMinutes:0} minutes; a query with fewer subqueries within one another, or fewer partitions, has one sooner.");
        }
    }

    /// <summary>Runs a planned query.</summary>
    /// <param name="copy">Where its rows go, as a statement about the query; null where they become a result.</param>
    public async Task<(EngineAnswer Answer, long Scanned)> RunAsync(QueryScope scope, Planned planned, string directory, Func<string, string>? copy, CancellationToken cancel)
    {
        var files = new SourceFiles(objects, scope, directory);
        var scanned = await files.MeasureAsync(planned.Scans, cancel);
        if (scope.Cutoff is { } most && scanned > most) throw new ScanCutException(scanned);
        var setup = planned.Tables.Setup(scope.Database, await files.BringAsync(planned.Tables.Sources, planned.Scans, cancel));
        var answer = await engine.AskAsync(new()
        {
            Directory = directory, Setup = setup, Sql = copy is null ? planned.Sql : copy(planned.Sql), Output = copy is null ? QueryRun.RowsFile : null, Named = planned.Named,
        }, cancel);
        return (answer, scanned);
    }
}

/// <summary>A query would scan more than its workgroup lets it.</summary>
/// <param name="scanned">How much it would.</param>
internal sealed class ScanCutException(long scanned) : Exception("Bytes scanned limit was exceeded")
{
    public long Scanned => scanned;
}
