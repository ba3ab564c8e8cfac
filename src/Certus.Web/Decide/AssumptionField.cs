using System.Globalization;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>An assumption in the form: one field, or three where the model draws it from a range.</summary>
/// <param name="Group">Where it stands: shared, or the name of a set.</param>
/// <param name="Assumption">As it is without anybody's own value.</param>
public sealed record AssumptionField(string Group, Assumption Assumption)
{
    /// <summary>What a button names that puts all of them back.</summary>
    public const string Every = "*";

    private static readonly string[] One = ["mode"], Three = ["low", "mode", "high"];

    /// <summary>All assumptions, group by group.</summary>
    public static IEnumerable<AssumptionField> All(MarketFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Groups.SelectMany(group => facts.Group(group).Select(assumption => new AssumptionField(group, assumption)));
    }

    /// <summary>What names it within the form: <c>evidence.causalShare</c>.</summary>
    public string Key => $"{Group}.{Assumption.Id}";

    /// <summary>What names it among the fields and faults: <c>assumptions.evidence.causalShare</c>.</summary>
    public string Name => $"assumptions.{Key}";

    /// <summary>The id of what belongs to it.</summary>
    public string Id => FormField.IdOf(Name);

    /// <summary>What the model makes of it.</summary>
    public AssumptionRule Rule => AssumptionRule.Of(Assumption);

    /// <summary>Its parts: low, mode and high, or mode alone.</summary>
    public IReadOnlyList<string> Parts => Rule.Ranged ? Three : One;

    /// <summary>The name of a part's control.</summary>
    public string NameOf(string part) => $"{Name}.{part}";

    /// <summary>What a part is called.</summary>
    public static string Words(string part) => part switch { "low" => "low", "high" => "high", _ => "central" };

    /// <summary>Whether an edit is of it.</summary>
    public bool IsOf(AssumptionEdit edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return edit.Group == Group && edit.Id == Assumption.Id;
    }

    /// <summary>What stands in a part's control for a value; empty where the value does not need it.</summary>
    public static string Shown(string part, Spread value) => (part, value) switch
    {
        ("mode", { IsCertain: true }) => Digits(value.Mode),
        (_, { IsCertain: true }) => "",
        ("mode", { Shape: Shape.Uniform }) => "",
        ("low", _) => Digits(value.Low),
        ("high", _) => Digits(value.High),
        _ => Digits(value.Mode),
    };

    /// <summary>Puts a value into the controls.</summary>
    public void Show(IDictionary<string, string> values, Spread value)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var part in Parts)
        {
            if (Shown(part, value) is { Length: > 0 } text) values[NameOf(part)] = text;
            else values.Remove(NameOf(part));
        }
    }

    private static string Digits(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
