using System.Text.Json;

namespace Certus.Lab.Iam.Policies;

/// <summary>A policy's JSON: no name twice, no comments, nothing after the end.</summary>
internal static class PolicyJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The document's value.</summary>
    /// <returns>Null where the text is no JSON.</returns>
    public static JsonElement? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One text, or a list of them; nulls in a list are left out, as IAM does.</summary>
    /// <returns>Null where it is anything else.</returns>
    public static List<string>? Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Null) =>
            [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        _ => null,
    };

    /// <summary>Values of a condition: texts, numbers and flags, one or a list.</summary>
    /// <returns>Null where it is anything else.</returns>
    public static List<string>? Values(JsonElement value)
    {
        List<string> values = [];
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : (JsonElement[])[value])
        {
            if (item.ValueKind is JsonValueKind.String) values.Add(item.GetString()!);
            else if (item.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) values.Add(item.GetRawText());
            else return null;
        }
        return values;
    }

    /// <summary>Conditions of a Condition element.</summary>
    /// <param name="element">The element's value.</param>
    /// <param name="unknown">An operator with keys that AWS does not have; null where there is none.</param>
    /// <returns>Null where it is not of a condition's shape.</returns>
    public static List<PolicyCondition>? Conditions(JsonElement element, out string? unknown)
    {
        unknown = null;
        if (element.ValueKind != JsonValueKind.Object) return null;
        List<PolicyCondition> conditions = [];
        foreach (var name in element.EnumerateObject())
        {
            if (name.Value.ValueKind != JsonValueKind.Object) return null;
            foreach (var key in name.Value.EnumerateObject())
            {
                if (Values(key.Value) is not { } values) return null;
                if (PolicyCondition.Named(name.Name, key.Name, values) is { } condition) conditions.Add(condition);
                else unknown ??= name.Name;
            }
        }
        return conditions;
    }

    /// <summary>A Principal element.</summary>
    /// <returns>Null where it is not of a principal's shape.</returns>
    public static PolicyPrincipals? Principals(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) return element.GetString() == "*" ? PolicyPrincipals.Everybody : null;
        if (element.ValueKind != JsonValueKind.Object) return null;
        List<(string, string)> values = [];
        foreach (var kind in element.EnumerateObject())
        {
            if (kind.Name is not ("AWS" or "Service" or "Federated" or "CanonicalUser") || Texts(kind.Value) is not { } texts) return null;
            values.AddRange(texts.Select(text => (kind.Name, text)));
        }
        return values.Count == 0 ? null : new(values);
    }
}
