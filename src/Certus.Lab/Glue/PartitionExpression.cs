using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Certus.Lab.Server;

namespace Certus.Lab.Glue;

/// <summary>The expression that GetPartitions filters by: comparisons of partition keys with values, tied by AND, OR and NOT.</summary>
/// <remarks>Operators and key types as the API reference lists them: =, &lt;&gt;, &lt;, &gt;, &lt;=, &gt;=, IN, BETWEEN, LIKE, IS [NOT] NULL; string, date, timestamp, int, bigint, long, tinyint, smallint, decimal.</remarks>
internal sealed partial class PartitionExpression
{
    private static readonly string[] Words = ["and", "or", "not", "in", "between", "like", "is", "null"];

    private readonly List<Token> _tokens;
    private readonly IReadOnlyList<CatalogColumn> _keys;
    private readonly Func<IReadOnlyList<string>, bool> _test;
    private readonly string _text;
    private int _at;

    private PartitionExpression(string text, IReadOnlyList<CatalogColumn> keys)
    {
        (_text, _keys) = (text, keys);
        _tokens = Bare(Tokens(text));
        _test = Or(0);
        if (_at < _tokens.Count) throw Unsupported();
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="AwsException">It is none, names what is no key, or compares a key with what is none of its type.</exception>
    public static PartitionExpression Parse(string text, IReadOnlyList<CatalogColumn> keys) => new(text, keys);

    /// <summary>Whether a partition of these values is meant.</summary>
    public bool Matches(IReadOnlyList<string> values) => _test(values);

    private enum TokenKind { Name, Word, Number, Text, Sign }

    private readonly record struct Token(TokenKind Kind, string Text);

    private List<Token> Tokens(string text)
    {
        List<Token> tokens = [];
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            if (text[at] == '\'')
            {
                var value = new StringBuilder();
                for (at++; ; at++)
                {
                    if (at >= text.Length) throw Unsupported();
                    if (text[at] != '\'') value.Append(text[at]);
                    else if (at + 1 < text.Length && text[at + 1] == '\'') value.Append(text[++at]);
                    else break;
                }
                at++;
                tokens.Add(new(TokenKind.Text, value.ToString()));
                continue;
            }
            var match = Piece().Match(text, at);
            if (!match.Success) throw Unsupported();
            at += match.Length;
            var piece = match.Value;
            tokens.Add(match.Groups["number"].Success ? new(TokenKind.Number, piece)
                : match.Groups["sign"].Success ? new(TokenKind.Sign, piece == "!=" ? "<>" : piece)
                : piece[0] is '"' or '`' ? new(TokenKind.Name, GlueNames.Fold(piece[1..^1]))
                : Words.Contains(GlueNames.Fold(piece)) ? new(TokenKind.Word, GlueNames.Fold(piece)) : new(TokenKind.Name, GlueNames.Fold(piece)));
        }
        return tokens;
    }

    [GeneratedRegex("""\G(?:(?<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<sign><=|>=|<>|!=|[=<>(),])|"[^"]+"|`[^`]+`|[A-Za-z_]\w*)""")]
    private static partial Regex Piece();

    /// <summary>Parentheses around a single token mean nothing, around an operator neither; a list behind IN keeps its own.</summary>
    private static List<Token> Bare(List<Token> tokens)
    {
        for (var at = 0; at + 2 < tokens.Count; at++)
        {
            if (tokens[at] is not (TokenKind.Sign, "(") || tokens[at + 2] is not (TokenKind.Sign, ")") || tokens[at + 1].Kind == TokenKind.Sign && tokens[at + 1].Text is "(" or ")") continue;
            if (at > 0 && tokens[at - 1] is (TokenKind.Word, "in")) continue;
            tokens.RemoveAt(at + 2);
            tokens.RemoveAt(at);
            at = Math.Max(-1, at - 2);
        }
        return tokens;
    }

    private bool Take(TokenKind kind, string text)
    {
        if (_at >= _tokens.Count || _tokens[_at] != new Token(kind, text)) return false;
        _at++;
        return true;
    }

