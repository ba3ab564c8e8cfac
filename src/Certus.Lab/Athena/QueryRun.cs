using Certus.Lab.Athena.Engine;
using Certus.Lab.Athena.Sql;
using Certus.Lab.Glue;
using Certus.Lab.State;

namespace Certus.Lab.Athena;

/// <summary>A statement's work, whatever it is.</summary>
internal sealed class QueryRun(LabDatabase database, DataCatalog catalog, CallersObjects objects, NamedQueries named, QueryEngine engine)
{
    /// <summary>The file of a result's rows in the query's folder.</summary>
    public const string RowsFile = "rows.csv";

    private const int Deepest = 3;

    private readonly Selects _selects = new(catalog, objects, engine);
    private readonly Ddl _ddl = new(database, catalog, objects);

    public Task<QueryOutcome> RunAsync(QueryScope scope, string sql, string directory, CancellationToken cancel) => RunAsync(scope, sql, directory, 0, cancel);

    private async Task<QueryOutcome> RunAsync(QueryScope scope, string sql, string directory, int depth, CancellationToken cancel)
    {
        var tokens = Filled(Tokenizer.Read(sql), scope.Parameters);
        var at = new TokenReader(sql, tokens);
        if (at.Next.Is("select") || at.Next.Is("with") || at.Next.Is("values") || at.Next.IsSign("("))
        {
            var (answer, scanned) = await _selects.RunAsync(scope, await _selects.PlanAsync(scope, tokens, directory, cancel), directory, null, cancel);
            return new(answer.Columns, Rows: RowsFile, Scanned: scanned);
        }
        if (at.Take("create", "database") || at.Take("create", "schema")) return await _ddl.CreateDatabaseAsync(scope, at, cancel);
        if (at.Take("drop", "database") || at.Take("drop", "schema")) return await _ddl.DropDatabaseAsync(scope, at, cancel);
        if (at.Take("create", "external", "table")) return await _ddl.CreateTableAsync(scope, at, cancel);
        if (at.Take("create", "table")) return await new Writes(catalog, objects, _selects).CreateAsync(scope, at, directory, cancel);
        if (at.Take("create", "or", "replace", "view")) return await ViewAsync(scope, at, sql, directory, replace: true, cancel);
        if (at.Take("create", "view")) return await ViewAsync(scope, at, sql, directory, replace: false, cancel);
        if (at.Take("drop", "table")) return await _ddl.DropTableAsync(scope, at, view: false, cancel);
        if (at.Take("drop", "view")) return await _ddl.DropTableAsync(scope, at, view: true, cancel);
        if (at.Take("alter", "table")) return await _ddl.AlterAsync(scope, at, cancel);
        if (at.Take("msck", "repair", "table")) return await _ddl.RepairAsync(scope, at, cancel);
        if (at.Take("show")) return _ddl.Show(scope, at);
        if (at.Take("describe") || at.Take("desc")) return _ddl.Describe(scope, at);
        if (at.Take("insert", "into")) return await new Writes(catalog, objects, _selects).InsertAsync(scope, at, directory, cancel);
        if (at.Take("unload")) return await new Writes(catalog, objects, _selects).UnloadAsync(scope, at, directory, cancel);
        if (at.Take("prepare"))
        {
            var name = at.Name();
            at.Expect("from");
            await named.PrepareAsync(scope.Region, scope.WorkGroup, name, at.RestText, null, scope.Now, cancel);
            return QueryOutcome.Done;
        }
        if (at.Take("deallocate", "prepare"))
        {
            var name = at.Name();
            at.End();
            await database.WriteAsync(connection => Prepared(connection, scope, name).Remove(connection), cancel);
            return QueryOutcome.Done;
        }
        if (at.Take("execute"))
        {
            var statement = database.Read(connection => (string)Prepared(connection, scope, at.Name()).Body["QueryStatement"]!);
            List<string> parameters = at.Take("using") ? Parameters(at, sql) : [.. scope.Parameters];
            at.End();
            return depth < Deepest ? await RunAsync(scope with { Parameters = parameters }, statement, directory, depth + 1, cancel) : throw QueryFailedException.Syntax("Prepared statements execute one another without end.");
        }
        throw QueryFailedException.NotBuilt($"runs no {at.Next.Value.ToUpperInvariant()} statements");
    }

