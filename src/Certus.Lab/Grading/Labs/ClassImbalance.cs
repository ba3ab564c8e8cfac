using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>Three in a thousand, and a cut at one half that nobody can change.</summary>
internal sealed class ClassImbalance : ILabExercise
{
    public const string Data = "certus-imbalance-data", Work = "certus-imbalance-work", Endpoint = "certus-imbalance", BaselineModel = "certus-imbalance-baseline", JobRoleName = "certus-imbalance-role";

    /// <summary>Names in the order of the brief.</summary>
    public const string Baseline = "baseline", Report = "report", Answers = "endpoint-answers", Recall = "recall", Precision = "precision";

    private const int TrainRows = 60_000, ValidationRows = 40_000, HeldOutRows = 100_000, RowsACall = 5_000;
    private const double Cut = 0.5, WantedRecall = 0.70, WantedPrecision = 0.15;

    /// <summary>What chance may do to a good model on the held-out rows: about two standard errors over 300 failures and some 1,000 alerts.</summary>
    private const double RecallChance = 0.05, PrecisionChance = 0.02;

    /// <summary>From where recall and precision earn anything; a model that takes the classes as they are lies below the one, one that takes them as equals below the other.</summary>
    private const double LeastRecall = 0.5, LeastPrecision = 0.075;

    /// <summary>A precision that says that everything, or nearly, raises an alert.</summary>
    private const double Flood = 0.03;

    private static readonly Breakage[] _breakages = [.. Breakage.OfJobs(JobRoleName, Data), Breakage.TornRow(Data, "train/train.csv")];

