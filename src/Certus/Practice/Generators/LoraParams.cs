using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The parameters that low-rank adapters train.</summary>
/// <remarks>Per adapted matrix of d × d: rank × (d + d), for a d × r and an r × d matrix.</remarks>
internal sealed class LoraParams : SingleChoiceGenerator
{
    private const int Projections = 4;
    private static readonly int[] Widths = [2048, 3072, 4096, 5120], RankChoices = [4, 8, 16, 32, 64];

    public override string Id => "gen-lora-params";
    public override string Title => "Trainable parameters of low-rank adapters";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/1.2", "MLA-C02/2.2"];
    public override IReadOnlyList<string> Skills => ["fm-customization"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.9;
    protected override string Principle => "LoRA trains two thin matrices per adapted weight matrix: rank times (inputs + outputs) parameters, and nothing else.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Hugging Face PEFT - LoRA", "https://huggingface.co/docs/peft/package_reference/lora"),
        new("Hu et al. - LoRA: Low-Rank Adaptation of Large Language Models", "https://arxiv.org/abs/2106.09685"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var width = random.Pick(Widths);
        var rank = random.Pick(RankChoices);
        var alpha = rank * random.Pick([2, 4]);
        var layers = random.Between(6, 20) * 4;
        var adapted = random.Between(1, 3);
        var wording = random.Below(5);

        var d = Whole(width);
        Answer Of(string sum, long value, string why, string? misconception) => new(value, $"{sum} = {Whole(value)}. {why}", misconception);
        long Trained(int r, int matrices) => (long)r * 2 * width * matrices;
        var matrices = layers * adapted;
        var key = Of($"{layers} × {adapted} × {rank} × ({d} + {d})", Trained(rank, matrices), $"Each of {layers} × {adapted} = {matrices} adapted matrices gets two thin ones: {d} by {rank} and {rank} by {d}.", null);
        var wrong = Three(random, key,
        [
            Of($"{layers} × {adapted} × {d} × {d}", (long)matrices * width * width, "That is the size of the adapted matrices themselves. They stay frozen.", "lora-trains-all"),
            Of($"{layers} × {adapted} × {rank} × {d}", Trained(rank, matrices) / 2, "It counts one thin matrix per adapted matrix. There are two: one leads down to the rank, the other back up.", "lora-single-matrix"),
            adapted == 1 ? null : Of($"{layers} × {rank} × ({d} + {d})", Trained(rank, layers), $"It counts one adapter per layer, but {Word(adapted)} projections of each layer have one.", "one-adapter-per-layer"),
            Of($"{layers} × {Projections} × {rank} × ({d} + {d})", Trained(rank, layers * Projections), $"It adapts all {Word(Projections)} projections of a layer. Only the configured ones get adapters, {Word(adapted)} per layer here.", "lora-on-every-projection"),
            Of($"{adapted} × {rank} × ({d} + {d})", Trained(rank, adapted), $"It shares the adapters among the layers. Each of the {layers} layers has its own.", "adapters-shared-across-layers"),
            Of($"{layers} × {adapted} × {alpha} × ({d} + {d})", Trained(alpha, matrices), $"It takes alpha for the rank. Alpha only scales the adapter's output; the rank, {rank}, sets its size.", "alpha-sets-adapter-size"),
        ]);
        return new(Stem(wording, d, rank, alpha, layers, adapted), key, wrong, Places: 0, Gap: 1, value => Whole((long)value));
    }

    private static string Stem(int wording, string width, int rank, int alpha, int layers, int adapted)
    {
        var names = adapted switch { 1 => "query projection", 2 => "query and value projections", _ => "query, key and value projections" };
        return wording switch
        {
            0 => $"""
                A legal publisher fine-tunes a language model of {layers} layers with LoRA. The attention of each layer has four square projections (query, key, value and output), each with {width} inputs and {width} outputs. Adapters of rank {rank} with alpha = {alpha} are added to the {names}, without bias, and nothing else is trained.

                How many parameters does the job train?
                """,
            1 => $"""
                A game developer adapts a model to the voice of its characters with LoRA on Amazon SageMaker AI. Every layer has four square attention projections: query, key, value and output. All weights outside the adapters are frozen, and the adapters have no bias.

                | Setting | Value |
                |---|---|
                | Layers | {layers} |
                | Inputs and outputs of a projection | {width} each |
                | Adapted in each layer | {names} |
                | Rank (`r`) | {rank} |
                | Scaling (`lora_alpha`) | {alpha} |

                What is the number of trainable parameters?
                """,
            2 => $"""
                An engineering firm wants to know how large the adapter will be that it trains for its reports. The base model has {layers} layers with four attention projections each, square matrices of {width} by {width}. With LoRA, adapters with `r` = {rank} and `lora_alpha` = {alpha} are put on the {names} of every layer, and the base model stays as it is.

                How many weights does the adapter file contain?
                """,
            3 => $"""
                A customer service provider trains one LoRA adapter per client on a shared base model. Each layer's attention consists of a query, a key, a value and an output projection, all square.

                | Layers | Width of the projections | Adapted per layer | Rank | Alpha |
                |---:|---:|---|---:|---:|
                | {layers} | {width} | {names} | {rank} | {alpha} |

                How many parameters are trained for a client, if there are no bias terms?
                """,
            _ => $"""
                A pharmaceutical company customizes a model with low-rank adapters, since full fine-tuning takes too much memory. Its {layers} layers have query, key, value and output projections of {width} inputs and as many outputs. Adapters go to the {names}, with a rank of {rank} and an alpha of {alpha}. Base weights are frozen, and no bias is trained.

                How many parameters receive gradients?
                """,
        };
    }
}
