using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>A parameter as its template declares it.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Body">Its members.</param>
internal sealed record TemplateParameter(string Name, JsonObject Body)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(200);

    public string Type => Text(nameof(Type)) ?? throw CloudFormationNames.Invalid($"Template format error: Every Parameters object must contain a Type member. ({Name})");

    public string? Default => Text(nameof(Default));

    public bool NoEcho => Body[nameof(NoEcho)] is JsonValue flag && Values.Text(flag).Equals("true", StringComparison.OrdinalIgnoreCase);

    public bool IsList => Type == "CommaDelimitedList" || Type.StartsWith("List<", StringComparison.Ordinal);

    public string? Text(string member) => Body[member] is JsonValue value ? Values.Text(value) : null;

    /// <summary>Refuses a declaration that is none.</summary>
    public void Check()
    {
        if (Type is not ("String" or "Number" or "CommaDelimitedList") && !(Type.StartsWith("List<", StringComparison.Ordinal) && Type.EndsWith('>')) && !Type.StartsWith("AWS::", StringComparison.Ordinal))
            throw CloudFormationNames.Invalid($"Template format error: Unrecognized parameter type: {Type}");
        if (Type.Contains("AWS::SSM::", StringComparison.Ordinal)) throw CloudFormationNames.Invalid($"Template format error: the sandbox has no Systems Manager: the parameter {Name} can't be of type {Type}.");
    }

    /// <summary>Refuses a value that the declaration does not allow, in the words of its ConstraintDescription where it has one.</summary>
    public void Check(string value)
    {
        if (Type == "Number" && Number(value) is null) throw CloudFormationNames.Invalid($"Parameter '{Name}' must be a number.");
        if (Type == "List<Number>" && value.Split(',').Any(item => Number(item.Trim()) is null)) throw CloudFormationNames.Invalid($"Parameter '{Name}' must be a list of numbers.");
        if (Body["AllowedValues"] is JsonArray allowed && (IsList ? value.Split(',').Select(item => item.Trim()) : [value]).Any(item => !allowed.Any(one => one is JsonValue && Values.Text(one) == item)))
            throw Refused($"must be one of AllowedValues [{string.Join(", ", allowed.OfType<JsonValue>().Select(Values.Text))}]");
        if (Text("AllowedPattern") is { } pattern && !Matches(pattern, value)) throw Refused($"must match pattern {pattern}");
        if (Limit("MinLength") is { } least && value.Length < (double)least) throw Refused($"must contain at least {least} characters");
        if (Limit("MaxLength") is { } most && value.Length > (double)most) throw Refused($"must contain at most {most} characters");
        if (Type != "Number") return;
        if (Limit("MinValue") is { } low && Number(value) < low) throw Refused($"must be a number not less than {low}");
        if (Limit("MaxValue") is { } high && Number(value) > high) throw Refused($"must be a number not greater than {high}");
    }

    /// <summary>What Ref gives.</summary>
    public JsonNode Value(string value) => IsList ? new JsonArray([.. value.Split(',').Select(item => (JsonNode)item.Trim())]) : value;

    private double? Limit(string member) => Text(member) is { } text ? Number(text) ?? throw CloudFormationNames.Invalid($"Template format error: {member} of the parameter {Name} is no number.") : null;

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private bool Matches(string pattern, string value)
    {
        try
        {
            return Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (Exception bad) when (bad is ArgumentException or RegexMatchTimeoutException)
        {
            throw CloudFormationNames.Invalid($"Template format error: AllowedPattern of the parameter {Name} {(bad is ArgumentException ? "is no pattern" : "takes too long to match")}.");
        }
    }

    private AwsException Refused(string rule) => CloudFormationNames.Invalid(Text("ConstraintDescription") is { } words ? $"Parameter {Name} failed to satisfy constraint: {words}" : $"Parameter '{Name}' {rule}");
}
