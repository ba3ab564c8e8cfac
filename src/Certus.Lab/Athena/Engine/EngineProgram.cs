using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Certus.Lab.Athena.Sql;
using DuckDB.NET.Data;

namespace Certus.Lab.Athena.Engine;

/// <summary>The child process that runs queries: each in a DuckDB of its own, which reaches one folder, no network and no extension, and can't be told otherwise.</summary>
/// <remarks>It speaks one JSON message a line. The line "stop" on its input interrupts the query that runs; the end of its input ends it.</remarks>
public static partial class EngineProgram
{
    /// <summary>What Certus.Lab itself is started with.</summary>
    public const string Verb = "engine";

    /// <summary>What a program that hosts the sandbox is started with where no Certus.Lab can be.</summary>
    public const string HostedVerb = "sandbox-engine";

    private const string MemoryLimit = "768MB", SpillLimit = "8GB";

    /// <summary>Runs queries until the input ends.</summary>
    public static int Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        DuckDBCommand? running = null;
        Task work = Task.CompletedTask;
        while (input.ReadLine() is { } line)
        {
            if (line == "stop")
            {
                lock (gate) running?.Cancel();
                continue;
            }
            work.Wait();
            var request = JsonSerializer.Deserialize(line, EngineJson.Default.EngineRequest)!;
            work = Task.Run(() =>
            {
                EngineAnswer answer;
                try
                {
                    answer = Work(request, command =>
                    {
                        lock (gate) running = command;
                    });
                }
                catch (Exception failure)
                {
                    answer = new() { Error = failure.Message };
                }
                output.Write([.. JsonSerializer.SerializeToUtf8Bytes(answer, EngineJson.Default.EngineAnswer), (byte)'\n']);
                output.Flush();
            });
        }
        return 0;
    }

    private static EngineAnswer Work(EngineRequest request, Action<DuckDBCommand?> runs)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        var folder = Path.GetFullPath(request.Directory).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        Do("SET autoinstall_known_extensions=false");
        Do("SET autoload_known_extensions=false");
        Do("SET allow_community_extensions=false");
        Do($"SET memory_limit='{MemoryLimit}'");
        Do("SET threads=1");
        Do("SET integer_division=true");
        Do("SET TimeZone='UTC'");
        Do("SET lambda_syntax='ENABLE_SINGLE_ARROW'");
        Do($"SET max_temp_directory_size='{SpillLimit}'");
        Do($"SET temp_directory={Types.Literal(Path.Combine(folder, "spill"))}");
        // An empty table's statistics would say that no row can match, and every partition would be pruned; a scan that is done in two steps would count twice.
        if (request.Plan) Do("SET disabled_optimizers='statistics_propagation,late_materialization'");
        Do($"SET allowed_directories=[{Types.Literal(folder)}]");
        Do("SET enable_external_access=false");
        foreach (var macro in TrinoFunctions.Macros) Do(macro);
        foreach (var statement in request.Setup) Do(statement);
        Do("SET lock_configuration=true");
        if (request.Plan)
        {
            var columns = Describe();
            using var command = Command($"EXPLAIN (FORMAT json) {request.Sql}");
            using var reader = command.ExecuteReader();
            return new() { Plan = reader.Read() ? reader.GetString(1) : "[]", Columns = columns };
        }
        if (request.Output is null)
        {
            using var command = Command(request.Sql);
            runs(command);
            try
            {
                return new() { Rows = command.ExecuteNonQuery() };
            }
            finally
            {
                runs(null);
            }
        }
        var described = Describe();
        using var query = Command(Outer(described));
        query.UseStreamingMode = true;
        runs(query);
        try
        {
            using var reader = query.ExecuteReader();
            using var file = new StreamWriter(Path.Combine(folder, request.Output), false, new UTF8Encoding(false)) { NewLine = "\n" };
            return new() { Rows = AthenaText.Write(reader, described, file), Columns = described };
        }
        finally
        {
            runs(null);
        }

        DuckDBCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            return command;
        }

        void Do(string sql)
        {
            using var command = Command(sql);
            command.ExecuteNonQuery();
        }

        List<EngineColumn> Describe()
        {
            using var command = Command($"DESCRIBE {(request.Sql.StartsWith('v') || request.Sql.StartsWith('V') || request.Sql.StartsWith('(') ? $"SELECT * FROM ({request.Sql})" : request.Sql)}");
            using var reader = command.ExecuteReader();
            List<EngineColumn> columns = [];
            var nameless = request.Sql.StartsWith("values", StringComparison.OrdinalIgnoreCase);
            while (reader.Read())
            {
                var name = reader.GetString(0);
                // What has no name of its own has DuckDB's text of the expression here, and its number in Athena.
                columns.Add(new(!nameless && Name().IsMatch(name) || request.Named.Contains(name) ? name : $"_col{columns.Count}", reader.GetString(1)));
            }
            return columns;
        }

        string Outer(List<EngineColumn> columns) =>
            $"SELECT {string.Join(", ", columns.Select((column, at) => AthenaText.Select($"c{at}", column.Type)))} FROM ({request.Sql}) AS q({string.Join(", ", columns.Select((_, at) => $"c{at}"))})";
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Name();
}
