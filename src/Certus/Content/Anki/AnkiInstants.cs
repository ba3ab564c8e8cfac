namespace Certus.Content.Anki;

/// <summary>Instants as Anki writes them; those outside of 1980 to 2200 are no instants.</summary>
internal static class AnkiInstants
{
    private const long Earliest = 315_532_800_000, Latest = 7_258_118_400_000;

    public static DateTimeOffset? OfMilliseconds(long milliseconds) => milliseconds is >= Earliest and < Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>When something was changed; <paramref name="latest"/> where that is not known, or is said to be later.</summary>
    public static DateTimeOffset UpTo(DateTimeOffset latest, long seconds) => OfSeconds(seconds) is { } at && at < latest ? at : latest;

    public static DateTimeOffset? OfSeconds(long seconds) => seconds is >= Earliest / 1000 and < Latest / 1000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
