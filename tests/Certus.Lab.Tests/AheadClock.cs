namespace Certus.Lab.Tests;

/// <summary>A clock that runs, as far ahead as it was put.</summary>
internal sealed class AheadClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
