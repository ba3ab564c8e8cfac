namespace Certus.Measure;

/// <summary>What is believed of several abilities before the first answer: each is partly one general ability, partly its own.</summary>
/// <remarks>
/// theta_d = mean_d + sd_d (√r_d · g + √(1 − r_d) · s_d), with g and every s_d standard normal and independent. Two domains correlate as √(r_d r_e). A hierarchical (second-order)
/// factor model; with one domain it is the ordinary prior.
/// </remarks>
public sealed record GeneralFactorPrior
{
    /// <summary>The same for every domain.</summary>
    /// <param name="domains">How many domains there are; at least 1.</param>
    /// <param name="correlation">Between any two domains; from 0 (nothing is borrowed) to 1 (one ability).</param>
    /// <param name="each">The prior of each domain by itself. Left out, standard normal.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public GeneralFactorPrior(int domains, double correlation, NormalPrior? each = null)
        : this([.. Enumerable.Repeat(each ?? NormalPrior.Standard, Math.Max(domains, 0))], [.. Enumerable.Repeat(correlation, Math.Max(domains, 0))])
    {
    }

    /// <summary>Its own for every domain.</summary>
    /// <param name="domains">The prior of each domain by itself; at least one.</param>
    /// <param name="shares">r of each domain: the share of its variance that is the general ability's; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the two lists differ in length.</exception>
    public GeneralFactorPrior(IReadOnlyList<NormalPrior> domains, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentOutOfRangeException.ThrowIfZero(domains.Count, nameof(domains));
        ArgumentOutOfRangeException.ThrowIfNotEqual(shares.Count, domains.Count, nameof(shares));
        foreach (var share in shares)
            if (!(share >= 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(shares), share, "must be from 0 to 1");
        Domains = [.. domains.Select(domain => domain.Checked())];
        Shares = [.. shares];
    }

    /// <summary>The prior of each domain by itself.</summary>
    public IReadOnlyList<NormalPrior> Domains { get; }

    /// <summary>r of each domain: the share of its variance that is the general ability's.</summary>
    public IReadOnlyList<double> Shares { get; }
}
