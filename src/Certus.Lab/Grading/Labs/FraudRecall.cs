using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Grading;

/// <summary>Fraud caught under two constraints that pull against each other: recall and the number of alerts.</summary>
internal sealed class FraudRecall : ILabExercise
{
    public const string Data = "certus-fraud-data", Work = "certus-fraud-work", Private = "certus-fraud-private", Endpoint = "certus-fraud";

    /// <summary>Names in the order of the brief.</summary>
    public const string Trained = "trained", Answers = "endpoint-answers", Separates = "separates", Recall = "recall", Alerts = "alerts", Role = "role-minimal";

    private const int TrainRows = 24_000, ValidationRows = 6_000, HeldOutRows = 30_000, RowsACall = 2_500;
    private const double WantedRecall = 0.85, MostAlerts = 0.06;

    /// <summary>What chance may do to a good model on the held-out rows: about two standard errors of a recall of 85 % over 550 frauds.</summary>
    private const double Chance = 0.03;

    /// <summary>How far below the law's own area a model may stay, and from where it earns nothing.</summary>
    private const double Close = 0.02, Far = 0.10;

    private static readonly Breakage[] _breakages = [Breakage.BucketDenies(Data, "*"), Breakage.TornRow(Data, "train/train.csv")];

    public string Id => "fraud-recall";
    public string NamePrefix => "certus-fraud";
    public IReadOnlyList<string> Checks => [Trained, Answers, Separates, Recall, Alerts, Role];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work, Private]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        var law = new Payments(start.Seed);
        await bench.PutAsync(Data, "train/train.csv", Table.Labeled(law.Sample(start.Seed, "train", TrainRows)), cancel);
        await bench.PutAsync(Data, "validation/validation.csv", Table.Labeled(law.Sample(start.Seed, "validation", ValidationRows)), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Payments.Columns.Prepend("fraud")) + "\n", cancel, "text/plain");
        await bench.PutAsync(Private, "card-numbers.csv", "nothing that a training job needs\n", cancel);
    }

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var job = await JobAsync(bench, start, cancel);
        var rows = new Payments(start.Seed).Sample(heldOut, "held out", HeldOutRows).ToList();
        var (scores, fault) = await EndpointScores.OfAsync(bench, Endpoint, [.. rows.Select(row => row.Features)], RowsACall, cancel);
        return
        [
            TrainedFinding(job), scores is null ? Finding.Missing(Answers, fault!) : Finding.Good(Answers, $"{Endpoint} gave a score for each of {HeldOutRows:N0} payments that it had never seen."),
            SeparatesFinding(rows, scores), .. await DecisionAsync(bench, rows, scores, cancel), await RoleAsync(bench, job, cancel),
        ];
    }

    /// <summary>The job whose model is served; where none is, the newest that was watched, or the newest.</summary>
    private static async Task<TrainedJob?> JobAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        List<TrainedJob> jobs = [.. (await TrainedJob.SinceAsync(bench, start, cancel)).Where(job => job.Reads($"s3://{Data}/train"))];
        var served = await ModelFile.BehindAsync(bench, Endpoint, cancel);
        return jobs.Find(job => served.Contains(job.Artifact)) ?? jobs.Find(IsWatched) ?? jobs.FirstOrDefault();
    }

    private static bool IsWatched(TrainedJob job) => job.Reads($"s3://{Data}/validation", "validation");

    private static Finding TrainedFinding(TrainedJob? job)
    {
        if (job is null) return Finding.Missing(Trained, $"No training job that read s3://{Data}/train/ has completed since the lab began.");
        return IsWatched(job)
            ? Finding.Good(Trained, $"{job.Name} trained on the data and was watched on the validation rows.")
            : Finding.Part(Trained, 0.5, $"{job.Name} trained, but nothing watched how it does on the validation rows.");
    }

    private static Finding SeparatesFinding(List<LabeledRow> rows, double[]? scores)
    {
        if (scores is null) return Finding.Missing(Separates, "Without scores there is nothing to judge.");
        List<bool> labels = [.. rows.Select(row => row.Label)];
        var (area, best) = (Grading.Scores.AreaUnderRoc(scores, labels), Grading.Scores.AreaUnderRoc([.. rows.Select(row => row.Probability)], labels));
        var earned = Math.Clamp((area - (best - Far)) / (Far - Close), 0, 1);
        return Finding.Part(Separates, earned, string.Create(CultureInfo.InvariantCulture,
            $"On unseen payments the area under the ROC curve is {area:0.000}; {best:0.000} would be the best possible on them{(earned < 1 ? $", and {best - Close:0.000} earns everything" : "")}."));
    }

    private static async Task<Finding[]> DecisionAsync(LabBench bench, List<LabeledRow> rows, double[]? scores, CancellationToken cancel)
    {
        var (decision, fault) = await bench.JsonAsync(Work, "decision.json", cancel);
        var threshold = decision?.Number("threshold");
        if (decision is not null && threshold is null) fault = $"s3://{Work}/decision.json has no number 'threshold'.";
        if (scores is null) fault ??= "Without scores there is nothing to compare a threshold with.";
        if (threshold is not { } cut || scores is null) return [Finding.Missing(Recall, fault!), Finding.Missing(Alerts, fault!)];
        double frauds = rows.Count(row => row.Label), caught = 0, alerts = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (scores[i] < cut) continue;
            alerts++;
            if (rows[i].Label) caught++;
        }
        var (recall, share) = (caught / frauds, alerts / rows.Count);
        var within = share <= MostAlerts * 1.1;
        var said = string.Create(CultureInfo.InvariantCulture, $"With the threshold {cut:0.####}, {recall:P1} of the frauds among unseen payments raise an alert, and {share:P1} of all payments do");
        return
        [
            // A threshold that alerts on everything catches everything: recall counts only as far as somebody could work with the alerts.
            share > 5 * MostAlerts
                ? Finding.Missing(Recall, $"{said}: recall says nothing when so much raises an alert.")
                : Finding.Part(Recall, recall >= WantedRecall - Chance ? 1 : recall < 0.5 ? 0 : (recall - 0.5) / (WantedRecall - Chance - 0.5), string.Create(CultureInfo.InvariantCulture, $"{said}; {WantedRecall:P0} of the frauds are wanted.")),
            within && recall >= 0.5
                ? Finding.Good(Alerts, $"{said}; the team can read that many.")
                : Finding.Missing(Alerts, within ? $"{said}: few alerts are no merit when most fraud passes." : string.Create(CultureInfo.InvariantCulture, $"{said}; the team can read {MostAlerts:P0}.")),
        ];
    }

    private static async Task<Finding> RoleAsync(LabBench bench, TrainedJob? job, CancellationToken cancel)
    {
        if (job?.Role is not { } role) return Finding.Missing(Role, "Without a training job there is no role to look at.");
        var name = role[(role.LastIndexOf('/') + 1)..];
        if ((await bench.TryAsync("iam", "GetRole", new() { ["RoleName"] = name }, cancel)).Refused is not null) return Finding.Missing(Role, $"The job's role {name} is gone: there is nothing to look at.");
        JsonObject Card() => new() { ["Bucket"] = Private, ["Key"] = "card-numbers.csv" };
        // What is not there, nobody can read; that says nothing of the role.
        if ((await bench.TryAsync("s3", "GetObject", Card(), cancel)).Refused is { Status: 404 }) return Finding.Missing(Role, $"s3://{Private}/card-numbers.csv, which belongs to somebody else, is gone: whether the role {name} could read it can't be seen.");
        var caller = new LabCaller(LabCaller.Account, $"arn:aws:sts::{LabCaller.Account}:assumed-role/{name}/grader", LabBench.AccessKeyId, LabCaller.DefaultRegion);
        return (await bench.TryAsync("s3", "GetObject", Card(), cancel, caller)).Refused switch
        {
            null => Finding.Missing(Role, $"The job's role {name} can read s3://{Private}/, which training does not need."),
            { Status: 403 } => Finding.Good(Role, $"The job's role {name} can't read s3://{Private}/."),
            var other => Finding.Missing(Role, $"Whether the job's role {name} can read s3://{Private}/ can't be seen: {other.Message}"),
        };
    }
}
