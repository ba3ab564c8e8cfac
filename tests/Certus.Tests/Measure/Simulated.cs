using Certus.Measure;
using Certus.Numerics;

namespace Certus.Tests.Measure;

/// <summary>Answers drawn from known items.</summary>
internal static class Simulated
{
    public static Responses Answers(ulong seed, int persons, IReadOnlyList<ItemModel> items, double missing = 0, double mean = 0, double deviation = 1)
    {
        var builder = new ResponsesBuilder([.. Enumerable.Range(1, items.Count).Select(i => $"i{i}")]);
        var chance = new CounterRandom(seed, "answers");
        ulong position = 0;
        var row = new sbyte[items.Count];
        Span<double> p = stackalloc double[ItemModel.MostCategories];
        for (var person = 0; person < persons; person++)
        {
            var theta = mean + deviation * NormalQuantile.At(chance.At(position++));
            for (var i = 0; i < row.Length; i++)
            {
                items[i].Probabilities(theta, p);
                var (draw, k) = (chance.At(position++), 0);
                while (k < items[i].Categories - 1 && (draw -= p[k]) > 0) k++;
                row[i] = chance.At(position++) < missing ? Response.Missing : (sbyte)k;
            }
            builder.Add(row);
        }
        return builder.Build();
    }

    /// <summary>Items as the reference's generator draws them.</summary>
    public static IReadOnlyList<ItemModel> Logistic(ulong seed, int count, bool guessing = false)
    {
        var chance = new CounterRandom(seed, "items");
        double Normal(int at) => NormalQuantile.At(chance.At((ulong)at));
        return [.. Enumerable.Range(0, count).Select(i => (ItemModel)new ItemModel.Logistic(
            Math.Exp(0.1 + 0.3 * Normal(3 * i)), Math.Clamp(Normal(3 * i + 1), -2.8, 2.8), guessing ? Math.Clamp(0.22 + 0.07 * Normal(3 * i + 2), 0.05, 0.45) : 0))];
    }
}
