namespace Certus.Web.Decide;

/// <summary>A field of the form.</summary>
/// <param name="Name">As in the JSON: <c>employer.onAws</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Kind">What may be typed.</param>
/// <param name="LeftOut">What is taken where nothing is said, for people.</param>
/// <param name="Choices">The words that a choice offers, with what they are called.</param>
/// <param name="Hint">What helps to answer, where the label does not do.</param>
public sealed record FormField(string Name, string Label, FieldKind Kind, string LeftOut, IReadOnlyList<(string Value, string Words)> Choices, string? Hint = null)
{
    /// <summary>The id of its control.</summary>
    public string Id => IdOf(Name);

    /// <summary>The id of a field's control.</summary>
    public static string IdOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return "f-" + name.Replace('.', '-').Replace("*", "all", StringComparison.Ordinal);
    }
}
