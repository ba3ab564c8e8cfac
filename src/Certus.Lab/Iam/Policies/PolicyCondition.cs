namespace Certus.Lab.Iam.Policies;

/// <summary>One operator of a Condition element on one key.</summary>
/// <param name="Operator">Without what stands before its colon and without IfExists, such as <c>StringNotLike</c>.</param>
/// <param name="Key">Such as <c>aws:SourceIp</c>; letter case does not matter.</param>
/// <param name="Values">One of them must match, of a negated operator none may.</param>
/// <remarks>IAM User Guide, "Condition operators" and "Set operators for multivalued context keys".</remarks>
public sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    /// <summary><c>ForAllValues</c> or <c>ForAnyValue</c>; null where neither is written.</summary>
    public string? Set { get; init; }

    /// <summary>Whether it also holds where the request lacks the key.</summary>
    public bool IfExists { get; init; }

    /// <summary>Whether its operator says what must not be.</summary>
    public bool IsNegated => Operator.Contains("Not", StringComparison.Ordinal);

    /// <summary>An operator's parts.</summary>
    /// <returns>Null where AWS has no such operator.</returns>
    public static PolicyCondition? Named(string name, string key, IReadOnlyList<string> values)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var set = colon < 0 ? null : name[..colon];
        if (set is not (null or "ForAllValues" or "ForAnyValue")) return null;
        var rest = name[(colon + 1)..];
        var ifExists = rest.EndsWith("IfExists", StringComparison.Ordinal);
        if (ifExists) rest = rest[..^"IfExists".Length];
        if (!PolicyOperators.Known(rest) || (rest == "Null" && (ifExists || set is not null))) return null;
        return new(rest, key, values) { Set = set, IfExists = ifExists };
    }

    /// <summary>Whether it holds of a request.</summary>
    /// <param name="context">The request's keys.</param>
    /// <param name="variables">Whether <c>${…}</c> in values is a variable.</param>
    public bool Holds(IReadOnlyDictionary<string, IReadOnlyList<string>> context, bool variables)
    {
        var sent = context.TryGetValue(Key, out var values) && values.Count > 0 ? values : null;
        if (Operator == "Null") return Values.Any(value => bool.TryParse(value, out var missing) && missing == sent is null);
        if (sent is null) return IfExists || Set == "ForAllValues" || (Set is null && IsNegated);
        var looked = variables ? context : null;
        return (Set, IsNegated) switch
        {
            ("ForAllValues", _) => sent.All(One),
            (null, true) => sent.All(One),
            _ => sent.Any(One),
        };

        bool One(string value) => Values.Any(policy => PolicyOperators.Matches(Operator, policy, value, looked)) != IsNegated;
    }
}
