namespace Certus.Measure;

/// <summary>Points of the ability scale, close enough together that items show no feature between two of them.</summary>
internal static class ThetaGrid
{
    /// <summary>Where an item's probabilities still change: within so many of its own logits.</summary>
    private const double Core = 5, End = 40;

    private const double LargestStep = 0.1, StepPerLogit = 0.3, Growth = 1.25;
    private const int MostCorePoints = 1024;

    /// <summary>Farther out, in logits of the steepest item, points may lie apart: two categories of almost one slope must not stretch all others' steps.</summary>
    private const double CoreReach = 150;

    /// <summary>Beyond this a category's intercept is lost beside its exponent.</summary>
    private const double Farthest = 1e9;

    /// <summary>Points that span everything the items can tell apart, and a place besides.</summary>
    public static double[] Spanning(IReadOnlyList<ItemModel> items, double besides)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity, steepest = 0, first = besides - 1, last = besides + 1;
        foreach (var item in items)
        {
            var reach = item.Reach;
            (low, high) = (Math.Min(low, reach.Low - Core / reach.LeastSlope), Math.Max(high, reach.High + Core / reach.LeastSlope));
            (first, last) = (Math.Min(first, reach.Low - End / reach.LeastSlope), Math.Max(last, reach.High + End / reach.LeastSlope));
            steepest = Math.Max(steepest, reach.MostSlope);
        }
        (first, last) = (Math.Max(first, -Farthest), Math.Min(last, Farthest));
        var center = Math.Clamp(besides, low, high);
        (low, high) = (Math.Max(low, center - CoreReach / steepest), Math.Min(high, center + CoreReach / steepest));
        var step = Math.Max(Math.Min(LargestStep, StepPerLogit / steepest), (high - low) / MostCorePoints);
        List<double> points = [];
        for (double at = low - step * Growth, wider = step * Growth; ; wider *= Growth, at -= wider)
        {
            points.Add(Math.Max(at, first));
            if (at <= first) break;
        }
        points.Reverse();
        var count = (int)Math.Ceiling((high - low) / step);
        for (var i = 0; i <= count; i++) points.Add(low + (high - low) * i / count);
        for (double at = high + step * Growth, wider = step * Growth; ; wider *= Growth, at += wider)
        {
            points.Add(Math.Min(at, last));
            if (at >= last) break;
        }
        return [.. points];
    }

    /// <summary>The weight of a point among equally spaced ones.</summary>
    /// <remarks>Gregory's rule: the trapezoid rule with ends of fourth order, for posteriors that reach the end of the grid.</remarks>
    public static double Weight(int point, int count) => Math.Min(point, count - 1 - point) switch { 0 => 3.0 / 8, 1 => 7.0 / 6, 2 => 23.0 / 24, _ => 1 };

    /// <summary>Equally spaced points.</summary>
    public static double[] Even(double low, double high, int count)
    {
        var points = new double[count];
        for (var i = 0; i < count; i++) points[i] = low + (high - low) * i / (count - 1);
        return points;
    }
}
