using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Athena.Engine;
using Certus.Lab.Server;

namespace Certus.Lab.Athena;

/// <summary>A query's rows, page by page, read from where they were put in S3.</summary>
internal sealed class QueryResults(Queries queries, S3.ObjectStore objects, CallersObjects callers)
{
    private const int Most = 1000;

    public async ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        var (_, body) = queries.Find(call.Caller.Region, call.Required("QueryExecutionId"));
        var state = (string)body["Status"]!["State"]!;
        if (state is "QUEUED" or "RUNNING") throw AthenaNames.Invalid($"Query has not yet finished. Current state: {state}");
        if (state != "SUCCEEDED") throw AthenaNames.Invalid($"Query did not finish successfully. Final query state: {state}");
        var limit = (int)Math.Min(call.Whole("MaxResults") ?? Most, Most);
        var (from, row) = Place(call.Text("NextToken"));
        List<EngineColumn> columns = [.. (body["_columns"] as JsonArray ?? []).Select(column => new EngineColumn((string)column![0]!, (string)column[1]!))];
        JsonArray rows = [];
        string? next = null;
        var text = (bool?)body["_text"] == true;
        if (columns.Count > 0 && Open(call, body, from) is { } stream)
        {
            await using var buffered = new BufferedStream(stream, 1 << 16);
            var reader = new CsvRows(buffered, from, text);
            while (rows.Count < limit && reader.Next() is { } values)
                rows.Add(new JsonObject { ["Data"] = new JsonArray([.. values.Select(value => value is null ? new JsonObject() : new JsonObject { ["VarCharValue"] = value })]) });
            if (rows.Count == limit && !reader.IsAtEnd) next = Convert.ToBase64String(Encoding.UTF8.GetBytes($"rows\n{reader.At}\n{row + rows.Count}"));
        }
        JsonObject answer = new()
        {
            ["UpdateCount"] = (long?)body["_updated"] ?? 0,
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = rows,
                ["ResultSetMetadata"] = new JsonObject { ["ColumnInfo"] = new JsonArray([.. columns.Select(column => text ? TextInfo(column) : Columns.Info(column))]) },
            },
        };
        if (next is not null) answer["NextToken"] = next;
        return answer;
    }

    private static JsonObject TextInfo(EngineColumn column) => new()
    {
        ["CatalogName"] = "hive", ["SchemaName"] = "", ["TableName"] = "", ["Name"] = column.Name, ["Label"] = column.Name, ["Type"] = "string", ["Precision"] = 0, ["Scale"] = 0, ["Nullable"] = "UNKNOWN", ["CaseSensitive"] = false,
    };

    private Stream? Open(LabCall call, JsonObject body, long from)
    {
        var location = (string)body["ResultConfiguration"]!["OutputLocation"]!;
        try
        {
            var (bucket, key) = CallersObjects.Place(location);
            if (objects.Find(bucket, key) is not { } info) return (long?)body["_updated"] > 0 ? null : throw AthenaNames.Invalid($"Could not find results: {location} does not exist any more.");
            callers.Open(call.Caller, info).Dispose(); // refuses who may not read it
            return from > info.Size ? throw AthenaNames.Invalid("The NextToken is not one that this operation answered.") : objects.Open(info, from);
        }
        catch (QueryFailedException refused)
        {
            throw AthenaNames.Invalid(refused.Message);
        }
    }

    private static (long From, long Row) Place(string? token)
    {
        if (token is null) return (0, 0);
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is ["rows", var from, var row] && long.TryParse(from, out var at) && long.TryParse(row, out var number) && at >= 0
            ? (at, number) : throw AthenaNames.Invalid("The NextToken is not one that this operation answered.");
    }

    /// <summary>Rows of Athena's CSV, or lines, with the place in bytes where the next begins.</summary>
    private sealed class CsvRows(BufferedStream bytes, long from, bool lines)
    {
        private int _next = -2;

        public long At { get; private set; } = from;

        public bool IsAtEnd => Peek() < 0;

        private int Peek()
        {
            if (_next == -2) _next = bytes.ReadByte();
            return _next;
        }

        private int Take()
        {
            var one = Peek();
            if (one >= 0) At++;
            _next = -2;
            return one;
        }

        public List<string?>? Next()
        {
            if (IsAtEnd) return null;
            List<string?> values = [];
            List<byte> value = [];
            var quoted = false;
            while (true)
            {
                var one = Take();
                if (!lines && one == '"')
                {
                    quoted = true;
                    while ((one = Take()) >= 0)
                    {
                        if (one != '"') value.Add((byte)one);
                        else if (Peek() == '"') value.Add((byte)Take());
                        else break;
                    }
                    continue;
                }
                if (one is '\n' or < 0 || !lines && one == ',')
                {
                    values.Add(lines || quoted ? Encoding.UTF8.GetString([.. value]) : null);
                    if (one != ',' || lines) return values;
                    value.Clear();
                    quoted = false;
                    continue;
                }
                value.Add((byte)one);
            }
        }
    }
}
