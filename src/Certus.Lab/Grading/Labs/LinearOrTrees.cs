using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>Two data sets, two families of models; which one fits which is not said.</summary>
internal sealed class LinearOrTrees : ILabExercise
{
    public const string Data = "certus-choice-data", Work = "certus-choice-work", EndpointPrefix = "certus-choice-", JobRoleName = "certus-choice-role";

    /// <summary>Names in the order of the brief; the last two are <see cref="TwoLaws.Names"/> with a suffix.</summary>
    public const string Compared = "compared", Report = "report", Predicts = "-predicts";

    private const int HeldOutRows = 5_000, RowsACall = 2_500;

    /// <summary>
    /// Where the law is a weighted sum: multiples of its own error that earn everything and nothing. Thirty-one weights estimated from 500 rows cost about
    /// 3 %; trees that must build twenty slopes from steps stay farther off.
    /// </summary>
    private const double SumAll = 1.09, SumNothing = 1.18;

    /// <summary>Where columns matter together: shares of the way from the law's own error to the least that any weighted sum can have on the same rows.</summary>
    private const double TogetherAll = 0.3, TogetherNothing = 0.65;

    /// <summary>How far a reported figure may be from the job's: rounding.</summary>
    private const double Rounding = 0.005;

    private static readonly (string Member, string Image)[] _families = [("linear", "linear-learner"), ("trees", "xgboost")];

    private static readonly Breakage[] _breakages = Breakage.OfJobs(JobRoleName, Data);

    public string Id => "linear-or-trees";
    public string NamePrefix => "certus-choice";
    public IReadOnlyList<string> Checks => [Compared, Report, .. TwoLaws.Names.Select(name => name + Predicts)];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        var law = new TwoLaws(start.Seed);
        foreach (var name in TwoLaws.Names)
        {
            await bench.PutAsync(Data, $"{name}/train/train.csv", Table.Labeled(law.Sample(name, start.Seed, "train", law.TrainRows(name))), cancel);
            await bench.PutAsync(Data, $"{name}/validation/validation.csv", Table.Labeled(law.Sample(name, start.Seed, "validation", law.ValidationRows(name))), cancel);
        }
        await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
    }

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var jobs = await TrainedJob.SinceAsync(bench, start, cancel);
        List<Finding> findings = [ComparedFinding(jobs), await ReportAsync(bench, jobs, cancel)];
        foreach (var name in TwoLaws.Names) findings.Add(await PredictsAsync(bench, new(start.Seed), name, heldOut, cancel));
        return findings;
    }

    /// <summary>The validation errors of the jobs of a family on a data set.</summary>
    private static List<double> Errors(IReadOnlyList<TrainedJob> jobs, string name, string image) =>
        [.. jobs.Where(job => job.Uses(image) && job.Reads($"s3://{Data}/{name}/train", "train") && job.Reads($"s3://{Data}/{name}/validation", "validation"))
            .Select(job => job.Metric("validation:rmse") ?? (job.Metric("validation:mse") is { } squared ? Math.Sqrt(squared) : null)).OfType<double>()];

    private static Finding ComparedFinding(IReadOnlyList<TrainedJob> jobs)
    {
        List<string> missing = [.. TwoLaws.Names.SelectMany(name => _families.Where(family => Errors(jobs, name, family.Image).Count == 0).Select(family => $"{family.Image} on {name}"))];
        return missing.Count == 0
            ? Finding.Good(Compared, "Both families trained on both data sets, and each job says its root mean squared error on the validation rows.")
            : Finding.Part(Compared, 1 - missing.Count / 4.0, $"No completed job since the lab began says a root mean squared error on the validation rows for {string.Join(", ", missing)}.");
    }

    private static async Task<Finding> ReportAsync(LabBench bench, IReadOnlyList<TrainedJob> jobs, CancellationToken cancel)
    {
        var (report, fault) = await bench.JsonAsync(Work, "comparison.json", cancel);
        if (report is null) return Finding.Missing(Report, fault!);
        List<string> wrong = [];
        foreach (var name in TwoLaws.Names)
        {
            var said = report[name] as JsonObject ?? [];
            var figures = _families.Select(family => (family.Member, Said: said.Number(family.Member), Jobs: Errors(jobs, name, family.Image))).ToList();
            foreach (var (member, figure, errors) in figures)
                if (figure is not { } number || !errors.Any(error => Math.Abs(number - error) <= Rounding * error)) wrong.Add($"{name}.{member}");
            if (said.Number("difference") is not { } difference || figures[0].Said is not { } linear || figures[1].Said is not { } trees || Math.Abs(difference - (linear - trees)) > Rounding * (linear + trees)
                || wrong.Any(one => one.StartsWith(name, StringComparison.Ordinal)))
                wrong.Add($"{name}.difference");
        }
        return wrong.Count == 0
            ? Finding.Good(Report, "comparison.json says what the jobs measured.")
            : Finding.Part(Report, 1 - wrong.Count / 6.0, $"comparison.json does not say what the jobs measured on the validation rows: {string.Join(", ", wrong)}.");
    }

    private static async Task<Finding> PredictsAsync(LabBench bench, TwoLaws law, string name, ulong heldOut, CancellationToken cancel)
    {
        var check = name + Predicts;
        var rows = law.Sample(name, heldOut, "held out", HeldOutRows).ToList();
        var (scores, fault) = await EndpointScores.OfAsync(bench, EndpointPrefix + name, [.. rows.Select(row => row.Features)], RowsACall, cancel);
        if (scores is null) return Finding.Missing(check, fault!);
        var error = LinearFit.Error(scores.Zip(rows, (score, row) => (score, row.Value)));
        var best = LinearFit.Error(rows.Select(row => (row.Mean, row.Value)));
        var (all, nothing) = (SumAll * best, SumNothing * best);
        if (!law.IsAdditive(name))
        {
            var least = LinearFit.LeastError(rows);
            (all, nothing) = (best + TogetherAll * (least - best), best + TogetherNothing * (least - best));
        }
        var earned = Math.Clamp((nothing - error) / (nothing - all), 0, 1);
        return Finding.Part(check, earned, string.Create(CultureInfo.InvariantCulture,
            $"On {HeldOutRows:N0} unseen rows the root mean squared error of {EndpointPrefix}{name} is {error:0.000}; {best:0.000} would be the best possible on them{(earned < 1 ? $", and {all:0.000} earns everything" : "")}."));
    }
}
