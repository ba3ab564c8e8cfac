namespace Certus.Lab.Athena.Sql;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A keyword or a name as it stands.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Quoted,

    /// <summary>A name in backquotes, as Hive's statements have them.</summary>
    Backquoted,

    /// <summary>A text in single quotes.</summary>
    Text,

    Number,

    /// <summary>An operator, a bracket or a comma.</summary>
    Sign,

    /// <summary>A question mark.</summary>
    Parameter,
}

/// <summary>A piece of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A word as written; a name or text without its quotes.</param>
/// <param name="Start">Where it begins in the statement.</param>
/// <param name="End">Behind its last letter.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Start, int End)
{
    /// <summary>Whether it is a name, quoted or not.</summary>
    public bool IsName => Kind is TokenKind.Word or TokenKind.Quoted or TokenKind.Backquoted;

    public bool Is(string word) => Kind == TokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == TokenKind.Sign && Value == sign;

    /// <summary>As SQL writes it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.Quoted or TokenKind.Backquoted => $"\"{Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        TokenKind.Text => $"'{Value.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => Value,
    };
}
