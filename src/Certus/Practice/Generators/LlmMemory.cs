using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The accelerator memory for the weights of a language model at a given precision, and the cache of its concurrent requests.</summary>
/// <remarks>Billions of parameters × bits / 8 gives GB; the cache per request is given.</remarks>
internal sealed class LlmMemory : SingleChoiceGenerator
{
    private static readonly int[] Billions = [3, 7, 8, 13, 34, 70], Precisions = [4, 8, 16];

    public override string Id => "gen-llm-memory";
    public override string Title => "Accelerator memory of a language model with its cache";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/2.2", "MLA-C02/3.1"];
    public override IReadOnlyList<string> Skills => ["fm-hosting-sizing", "model-compression"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.1;
    protected override string Principle => "Weights take parameters times bits over 8, once; the attention cache comes on top, once per concurrent request.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("DJL Serving - LMI instance type selection", "https://docs.djl.ai/docs/serving/serving/docs/lmi/deployment_guide/instance-type-selection.html"),
        new("Hugging Face Transformers - Optimizing LLMs for speed and memory", "https://huggingface.co/docs/transformers/llm_tutorial_optimization"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var parameters = random.Pick(Billions);
        var bits = random.Pick(Precisions);
        var perRequest = random.Between(2, 20) / 10m;
        var requests = random.Between(3, 24);
        var wording = random.Below(5);

        var (weights, cache) = (parameters * bits / 8m, perRequest * requests);
        var (b, c) = ($"{parameters} × {bits} / 8", $"{requests} × {Exact(perRequest)}");
        Answer Of(decimal value, string sum, string why, string? misconception) => new(value, $"{sum} = {Fixed(value, 1)} GB. {why}", misconception);
        var key = Of(weights + cache, $"{b} + {c}", $"Weights: {parameters} billion parameters of {bits} bits, {(bits == 4 ? "half a byte" : bits == 8 ? "one byte" : "two bytes")} each, {Exact(weights)} GB. Cache: {requests} requests at "
            + $"{Exact(perRequest)} GB, {Exact(cache)} GB.", null);
        if (cache * 10 < weights || cache > weights * 4) return null;
        var wrong = Three(random, key,
        [
            Of(weights, b, $"It has no room for the attention cache of {requests} requests, {Exact(cache)} GB.", "weights-only-memory"),
            Of(parameters * bits + cache, $"{parameters} × {bits} + {c}", $"It takes {bits} bits for {bits} bytes; 8 bits are a byte.", "quantize-bits-as-bytes"),
            Of(weights + perRequest, $"{b} + {Exact(perRequest)}", $"It has room for the cache of one request. {requests} run at the same time, and each has a cache of its own.", "one-cache-for-all-requests"),
            Of((weights + perRequest) * requests, $"({b} + {Exact(perRequest)}) × {requests}", "It loads the weights once per request. All requests share one copy; only the cache exists for each of them.", "weights-copied-per-request"),
            bits == 16 ? null : Of(parameters * 2 + cache, $"{parameters} × 16 / 8 + {c}", $"It counts the weights with 16 bits, but they are loaded with {bits}.", "precision-leaves-memory-unchanged"),
            bits == 16 ? null : Of(weights + cache * bits / 16, $"{b} + {c} × {bits} / 16", "It shrinks the cache along with the weights. The size given for the cache is that of its own precision, which does not depend on that of the weights.",
                "cache-shrinks-with-weights"),
            bits == 8 ? null : Of(parameters + cache, $"{parameters} + {c}", $"It takes one byte per parameter, but {bits} bits are {(bits == 4 ? "half a byte" : "two bytes")}.", "one-byte-per-parameter"),
        ]);
        return new(Stem(wording, parameters, bits, Exact(perRequest), requests), key, wrong, Places: 1, Gap: Math.Max(0.5m, key.Value * 0.03m), value => $"{Fixed(value, 1)} GB");
    }

    private static string Stem(int wording, int parameters, int bits, string perRequest, int requests) => wording switch
    {
        0 => $"""
            A software vendor hosts a language model with {parameters} billion parameters on an Amazon SageMaker AI endpoint. The weights are loaded with {bits} bits per parameter. Each request being processed needs {perRequest} GB for its attention (KV) cache, and up to {requests} requests are processed at the same time. Memory for other purposes is planned separately.

            How much accelerator memory do weights and caches need (1 GB = 1,000,000,000 bytes)?
            """,
        1 => $"""
            A radio station chooses an instance for a model that writes summaries. Only the memory for weights and attention cache is to be estimated, and 1 GB is taken as 1,000,000,000 bytes.

            | Fact | Value |
            |---|---:|
            | Parameters | {parameters} billion |
            | Bits per weight, as loaded | {bits} |
            | Attention cache per active request | {perRequest} GB |
            | Active requests, at most | {requests} |

            What is the least accelerator memory that holds them?
            """,
        2 => $"""
            A car maker runs an in-house assistant on its own model endpoint. The model has {parameters} billion parameters, stored in {bits}-bit precision. At the longest permitted context, the key-value cache of one conversation takes {perRequest} GB, and {requests} conversations are to be served at once, without sharing prefixes. Take 1 GB as 1,000,000,000 bytes and leave activations aside.

            How many gigabytes must the accelerators hold?
            """,
        3 => $"""
            An agency for translations compares deployments of open models. The sum of weights and key-value cache decides which instance is large enough; 1 GB is 1,000,000,000 bytes.

            | Parameters | Bits per weight | Concurrent requests | Cache per request |
            |---:|---:|---:|---:|
            | {parameters} billion | {bits} | {requests} | {perRequest} GB |

            What does the sum come to for this deployment?
            """,
        _ => $"""
            A research institute serves a model of {parameters} billion parameters with {bits} bits per weight. Continuous batching keeps up to {requests} sequences in progress, and at full length each of them occupies {perRequest} GB of key-value cache. The serving container's own needs come on top and are not asked for. One gigabyte is 1,000,000,000 bytes.

            How much memory should be reserved for the weights and the full cache?
            """,
    };
}
