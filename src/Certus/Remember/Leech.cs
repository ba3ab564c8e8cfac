namespace Certus.Remember;

/// <summary>Cards that are forgotten again and again.</summary>
public static class Leech
{
    /// <summary>Lapses after which a card is one, as is customary.</summary>
    public const int Threshold = 8;

    /// <summary>Whether the lapse that was just counted is one at which to do something: the eighth, then every half of that: 12, 16, 20…</summary>
    /// <param name="lapses">How often the card was forgotten in review, this time included.</param>
    /// <param name="threshold">From 1.</param>
    public static bool At(int lapses, int threshold = Threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        return lapses >= threshold && (lapses - threshold) % ((threshold + 1) / 2) == 0;
    }
}
