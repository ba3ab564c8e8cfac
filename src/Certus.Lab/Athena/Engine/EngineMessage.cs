using System.Text.Json.Serialization;

namespace Certus.Lab.Athena.Engine;

/// <summary>What the engine is asked, one line of JSON.</summary>
internal sealed record EngineRequest
{
    /// <summary>The only folder it may read and write.</summary>
    public required string Directory { get; init; }

    /// <summary>Statements of the sandbox's own that come first.</summary>
    public required IReadOnlyList<string> Setup { get; init; }

    /// <summary>The query.</summary>
    public required string Sql { get; init; }

    /// <summary>Whether only the plan is wanted: the tables are empty then.</summary>
    public bool Plan { get; init; }

    /// <summary>The file of the folder that takes the rows as Athena writes them; null where the query writes files of its own.</summary>
    public string? Output { get; init; }

    /// <summary>What columns without a name of their own may keep: names that stand in quotes in the query.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];
}

/// <summary>What the engine answers, one line of JSON.</summary>
internal sealed record EngineAnswer
{
    /// <summary>Why it could not; null where it could.</summary>
    public string? Error { get; init; }

    /// <summary>The plan, where that was wanted.</summary>
    public string? Plan { get; init; }

    /// <summary>The columns: names and DuckDB's types.</summary>
    public IReadOnlyList<EngineColumn> Columns { get; init; } = [];

    /// <summary>How many rows there are.</summary>
    public long Rows { get; init; }
}

/// <summary>A column of an answer.</summary>
/// <param name="Name">As Athena names it.</param>
/// <param name="Type">DuckDB's.</param>
internal sealed record EngineColumn(string Name, string Type);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(EngineRequest))]
[JsonSerializable(typeof(EngineAnswer))]
internal sealed partial class EngineJson : JsonSerializerContext;
