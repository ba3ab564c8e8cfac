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

    /// <summary>Agreement that earns everything and nothing. The law's own groups are recognized at 0.99; one group more or less, or one scale missed, stays below.</summary>
    private const double Alike = 0.95, Unlike = 0.5;

    public string Id => "kmeans-elbow";
    public string NamePrefix => "certus-elbow";
    public IReadOnlyList<string> Checks => [Jobs, Elbow, Chosen, Assigned, Answers];
    public IReadOnlyList<string> Faults => [];

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
        // What each k came to: AWS reports the mean squared distance on the training rows, and on a test channel where there is one.
        var distances = (await TrainedJob.SinceAsync(bench, start, cancel)).Where(job => job.Uses("kmeans"))
            .SelectMany(job => new[] { job.Metric("train:msd"), job.Metric("test:msd") }.OfType<double>().Select(distance => (K: job.Hyperparameter("k"), Distance: distance)))
            .Where(job => int.TryParse(job.K, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToLookup(job => int.Parse(job.K!, CultureInfo.InvariantCulture), job => job.Distance);
        var missing = Enumerable.Range(LeastK, MostK - LeastK + 1).Where(k => !distances.Contains(k)).ToList();
        return
        [
            missing.Count == 0
                ? Finding.Good(Jobs, $"A k-means job has completed for every k from {LeastK} to {MostK}.")
                : Finding.Part(Jobs, 1 - missing.Count / (MostK - LeastK + 1.0), $"No k-means job has completed since the lab began for k = {string.Join(", ", missing)}."),
            .. await ElbowAsync(bench, new Segments(start.Seed).Count, distances, cancel),
            await AssignedAsync(bench, start, cancel), await AnswersAsync(bench, start, heldOut, cancel),
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
        if (await bench.TextAsync(Work, "assignments.csv", cancel) is not { } text) return Finding.Missing(Assigned, $"There is no s3://{Work}/assignments.csv.");
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
        var (scale, fault) = await bench.JsonAsync(Work, "scale.json", cancel);
        if (scale is null) return Finding.Missing(Answers, fault!);
        if (scale.Numbers("mean", Segments.Columns.Count) is not { } mean || scale.Numbers("std", Segments.Columns.Count) is not { } std || std.Contains(0))
            return Finding.Missing(Answers, $"scale.json has no 'mean' and 'std' of {Segments.Columns.Count} numbers each, no std being 0.");
        var rows = new Segments(start.Seed).Sample(heldOut, "held out", HeldOutRows).ToList();
        double[][] scaled = [.. rows.Select(row => row.Features.Select((value, column) => (value - mean[column]) / std[column]).ToArray())];
        var (groups, refused) = await EndpointScores.OfAsync(bench, Endpoint, scaled, RowsACall, cancel, "closest_cluster");
        return groups is null ? Finding.Missing(Answers, refused!) : Agreement(Answers, [.. groups.Select(group => (int)group)], [.. rows.Select(row => row.Kind)], Endpoint);
    }

    private static Finding Agreement(string check, List<int> groups, List<int> kinds, string what)
    {
        var index = Math.Max(0, RandIndex.Adjusted(groups, kinds));     // less than chance is chance
        var said = string.Create(CultureInfo.InvariantCulture, $"The {groups.Distinct().Count()} groups of {what} agree with the true kinds of {kinds.Count:N0} customers to {index:0.00} (adjusted Rand index: 1 is all, 0 is chance)");
        return Finding.Part(check, (index - Unlike) / (Alike - Unlike), index >= Alike ? $"{said}." : string.Create(CultureInfo.InvariantCulture, $"{said}; {Alike} earns everything."));
    }
}
