using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>Readings in which no value is unusual by itself, scored by a forest of random cuts; nobody has labels, and somebody has to say from where a score is an alarm.</summary>
internal sealed class RcfAnomalies : ILabExercise
{
    public const string Data = "certus-rcf-data", Work = "certus-rcf-work", Endpoint = "certus-rcf", JobRoleName = "certus-rcf-role";

    /// <summary>Names in the order of the brief.</summary>
    public const string Forest = "forest", Ranks = "endpoint-ranks", Recall = "recall", Precision = "precision", Flagged = "flagged-rows", Report = "report";

    private const int Readings = 3_000, RowsACall = 1_000;

    /// <summary>Held-out rows of each sort: anomalies and readings on the way are too rare to be waited for.</summary>
    private const int Steady = 2_000, OnTheWay = 400, Anomalies = 250;

    private const double WantedRecall = 0.85, WantedPrecision = 0.8;

    /// <summary>What chance may do: two and a half standard errors of a recall of 85 % over 250 anomalies; one steady reading more or less is 4 to 7 % of the alarms.</summary>
    private const double Chance = 0.05;

    /// <summary>From where recall and precision earn anything, and what alarms at so little precision that their recall says nothing.</summary>
    private const double Least = 0.3, Flood = 0.1;

    /// <summary>How far below the law's own area a model may stay, and from where it earns nothing.</summary>
    private const double Close = 0.02, Far = 0.15;

    /// <summary>How far a reported score may be from the model's: rounding.</summary>
    private const double Rounding = 0.001;

    private static readonly Breakage[] _breakages = Breakage.OfJobs(JobRoleName, Work);

