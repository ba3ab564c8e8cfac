namespace Certus.Lab.Glue;

/// <summary>A type as Hive writes it, such as <c>bigint</c> or <c>array&lt;struct&lt;a:int,b:string&gt;&gt;</c>.</summary>
internal abstract record HiveType
{
    private HiveType() { }

    /// <summary>A type without others in it.</summary>
    /// <param name="Name">In lower case and without arguments: string, bigint, decimal …</param>
    /// <param name="Arguments">The numbers in its parentheses; empty where it has none.</param>
    public sealed record Plain(string Name, params IReadOnlyList<int> Arguments) : HiveType
    {
        public override string ToString() => Arguments.Count == 0 ? Name : $"{Name}({string.Join(',', Arguments)})";
    }

    /// <summary>Values of one type, one behind the other.</summary>
    public sealed record List(HiveType Element) : HiveType
    {
        public override string ToString() => $"array<{Element}>";
    }

    /// <summary>Values by keys.</summary>
    public sealed record Map(HiveType Key, HiveType Value) : HiveType
    {
        public override string ToString() => $"map<{Key},{Value}>";
    }

    /// <summary>Fields by their names.</summary>
    public sealed record Struct(IReadOnlyList<(string Name, HiveType Type)> Fields) : HiveType
    {
        public override string ToString() => $"struct<{string.Join(',', Fields.Select(field => $"{field.Name}:{field.Type}"))}>";
    }

    public static Plain String { get; } = new("string");

    /// <summary>Reads a type.</summary>
    /// <returns>The type; null where the text is none.</returns>
    public static HiveType? Parse(string text)
    {
        var at = 0;
        return Type(0) is { } type && Skip() == text.Length ? type : null;

        int Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            return at;
        }

        bool Take(char sign)
        {
            if (Skip() >= text.Length || text[at] != sign) return false;
            at++;
            return true;
        }

        string Word()
        {
            var from = Skip();
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' or '-')) at++;
            return text[from..at].ToLowerInvariant();
        }

        HiveType? Type(int depth)
        {
            var name = Word();
            if (name.Length == 0 || depth > 50) return null;
            switch (name)
            {
                case "array":
                    return Take('<') && Type(depth + 1) is { } element && Take('>') ? new List(element) : null;
                case "map":
                    return Take('<') && Type(depth + 1) is { } key && Take(',') && Type(depth + 1) is { } value && Take('>') ? new Map(key, value) : null;
                case "struct":
                    List<(string, HiveType)> fields = [];
                    if (!Take('<')) return null;
                    do
                    {
                        var field = Word();
                        if (field.Length == 0 || !Take(':') || Type(depth + 1) is not { } type) return null;
                        fields.Add((field, type));
                    }
                    while (Take(','));
                    return Take('>') ? new Struct(fields) : null;
                default:
                    List<int> arguments = [];
                    if (Take('('))
                    {
                        do
                        {
                            if (!int.TryParse(Word(), out var argument)) return null;
                            arguments.Add(argument);
                        }
                        while (Take(','));
                        if (!Take(')')) return null;
                    }
                    return new Plain(name == "integer" ? "int" : name, arguments);
            }
        }
    }

    /// <summary>The type that holds the values of both; text where nothing else does.</summary>
    /// <param name="one">A type; null where nothing is known of it, as of a value that was null.</param>
    /// <param name="other">The same.</param>
    public static HiveType? Merge(HiveType? one, HiveType? other)
    {
        if (one is null || other is null) return one ?? other;
        if (one.ToString() == other.ToString()) return one;
        switch (one, other)
        {
            case (Plain a, Plain b) when Rank(a) > 0 && Rank(b) > 0:
                return Rank(a) > Rank(b) ? a : b;
            case (List a, List b):
                return new List(Merge(a.Element, b.Element)!);
            case (Struct a, Struct b):
                List<(string Name, HiveType Type)> fields = [.. a.Fields];
                foreach (var (name, type) in b.Fields)
                    if (fields.FindIndex(field => field.Name == name) is var at and >= 0) fields[at] = (name, Merge(fields[at].Type, type)!);
                    else fields.Add((name, type));
                return new Struct(fields);
            default:
                return String;
        }

        // What holds what is before it.
        static int Rank(Plain type) => Array.IndexOf(["tinyint", "smallint", "int", "bigint", "float", "double"], type.Name) + 1;
    }
}
