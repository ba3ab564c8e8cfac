using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>A profile as the form has it.</summary>
/// <param name="Profile">The profile; null where something is wrong.</param>
/// <param name="Values">What was typed, by field.</param>
/// <param name="Faults">What is wrong, a sentence for each field.</param>
public sealed partial record ProfileForm(Profile? Profile, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Faults)
{
    private const string Held = "held.", PassChance = "passChance.";
    private const int LongestValue = 100;

    /// <summary>The form of a profile.</summary>
    public static ProfileForm Of(Profile profile, MarketFacts facts)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(facts);
        Dictionary<string, string> values = [];
        foreach (var field in AssumptionField.All(facts)) field.Show(values, profile.Assumptions?.FirstOrDefault(field.IsOf)?.Value ?? field.Assumption.Value);
        foreach (var (name, value) in JsonNode.Parse(ProfileJson.Write(profile))!.AsObject())
            switch (value)
            {
                case JsonObject when name == "assumptions": break;      // shown above, with those that nobody changed
                case JsonArray held:
                    foreach (var certificate in held) values[Held + certificate!["code"]!.GetValue<string>()] = certificate["date"]!.GetValue<string>();
                    break;
                case JsonObject parts:
                    foreach (var (part, inner) in parts) values[$"{name}.{part}"] = Words(inner);
                    break;
                default:
                    values[name] = Words(value);
                    break;
            }
        return new(profile, values, new Dictionary<string, string>());
    }

    /// <summary>Reads what was sent; what is empty was not said, and an assumption whose fields are all empty is as it was.</summary>
    /// <param name="form">What was sent.</param>
    /// <param name="register">The exams.</param>
    /// <param name="facts">The assumptions as they are without anybody's own values.</param>
    /// <param name="putBack">The assumption that is to be as it was, whatever was sent of it; <see cref="AssumptionField.Every"/> for all of them.</param>
    public static ProfileForm Read(IFormCollection form, Register register, MarketFacts facts, string? putBack = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(facts);
        Dictionary<string, string> values = [], faults = [];
        string? Typed(string name)
        {
            var text = form[name].ToString().Trim();
            if (text.Length == 0) return null;
            if (text.Length > LongestValue) text = text[..LongestValue];
            values[name] = text;
            return text;
        }

        JsonObject json = [];
        foreach (var field in FormFields.Alone.Append(FormFields.Language(register)))
        {
            if (Typed(field.Name) is not { } text) continue;
            var place = json;
            var name = field.Name;
            if (name.Split('.') is [var outer, var inner])
            {
                if (!json.ContainsKey(outer)) json[outer] = new JsonObject();
                (place, name) = (json[outer]!.AsObject(), inner);
            }
            place[name] = Value(field, text);
        }
        List<string> codes = [];
        JsonArray held = [];
        JsonObject chances = [];
        foreach (var code in register.Certifications.Select(exam => exam.Code))
        {
            if (Typed(Held + code) is { } date)
            {
                held.Add((JsonNode)new JsonObject { ["code"] = code, ["date"] = date });
                codes.Add(code);
            }
            if (Typed(PassChance + code) is { } chance) chances[code] = Number(chance);
        }
        if (Typed(PassChance + "*") is { } every) chances["*"] = Number(every);
        if (held.Count > 0) json["held"] = held;
        if (chances.Count > 0) json["passChance"] = chances;
        JsonObject edits = [];
        foreach (var field in AssumptionField.All(facts))
        {
            var parts = putBack is AssumptionField.Every || putBack == field.Key ? [] : field.Parts.Select(part => (Part: part, Text: Typed(field.NameOf(part)))).Where(part => part.Text is not null).ToList();
            if (parts.Count == 0) { field.Show(values, field.Assumption.Value); continue; }
            if (!edits.ContainsKey(field.Group)) edits[field.Group] = new JsonObject();
            edits[field.Group]![field.Assumption.Id] = parts is [("mode", { } alone)] ? Number(alone) : new JsonObject(parts.Select(part => KeyValuePair.Create(part.Part, (JsonNode?)Number(part.Text!))));
        }
        if (edits.Count > 0) json["assumptions"] = edits;

        switch (ProfileJson.Read(JsonSerializer.SerializeToUtf8Bytes(json), register, facts))
        {
            case ProfileReading.Accepted accepted:
                return new(accepted.Profile, values, faults);
            case ProfileReading.Refused refused:
                foreach (var (field, message) in refused.Faults) faults.TryAdd(Named(field, codes), Sentence(field, message));
                break;
        }
        return new(null, values, faults);
    }

    // "hoursPerWeek must be from…" stands beside the field, which has a name of its own there.
    private static string Sentence(string field, string message) =>
        field.StartsWith("held[", StringComparison.Ordinal) ? "Must be a date such as 2025-05-01."
        : field.Length > 0 && message.StartsWith(field + " ", StringComparison.Ordinal) ? char.ToUpperInvariant(message[field.Length + 1]) + message[(field.Length + 2)..] : message;

    private static string Named(string field, List<string> codes) =>
        HeldAt().Match(field) is { Success: true } match && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var index && index < codes.Count ? Held + codes[index] : field;

    private static JsonNode Value(FormField field, string text) => field.Kind switch
    {
        FieldKind.Number => Number(text),
        FieldKind.Flag when text is "yes" or "no" => text == "yes",
        FieldKind.Text => text.ToUpperInvariant(),
        _ => text,
    };

    private static JsonNode Number(string text)
    {
        var digits = Thousands().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal) : text;
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : text;
    }

    private static string Words(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value?.ToString() ?? "",
    };

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^held\[(\d{1,3})\]")]
    private static partial Regex HeldAt();
}
