namespace Certus.Remember;

/// <summary>How parameters are fitted.</summary>
public sealed record FitOptions
{
    /// <summary>The items to learn from, by their number in time; the rest is not looked at.</summary>
    public Range Items { get; init; } = Range.All;

    /// <summary>Whether recent items count more: from a quarter for the oldest to one for the newest.</summary>
    public bool Recency { get; init; } = true;

    /// <summary>How strongly the parameters are held to the defaults: 1 as documented, 0 not at all.</summary>
    public double Prior { get; init; } = 1;

    /// <summary>Whether a fit to few items whose foretelling of later ones does not bear it out goes back towards the defaults, as far as the items hardly tell the difference (<see cref="FitGuard"/>); otherwise it is the most plausible parameters whatever they foretell.</summary>
    public bool Guarded { get; init; } = true;

    /// <summary>Steps at most of one search; a guarded fit makes four or more.</summary>
    public int MostSteps { get; init; } = 40;

    /// <summary>Threads at most, from 1; −1 for as many as there are cores. The result is the same.</summary>
    public int MostThreads { get; init; } = -1;

    /// <summary>Whether same-day reviews have a rule of their own.</summary>
    public bool ShortTerm { get; init; } = true;
}
