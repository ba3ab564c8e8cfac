using System.Text;

namespace Certus.Lab.Athena.Sql;

/// <summary>Writes a query of Trino's dialect as DuckDB's.</summary>
/// <remarks>
/// Both speak nearly the same standard, so tokens pass as they are but for what differs: functions (each is looked up; none of DuckDB's own gets through),
/// types in casts, the catalog's name, parameters. What DuckDB has beyond Trino is refused.
/// </remarks>
internal static class SelectTranslator
{
    // Words before a parenthesis that are no function.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "not", "in", "as", "on", "from", "join", "where", "select", "distinct", "all", "any", "some", "having", "by", "when", "then", "else", "case", "union", "intersect", "except", "over", "filter", "within",
        "using", "between", "like", "is", "order", "partition", "limit", "offset", "with", "values", "lateral", "sets", "rollup", "cube", "exists", "end", "escape", "bernoulli", "system", "interval", "materialized", "recursive", "cross", "left", "right", "inner", "outer", "full", "group", "desc", "asc", "ordinality", "into",
    };

    private static readonly HashSet<string> NotTrino = new(StringComparer.OrdinalIgnoreCase)
    {
        "ilike", "qualify", "pivot", "unpivot", "asof", "positional", "glob", "summarize", "describe", "attach", "install", "load", "pragma", "copy", "anti", "semi", "match_recognize", "tablesample", "using_sample", "lambda",
    };

    /// <summary>What DuckDB keeps for itself and Trino lets be a name.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "analyse", "analyze", "asymmetric", "check", "collate", "column", "constraint", "default", "deferrable", "do", "foreign", "grant", "initially", "placing", "primary", "references", "returning", "show", "symmetric", "unique", "user", "variadic",
    };

    /// <summary>The query; its parameters are filled in.</summary>
    /// <param name="tokens">The query's tokens.</param>
    public static string Write(IReadOnlyList<Token> tokens)
    {
        if (!tokens[0].Is("select") && !tokens[0].Is("with") && !tokens[0].Is("values") && !tokens[0].IsSign("("))
            throw QueryFailedException.NotBuilt($"runs no {tokens[0].Value.ToUpperInvariant()} statements");
        var text = new StringBuilder();
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            var next = at + 1 < tokens.Count ? tokens[at + 1] : default;
            switch (token.Kind)
            {
                case TokenKind.Parameter:
                    throw QueryFailedException.Syntax("A ? has no parameter: give ExecutionParameters.");
                case TokenKind.Backquoted:
                    throw new QueryFailedException("SYNTAX_ERROR: backquoted identifiers are not supported; use double quotes to quote identifiers");
                case TokenKind.Sign when token.Value == ":":
                    throw QueryFailedException.Syntax("mismatched input ':'");
                case TokenKind.Word when NotTrino.Contains(token.Value) && !(at > 0 && tokens[at - 1].IsSign(".")):
                    throw QueryFailedException.NotBuilt($"knows no {token.Value.ToUpperInvariant()} in a query");
                case TokenKind.Word when Reserved.Contains(token.Value) || token.Is("at") && !next.Is("time"):
                    text.Append(Types.Quoted(token.Value)).Append(' ');
                    continue;
                case TokenKind.Word when token.Is("values") && !(at > 0 && tokens[at - 1].IsSign(".")) && at + 1 < tokens.Count && !next.IsSign(",") && !next.IsSign(")") && !next.Is("from"):
                    at = Rows(tokens, at, text);
                    continue;
                case TokenKind.Word or TokenKind.Quoted when next.IsSign(".") && token.Value.Equals("awsdatacatalog", StringComparison.OrdinalIgnoreCase):
                    at++;
                    continue;
                case TokenKind.Word or TokenKind.Quoted when next.IsSign(".") && token.Value.ToLowerInvariant() is "information_schema" or "pg_catalog" or "system" or "memory" or "temp":
                    throw QueryFailedException.NotBuilt($"has no schema {token.Value} to query; SHOW DATABASES, SHOW TABLES and SHOW COLUMNS say what there is");
                case TokenKind.Word or TokenKind.Quoted when next.IsSign("(") && !(token.Kind == TokenKind.Word && Words.Contains(token.Value)) && !IsAlias(tokens, at):
                    if (token.Kind == TokenKind.Quoted || at > 0 && tokens[at - 1].IsSign(".") || TrinoFunctions.Find(token.Value) is not { } name)
                        throw new QueryFailedException($"FUNCTION_NOT_FOUND: Function '{token.Value.ToLowerInvariant()}' not registered, or not built in this sandbox");
                    if (name is "cast" or "try_cast")
                    {
                        at = Cast(tokens, at, name, text);
                        continue;
                    }
                    if (name is "date_format" or "date_parse")
                    {
                        at = Formatted(tokens, at, name, text);
                        continue;
                    }
                    text.Append(name).Append(' ');
                    continue;
                default:
                    text.Append(token).Append(' ');
                    continue;
            }
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>Whether a name before a parenthesis is that of a table with its columns' names, as in <c>AS t(a, b)</c> and <c>WITH t(a, b) AS</c>.</summary>
    private static bool IsAlias(IReadOnlyList<Token> tokens, int at)
    {
        if (at == 0) return false;
        var before = tokens[at - 1];
        var close = Close(tokens, at + 1);
        for (var inner = at + 2; inner < close; inner++)
            if (!(tokens[inner].IsName || tokens[inner].IsSign(","))) return false;
        if (before.Is("with") || before.Is("recursive") || before.IsSign(",")) return close + 2 < tokens.Count && tokens[close + 1].Is("as") && tokens[close + 2].IsSign("(");
        return before.Is("as") || before.IsSign(")") || before.Is("ordinality");
    }

    /// <summary>Where the parenthesis that opens here is closed.</summary>
    public static int Close(IReadOnlyList<Token> tokens, int open)
    {
        var depth = 0;
        for (var at = open; at < tokens.Count; at++)
            if (tokens[at].IsSign("(")) depth++;
            else if (tokens[at].IsSign(")") && --depth == 0) return at;
        throw QueryFailedException.Syntax("mismatched input '<EOF>': a parenthesis is not closed");
    }

    private static int Cast(IReadOnlyList<Token> tokens, int at, string name, StringBuilder text)
    {
        var close = Close(tokens, at + 1);
        var (depth, split) = (0, -1);
        for (var inner = at + 1; inner < close; inner++)
        {
            if (tokens[inner].IsSign("(")) depth++;
            else if (tokens[inner].IsSign(")")) depth--;
            else if (depth == 1 && tokens[inner].Is("as")) split = inner;
        }
        if (split < 0) throw QueryFailedException.Syntax($"{name} needs AS and a type");
        text.Append(name).Append("( ").Append(WriteInner(tokens, at + 2, split)).Append(" as ").Append(Types.OfTrino([.. tokens.Skip(split + 1).Take(close - split - 1)])).Append(") ");
        return close;
    }

    /// <summary>The rows behind VALUES; those of one value need no parentheses in Trino, and do in DuckDB.</summary>
    private static int Rows(IReadOnlyList<Token> tokens, int at, StringBuilder text)
    {
        text.Append("values ");
        while (true)
        {
            var (from, depth) = (++at, 0);
            for (; at < tokens.Count; at++)
            {
                if (depth == 0 && (tokens[at].IsSign(",") || tokens[at].IsSign(")") || tokens[at] is { Kind: TokenKind.Word } && tokens[at].Value.ToLowerInvariant() is "order" or "limit" or "offset" or "union" or "except" or "intersect")) break;
                depth += tokens[at].IsSign("(") || tokens[at].IsSign("[") ? 1 : tokens[at].IsSign(")") || tokens[at].IsSign("]") ? -1 : 0;
            }
            if (at == from) throw QueryFailedException.Syntax("a row is missing behind VALUES");
            var whole = tokens[from].IsSign("(") && Close(tokens, from) == at - 1;
            text.Append(whole ? "" : "( ").Append(WriteInner(tokens, from, at)).Append(whole ? " " : " ) ");
            if (at == tokens.Count || !tokens[at].IsSign(",")) return at - 1;
            text.Append(", ");
        }
    }

    /// <summary>A function with a format of MySQL's as its last argument, which must be written out.</summary>
    private static int Formatted(IReadOnlyList<Token> tokens, int at, string name, StringBuilder text)
    {
        var close = Close(tokens, at + 1);
        if (close < at + 5 || tokens[close - 1].Kind != TokenKind.Text || !tokens[close - 2].IsSign(",")) throw QueryFailedException.NotBuilt($"needs the format of {name} written out as a text");
        var inner = WriteInner(tokens, at + 2, close - 2);
        text.Append(name == "date_format" ? $"strftime( CAST( {inner} AS TIMESTAMP )" : $"strptime( {inner}").Append(", ").Append(Types.Literal(Format(tokens[close - 1].Value))).Append(" ) ");
        return close;
    }

    private static string Format(string mysql)
    {
        var text = new StringBuilder();
        for (var at = 0; at < mysql.Length; at++)
        {
            if (mysql[at] != '%' || at + 1 == mysql.Length)
            {
                text.Append(mysql[at]);
                continue;
            }
            text.Append(mysql[++at] switch
            {
                'M' => "%B", 'i' => "%M", 's' or 'S' => "%S", 'T' => "%H:%M:%S", 'k' => "%-H", 'l' => "%-I", 'c' => "%-m", 'h' or 'I' => "%I", 'W' => "%A", 'e' => "%-d", 'r' => "%I:%M:%S %p",
                'Y' or 'y' or 'm' or 'd' or 'H' or 'p' or 'a' or 'b' or 'j' or 'f' or '%' => $"%{mysql[at]}",
                var other => throw QueryFailedException.NotBuilt($"understands no %{other} in a format"),
            });
        }
        return text.ToString();
    }

    private static string WriteInner(IReadOnlyList<Token> tokens, int from, int to)
    {
        // As the list of one query: the same rules hold inside.
        const string begin = "select ";
        List<Token> inner = [new(TokenKind.Word, "select", 0, 0), .. tokens.Skip(from).Take(to - from)];
        return Write(inner)[begin.Length..];
    }
}
