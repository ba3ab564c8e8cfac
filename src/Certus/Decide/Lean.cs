namespace Certus.Decide;

/// <summary>What a domain of an exam's outline asks about.</summary>
public enum Lean
{
    /// <summary>Data and models: what is learned from what, and how well.</summary>
    Theory,

    /// <summary>Building and running it: pipelines, deployment, monitoring, security, cost.</summary>
    Operations,

    /// <summary>Half of each.</summary>
    Both,

    /// <summary>Neither: use, rules and governance.</summary>
    Neither,
}
