using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>How many kinds of customers are there, when one column is counted in tens of thousands and another in hundredths?</summary>
internal sealed class KMeansElbow : ILabExercise
{
    public const string Data = "certus-elbow-data", Work = "certus-elbow-work", Endpoint = "certus-elbow", JobRoleName = "certus-elbow-role";

    /// <summary>Names in the order of the brief.</summary>
    public const string Jobs = "jobs", Elbow = "elbow", Chosen = "chosen-k", Assigned = "assignments", Answers = "endpoint-groups";

    private const int TrainRows = 4_000, AssignRows = 600, HeldOutRows = 3_000, RowsACall = 1_000, LeastK = 2, MostK = 8;

    /// <summary>How far a reported figure may be from the job's: rounding.</summary>
    private const double Rounding = 0.005;

    /// <summary>How far a job's figure may be from what its centers come to on all customers, as a share: a job may hold some back to test on.</summary>
    private const double HeldBack = 0.05;

    /// <summary>How many times as much as another a scaled column may vary. By range, quartiles or absolute deviations it is at most 2.2 times (300 seeds); in their own units it is hundreds of thousands.</summary>
    private const double OneScale = 10;

    /// <summary>Agreement that earns everything and nothing. The law's own groups are recognized at 0.99; one group more or less, or one scale missed, stays below.</summary>
    private const double Alike = 0.95, Unlike = 0.5;

    private static readonly Breakage[] _breakages = Breakage.OfJobs(JobRoleName, Work);

