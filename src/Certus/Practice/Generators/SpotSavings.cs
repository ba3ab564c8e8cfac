using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The saving of a managed spot training job, from the times that it reports.</summary>
/// <remarks>(1 − billable seconds / training seconds) × 100.</remarks>
internal sealed class SpotSavings : SingleChoiceGenerator
{
    public override string Id => "gen-spot-savings";
    public override string Title => "Saving of a managed spot training job from its reported times";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/4.2", "MLA-C02/4.2"];
    public override IReadOnlyList<string> Skills => ["spot-training-checkpoints", "cost-management-ml"];
    protected override string Area => "deployment-operations";
    protected override double Difficulty => -0.2;
    protected override string Principle => "Spot saving = 1 − billable seconds / training seconds of the job that ran; neither the wait nor the advertised discount enters.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon SageMaker AI - Managed Spot Training", "https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html"),
        new("Amazon SageMaker AI API Reference - DescribeTrainingJob", "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var training = random.Between(300, 4000) * 10;
        var billable = training * random.Between(18, 75) / 100;
        var elapsed = training + random.Between(60, 2400) * 10;
        var advertised = random.Pick([70, 80, 90]);
        var wording = random.Below(5);
        if (elapsed > training * 3) return null;

        var (t, b, e) = (Whole(training), Whole(billable), Whole(elapsed));
        decimal Share(int part, int whole) => 100m * part / whole;
        Answer Of(decimal value, string sum, string why, string? misconception) => new(value, $"{sum} = {Percent(value)}. {why}", misconception);
        var key = Of(100 - Share(billable, training), $"({t} − {b}) / {t}", $"Of {t} seconds of training, {b} are billed.", null);
        var above = Share(training - billable, billable);
        var wrong = Three(random, key,
        [
            Of(Share(billable, training), $"{b} / {t}", "That is the part still paid; the saving is the rest.", "remaining-part-as-answer"),
            new(advertised, $"{Percent(advertised)} is what was expected. What this job saved follows from its own times: {t} seconds of training, {b} of them billed.", "spot-savings-from-list-price"),
            above > 99 ? null : Of(above, $"({t} − {b}) / {b}", "It divides by the billed seconds. The saving is a share of what would have been billed without Spot: all seconds of training.", "saving-relative-to-billed"),
            Of(100 - Share(billable, elapsed), $"({e} − {b}) / {e}", $"It divides by the time from start to end. {Whole(elapsed - training)} seconds of that were spent waiting, and nobody is billed for waiting, with Spot or without.", "waiting-counts-as-training"),
            Of(Share(elapsed - training, elapsed), $"({e} − {t}) / {e}", "That is the share of the time spent waiting. It says how much later the job was done, not what it cost.", "waiting-is-the-saving"),
        ]);
        return new(Stem(wording, t, b, e, advertised), key, wrong, Places: 1, Gap: 2, Percent);
    }

    private static string Stem(int wording, string training, string billable, string elapsed, int advertised) => wording switch
    {
        0 => $"""
            A film studio moved the training of an upscaling model to managed spot training on Amazon SageMaker AI and hopes to save {advertised} %. The finished job reports `TrainingTimeInSeconds` = {training} and `BillableTimeInSeconds` = {billable}. From creation to end it took {elapsed} seconds, as it waited for Spot capacity twice.

            How much did managed spot training save on this job?
            """,
        1 => $"""
            A seismology institute checks whether a training job with managed spot training paid off. A slide from the planning promised savings of {advertised} %. The job was interrupted and resumed from a checkpoint.

            | Reported | Seconds |
            |---|---:|
            | From creation to end, waiting included | {elapsed} |
            | `TrainingTimeInSeconds` | {training} |
            | `BillableTimeInSeconds` | {billable} |

            Which saving did the job achieve?
            """,
        2 => $"""
            The machine learning budget of a retailer assumes that Spot saves {advertised} % of training costs. The last forecasting job used managed spot training: of {elapsed} seconds between its creation and its end, {training} were training time, and {billable} seconds are billable. Its checkpoints let it resume after an interruption.

            What percentage should replace the assumption for this job?
            """,
        3 => $"""
            A chip designer lists its managed spot training jobs on Amazon SageMaker AI by what each saved compared with on-demand training. For one of them, the columns are as follows, in seconds; the target is a saving of {advertised} %.

            | Job | Start to end | Training time | Billable time |
            |---|---:|---:|---:|
            | `layout-17` | {elapsed} | {training} | {billable} |

            Which saving belongs in the list for this job?
            """,
        _ => $"""
            An engineer at a reinsurer reads the description of a finished training job, for which managed spot training was enabled. The job existed for {elapsed} seconds, some of them without an instance. Training time is given as {training} seconds and billable time as {billable} seconds. A colleague recalls that Spot saves {advertised} %.

            What did this job save by using Spot capacity?
            """,
    };
}
