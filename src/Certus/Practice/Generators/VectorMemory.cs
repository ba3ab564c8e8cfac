using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The memory of an HNSW index in OpenSearch, with replicas.</summary>
/// <remarks>1.1 × (4 × dimension + 8 × m) bytes per vector and copy, for 32-bit floats; a replica is a further copy.</remarks>
internal sealed class VectorMemory : SingleChoiceGenerator
{
    private static readonly int[] Dimensions = [256, 384, 512, 768, 1024, 1536], Links = [16, 24, 32, 48];

    public override string Id => "gen-vector-memory";
    public override string Title => "Memory of an HNSW index with replicas";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/1.4", "MLA-C02/1.1"];
    public override IReadOnlyList<string> Skills => ["vector-index-sizing", "vector-stores"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.7;
    protected override string Principle => "An HNSW index holds 4 bytes per dimension and 8 per link, a tenth on top, and all of it again for each replica.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("OpenSearch - Methods and engines: memory estimation", "https://docs.opensearch.org/latest/mappings/supported-field-types/knn-methods-engines/"),
        new("OpenSearch - k-NN vector", "https://docs.opensearch.org/latest/mappings/supported-field-types/knn-vector/"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var tenths = random.Between(5, 200);        // of a million vectors
        var dimension = random.Pick(Dimensions);
        var m = random.Pick(Links);
        var replicas = random.Between(1, 3);
        var wording = random.Below(5);

        var vectors = tenths * 100_000L;
        var n = Whole(vectors);
        var (copies, bytes) = (1 + replicas, 4 * dimension + 8 * m);
        var size = Whole(dimension);
        Answer Of(decimal perVector, int times, string sum, string why, string? misconception)
        {
            var value = perVector * vectors * times / 1_000_000_000;
            return new(value, $"{sum} × {n}{(times == 1 ? "" : $" × {times}")} / 1,000,000,000 = {Fixed(value, 1)} GB. {why}", misconception);
        }

        var (floats, links) = ($"4 × {size}", $"8 × {m}");
        var key = Of(1.1m * bytes, copies, $"1.1 × ({floats} + {links})", $"That is 4 bytes for each of {size} dimensions and 8 for each of {m} links, a tenth more for overhead, times {n} vectors, times {copies} copies: the primary and "
            + $"{(replicas == 1 ? "its replica" : $"{Word(replicas)} replicas")}.", null);
        var wrong = Three(random, key,
        [
            Of(4m * dimension, copies, floats, "It holds the raw vectors alone, without the links of the graph and the overhead.", "vector-memory-raw-only"),
            Of(1.1m * bytes, 1, $"1.1 × ({floats} + {links})", "It holds the primary alone. A replica is a full copy of the index and is kept in memory as well.", "replicas-need-no-memory"),
            Of(bytes, copies, $"({floats} + {links})", "It leaves out the overhead of a tenth.", "index-overhead-ignored"),
            Of(1.1m * 4 * dimension, copies, $"1.1 × {floats}", $"It leaves out the graph: each vector has {m} links of 8 bytes.", "links-need-no-memory"),
            Of(1.1m * (32 * dimension + 8 * m), copies, $"1.1 × (32 × {size} + {links})", "It takes 32 bits for 32 bytes; a 32-bit float has 4 bytes.", "quantize-bits-as-bytes"),
            replicas == 1 ? null : Of(1.1m * bytes, 1 << replicas, $"1.1 × ({floats} + {links})", $"It doubles the memory with each replica. Each adds one copy, so there are {copies}.", "replicas-double-each-time"),
            replicas == 1 ? null : Of(1.1m * bytes, replicas, $"1.1 × ({floats} + {links})", $"It counts the {Word(replicas)} replicas, but not the primary that they are copies of.", "primary-is-a-replica"),
        ]);
        if (key.Value < 2) return null;
        return new(Stem(wording, Exact(tenths / 10m), size, m, replicas), key, wrong, Places: 1, Gap: Math.Max(0.5m, key.Value * 0.03m), value => $"{Fixed(value, 1)} GB");
    }

    private static string Stem(int wording, string millions, string dimension, int m, int replicas) => wording switch
    {
        0 => $"""
            A news agency plans a vector index for {millions} million article passages on Amazon OpenSearch Service. The embeddings have {dimension} dimensions and are stored as 32-bit floats, without compression. The index uses the HNSW method with `m` = {m} links of 8 bytes per vector and keeps {Word(replicas)} {(replicas == 1 ? "replica" : "replicas")}; the usual 10 % of overhead is to be added.

            How much memory do the graphs need in the whole domain (1 GB = 1,000,000,000 bytes)?
            """,
        1 => $"""
            An online marketplace sizes the data nodes of an Amazon OpenSearch Service domain for semantic search. It uses uncompressed vectors of 32-bit floats in an HNSW graph. Take 8 bytes for a link and 1 GB as 1,000,000,000 bytes.

            | Fact | Value |
            |---|---:|
            | Vectors | {millions} million |
            | Dimensions | {dimension} |
            | Links per vector (`m`) | {m} |
            | Replicas | {replicas} |
            | Overhead | 10 % |

            What is the estimate for the memory of the index, on all nodes together?
            """,
        2 => $"""
            A bank moves its policy assistant to an OpenSearch k-NN index with HNSW on the Faiss engine. It holds {millions} million vectors of {dimension} dimensions, each dimension a 32-bit float. The parameter `m` is {m}, at 8 bytes per link, and the number of replicas is {replicas}. The architect adds 10 % for overhead and counts 1 GB as 1,000,000,000 bytes.

            Which total of memory must the cluster provide for the vectors and their graphs?
            """,
        3 => $"""
            A genome archive searches {millions} million protein embeddings by HNSW in Amazon OpenSearch Service. The vectors are neither quantized nor kept on disk; their elements are 32-bit floats. A link takes 8 bytes, overhead adds 10 %, and 1 GB is 1,000,000,000 bytes.

            | Dimensions | `m` | Replicas |
            |---:|---:|---:|
            | {dimension} | {m} | {replicas} |

            How many gigabytes of memory does the index take up across the domain?
            """,
        _ => $"""
            A job portal matches résumés and vacancies with embeddings of {dimension} dimensions in full precision, 32 bits per dimension. Its OpenSearch index has {millions} million vectors, each with `m` = {m} links of 8 bytes in an HNSW graph. For availability, the index is configured with a replica count of {replicas}. Overhead is estimated at 10 %, and 1 GB stands for 1,000,000,000 bytes.

            How much memory is needed for all copies of the index?
            """,
    };
}
