namespace Certus.Practice;

/// <summary>Where one question of a sitting stands.</summary>
public sealed record Place
{
    /// <summary>A question that was not opened yet.</summary>
    public static readonly Place Untouched = new();

    /// <summary>When it came on the screen first; null before that.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>The answer as it stands.</summary>
    public Picks Picks { get; init; } = Picks.None;

    /// <summary>The first complete answer that was given.</summary>
    public Picks FirstPicks { get; init; } = Picks.None;

    /// <summary>The latest complete answer that was given; it stays while the answer is being changed.</summary>
    public Picks LatestPicks { get; init; } = Picks.None;

    /// <summary>How often a complete answer was replaced by a different one.</summary>
    public int Changes { get; init; }

    /// <summary>Flagged for review.</summary>
    public bool Flagged { get; init; }

    /// <summary>Options struck out, a bit each, in file order.</summary>
    public int StruckBits { get; init; }

    /// <summary>How sure the learner said to be.</summary>
    public Sureness? Level { get; init; }

    /// <summary>The learner's note.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Time on the screen over all finished visits.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Study mode: the explanation has been shown.</summary>
    public bool Revealed { get; init; }

    /// <summary>Whether an option is struck out.</summary>
    public bool IsStruck(int option) => (StruckBits & (1 << option)) != 0;
}
