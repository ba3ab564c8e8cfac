namespace Certus.Lab.Athena.Sql;

/// <summary>Reads a statement token by token.</summary>
internal sealed class TokenReader(string sql, IReadOnlyList<Token> tokens)
{
    public int At { get; set; }

    public bool IsAtEnd => At >= tokens.Count;

    /// <summary>The next token; one that is nothing where there is none.</summary>
    public Token Next => IsAtEnd ? new(TokenKind.Sign, "", sql.Length, sql.Length) : tokens[At];

    /// <summary>The tokens that are left.</summary>
    public List<Token> Rest => [.. tokens.Skip(At)];

    /// <summary>The statement's text from the next token to its end.</summary>
    public string RestText => IsAtEnd ? "" : sql[Next.Start..tokens[^1].End];

    /// <summary>Takes words or signs where they come next, all of them or none.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        if (At + words.Length > tokens.Count) return false;
        for (var i = 0; i < words.Length; i++)
            if (!tokens[At + i].Is(words[i]) && !tokens[At + i].IsSign(words[i])) return false;
        At += words.Length;
        return true;
    }

    public void Expect(params ReadOnlySpan<string> words)
    {
        if (!Take(words)) throw Unexpected(string.Join(' ', words.ToArray()));
    }

    /// <summary>A name, in lower case.</summary>
    public string Name()
    {
        if (IsAtEnd || !Next.IsName) throw Unexpected("a name");
        return tokens[At++].Value.ToLowerInvariant();
    }

    /// <summary>A text in quotes.</summary>
    public string Text()
    {
        if (IsAtEnd || Next.Kind is not (TokenKind.Text or TokenKind.Quoted)) throw Unexpected("a text in quotes");
        return tokens[At++].Value;
    }

    /// <summary>A name with, perhaps, the name of its database before it.</summary>
    public (string? Database, string Name) Qualified()
    {
        var name = Name();
        if (!Take(".")) return (null, name);
        var second = Name();
        if (!Take(".")) return (name, second);
        return name == "awsdatacatalog" ? (second, Name()) : throw QueryFailedException.NotBuilt($"has no catalog {name} with tables");
    }

    public void End()
    {
        if (!IsAtEnd) throw Unexpected("the end");
    }

    public QueryFailedException Unexpected(string wanted)
    {
        var at = Next.Start;
        var line = sql[..at].Count(letter => letter == '\n') + 1;
        return new($"FAILED: ParseException line {line}:{at - (at == 0 ? 0 : sql.LastIndexOf('\n', at - 1) + 1)} mismatched input '{(IsAtEnd ? "<EOF>" : Next.Value)}' expecting {wanted}");
    }
}
