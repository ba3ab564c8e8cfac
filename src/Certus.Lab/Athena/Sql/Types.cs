using Certus.Lab.Glue;

namespace Certus.Lab.Athena.Sql;

/// <summary>The types of Hive, Trino and DuckDB.</summary>
internal static class Types
{
    /// <summary>DuckDB's type of Hive's; a refusal where there is none.</summary>
    public static string OfHive(HiveType type) => type switch
    {
        HiveType.List list => $"{OfHive(list.Element)}[]",
        HiveType.Map map => $"MAP({OfHive(map.Key)}, {OfHive(map.Value)})",
        HiveType.Struct row => $"STRUCT({string.Join(", ", row.Fields.Select(field => $"{Quoted(field.Name)} {OfHive(field.Type)}"))})",
        HiveType.Plain plain => plain.Name switch
        {
            "string" or "varchar" or "char" => "VARCHAR",
            "boolean" => "BOOLEAN",
            "tinyint" => "TINYINT",
            "smallint" => "SMALLINT",
            "int" => "INTEGER",
            "bigint" or "long" => "BIGINT",
            "float" or "real" => "FLOAT",
            "double" => "DOUBLE",
            "date" => "DATE",
            "timestamp" => "TIMESTAMP",
            "binary" => "BLOB",
            "decimal" => plain.Arguments switch { [var precision, var scale] => $"DECIMAL({precision},{scale})", [var precision] => $"DECIMAL({precision},0)", _ => "DECIMAL(10,0)" },
            _ => throw QueryFailedException.NotBuilt($"reads no columns of the type {plain}"),
        },
        _ => throw QueryFailedException.NotBuilt($"reads no columns of the type {type}"),
    };

    /// <summary>DuckDB's type of Hive's, written.</summary>
    public static string OfHive(string type) => OfHive(HiveType.Parse(type) ?? throw new QueryFailedException($"HIVE_INVALID_METADATA: '{type}' is no type"));

    /// <summary>DuckDB's type of a cast's.</summary>
    public static string OfTrino(IReadOnlyList<Token> tokens)
    {
        if (tokens.Count == 0) throw QueryFailedException.Syntax("a type is missing");
        var name = tokens[0].Value.ToLowerInvariant();
        if (tokens is [_, { Kind: TokenKind.Sign, Value: "(" }, .., { Kind: TokenKind.Sign, Value: ")" }])
        {
            var parts = Parts([.. tokens.Skip(2).SkipLast(1)]);
            switch (name)
            {
                case "array" when parts.Count == 1: return $"{OfTrino(parts[0])}[]";
                case "map" when parts.Count == 2: return $"MAP({OfTrino(parts[0])}, {OfTrino(parts[1])})";
                case "row": return $"STRUCT({string.Join(", ", parts.Select((part, at) => part.Count > 1 && part[0].IsName && part[1].IsName ? $"{Quoted(part[0].Value)} {OfTrino([.. part.Skip(1)])}" : $"field{at} {OfTrino(part)}"))})";
                case "varchar" or "char": return "VARCHAR";
                case "timestamp": return "TIMESTAMP";
                case "decimal" when parts.TrueForAll(part => part is [{ Kind: TokenKind.Number }]): return $"DECIMAL({string.Join(',', parts.Select(part => part[0].Value))})";
            }
            throw QueryFailedException.NotBuilt($"casts to no {name}");
        }
        var words = string.Join(' ', tokens.Select(token => token.Value.ToLowerInvariant()));
        return words switch
        {
            "varchar" or "char" or "string" => "VARCHAR",
            "boolean" or "tinyint" or "smallint" or "integer" or "int" or "bigint" or "double" or "real" or "date" or "time" or "timestamp" or "decimal" or "json" or "uuid" => words == "decimal" ? "DECIMAL(38,0)" : words.ToUpperInvariant(),
            "varbinary" => "BLOB",
            "timestamp with time zone" => "TIMESTAMPTZ",
            _ => throw QueryFailedException.NotBuilt($"casts to no {words}"),
        };
    }

    private static List<List<Token>> Parts(List<Token> tokens)
    {
        List<List<Token>> parts = [[]];
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.IsSign("(")) depth++;
            else if (token.IsSign(")")) depth--;
            if (depth == 0 && token.IsSign(",")) parts.Add([]);
            else parts[^1].Add(token);
        }
        return parts;
    }

    /// <summary>A name as SQL writes it.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as SQL writes it.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Hive's type of DuckDB's, for a table that is made of a query.</summary>
    public static string ToHive(string duck)
    {
        var type = DuckType.Parse(duck);
        return type.Name switch
        {
            "LIST" => $"array<{ToHive(type.Inner[0].Type)}>",
            "MAP" => $"map<{ToHive(type.Inner[0].Type)},{ToHive(type.Inner[1].Type)}>",
            "STRUCT" => $"struct<{string.Join(',', type.Inner.Select(field => $"{field.Name}:{ToHive(field.Type)}"))}>",
            "BOOLEAN" or "TINYINT" or "SMALLINT" or "BIGINT" or "FLOAT" or "DOUBLE" or "DATE" or "DECIMAL" => type.Text.ToLowerInvariant(),
            "INTEGER" => "int",
            "HUGEINT" => "bigint",
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => "timestamp",
            "BLOB" => "binary",
            "VARCHAR" or "JSON" or "UUID" or "NULL" => "string",
            _ => throw QueryFailedException.NotBuilt($"writes no column of the type {type.Text}"),
        };
    }
}
