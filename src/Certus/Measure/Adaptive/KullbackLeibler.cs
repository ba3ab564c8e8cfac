namespace Certus.Measure.Adaptive;

/// <summary>How well an item tells an ability from those about it.</summary>
internal static class KullbackLeibler
{
    private const int Steps = 20;       // even: Simpson's rule

    /// <summary>The divergence of an ability's responses from another's, integrated over the others within reach: ∫ Σ P(theta0) ln(P(theta0) / P(theta)) dtheta.</summary>
    /// <param name="item">The item.</param>
    /// <param name="theta">The ability, in logits.</param>
    /// <param name="reach">In logits, to either side; above 0.</param>
    /// <param name="here">Room for the item's categories.</param>
    /// <param name="there">Room for the item's categories.</param>
    /// <remarks>Chang and Ying (1996), equation 5.</remarks>
    public static double Information(ItemModel item, double theta, double reach, Span<double> here, Span<double> there)
    {
        item.Probabilities(theta, here);
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            if (i == Steps / 2) continue;       // theta itself, from which nothing diverges
            item.Probabilities(theta + reach * (2.0 * i / Steps - 1), there);
            var divergence = 0.0;
            for (var k = 0; k < item.Categories; k++)
                if (here[k] > 0) divergence += here[k] * Math.Log(here[k] / Math.Max(there[k], double.Epsilon));
            sum += divergence * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return sum * 2 * reach / Steps / 3;
    }
}
