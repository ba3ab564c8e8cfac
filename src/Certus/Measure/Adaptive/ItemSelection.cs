namespace Certus.Measure.Adaptive;

/// <summary>Which item an adaptive test asks next.</summary>
public enum ItemSelection
{
    /// <summary>The one with the largest Fisher information at the estimate. Lord (1980).</summary>
    MaximumInformation,

    /// <summary>
    /// The one with the largest Kullback–Leibler information over an interval about the estimate, 3/√n logits to either side after n items: global information, for the
    /// start of a test, where the estimate may be far off. Chang and Ying (1996).
    /// </summary>
    KullbackLeibler,
}
