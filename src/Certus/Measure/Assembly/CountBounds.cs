using System.Globalization;

namespace Certus.Measure.Assembly;

/// <summary>How many there must be at least and may be at most, in every form.</summary>
/// <param name="Min">At least 0.</param>
/// <param name="Max">At least <paramref name="Min"/>.</param>
public readonly record struct CountBounds(int Min, int Max)
{
    /// <summary>Exactly so many.</summary>
    public static CountBounds Exactly(int count) => new(count, count);

    /// <inheritdoc/>
    public override string ToString() => Min == Max ? Min.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}");
}