    private Func<IReadOnlyList<string>, bool> Or(int depth)
    {
        if (depth > 200) throw Unsupported();
        var left = And(depth);
        while (Take(TokenKind.Word, "or"))
        {
            var (one, other) = (left, And(depth));
            left = values => one(values) || other(values);
        }
        return left;
    }

    private Func<IReadOnlyList<string>, bool> And(int depth)
    {
        var left = Not(depth);
        while (Take(TokenKind.Word, "and"))
        {
            var (one, other) = (left, Not(depth));
            left = values => one(values) && other(values);
        }
        return left;
    }

    private Func<IReadOnlyList<string>, bool> Not(int depth)
    {
        if (depth > 200) throw Unsupported();
        if (Take(TokenKind.Word, "not"))
        {
            var inner = Not(depth + 1);
            return values => !inner(values);
        }
        if (!Take(TokenKind.Sign, "(")) return Comparison();
        var within = Or(depth + 1);
        return Take(TokenKind.Sign, ")") ? within : throw Unsupported();
    }

    private Func<IReadOnlyList<string>, bool> Comparison()
    {
        if (_at >= _tokens.Count || _tokens[_at].Kind != TokenKind.Name) throw Unsupported();
        var name = _tokens[_at++].Text;
        var at = _keys.Select(key => key.Name).ToList().IndexOf(name);
        if (at < 0) throw GlueNames.Invalid("Invalid partition expression!");
        var type = PartitionKeyType.Of(_keys[at].Type);
        if (Take(TokenKind.Word, "is"))
        {
            var wanted = !Take(TokenKind.Word, "not");
            // A partition has a value of every key: none is ever null.
            return Take(TokenKind.Word, "null") ? _ => !wanted : throw Unsupported();
        }
        var not = Take(TokenKind.Word, "not");
        if (Take(TokenKind.Word, "in"))
        {
            if (!Take(TokenKind.Sign, "(")) throw Unsupported();
            List<IComparable> list = [];
            do list.Add(Literal(type));
            while (Take(TokenKind.Sign, ","));
            return Take(TokenKind.Sign, ")") ? values => list.Exists(one => one.CompareTo(type.Kept(values[at])) == 0) != not : throw Unsupported();
        }
        if (Take(TokenKind.Word, "between"))
        {
            var low = Literal(type);
            if (!Take(TokenKind.Word, "and")) throw Unsupported();
            var high = Literal(type);
            return values => type.Kept(values[at]) is var value && (value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0) != not;
        }
        if (Take(TokenKind.Word, "like"))
        {
            if (type.Likeless is { } words) throw GlueNames.Invalid($"{words} data type doesn't support operation 'LIKE'");
            if (_at >= _tokens.Count || _tokens[_at].Kind is not (TokenKind.Text or TokenKind.Number)) throw Unsupported();
            var pattern = Like(_tokens[_at++].Text);
            return values => pattern.IsMatch(values[at]) != not;
        }
        if (not || _at >= _tokens.Count || _tokens[_at] is not { Kind: TokenKind.Sign, Text: "=" or "<>" or "<" or ">" or "<=" or ">=" } sign) throw Unsupported();
        _at++;
        var literal = Literal(type);
        return values =>
        {
            var order = type.Kept(values[at]).CompareTo(literal);
            return sign.Text switch { "=" => order == 0, "<>" => order != 0, "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
        };
    }

    private IComparable Literal(PartitionKeyType type)
    {
        if (_at >= _tokens.Count || _tokens[_at].Kind is not (TokenKind.Text or TokenKind.Number)) throw Unsupported();
        var text = _tokens[_at++].Text;
        return type.Read(text) ?? throw GlueNames.Invalid($"\"{text}\" is not {type.Words}");
    }

    private static Regex Like(string pattern) => new(
        "^" + string.Concat(pattern.Select(letter => letter switch { '%' => ".*", '_' => ".", _ => Regex.Escape($"{letter}") })) + "$", RegexOptions.NonBacktracking | RegexOptions.Singleline);

    private AwsException Unsupported() => GlueNames.Invalid($"Unsupported expression '{_text}'");
}
