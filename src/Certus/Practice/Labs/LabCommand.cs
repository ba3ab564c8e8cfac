namespace Certus.Practice.Labs;

/// <summary>A command to copy.</summary>
/// <param name="Client">What it is for.</param>
/// <param name="Text">The command; the sandbox's address is in it.</param>
public sealed record LabCommand(LabClient Client, string Text);
