using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The optimizer steps of a training run with data-parallel workers that keeps partial batches.</summary>
/// <remarks>Rows / (batch per worker × workers), rounded up, times epochs.</remarks>
internal sealed class EpochSteps : SingleChoiceGenerator
{
    private static readonly int[] Batches = [16, 32, 64, 128];

    public override string Id => "gen-epoch-steps";
    public override string Title => "Optimizer steps of a training run";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.3", "MLA-C02/2.2"];
    public override IReadOnlyList<string> Skills => ["training-epochs-batches", "distributed-training"];
    protected override string Area => "modeling";
    protected override double Difficulty => 0.0;
    protected override string Principle => "One step per global batch: rows over batch size times workers, rounded up for a kept partial batch, times epochs.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("PyTorch - torch.utils.data", "https://docs.pytorch.org/docs/stable/data.html"),
        new("Amazon SageMaker AI - Distributed training concepts", "https://docs.aws.amazon.com/sagemaker/latest/dg/distributed-training.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var rows = random.Between(100, 1800) * 50 + random.Between(1, 49);
        var batch = random.Pick(Batches);
        var workers = random.Between(2, 8);
        var epochs = random.Between(3, 20);
        var wording = random.Below(5);

        var global = batch * workers;
        var perEpoch = rows / (decimal)global;
        var part = perEpoch - decimal.Floor(perEpoch);
        if (part is < 0.1m or > 0.9m || perEpoch < 12) return null;

        var (n, down) = (Whole(rows), rows / global);
        var up = down + 1;
        var globalStep = $"{workers} × {batch} = {Whole(global)} rows";
        var divided = $"{n} / {Whole(global)} = {Fixed(perEpoch, 2)}";
        var key = new Answer((long)up * epochs, $"A step uses a batch of every worker: {globalStep}. {divided}, so {Whole(up)} steps per epoch, the last one with fewer rows; {Whole(up)} × {epochs} = {Whole((long)up * epochs)}.");
        var alone = (rows + batch - 1) / batch;
        var carried = ((long)rows * epochs + global - 1) / global;
        var wrong = Three(random, key,
        [
            new((long)down * epochs, $"{globalStep}; {divided}, rounded down {Whole(down)}; {Whole(down)} × {epochs} = {Whole((long)down * epochs)}. It drops the partial batch at the end of each epoch, but the loader keeps it.", "drop-last-batch-always"),
            new((long)alone * epochs, $"{n} / {batch} = {Fixed(rows / (decimal)batch, 2)}, rounded up {Whole(alone)}; {Whole(alone)} × {epochs} = {Whole((long)alone * epochs)}. It leaves out that {workers} workers take a batch each in every step.",
                "workers-do-not-change-steps"),
            new(carried, $"{epochs} × {n} / {Whole(global)} = {Fixed((decimal)rows * epochs / global, 2)}, rounded up {Whole(carried)}. It fills the last batch of an epoch with rows of the next one. Each epoch ends with a smaller batch of its own.",
                "leftover-rows-carry-over"),
            new(up, $"{globalStep}; {divided}, rounded up {Whole(up)}. That is one epoch; the run has {epochs}.", "steps-of-one-epoch"),
            new((long)up * epochs * workers, $"{Whole(up)} × {epochs} × {workers} = {Whole((long)up * epochs * workers)}. It counts a step of each worker by itself. The workers take it together: their gradients are averaged into one update.",
                "each-worker-steps-alone"),
        ]);
        return new(Stem(wording, n, batch, workers, epochs), key, wrong, Places: 0, Gap: 1, value => $"{Whole((long)value)} steps");
    }

    private static string Stem(int wording, string rows, int batch, int workers, int epochs) => wording switch
    {
        0 => $"""
            A logistics company trains a network for delivery times on {rows} rows, for {epochs} epochs. The job runs data parallel on {workers} GPUs, each of which takes {batch} rows per step, and the gradients are averaged before the update. The data loader keeps a last batch that is not full.

            How many optimizer steps does the job make?
            """,
        1 => $"""
            A dental clinic group fine-tunes an image model with synchronous data parallelism. A scheduler for the learning rate must be told the total number of optimizer steps. Batches that are not full are kept (`drop_last=False`).

            | Setting | Value |
            |---|---:|
            | Training images | {rows} |
            | Batch size per worker | {batch} |
            | Workers | {workers} |
            | Epochs | {epochs} |

            Which number of steps should be passed to the scheduler?
            """,
        2 => $"""
            A music label trains a tagger on {rows} clips with Amazon SageMaker AI. It uses {workers} data-parallel workers in lockstep and a batch of {batch} clips per worker. The incomplete batch at the end of an epoch is used, not dropped. Training stops after {epochs} epochs.

            How often are the weights updated?
            """,
        3 => $"""
            A water utility compares two training jobs for leak detection by their number of updates. The workers of a job split the rows among them without repetition and update the shared weights together; an incomplete batch at the end of an epoch counts as a step.

            | Rows | Workers | Rows per worker and step | Epochs |
            |---:|---:|---:|---:|
            | {rows} | {workers} | {batch} | {epochs} |

            How many updates does this job make in all?
            """,
        _ => $"""
            A newspaper trains a headline model for {epochs} epochs on {rows} headlines. With {workers} accelerators in data-parallel mode, the per-device batch size is {batch}, without gradient accumulation. The logs show one line per optimizer step, and short batches at the end of an epoch are trained on as well.

            How many lines will the logs of the complete run have?
            """,
    };
}
