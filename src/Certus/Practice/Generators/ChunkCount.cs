using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The chunks of equal documents that are split by a fixed size with an overlap.</summary>
/// <remarks>
/// Per document: (tokens − overlap) / (chunk − overlap), rounded up. Draws are kept only where a splitter that starts a chunk at every stride gives the same
/// number, so that the convention at the end of a document does not matter.
/// </remarks>
internal sealed class ChunkCount : SingleChoiceGenerator
{
    private static readonly int[] Sizes = [200, 300, 400, 500, 600], Overlaps = [10, 20, 25];

    public override string Id => "gen-chunk-count";
    public override string Title => "Chunks of documents with a fixed size and an overlap";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/1.5", "MLA-C02/1.2"];
    public override IReadOnlyList<string> Skills => ["rag-chunking"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.5;
    protected override string Principle => "With overlap, each further chunk brings only chunk size minus overlap of new text; divide by that stride and round up.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Bedrock - How content chunking works for knowledge bases", "https://docs.aws.amazon.com/bedrock/latest/userguide/kb-chunking.html"),
        new("Amazon Bedrock API Reference - FixedSizeChunkingConfiguration", "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_FixedSizeChunkingConfiguration.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var tokens = random.Between(30, 400) * 100;
        var size = random.Pick(Sizes);
        var percent = random.Pick(Overlaps);
        var documents = random.Between(3, 60) * 5;
        var wording = random.Below(5);

        var overlap = size * percent / 100;
        var stride = size - overlap;
        var exact = (tokens - overlap) / (decimal)stride;
        var each = Up(tokens - overlap, stride);
        if (each - exact is < 0.1m or > 0.9m || Up(tokens, stride) != each || Up(tokens, size) < 5) return null;

        var (d, m) = (Whole(tokens), Whole(documents));
        Answer Of(long perDocument, string how, string why, string? misconception) =>
            new(perDocument * documents, $"{how}{Whole(perDocument)} per document; {Whole(perDocument)} × {m} = {Whole(perDocument * documents)}. {why}".TrimEnd(), misconception);
        var strideStep = $"Overlap: {size} × {percent} % = {overlap} tokens. Each chunk after the first brings {size} − {overlap} = {stride} new tokens";
        var key = Of(each, $"{strideStep}: ({d} − {overlap}) / {stride} = {Fixed(exact, 2)}, rounded up ", "", null);
        var without = Up(tokens, size);
        var merged = Up((long)documents * tokens - overlap, stride);
        var wrong = Three(random, key,
        [
            Of(without, $"{d} / {size} = {Fixed(tokens / (decimal)size, 2)}, rounded up ", $"It ignores the overlap: a chunk brings only {stride} new tokens, as its first {overlap} repeat the end of the one before.", "chunks-ignore-overlap-stride"),
            Of(Up(tokens * (100L + percent), size * 100L), $"{d} / {size} × {100 + percent} % = {Fixed(tokens * (100m + percent) / size / 100, 2)}, rounded up ",
                $"It adds {percent} % to the number without overlap. But that number is divided by {100 - percent} %, since only that part of each chunk is new.", "overlap-adds-its-percentage"),
            Of(Up(tokens - 2 * overlap, size - 2 * overlap), $"({d} − 2 × {overlap}) / ({size} − 2 × {overlap}) = {Fixed((tokens - 2m * overlap) / (size - 2 * overlap), 2)}, rounded up ",
                "It takes off the overlap at both ends of a chunk. Two neighbors share it, so each chunk repeats it once, at its beginning.", "overlap-at-both-ends"),
            Of(each - 1, $"({d} − {overlap}) / {stride} = {Fixed(exact, 2)}, rounded down ", "It drops the rest at the end of each document; that text needs a last, shorter chunk.", "partial-chunk-dropped"),
            Of(2 * without - 1, $"{without} chunks and {without - 1} overlaps: {without} + {without - 1} = ", "It stores each overlap as a chunk of its own. The overlap is text that two neighboring chunks both contain.", "overlap-is-a-chunk"),
            new(merged, $"({m} × {d} − {overlap}) / {stride} = {Fixed(((long)documents * tokens - overlap) / (decimal)stride, 2)}, rounded up {Whole(merged)}. It splits all documents as if they were one text. Each document is split by itself and ends with "
                + "a shorter chunk.", "chunks-cross-documents"),
        ]);
        var figure = wording is 0 or 3 ? Picture(tokens, size, percent) : null;
        return new(Stem(wording, d, size, percent, m), key, wrong, Places: 0, Gap: Math.Max(2, key.Value * 0.01m), value => $"{Whole((long)value)} chunks", figure);
    }

