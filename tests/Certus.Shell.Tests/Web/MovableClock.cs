namespace Certus.Shell.Tests.Web;

/// <summary>A clock that stands until a test moves it; it begins at noon of 23 November 2026, in London.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _ticks = Store.Samples.Noon.UtcTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