    public string Id => "kmeans-elbow";
    public string NamePrefix => "certus-elbow";
    public IReadOnlyList<string> Checks => [Jobs, Elbow, Chosen, Assigned, Answers];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        await bench.PutAsync(Data, "customers/customers.csv", Table.Features(new Segments(start.Seed).Sample(start.Seed, "customers", TrainRows).Select(row => row.Features)), cancel);
        await bench.PutAsync(Data, "assign/assign.csv", Table.Named(ToAssign(start).Select(row => (row.Id, row.Features))), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Segments.Columns) + "\n", cancel, "text/plain");
        await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
    }

    private static IEnumerable<(string Id, double[] Features, int Kind)> ToAssign(LabStart start) =>
        new Segments(start.Seed).Sample(start.Seed, "assign", AssignRows).Select((row, i) => (string.Create(CultureInfo.InvariantCulture, $"C-{i + 1:0000}"), row.Features, row.Kind));

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var (customers, fault) = await ScaledCustomersAsync(bench, start, cancel);
        return
        [
            .. customers is null ? [.. new[] { Jobs, Elbow, Chosen }.Select(check => Finding.Missing(check, fault!))] : await CurveAsync(bench, start, customers, cancel),
            await AssignedAsync(bench, start, cancel), await AnswersAsync(bench, start, heldOut, cancel),
        ];
    }

    /// <summary>The customers as the learner scaled them.</summary>
    /// <returns>The rows, or null and a sentence that says why they are on no one scale.</returns>
    private static async Task<(double[][]? Rows, string? Fault)> ScaledCustomersAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        var (scaled, fault) = await ScaleAsync(bench, cancel);
        if (scaled is null) return (null, fault);
        double[][] rows = [.. new Segments(start.Seed).Sample(start.Seed, "customers", TrainRows).Select(row => scaled(row.Features))];
        var spreads = Segments.Columns.Select((name, column) => (Name: name, Spread: Spread([.. rows.Select(row => row[column])]))).OrderBy(column => column.Spread).ToList();
        return spreads[^1].Spread <= OneScale * spreads[0].Spread ? (rows, null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"scale.json does not bring the columns to one scale: {spreads[^1].Name} still varies {spreads[^1].Spread / spreads[0].Spread:N0} times as much as {spreads[0].Name}, so no job counts."));
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>What each k came to, and what the learner says of it.</summary>
    private static async Task<Finding[]> CurveAsync(LabBench bench, LabStart start, double[][] customers, CancellationToken cancel)
    {
        List<(int K, double Distance)> counted = [];
        string? other = null;
        foreach (var job in await TrainedJob.SinceAsync(bench, start, cancel))
        {
            if (!job.Uses("kmeans") || !int.TryParse(job.Hyperparameter("k"), NumberStyles.None, CultureInfo.InvariantCulture, out var k) || k is < LeastK or > MostK) continue;
            // AWS reports the mean squared distance on the training rows, and on a test channel where there is one.
            double[] reported = [.. new[] { job.Metric("train:msd"), job.Metric("test:msd") }.OfType<double>()];
            var (distances, fault) = await ModelFile.ScoresAsync(bench, job.Artifact, customers, cancel, "distance_to_cluster");
            var measured = distances?.Average(distance => distance * distance);
            if (measured is > 0 and { } truth && reported.Length > 0 && Math.Abs(reported[0] - truth) <= HeldBack * truth) counted.AddRange(reported.Select(distance => (k, distance)));
            else other ??= measured is { } found
                ? string.Create(CultureInfo.InvariantCulture, $" {job.Name} is none: it reports {(reported.Length > 0 ? reported[0] : double.NaN):G4}, and on the customers, scaled by scale.json, its centers come to {found:G4}.")
                : $" {job.Name} is none: {fault}";
        }
        var curve = counted.ToLookup(job => job.K, job => job.Distance);
        var missing = Enumerable.Range(LeastK, MostK - LeastK + 1).Where(k => !curve.Contains(k)).ToList();
        return
        [
            missing.Count == 0
                ? Finding.Good(Jobs, $"A k-means job over the scaled customers has completed for every k from {LeastK} to {MostK}.")
                : Finding.Part(Jobs, 1 - missing.Count / (MostK - LeastK + 1.0), $"No k-means job over the scaled customers has completed since the lab began for k = {string.Join(", ", missing)}.{other}"),
            .. await ElbowAsync(bench, new Segments(start.Seed).Count, curve, cancel),
        ];
    }

    private static async Task<Finding[]> ElbowAsync(LabBench bench, int kinds, ILookup<int, double> distances, CancellationToken cancel)
    {
        var (elbow, fault) = await bench.JsonAsync(Work, "elbow.json", cancel);
        if (elbow is null) return [Finding.Missing(Elbow, fault!), Finding.Missing(Chosen, fault!)];
        var said = elbow["msd"] as JsonObject ?? [];
        bool IsRight(int k) => said.Number(k.ToString(CultureInfo.InvariantCulture)) is { } number && distances[k].Any(distance => Math.Abs(number - distance) <= Rounding * distance);
        var wrong = Enumerable.Range(LeastK, MostK - LeastK + 1).Where(k => !IsRight(k)).ToList();
        var chosen = elbow.Number("k");
        return
        [
            wrong.Count == 0
                ? Finding.Good(Elbow, "elbow.json says what the jobs measured.")
                : Finding.Part(Elbow, 1 - wrong.Count / (MostK - LeastK + 1.0), $"elbow.json does not say the mean squared distance that a job measured for k = {string.Join(", ", wrong)}."),
            chosen is not { } k ? Finding.Missing(Chosen, "elbow.json has no number 'k'.")
                // A number without the figures on both sides of it is a guess.
                : !IsRight((int)k) || !IsRight((int)k - 1) || !IsRight((int)k + 1) ? Finding.Missing(Chosen, $"elbow.json chooses k = {k}, and the figures on both sides of it, from which one could see why, are not all right.")
                : k == kinds ? Finding.Good(Chosen, $"k = {k} is where the curve bends.")
                : Finding.Missing(Chosen, $"k = {k} is not where the curve bends."),
        ];
    }

    private static async Task<Finding> AssignedAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        var (text, fault) = await bench.TextAsync(Work, "assignments.csv", cancel);
        if (text is null) return Finding.Missing(Assigned, fault!);
        var wanted = ToAssign(start).ToList();
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (lines.Count != wanted.Count) return Finding.Missing(Assigned, $"assignments.csv has {lines.Count} lines for {wanted.Count} customers.");
        List<int> groups = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length != 2 || lines[i][0] != wanted[i].Id) return Finding.Missing(Assigned, $"Line {i + 1} of assignments.csv is not the id {wanted[i].Id} and a group, in the order of assign.csv.");
            if (!double.TryParse(lines[i][1], NumberStyles.Float, CultureInfo.InvariantCulture, out var group) || group != Math.Floor(group) || Math.Abs(group) > 1000) return Finding.Missing(Assigned, $"Line {i + 1} of assignments.csv names no group.");
            groups.Add((int)group);
        }
        return Agreement(Assigned, groups, [.. wanted.Select(row => row.Kind)], "assignments.csv");
    }

    private static async Task<Finding> AnswersAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var (scale, fault) = await ScaleAsync(bench, cancel);
        if (scale is null) return Finding.Missing(Answers, fault!);
        var rows = new Segments(start.Seed).Sample(heldOut, "held out", HeldOutRows).ToList();
        double[][] scaled = [.. rows.Select(row => scale(row.Features))];
        var (groups, refused) = await EndpointScores.OfAsync(bench, Endpoint, scaled, RowsACall, cancel, "closest_cluster");
        return groups is null ? Finding.Missing(Answers, refused!) : Agreement(Answers, [.. groups.Select(group => (int)group)], [.. rows.Select(row => row.Kind)], Endpoint);
    }

    /// <summary>What the learner does to every row.</summary>
    private static async Task<(Func<double[], double[]>? Scale, string? Fault)> ScaleAsync(LabBench bench, CancellationToken cancel)
    {
        var (scale, fault) = await bench.JsonAsync(Work, "scale.json", cancel);
        if (scale is null) return (null, fault);
        return scale.Numbers("mean", Segments.Columns.Count) is { } mean && scale.Numbers("std", Segments.Columns.Count) is { } std && !std.Contains(0)
            ? (row => [.. row.Select((value, column) => (value - mean[column]) / std[column])], null)
            : (null, $"scale.json has no 'mean' and 'std' of {Segments.Columns.Count} numbers each, no std being 0.");
    }

    private static Finding Agreement(string check, List<int> groups, List<int> kinds, string what)
    {
        var index = Math.Max(0, RandIndex.Adjusted(groups, kinds));     // less than chance is chance
        var said = string.Create(CultureInfo.InvariantCulture, $"The {groups.Distinct().Count()} groups of {what} agree with the true kinds of {kinds.Count:N0} customers to {index:0.00} (adjusted Rand index: 1 is all, 0 is chance)");
        return Finding.Part(check, (index - Unlike) / (Alike - Unlike), index >= Alike ? $"{said}." : string.Create(CultureInfo.InvariantCulture, $"{said}; {Alike} earns everything."));
    }
}
