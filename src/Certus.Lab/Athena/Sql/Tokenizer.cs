using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Lab.Athena.Sql;

/// <summary>Takes a statement apart. What Athena's SQL has no letter for is refused here, so that it never reaches another dialect.</summary>
internal static partial class Tokenizer
{
    /// <summary>How deep parentheses may lie in one another: what reads them calls itself for each.</summary>
    private const int Deepest = 200;

    /// <summary>The tokens without comments and without semicolons at the end.</summary>
    public static List<Token> Read(string sql)
    {
        List<Token> tokens = [];
        for (var at = 0; at < sql.Length;)
        {
            var letter = sql[at];
            if (char.IsWhiteSpace(letter))
            {
                at++;
                continue;
            }
            if (letter == '-' && at + 1 < sql.Length && sql[at + 1] == '-')
            {
                at = sql.IndexOf('\n', at) is var line and >= 0 ? line : sql.Length;
                continue;
            }
            if (letter == '/' && at + 1 < sql.Length && sql[at + 1] == '*')
            {
                at = sql.IndexOf("*/", at + 2, StringComparison.Ordinal) is var close and >= 0 ? close + 2 : throw QueryFailedException.Syntax("A comment has no end.");
                continue;
            }
            if (letter is '\'' or '"' or '`')
            {
                if (letter == '\'' && tokens is [.., { Kind: TokenKind.Word } before] && before.End == at && before.Value.ToLowerInvariant() is "e" or "x" or "b" or "u" or "n")
                    throw QueryFailedException.NotBuilt($"understands no {tokens[^1].Value}'…' literals");
                var (value, end) = Enclosed(sql, at);
                tokens.Add(new(letter switch { '\'' => TokenKind.Text, '"' => TokenKind.Quoted, _ => TokenKind.Backquoted }, value, at, end));
                at = end;
                continue;
            }
            var match = Piece().Match(sql, at);
            if (!match.Success) throw new QueryFailedException($"FAILED: ParseException line {sql[..at].Count(one => one == '\n') + 1}:{at - (sql.LastIndexOf('\n', at) + 1)} cannot recognize input near '{letter}'");
            var kind = match.Groups["word"].Success ? TokenKind.Word : match.Groups["number"].Success ? TokenKind.Number : match.Value == "?" ? TokenKind.Parameter : TokenKind.Sign;
            tokens.Add(new(kind, match.Value, at, at += match.Length));
        }
        while (tokens is [.., var last] && last.IsSign(";")) tokens.RemoveAt(tokens.Count - 1);
        if (tokens.Exists(token => token.IsSign(";"))) throw QueryFailedException.Syntax("Only one sql statement is allowed.");
        var depth = 0;
        foreach (var token in tokens)
            if ((depth += token.Kind != TokenKind.Sign ? 0 : token.Value is "(" or "[" ? 1 : token.Value is ")" or "]" ? -1 : 0) > Deepest) throw QueryFailedException.Syntax($"The statement nests deeper than {Deepest}.");
        return tokens.Count > 0 ? tokens : throw QueryFailedException.Syntax("The statement is empty.");
    }

    private static (string Value, int End) Enclosed(string sql, int at)
    {
        var quote = sql[at];
        var value = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] != quote) value.Append(sql[at]);
            else if (at + 1 < sql.Length && sql[at + 1] == quote) value.Append(sql[++at]);
            else return (value.ToString(), at + 1);
        }
        throw QueryFailedException.Syntax($"A {quote} has no other.");
    }

    [GeneratedRegex(@"\G(?:(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|<=|>=|<>|!=|\|\||->|=>|[(),.;+\-*/%<>=\[\]?:])")]
    private static partial Regex Piece();
}
