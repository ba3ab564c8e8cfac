using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>How few numbers say what 24 columns say?</summary>
internal sealed class PcaCompress : ILabExercise
{
    public const string Data = "certus-pca-data", Work = "certus-pca-work", Endpoint = "certus-pca", JobRoleName = "certus-pca-role";

    /// <summary>Names in the order of the brief.</summary>
    public const string Answers = "endpoint-projects", Kept = "kept", Fewest = "fewest", Report = "report";

    private const int TrainRows = 5_000, HeldOutRows = 2_000, RowsACall = 1_000;
    private const double WantedShare = 0.95;

    /// <summary>What chance may do to a share of the variance of 2,000 rows; one component too few costs at least ten times as much.</summary>
    private const double Chance = 0.005;

    /// <summary>From where what is kept earns anything, and how far a report may be from what is measured.</summary>
    private const double LeastShare = 0.6, ReportChance = 0.02;

    private static readonly Breakage[] _breakages = Breakage.OfJobs(JobRoleName, Work);

    public string Id => "pca-compress";
    public string NamePrefix => "certus-pca";
    public IReadOnlyList<string> Checks => [Answers, Kept, Fewest, Report];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        await bench.PutAsync(Data, "turbines/turbines.csv", Table.Features(new Turbines(start.Seed).Sample(start.Seed, "turbines", TrainRows)), cancel);
        await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
    }

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var law = new Turbines(start.Seed);
        var rows = law.Sample(heldOut, "held out", HeldOutRows).ToList();
        var (projections, fault) = await ProjectAsync(bench, rows, cancel);
        if (projections is null) return [.. Checks.Select(check => Finding.Missing(check, check == Answers ? fault! : "Without projections there is nothing to judge."))];
        var components = projections[0].Length;
        var share = Share([.. rows.Select(law.Scaled)], projections);
        var said = string.Create(CultureInfo.InvariantCulture, $"The {components} numbers that {Endpoint} makes of {Turbines.Columns} keep {share:P1} of the variance of unseen rows, all columns counting the same");
        return
        [
            Finding.Good(Answers, $"{Endpoint} made {components} numbers of each of {HeldOutRows:N0} unseen rows."),
            // All columns kept are all the variance, and no compression.
            components > Turbines.Columns / 2
                ? Finding.Missing(Kept, $"{said}; that many save next to nothing.")
                : Finding.Part(Kept, Math.Min(1, (share - LeastShare) / (WantedShare - Chance - LeastShare)), $"{said}; {WantedShare:P0} are wanted."),
            share < WantedShare - Chance ? Finding.Missing(Fewest, $"{said}: few are easily enough when they need not keep {WantedShare:P0}.")
                : components == law.Causes ? Finding.Good(Fewest, $"{said}; fewer would not keep {WantedShare:P0}.")
                : Finding.Part(Fewest, components > Turbines.Columns / 2 ? 0 : 1 - (components - law.Causes) / 4.0, $"{said}; fewer would do."),
            await ReportAsync(bench, components, share, cancel),
        ];
    }

    /// <summary>What the endpoint makes of rows, scaled as the learner says.</summary>
    private static async Task<(double[][]? Projections, string? Fault)> ProjectAsync(LabBench bench, List<double[]> rows, CancellationToken cancel)
    {
        var (scale, fault) = await bench.JsonAsync(Work, "scale.json", cancel);
        if (scale is null) return (null, fault);
        if (scale.Numbers("mean", Turbines.Columns) is not { } mean || scale.Numbers("std", Turbines.Columns) is not { } std || std.Contains(0))
            return (null, $"scale.json has no 'mean' and 'std' of {Turbines.Columns} numbers each, no std being 0.");
        List<double[]> projections = [];
        foreach (var chunk in rows.Chunk(RowsACall))
        {
            var (text, refused) = await bench.InvokeAsync(Endpoint, "text/csv", "application/json", Table.Features(chunk.Select(row => row.Select((value, column) => (value - mean[column]) / std[column]).ToArray())), cancel);
            if (text is null) return (null, $"{Endpoint} refused {chunk.Length} unseen rows: {refused}");
            if (Read(text) is not { } read || read.Length != chunk.Length || read.Any(one => one.Length != read[0].Length || one.Length == 0)) return (null, $"{Endpoint} answered something else than a projection a row.");
            projections.AddRange(read);
        }
        // Variants take turns call by call, and each may be another model.
        if (projections.Select(one => one.Length).Distinct().Order().ToList() is { Count: > 1 } lengths)
            return (null, $"{Endpoint} answered {string.Join(" and ", lengths)} numbers for rows of the same length: its variants are different models.");
        return ([.. projections], null);
    }

    private static double[][]? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["projections"] is JsonArray list ? [.. list.Select(entry => entry!["projection"]!.AsArray().Select(number => number!.GetValue<double>()).ToArray())] : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The share of the rows' variance that the best weighted sums of the projections bring back.</summary>
    private static double Share(double[][] rows, double[][] projections)
    {
        int n = projections[0].Length + 1, columns = rows[0].Length;
        var normal = new double[n * n];
        var right = new double[columns][];
        for (var column = 0; column < columns; column++) right[column] = new double[n];
        double[] means = [.. Enumerable.Range(0, columns).Select(column => rows.Average(row => row[column]))];
        double[] centers = [.. Enumerable.Range(0, n - 1).Select(component => projections.Average(one => one[component]))], spreads = [.. Enumerable.Range(0, n - 1).Select(component => Spread(component))];
        double total = 0, brought = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            double[] known = [1, .. projections[i].Select((value, component) => (value - centers[component]) / spreads[component])];
            for (var a = 0; a < n; a++)
            {
                for (var b = 0; b <= a; b++) normal[a * n + b] += known[a] * known[b];
                for (var column = 0; column < columns; column++) right[column][a] += known[a] * (rows[i][column] - means[column]);
            }
            for (var column = 0; column < columns; column++) total += (rows[i][column] - means[column]) * (rows[i][column] - means[column]);
        }
        // A component that says what others say adds nothing; a trace on the diagonal keeps the sums solvable.
        for (var a = 0; a < n; a++) normal[a * n + a] *= 1 + 1e-9;
        if (Cholesky.Of(normal, n) is not { } factor) return 0;
        foreach (var sums in right)
        {
            var weights = sums.ToArray();
            factor.Solve(weights);
            brought += weights.Zip(sums, (weight, sum) => weight * sum).Sum();
        }
        return Math.Clamp(brought / total, 0, 1);

        double Spread(int component) => Math.Sqrt(projections.Average(one => (one[component] - centers[component]) * (one[component] - centers[component]))) is var spread and > 0 ? spread : 1;
    }

    private static async Task<Finding> ReportAsync(LabBench bench, int components, double share, CancellationToken cancel)
    {
        var (report, fault) = await bench.JsonAsync(Work, "components.json", cancel);
        if (report is null) return Finding.Missing(Report, fault!);
        List<string> wrong = [];
        if (report.Number("components") is not { } said || said != components) wrong.Add("components");
        if (report.Number("kept") is not { } kept || Math.Abs(kept - share) > ReportChance) wrong.Add("kept");
        return wrong.Count == 0
            ? Finding.Good(Report, "components.json says what the endpoint does.")
            : Finding.Part(Report, 1 - wrong.Count / 2.0, $"components.json does not say what the endpoint does: {string.Join(", ", wrong)}.");
    }
}