    public string Id => "rcf-anomalies";
    public string NamePrefix => "certus-rcf";
    public IReadOnlyList<string> Checks => [Forest, Ranks, Recall, Precision, Flagged, Report];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        await bench.PutAsync(Data, "readings/readings.csv", Table.Named(Given(start)), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Machines.Columns.Prepend("id")) + "\n", cancel, "text/plain");
        await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
    }

    private static IEnumerable<(string Id, double[] Features)> Given(LabStart start) =>
        new Machines(start.Seed).Sample(start.Seed, "readings", Readings).Select((row, i) => (string.Create(CultureInfo.InvariantCulture, $"R-{i + 1:0000}"), row.Features));

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var rows = new Machines(start.Seed).Sorted(heldOut, "held out", Steady, OnTheWay, Anomalies);
        var (scores, fault) = await EndpointScores.OfAsync(bench, Endpoint, [.. rows.Select(row => row.Row.Features)], RowsACall, cancel);
        var (report, unread) = await bench.JsonAsync(Work, "report.json", cancel);
        var (job, noJob) = await JobAsync(bench, start, report, unread, cancel);
        var cut = report?.Number("cut");
        return
        [
            job is null ? Finding.Missing(Forest, noJob!) : Finding.Good(Forest, $"{job.Name} grew a forest of random cuts."),
            RanksFinding(rows, scores, fault), .. AtTheCut(rows, scores, fault, cut, unread), .. await FlagsAsync(bench, start, report, job, cut, noJob, cancel),
        ];
    }

    /// <summary>The job that the report names.</summary>
    private static async Task<(TrainedJob? Job, string? Fault)> JobAsync(LabBench bench, LabStart start, JsonObject? report, string? unread, CancellationToken cancel)
    {
        if (report is null) return (null, unread);
        if (report["job"] is not JsonValue named || !named.TryGetValue<string>(out var name)) return (null, "report.json names no 'job'.");
        var job = (await TrainedJob.SinceAsync(bench, start, cancel)).FirstOrDefault(job => job.Name == name);
        return job is null ? (null, $"No training job '{name}' has completed since the lab began.") : job.Uses("randomcutforest") ? (job, null) : (null, $"{name} trained something else than a forest of random cuts.");
    }

    private static Finding RanksFinding(IReadOnlyList<(LabeledRow Row, double Share)> rows, double[]? scores, string? fault)
    {
        if (scores is null) return Finding.Missing(Ranks, fault!);
        List<bool> labels = [.. rows.Select(row => row.Row.Label)];
        var (area, best) = (Scores.AreaUnderRoc(scores, labels), Scores.AreaUnderRoc([.. rows.Select(row => row.Row.Probability)], labels));
        var said = string.Create(CultureInfo.InvariantCulture, $"The area under the ROC curve on {rows.Count:N0} unseen readings is {area:0.000}");
        return area >= best - Close
            ? Finding.Good(Ranks, $"{said}, where {best.ToString("0.000", CultureInfo.InvariantCulture)} would be the best possible.")
            : Finding.Part(Ranks, (area - best + Far) / (Far - Close), string.Create(CultureInfo.InvariantCulture, $"{said}; who knows the law of these readings would reach {best:0.000}."));
    }

    private static Finding[] AtTheCut(IReadOnlyList<(LabeledRow Row, double Share)> rows, double[]? scores, string? fault, double? chosen, string? unread)
    {
        if ((scores is null ? fault : chosen is null ? unread ?? "report.json has no number 'cut'." : null) is { } why) return [Finding.Missing(Recall, why), Finding.Missing(Precision, why)];
        double anomalies = 0, caught = 0, alarms = 0;
        foreach (var ((row, share), score) in rows.Zip(scores!))
        {
            if (row.Label) anomalies += share;
            if (score <= chosen!.Value) continue;
            alarms += share;
            if (row.Label) caught += share;
        }
        var (recall, precision) = (caught / anomalies, alarms == 0 ? 0 : caught / alarms);
        var said = string.Create(CultureInfo.InvariantCulture, $"Above the cut of {chosen:0.####} lie {recall:P1} of the unseen anomalies and {alarms:P2} of all readings; {precision:P1} of these alarms are right");
        return
        [
            precision < Flood && alarms > 0
                ? Finding.Missing(Recall, $"{said}: recall says nothing when so much raises an alarm.")
                : Finding.Part(Recall, (recall - Least) / (WantedRecall - Chance - Least), string.Create(CultureInfo.InvariantCulture, $"{said}; {WantedRecall:P0} of the anomalies are wanted.")),
            recall < Least
                ? Finding.Missing(Precision, $"{said}: few alarms are easily right when most anomalies pass.")
                : Finding.Part(Precision, (precision - Least) / (WantedPrecision - Chance - Least), string.Create(CultureInfo.InvariantCulture, $"{said}; {WantedPrecision:P0} are wanted.")),
        ];
    }

    /// <summary>What the learner says of the given readings, held against what the job's model says of them.</summary>
    private static async Task<Finding[]> FlagsAsync(LabBench bench, LabStart start, JsonObject? report, TrainedJob? job, double? chosen, string? noJob, CancellationToken cancel)
    {
        if (job is null || report is null) return [Finding.Missing(Flagged, noJob!), Finding.Missing(Report, noJob!)];
        var given = Given(start).ToList();
        var (scores, fault) = await ModelFile.ScoresAsync(bench, job.Artifact, [.. given.Select(row => row.Features)], cancel);
        if (scores is null) return [Finding.Missing(Flagged, fault!), Finding.Missing(Report, fault!)];
        return [await FlaggedAsync(bench, given, scores, chosen, cancel), ReportFinding(report, job, scores, chosen)];
    }

    private static async Task<Finding> FlaggedAsync(LabBench bench, List<(string Id, double[] Features)> given, double[] scores, double? chosen, CancellationToken cancel)
    {
        var (text, missing) = await bench.TextAsync(Work, "flagged.csv", cancel);
        if (text is null) return Finding.Missing(Flagged, missing!);
        if (chosen is not { } cut) return Finding.Missing(Flagged, "Without a cut in report.json nothing says which rows are to be flagged.");
        HashSet<string> flagged = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(',')[0].Trim().Trim('"'))];
        var foreign = flagged.Count(id => !given.Exists(row => row.Id == id));
        int above = 0, missed = 0, unasked = 0;
        foreach (var (row, score) in given.Zip(scores))
        {
            if (score > cut) above++;
            if (score > cut + Rounding && !flagged.Contains(row.Id)) missed++;
            if (score < cut - Rounding && flagged.Contains(row.Id)) unasked++;
        }
        if (above == 0 || above > given.Count / 2) return Finding.Missing(Flagged, $"{above:N0} of {given.Count:N0} readings score above the cut; that flags {(above == 0 ? "nothing" : "what is usual")}.");
        return missed + unasked + foreign == 0
            ? Finding.Good(Flagged, $"flagged.csv names the {above:N0} readings that score above the cut, and no other.")
            : Finding.Part(Flagged, missed + unasked + foreign > above / 2 ? 0 : 0.5, $"Of {above:N0} readings that score above the cut, flagged.csv leaves out {missed:N0}; it names {unasked:N0} that do not, and {foreign:N0} ids that are none.");
    }

    private static Finding ReportFinding(JsonObject report, TrainedJob job, double[] scores, double? cut)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        List<string> wrong = [];
        foreach (var (name, measured) in new[] { ("mean", mean), ("std", deviation) })
            if (report.Number(name) is not { } said || Math.Abs(said - measured) > Rounding) wrong.Add(name);
        var (least, most) = cut is { } at ? (scores.Count(score => score > at + Rounding), scores.Count(score => score > at - Rounding)) : (0, -1);
        if (report.Number("flagged") is not { } flagged || flagged < least || flagged > most) wrong.Add("flagged");
        return wrong.Count == 0
            ? Finding.Good(Report, $"report.json says what the model of {job.Name} makes of the readings.")
            : Finding.Part(Report, 1 - wrong.Count / 3.0, $"report.json does not say what the model of {job.Name} makes of the {scores.Length:N0} readings: {string.Join(", ", wrong)}.");
    }
}
