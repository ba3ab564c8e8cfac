namespace Certus.Lab.Tests.Glue;

/// <summary>A clock whose waits do not end before they are told to.</summary>
internal sealed class HeldClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Action> _held = [];
    private bool _released;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (_released) return base.CreateTimer(callback, state, dueTime, period);
            var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _held.Add(() => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
            return timer;
        }
    }

    /// <summary>Ends every wait, and those that begin from now on in their time.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _released = true;
            foreach (var end in _held) end();
        }
    }
}
