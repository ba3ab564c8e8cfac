namespace Certus.Numerics;

/// <summary>Finds values by their rank without sorting the rest.</summary>
public static class Selection
{
    private const int SmallEnoughToSort = 24;
    private const int WorthBuckets = 4096, Buckets = 2048;

    /// <summary>The quantiles of some values.</summary>
    /// <param name="values">At least one, all finite; their order is changed.</param>
    /// <param name="probabilities">From 0 to 1, ascending.</param>
    /// <returns>For each probability p the value of rank round(p·(n − 1)), counted from 0: always one of the values.</returns>
    /// <remarks>
    /// Many values are first counted into buckets of equal width, and only the buckets that hold a wanted rank are looked into; there, and for few values, Hoare's selection
    /// (1961) with a median of three. Each side is entered only where a wanted rank lies.
    /// </remarks>
    public static double[] Quantiles(Span<double> values, ReadOnlySpan<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        var ranks = new int[probabilities.Length];
        for (var i = 0; i < ranks.Length; i++) ranks[i] = (int)(probabilities[i] * (values.Length - 1) + 0.5);
        if (values.Length >= WorthBuckets && ByBuckets(values, ranks) is { } early) return early;
        Place(values, 0, ranks);
        var found = new double[ranks.Length];
        for (var i = 0; i < ranks.Length; i++) found[i] = values[ranks[i]];
        return found;
    }

    private static double[]? ByBuckets(ReadOnlySpan<double> values, ReadOnlySpan<int> ranks)
    {
        var (low, high) = (values[0], values[0]);
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var scale = Buckets / (high - low);
        if (!double.IsFinite(scale)) return null;       // all alike, or nearly
        var bucketOf = new ushort[values.Length];
        var counts = new int[Buckets];
        for (var i = 0; i < values.Length; i++)
        {
            var bucket = Math.Min((int)((values[i] - low) * scale), Buckets - 1);
            bucketOf[i] = (ushort)bucket;
            counts[bucket]++;
        }
        // Where each wanted bucket's values go among the gathered ones; -1 for those that hold no wanted rank.
        var into = new int[Buckets];
        var (before, next, gathered) = (0, 0, 0);
        var wanted = new (int Bucket, int Before, int Start)[ranks.Length];
        for (var bucket = 0; bucket < Buckets; before += counts[bucket++])
        {
            into[bucket] = -1;
            if (next == ranks.Length || ranks[next] >= before + counts[bucket]) continue;
            into[bucket] = gathered;
            for (; next < ranks.Length && ranks[next] < before + counts[bucket]; next++) wanted[next] = (bucket, before, gathered);
            gathered += counts[bucket];
        }
        var few = new double[gathered];
        for (var i = 0; i < values.Length; i++)
            if (into[bucketOf[i]] is >= 0 and var at)
            {
                few[at] = values[i];
                into[bucketOf[i]] = at + 1;
            }
        var found = new double[ranks.Length];
        Span<int> own = stackalloc int[1];
        for (var i = 0; i < ranks.Length; i++)
        {
            var (bucket, smaller, start) = wanted[i];
            own[0] = ranks[i] - smaller;
            var inside = few.AsSpan(start, counts[bucket]);
            Place(inside, 0, own);
            found[i] = inside[own[0]];
        }
        return found;
    }

    /// <summary>Puts the values of the wanted ranks where sorting would put them.</summary>
    private static void Place(Span<double> values, int offset, ReadOnlySpan<int> ranks)
    {
        while (!ranks.IsEmpty)
        {
            if (values.Length <= SmallEnoughToSort)
            {
                values.Sort();
                return;
            }
            var (less, notMore) = Split(values, MedianOfThree(values[0], values[values.Length / 2], values[^1]));
            var left = 0;
            while (left < ranks.Length && ranks[left] - offset < less) left++;
            var right = left;
            while (right < ranks.Length && ranks[right] - offset < notMore) right++;
            Place(values[..less], offset, ranks[..left]);
            values = values[notMore..];
            offset += notMore;
            ranks = ranks[right..];
        }
    }

    /// <summary>Puts what is at most the pivot before what is at least the pivot; from Less to NotMore lie values equal to it. Either side is shorter than the whole.</summary>
    private static (int Less, int NotMore) Split(Span<double> values, double pivot)
    {
        int i = 0, j = values.Length - 1;
        while (true)        // Hoare's split: what is equal may lie on either side
        {
            while (values[i] < pivot) i++;
            while (values[j] > pivot) j--;
            if (i >= j) break;
            (values[i], values[j]) = (values[j], values[i]);
            i++;
            j--;
        }
        var cut = i == j && values[i] <= pivot ? i + 1 : i;
        var less = cut;
        while (less > 0 && values[less - 1] == pivot) less--;
        var notMore = cut;
        while (notMore < values.Length && values[notMore] == pivot) notMore++;
        return (less, notMore);
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
