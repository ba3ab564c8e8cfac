namespace Certus.Web.Labs;

/// <summary>Whether there is a sandbox to work in.</summary>
public abstract record SandboxState
{
    private SandboxState() { }

    /// <summary>None answers.</summary>
    public sealed record Off : SandboxState;

    /// <summary>One answers.</summary>
    /// <param name="Here">Whether this program runs it, and so can stop it.</param>
    public sealed record Runs(bool Here) : SandboxState;
}
