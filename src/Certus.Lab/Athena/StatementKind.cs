using Certus.Lab.Athena.Sql;

namespace Certus.Lab.Athena;

/// <summary>What a statement is, told by its first words.</summary>
/// <param name="Type">DDL, DML or UTILITY, as a query's description says.</param>
/// <param name="Words">Its first words, such as <c>CREATE_TABLE_AS_SELECT</c>.</param>
internal readonly record struct StatementKind(string Type, string Words)
{
    public static StatementKind Of(string sql)
    {
        try
        {
            var tokens = Tokenizer.Read(sql);
            string Word(int at) => at < tokens.Count && tokens[at].Kind == TokenKind.Word ? tokens[at].Value.ToUpperInvariant() : "";
            return Word(0) switch
            {
                "CREATE" when Word(1) == "TABLE" => new("DDL", "CREATE_TABLE_AS_SELECT"),
                "CREATE" when Word(1) == "EXTERNAL" => new("DDL", "CREATE_TABLE"),
                "CREATE" or "DROP" or "ALTER" or "MSCK" => new("DDL", $"{Word(0)}_{(Word(1) == "OR" ? "VIEW" : Word(1))}"),
                "SHOW" => new("UTILITY", $"SHOW_{Word(1)}"),
                "DESCRIBE" or "DESC" => new("UTILITY", "DESCRIBE_TABLE"),
                "INSERT" => new("DML", "INSERT"),
                "UNLOAD" => new("DML", "UNLOAD"),
                "PREPARE" or "DEALLOCATE" => new("UTILITY", Word(0)),
                "EXECUTE" => new("DML", "EXECUTE"),
                _ => new("DML", "SELECT"),
            };
        }
        catch (QueryFailedException)
        {
            return new("DML", "SELECT");
        }
    }
}