    public string Id => "class-imbalance";
    public string NamePrefix => "certus-imbalance";
    public IReadOnlyList<string> Checks => [Baseline, Report, Answers, Recall, Precision];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        var law = new Pumps(start.Seed);
        await bench.PutAsync(Data, "train/train.csv", Table.Labeled(law.Sample(start.Seed, "train", TrainRows)), cancel);
        await bench.PutAsync(Data, "validation/validation.csv", Table.Labeled(Validation(start)), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Pumps.Columns.Prepend("fails_within_a_day")) + "\n", cancel, "text/plain");
        await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
    }

    private static IEnumerable<LabeledRow> Validation(LabStart start) => new Pumps(start.Seed).Sample(start.Seed, "validation", ValidationRows);

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var validation = Validation(start).ToList();
        var (baseline, why) = await BaselineAsync(bench, start, validation, cancel);
        var rows = new Pumps(start.Seed).Sample(heldOut, "held out", HeldOutRows).ToList();
        var (scores, fault) = await EndpointScores.OfAsync(bench, Endpoint, [.. rows.Select(row => row.Features)], RowsACall, cancel);
        return
        [
            why, await ReportAsync(bench, validation, baseline, cancel),
            scores is null ? Finding.Missing(Answers, fault!) : Finding.Good(Answers, $"{Endpoint} gave a score for each of {HeldOutRows:N0} readings that it had never seen."),
            .. AtTheCut(rows, scores),
        ];
    }

    /// <summary>The scores of the learner's baseline for the validation rows; null where it is none.</summary>
    private static async Task<(double[]? Scores, Finding Finding)> BaselineAsync(LabBench bench, LabStart start, List<LabeledRow> validation, CancellationToken cancel)
    {
        if (await ModelFile.OfAsync(bench, BaselineModel, cancel) is not { } address) return (null, Finding.Missing(Baseline, $"There is no model {BaselineModel}."));
        if (!(await TrainedJob.SinceAsync(bench, start, cancel)).Any(job => job.Artifact == address && job.Reads($"s3://{Data}/train")))
            return (null, Finding.Missing(Baseline, $"The model {BaselineModel} is of no training job that read s3://{Data}/train/ since the lab began."));
        var (scores, fault) = await ModelFile.ScoresAsync(bench, address, [.. validation.Select(row => row.Features)], cancel);
        if (scores is null) return (null, Finding.Missing(Baseline, fault!));
        List<bool> labels = [.. validation.Select(row => row.Label)];
        double mean = scores.Average(), share = labels.Count(label => label) / (double)labels.Count;
        if (mean > 2 * share || mean < share / 2)
            return (null, Finding.Missing(Baseline, string.Create(CultureInfo.InvariantCulture, $"The scores of {BaselineModel} for the validation readings are {mean:0.0000} on average, and {share:0.0000} of the pumps fail: it did not learn the classes as they are.")));
        var (area, best) = (Scores.AreaUnderRoc(scores, labels), Scores.AreaUnderRoc([.. validation.Select(row => row.Probability)], labels));
        return area < best - 0.15
            ? (null, Finding.Missing(Baseline, string.Create(CultureInfo.InvariantCulture, $"{BaselineModel} hardly ranks: its area under the ROC curve on the validation readings is {area:0.000}, where {best:0.000} would be the best possible.")))
            : (scores, Finding.Good(Baseline, $"{BaselineModel} learned the classes as they are, and ranks."));
    }

    private static async Task<Finding> ReportAsync(LabBench bench, List<LabeledRow> validation, double[]? baseline, CancellationToken cancel)
    {
        var (report, fault) = await bench.JsonAsync(Work, "baseline.json", cancel);
        if (report is null) return Finding.Missing(Report, fault!);
        if (baseline is null) return Finding.Missing(Report, "Without the baseline model there is nothing to compare the report with.");
        double right = 0, caught = 0, fails = validation.Count(row => row.Label);
        for (var i = 0; i < baseline.Length; i++)
        {
            if (baseline[i] >= Cut == validation[i].Label) right++;
            if (baseline[i] >= Cut && validation[i].Label) caught++;
        }
        List<string> wrong = [];
        foreach (var (name, true_, near) in new[] { ("accuracy", right / validation.Count, 0.0003), ("recall", caught / fails, 0.01), ("neverAccuracy", 1 - fails / validation.Count, 0.0003) })
            if (report.Number(name) is not { } said || Math.Abs(said - true_) > near) wrong.Add(name);
        return wrong.Count == 0
            ? Finding.Good(Report, string.Create(CultureInfo.InvariantCulture, $"The report is right: {right / validation.Count:P2} of the baseline's answers are right, as are {1 - fails / validation.Count:P2} of those of a model that never alerts; it finds {caught / fails:P0} of the failures."))
            : Finding.Part(Report, 1 - wrong.Count / 3.0, $"baseline.json does not say what {BaselineModel} does on the validation readings at the cut: {string.Join(", ", wrong)}.");
    }

    private static Finding[] AtTheCut(List<LabeledRow> rows, double[]? scores)
    {
        if (scores is null) return [Finding.Missing(Recall, "Without scores nothing alerts."), Finding.Missing(Precision, "Without scores nothing alerts.")];
        double fails = rows.Count(row => row.Label), caught = 0, alerts = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (scores[i] < Cut) continue;
            alerts++;
            if (rows[i].Label) caught++;
        }
        var (recall, precision) = (caught / fails, alerts == 0 ? 0 : caught / alerts);
        var said = string.Create(CultureInfo.InvariantCulture, $"Of {fails:0} failures among {HeldOutRows:N0} unseen readings {caught:0} score at least {Cut} ({recall:P1}), and {precision:P1} of the {alerts:0} alerts are right");
        return
        [
            precision < Flood && alerts > 0
                ? Finding.Missing(Recall, $"{said}: recall says nothing when so much raises an alert.")
                : Finding.Part(Recall, Math.Min(1, (recall - LeastRecall) / (WantedRecall - RecallChance - LeastRecall)), string.Create(CultureInfo.InvariantCulture, $"{said}; {WantedRecall:P0} of the failures are wanted.")),
            recall < LeastRecall
                ? Finding.Missing(Precision, $"{said}: few alerts are easily right when most failures pass.")
                : Finding.Part(Precision, Math.Min(1, (precision - LeastPrecision) / (WantedPrecision - PrecisionChance - LeastPrecision)), string.Create(CultureInfo.InvariantCulture, $"{said}; {WantedPrecision:P0} are wanted.")),
        ];
    }
}
