using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>Successive halving without waiting: at each rung a job goes on where it is among the best third of those that came there before it.</summary>
/// <remarks>
/// Rungs lie at MinResource times 1, 3, 9 … below MaxResource, where a job ends in any case. Li et al. (2018), "Hyperband", for the brackets: how many rungs a job is
/// let off at first; Li et al. (2020), "A System for Massively Parallel Hyperparameter Tuning", for deciding at once instead of when a whole rung is full.
/// </remarks>
/// <param name="metric">The objective's name.</param>
/// <param name="maximize">Whether greater is better.</param>
/// <param name="earlier">The curves of the jobs that ended before this one began.</param>
/// <param name="least">MinResource, epochs.</param>
/// <param name="most">MaxResource, epochs.</param>
/// <param name="bracket">How many rungs the job is let off.</param>
internal sealed class HyperbandRule(string metric, bool maximize, IReadOnlyList<double[]> earlier, int least, int most, int bracket) : EpochWatch(metric)
{
    private const int Eta = 3;
    private const int MostEpochs = 20_000;

    private static readonly string[] Inferred = ["epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs"];

    private readonly HashSet<int> _rungs = [.. Rungs(least, most).Skip(bracket)];

    protected override bool IsOver(IReadOnlyList<double> curve)
    {
        if (curve.Count >= most) return true;
        if (!_rungs.Contains(curve.Count)) return false;
        List<double> others = [.. earlier.Where(other => other.Length >= curve.Count).Select(other => other[curve.Count - 1])];
        var kept = (others.Count + 1) / Eta;
        return kept > 0 && others.Count(other => maximize ? other > curve[^1] : other < curve[^1]) >= kept;
    }

    /// <summary>Where jobs are compared: after so many epochs.</summary>
    public static List<int> Rungs(int least, int most)
    {
        List<int> rungs = [];
        for (long rung = least; rung < most; rung *= Eta) rungs.Add((int)rung);
        return rungs;
    }

    /// <summary>A job's bracket, drawn so that each is as frequent as Hyperband would begin jobs in it.</summary>
    public static int Bracket(int least, int most, SeededRandom random)
    {
        var brackets = Rungs(least, most).Count + 1; // the last is let off every rung
        List<double> shares = [.. Enumerable.Range(0, brackets).Select(bracket => Math.Ceiling((double)brackets / (brackets - bracket) * Math.Pow(Eta, brackets - 1 - bracket)))];
        var place = (random.Next() >> 11) * (1.0 / (1UL << 53)) * shares.Sum();
        return Math.Min(brackets - 1, shares.FindIndex(share => (place -= share) < 0) is var found and >= 0 ? found : brackets - 1);
    }

    /// <summary>The resources of a tuning job, in epochs.</summary>
    /// <exception cref="Server.AwsException">There is no MaxResource, or it is none.</exception>
    public static (int Least, int Most) Resources(Resource tuning)
    {
        var config = TuningJobRun.Config(tuning)["StrategyConfig"]?["HyperbandStrategyConfig"];
        var hyperparameters = tuning.Part("TrainingJobDefinition")?["StaticHyperParameters"] as JsonObject ?? [];
        var most = (long?)config?["MaxResource"] ?? Inferred.Select(name => long.TryParse((string?)hyperparameters[name], NumberStyles.None, CultureInfo.InvariantCulture, out var epochs) ? epochs : 0).FirstOrDefault(epochs => epochs > 0);
        var least = (long?)config?["MinResource"] ?? 1;
        if (most == 0) throw SageMakerNames.Invalid($"Hyperband needs a MaxResource in its HyperbandStrategyConfig, or one of {string.Join(", ", Inferred)} among the StaticHyperParameters.");
        if (most > MostEpochs) throw SageMakerNames.Invalid($"MaxResource is {most}; the most is {MostEpochs}.");
        if (least > most) throw SageMakerNames.Invalid($"MinResource ({least}) must not be more than MaxResource ({most}).");
        return ((int)least, (int)most);
    }
}
