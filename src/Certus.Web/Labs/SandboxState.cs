namespace Certus.Web.Labs;

/// <summary>Whether there is a sandbox to work in.</summary>
/// <param name="Port">Where it listens, or would.</param>
public abstract record SandboxState(int Port)
{
    /// <summary>Its address as a client names it.</summary>
    public string Address => $"http://localhost:{Port}";

    /// <summary>None answers.</summary>
    /// <param name="Port">Where it would listen.</param>
    public sealed record Off(int Port) : SandboxState(Port);

    /// <summary>One answers.</summary>
    /// <param name="Here">Whether this program runs it, and so can stop it.</param>
    /// <param name="Port">Where it listens.</param>
    public sealed record Runs(bool Here, int Port) : SandboxState(Port);
}
