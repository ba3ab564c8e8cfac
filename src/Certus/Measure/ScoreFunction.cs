using Certus.Numerics;

namespace Certus.Measure;

/// <summary>The slope of what an estimate maximizes, as a function of theta: its downward crossings of zero are the maxima.</summary>
internal readonly ref struct ScoreFunction(AbilityMethod method, ReadOnlySpan<ItemModel> items, ReadOnlySpan<sbyte> responses, NormalPrior prior) : IFunction
{
    private readonly ReadOnlySpan<ItemModel> _items = items;
    private readonly ReadOnlySpan<sbyte> _responses = responses;

    /// <inheritdoc/>
    public double At(double theta)
    {
        double slope = 0, information = 0, tilt = 0;
        var weighted = method is AbilityMethod.WeightedLikelihood or AbilityMethod.JeffreysMode;
        for (var i = 0; i < _items.Length; i++)
        {
            if (_responses[i] == Response.Missing) continue;
            slope += _items[i].LogLikelihood(theta, _responses[i]).First;
            if (!weighted) continue;
            information += _items[i].Information(theta);
            tilt += Tilt(method, _items[i], theta);
        }
        return method == AbilityMethod.MaximumAPosteriori ? slope + PriorSlope(prior, theta) : weighted ? slope + Weight(information, tilt) : slope;
    }

    /// <summary>The logarithm of the likelihood, with the prior's where there is one; of Warm's weight the slope alone has a formula, and it is left out.</summary>
    public double Value(double theta)
    {
        double value = 0, information = 0;
        for (var i = 0; i < _items.Length; i++)
        {
            if (_responses[i] == Response.Missing) continue;
            value += _items[i].LogLikelihood(theta, _responses[i]).Value;
            if (method == AbilityMethod.JeffreysMode) information += _items[i].Information(theta);
        }
        return method switch
        {
            AbilityMethod.MaximumAPosteriori => value + PriorSlope(prior, theta) * (theta - prior.Mean) / 2,
            AbilityMethod.JeffreysMode => value + Math.Log(information) / 2,
            _ => value,
        };
    }

    public static double PriorSlope(NormalPrior prior, double theta) => (prior.Mean - theta) / (prior.StandardDeviation * prior.StandardDeviation);

    /// <summary>What an item adds to the numerator of the weight's slope.</summary>
    public static double Tilt(AbilityMethod method, ItemModel item, double theta) =>
        method == AbilityMethod.WeightedLikelihood ? item.WarmTerm(theta) : item.InformationSlope(theta);

    /// <summary>The weight's slope; nothing where no item measures.</summary>
    public static double Weight(double information, double tilt) => information > 0 ? tilt / (2 * information) : 0;
}
