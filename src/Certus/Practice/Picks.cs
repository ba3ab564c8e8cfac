using System.Globalization;
using System.Text.Json.Serialization;

namespace Certus.Practice;

/// <summary>What was chosen in a question, compared by value.</summary>
/// <remarks>
/// One shape for all types, with options counted from 0 as the question lists them: for <c>single</c> and <c>multiple</c> the chosen options, ascending; for
/// <c>ordering</c> the steps in the chosen order; for <c>matching</c> one choice per prompt, −1 where a prompt is left open. So an answer is right
/// when it equals the key.
/// </remarks>
[JsonConverter(typeof(PicksJson))]
public sealed class Picks : IEquatable<Picks>
{
    /// <summary>Nothing chosen.</summary>
    public static readonly Picks None = new([]);

    private readonly int[] _values;

    private Picks(int[] values) => _values = values;

    /// <summary>The numbers, in the order described above.</summary>
    public IReadOnlyList<int> Values => _values;

    /// <summary>Whether nothing at all is chosen.</summary>
    public bool IsBlank => Array.TrueForAll(_values, value => value < 0);

    /// <summary>Options of a single or multiple choice, in any order.</summary>
    public static Picks Of(IEnumerable<int> options) => new([.. options.Distinct().Order()]);

    /// <summary>Steps or matches, whose order matters.</summary>
    public static Picks InOrder(IEnumerable<int> values) => new([.. values]);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a list of whole numbers.</exception>
    public static Picks Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? None : new([.. text.Split(',').Select(Number)]);

        static int Number(string part) => int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{part}' is not a whole number.");
    }

    /// <summary>Whether an option is among the chosen ones.</summary>
    public bool Contains(int option) => Array.IndexOf(_values, option) >= 0;

    /// <inheritdoc/>
    public bool Equals(Picks? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Picks);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>The numbers with commas between; empty for <see cref="None"/>.</summary>
    public override string ToString() => string.Join(',', _values);
}
