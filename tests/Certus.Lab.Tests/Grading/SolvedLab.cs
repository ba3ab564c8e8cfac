namespace Certus.Lab.Tests.Grading;

/// <summary>A lab as its reference solution leaves it, for all of a class's tests: each breaks one thing and mends it again.</summary>
/// <param name="lab">Its id.</param>
/// <param name="seed">What it is begun with.</param>
public abstract class SolvedLab(string lab, ulong seed) : IAsyncLifetime
{
    internal Attempt Lab { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lab = await Attempt.BeginAsync(lab, seed);
        await SolveAsync();
    }

    /// <summary>The reference solution.</summary>
    private protected abstract Task SolveAsync();

    public async ValueTask DisposeAsync()
    {
        await Lab.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
