using System.Globalization;
using Certus.Numerics;

namespace Certus.Measure.Calibration;

/// <summary>Finds the parameters of items from answers by marginal maximum likelihood.</summary>
/// <remarks>
/// Ability is integrated out over 61 points on [−6, 6] under a normal distribution: N(0, 1) in the first group (under Rasch, a free spread around 0), a free one in every other group
/// and wherever items are fixed. Bock and Aitkin (1981). See docs/models/calibration.md.
/// </remarks>
public static class Calibrator
{
    private const double SteepSlope = 20, FarDifficulty = 8, LeastGuessingInformation = 1;

    /// <summary>Calibrates.</summary>
    /// <param name="responses">The answers.</param>
    /// <param name="options">The model, and how.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>Estimates with an honest report, or why there can't be any.</returns>
    /// <exception cref="ArgumentException">An option makes no sense: a prior without spread, a tolerance that is not above 0, no iterations.</exception>
    public static CalibrationResult Calibrate(Responses responses, CalibrationOptions options, IProgress<CalibrationProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        var plan = new Plan(responses, options);
        return plan.Refusal is { } refusal ? new CalibrationResult.Refused(refusal) : Run(responses, options, plan, progress, cancel);
    }

    private static void Check(CalibrationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MostIterations);
        if (!(options.Tolerance > 0) || options.Threads is 0 or < -1) throw new ArgumentException("The tolerance must be above 0, and the threads above 0 or −1.", nameof(options));
        IEnumerable<NormalPrior?> priors = [options.Guessing, .. options.Priors.Values.SelectMany(prior => new[] { prior.Difficulty, prior.LogDiscrimination, prior.LogitLowerAsymptote })];
        if (priors.Any(prior => prior is { IsProper: false })) throw new ArgumentException("A prior must have a finite mean and a finite spread above 0.", nameof(options));
    }

    private static CalibrationResult Run(Responses responses, CalibrationOptions options, Plan plan, IProgress<CalibrationProgress>? progress, CancellationToken cancel)
    {
        Kernel[] kernels = [.. plan.Items.Select(item => item.Kernel), plan.Population];
        var marginal = new Marginal(PatternTable.Of(responses, [.. plan.Items.Select(item => item.Column)], [.. plan.Items.Select(item => item.Kernel.Categories)]), kernels, options.Threads);
        var maximizer = new Maximizer(
            marginal, plan.Start(marginal.Parameters), options.MostIterations, options.Tolerance, (iteration, log, slope) => progress?.Report(new(iteration, log, slope)), cancel);
        maximizer.Run();
        var warnings = plan.Warnings;
        double[]? covariance = null;
        if (options.StandardErrors && marginal.Parameters > 0)
        {
            var curvature = Cholesky.Of(maximizer.WithoutHeld(ObservedInformation.At(marginal, maximizer.Beta, cancel)), marginal.Parameters);
            if (curvature is not null)
            {
                covariance = curvature.Inverse();
                maximizer.Polish(curvature);
                for (var d = 0; d < marginal.Parameters; d++)
                    if (maximizer.Held[d]) covariance[d * (marginal.Parameters + 1)] = double.NaN;      // what was held has no standard error, nor has what is computed from it
            }
            else warnings.Add(new(WarningKind.SingularInformation, null, "The curvature of the likelihood is singular at the estimates, so there are no standard errors."));
        }
        if (!double.IsFinite(maximizer.LogLikelihood)) return new CalibrationResult.Refused("The likelihood could not be computed for these answers.");
        if (!maximizer.Converged)
            warnings.Add(new(WarningKind.NotConverged, null, string.Create(CultureInfo.InvariantCulture, $"After {maximizer.Iterations} steps the slope is still {maximizer.ScaledGradient:0.0e+0}, above {options.Tolerance:0.0e+0}.")));
        var items = Items(responses, options, plan, marginal, maximizer, covariance, warnings);
        return new CalibrationResult.Calibrated(new(
            options.Family, plan.Persons, items, Groups(responses, plan, marginal, maximizer.Beta, covariance), maximizer.LogLikelihood, marginal.LogPrior(maximizer.Beta), marginal.Parameters,
            maximizer.Iterations, maximizer.Converged, maximizer.GradientNorm, [.. warnings], options.Scores ? Scores(responses, marginal) : []));
    }

    private static List<ItemEstimate> Items(
        Responses responses, CalibrationOptions options, Plan plan, Marginal marginal, Maximizer maximizer, double[]? covariance, List<CalibrationWarning> warnings)
    {
        var found = responses.Items.Select((name, column) => new ItemEstimate(name, plan.Answers(column), null, [], false)).ToList();
        for (var i = 0; i < plan.Items.Count; i++)
        {
            var (column, kernel) = (plan.Items[i].Column, plan.Items[i].Kernel);
            var name = responses.Items[column];
            if (options.Fixed.TryGetValue(name, out var model))
            {
                found[column] = found[column] with { Model = model, Parameters = Known(model), IsFixed = true };
                continue;
            }
            var (names, values, jacobian) = FreeItem.Reported(options.Family, kernel.Categories, marginal.Of(i, maximizer.Beta));
            var estimates = names.Select((parameter, p) => new Estimate(parameter, values[p], Error(jacobian[p], kernel, covariance, marginal.Parameters))).ToList();
            var made = FreeItem.Model(options.Family, kernel.Categories, values);
            if (values.Any(value => !double.IsFinite(value))) (estimates, made) = ([], null);
            found[column] = found[column] with { Model = made, Parameters = estimates };
            Doubts(name, options, kernel, values, marginal, i, warnings);
        }
        return found;
    }

    private static void Doubts(string name, CalibrationOptions options, Kernel kernel, double[] values, Marginal marginal, int at, List<CalibrationWarning> warnings)
    {
        if (options.Family == ItemFamily.Nominal) return;
        var shown = $"The item '{name}'";
        if (values[0] <= 0) warnings.Add(new(WarningKind.NegativeSlope, name, string.Create(CultureInfo.InvariantCulture, $"{shown} has the slope {values[0]:0.###}: the able get it wrong more often; look at its key.")));
        else if (values[0] > SteepSlope) warnings.Add(new(WarningKind.ExtremeSlope, name, string.Create(CultureInfo.InvariantCulture, $"{shown} has the slope {values[0]:0.#}, which these answers can't tell from infinity.")));
        var steps = options.Family == ItemFamily.ThreeParameter ? values[1..2] : values[1..];
        if (steps.Any(step => !(Math.Abs(step) <= FarDifficulty)))
            warnings.Add(new(WarningKind.ExtremeDifficulty, name, string.Create(CultureInfo.InvariantCulture, $"{shown} has a difficulty of {steps.MaxBy(Math.Abs):0.#}, farther than these abilities reach.")));
        if (options.Family != ItemFamily.ThreeParameter || options.Guessing is not null || options.Priors.GetValueOrDefault(name)?.LogitLowerAsymptote is not null) return;
        var information = new double[9];
        kernel.AddInformation([], marginal.ExpectedOf(at), marginal.LogPOf(at), marginal.ScoresOf(at), information);
        if (Cholesky.Of(information, 3) is { } factor && 1 / factor.Inverse()[8] >= LeastGuessingInformation) return;
        warnings.Add(new(WarningKind.UnidentifiedGuessing, name, $"{shown}: these answers hardly say what the lower asymptote is; a prior on it would."));
    }

    /// <summary>The standard error of a function of a kernel's parameters, by the delta method.</summary>
    private static double? Error(double[] slope, Kernel kernel, double[]? covariance, int n)
    {
        if (covariance is null || slope.All(value => value == 0)) return null;
        var variance = 0.0;
        for (var a = 0; a < slope.Length; a++)
            for (var b = 0; b < slope.Length; b++)
                if (slope[a] != 0 && slope[b] != 0) variance += slope[a] * slope[b] * covariance[(kernel.First + a) * n + kernel.First + b];
        return variance > 0 && double.IsFinite(variance) ? Math.Sqrt(variance) : null;
    }

    private static List<Estimate> Known(ItemModel model) => model switch
    {
        ItemModel.Logistic { Parameters: var (a, b, c) } => [new("a", a, null), new("b", b, null), .. c > 0 ? new Estimate[] { new("g", c, null) } : []],
        ItemModel.Graded graded => [new("a", graded.Discrimination, null), .. graded.Thresholds.Select((b, k) => new Estimate($"b{k + 1}", b, null))],
        ItemModel.PartialCredit credit => [new("a", credit.Discrimination, null), .. credit.Steps.Select((b, k) => new Estimate($"b{k + 1}", b, null))],
        ItemModel.Nominal nominal => [.. nominal.Slopes.Select((a, k) => new Estimate($"ak{k}", a, null)), .. nominal.Intercepts.Select((d, k) => new Estimate($"d{k}", d, null))],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static List<GroupEstimate> Groups(Responses responses, Plan plan, Marginal marginal, double[] beta, double[]? covariance)
    {
        var population = plan.Population;
        var own = marginal.Of(plan.Items.Count, beta);
        List<GroupEstimate> groups = [];
        for (var g = 0; g < responses.Groups.Count; g++)
        {
            var (mean, deviation, sd) = (population.At(g).Mean, population.At(g).Deviation, population.Deviation(own, g));
            double? Of(int at, double slope) =>
                at >= 0 && covariance is not null && covariance[(population.First + at) * (marginal.Parameters + 1)] is > 0 and var variance ? slope * Math.Sqrt(variance) : null;
            groups.Add(new(responses.Groups[g], plan.PersonsOf(g), new("mean", population.Mean(own, g), Of(mean, 1)), new("sd", sd, Of(deviation, sd))));
        }
        return groups;
    }

    private static PersonScore[] Scores(Responses responses, Marginal marginal)
    {
        var patterns = new PersonScore[marginal.Table.Patterns];
        marginal.For(
            patterns.Length,
            pattern =>
            {
                Span<double> posterior = stackalloc double[Grid.Padded];
                marginal.Posterior(pattern, posterior);
                double mean = 0, square = 0;
                for (var q = 0; q < Grid.Real; q++) mean += posterior[q] * Grid.Theta[q];
                for (var q = 0; q < Grid.Real; q++) square += posterior[q] * (Grid.Theta[q] - mean) * (Grid.Theta[q] - mean);
                patterns[pattern] = new(mean, Math.Sqrt(square));
            },
            CancellationToken.None);
        return [.. Enumerable.Range(0, responses.Persons).Select(person => patterns[marginal.Table.PatternOf[person]])];
    }
}