    private static Kept Prepared(Microsoft.Data.Sqlite.SqliteConnection connection, QueryScope scope, string name) =>
        Kept.All(connection, scope.Region, Kept.Prepared).Find(one => (string?)one.Body["WorkGroupName"] == scope.WorkGroup && ((string)one.Body["StatementName"]!).Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new QueryFailedException($"NOT_FOUND: Prepared statement not found: {name}");

    private static List<string> Parameters(TokenReader at, string sql)
    {
        List<string> parameters = [];
        var (from, depth) = (at.Next.Start, 0);
        while (!at.IsAtEnd)
        {
            if (at.Next.IsSign("(")) depth++;
            if (at.Next.IsSign(")")) depth--;
            if (depth == 0 && at.Next.IsSign(","))
            {
                parameters.Add(sql[from..at.Next.Start]);
                from = at.Next.End;
            }
            at.At++;
        }
        parameters.Add(sql[from..].TrimEnd().TrimEnd(';'));
        return parameters;
    }

    /// <summary>A statement with its parameters in place of its question marks; each must be a whole of its own.</summary>
    private static List<Token> Filled(List<Token> tokens, IReadOnlyList<string> parameters)
    {
        var wanted = tokens.Count(token => token.Kind == TokenKind.Parameter);
        if (wanted == 0 && parameters.Count == 0 || tokens[0].Is("execute") || tokens[0].Is("prepare")) return tokens;
        if (wanted != parameters.Count) throw new QueryFailedException($"INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected {wanted} but found {parameters.Count}");
        List<Token> filled = [];
        var next = 0;
        foreach (var token in tokens)
        {
            if (token.Kind != TokenKind.Parameter)
            {
                filled.Add(token);
                continue;
            }
            var value = Tokenizer.Read(parameters[next++]);
            var depth = 0;
            foreach (var inner in value)
            {
                depth += inner.IsSign("(") ? 1 : inner.IsSign(")") ? -1 : 0;
                if (depth < 0 || inner.Kind == TokenKind.Parameter) throw QueryFailedException.Syntax($"The parameter {parameters[next - 1]} is no value.");
            }
            if (depth != 0) throw QueryFailedException.Syntax($"The parameter {parameters[next - 1]} is no value.");
            Token Sign(string sign) => new(TokenKind.Sign, sign, token.Start, token.Start);
            filled.AddRange(value.Count == 1 ? value : [Sign("("), .. value, Sign(")")]);
        }
        return filled;
    }

    private async Task<QueryOutcome> ViewAsync(QueryScope scope, TokenReader at, string sql, string directory, bool replace, CancellationToken cancel)
    {
        var (place, name) = at.Qualified();
        var where = (place ?? scope.Database).ToLowerInvariant();
        at.Expect("as");
        var text = at.RestText;
        var planned = await _selects.PlanAsync(scope, at.Rest, directory, cancel);
        if (planned.Columns.FirstOrDefault(column => column.Name.StartsWith("_col", StringComparison.Ordinal)) is { } unnamed) throw new QueryFailedException($"MISSING_COLUMN_NAME: Column name not specified at position {unnamed.Name[4..]}");
        await database.WriteAsync(connection =>
        {
            if (Thing.Find(connection, scope.Region, GlueKind.Database, where) is null) throw new QueryFailedException($"SCHEMA_NOT_FOUND: Schema {where} not found");
            if (DataCatalog.Find(connection, scope.Region, where, name) is { } there && (!replace || there.Type != "VIRTUAL_VIEW"))
                throw new QueryFailedException($"TABLE_ALREADY_EXISTS: '{where}.{name}' already exists");
            DataCatalog.Save(connection, scope.Region, where, new()
            {
                ["Name"] = name,
                ["TableType"] = "VIRTUAL_VIEW",
                ["ViewOriginalText"] = QueryTables.ViewText(text, scope.Database, planned.Columns.Select(column => (column.Name, Columns.TypeOf(column.Type)))),
                ["ViewExpandedText"] = "/* Presto View */",
                ["PartitionKeys"] = new System.Text.Json.Nodes.JsonArray(),
                ["Parameters"] = new System.Text.Json.Nodes.JsonObject { ["presto_view"] = "true", ["comment"] = "Presto View" },
                ["StorageDescriptor"] = Writes.Descriptor(planned.Columns.Select(column => new CatalogColumn(column.Name.ToLowerInvariant(), Types.ToHive(column.Type))), "", new("", "", "", new Dictionary<string, string>())),
            }, scope.Now, scope.Caller.Arn);
        }, cancel);
        return QueryOutcome.Done;
    }
}