    private static long Up(long tokens, long stride) => (tokens + stride - 1) / stride;

    private static Figure Picture(int tokens, int size, int percent)
    {
        const int width = 150;
        var drawing = new Drawing(640, 216)
            .Text(20, 32, $"One document: {Whole(tokens)} tokens").Box(20, 42, 600, 24, Drawing.Sand, Drawing.Soft);
        for (var i = 0; i < 3; i++)
        {
            var (x, y) = (20 + i * width * (100 - percent) / 100, 80 + i * 28);
            drawing.Box(x, y, width, 22, Drawing.Sky, Drawing.Blue);
            if (i > 0) drawing.Box(x, y, width * percent / 100, 22, Drawing.Orange, Drawing.Blue);
            drawing.Text(x + width / 2 + 18, y + 16, $"chunk {"ABC"[i]}", "middle");
        }
        return drawing.Text(444, 152, "and so on to its end", color: Drawing.Soft)
            .Box(20, 180, 16, 16, Drawing.Sky, Drawing.Blue).Text(44, 193, $"chunk: {size} tokens")
            .Box(260, 180, 16, 16, Drawing.Orange, Drawing.Blue).Text(284, 193, $"overlap with the chunk before: {percent} %").Named("chunks.svg");
    }

    private static string Stem(int wording, string tokens, int size, int percent, string documents)
    {
        var alt = $"A document of {tokens} tokens, and below it its first chunks A, B and C of {size} tokens each. Chunks B and C each start before the end of the chunk before, with an overlap of {percent} %.";
        return wording switch
        {
            0 => $"""
                A machine builder loads {documents} service manuals of equal length into a knowledge base for Amazon Bedrock. Each manual is split by itself, with fixed-size chunking, as the figure shows for one manual. For the estimate, sentence boundaries can be ignored.

                ![{alt}](chunks.svg)

                How many chunks must the vector store hold?
                """,
            1 => $"""
                A ministry prepares laws for retrieval with fixed-size chunking. Every law is split by itself, and the estimate may ignore that chunks end at sentence boundaries.

                | Fact | Value |
                |---|---:|
                | Laws | {documents} |
                | Tokens per law | {tokens} |
                | Maximum tokens per chunk | {size} |
                | Overlap between consecutive chunks | {percent} % |

                How many embeddings, one for each chunk, will be computed?
                """,
            2 => $"""
                A consultancy indexes {documents} project reports of {tokens} tokens each in a knowledge base for Amazon Bedrock. The data source uses fixed-size chunking with at most {size} tokens per chunk and an overlap percentage of {percent}. The reports are split one by one. Chunks may be taken to be full, except for the last one of a report.

                How many chunks result?
                """,
            3 => $"""
                A museum makes {documents} catalogs searchable for a chat assistant. The catalogs have the same length, and each is cut into fixed-size chunks as in the figure, up to its end. Whole sentences are not preserved.

                ![{alt}](chunks.svg)

                What number of chunks should the team expect in the vector index?
                """,
            _ => $"""
                A biotech company estimates the size of a vector index for its study protocols. The splitter works on one protocol at a time and fills each chunk before it starts the next one, so that only the last chunk of a protocol can be shorter.

                | Protocols | Tokens per protocol | Tokens per chunk | Overlap of neighboring chunks |
                |---:|---:|---:|---:|
                | {documents} | {tokens} | {size} | {percent} % |

                How many chunks does the splitter produce in total?
                """,
        };
    }
}
