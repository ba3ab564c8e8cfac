using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>Recall at k of a ranking for one query.</summary>
/// <remarks>Relevant results among the first k / all relevant items of the collection.</remarks>
internal sealed class RecallAtK : SingleChoiceGenerator
{
    private const int Ranks = 12;
    private static readonly int[] Cutoffs = [4, 5, 6, 8, 10];

    public override string Id => "gen-recall-at-k";
    public override string Title => "Recall at k of a retrieval test query";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/5.1", "MLA-C02/2.3"];
    public override IReadOnlyList<string> Skills => ["rag-evaluation", "metrics-forecast-ranking", "rag-retrieval-tuning"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.0;
    protected override string Principle => "Recall at k divides the relevant results among the first k by all relevant items, found or not.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("TorchMetrics - Retrieval Recall", "https://lightning.ai/docs/torchmetrics/stable/retrieval/recall.html"),
        new("Amazon Bedrock - Use metrics to understand RAG system performance", "https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-evaluation-metrics.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var k = random.Pick(Cutoffs);
        var found = random.Between(3, 7);
        var ranks = random.Shuffle(Enumerable.Range(1, Ranks)).Take(found).Order().ToList();
        var relevant = random.Between(found + 1, 14);
        var wording = random.Below(5);
        var hits = ranks.Count(rank => rank <= k);
        if (hits < 1 || hits == found || relevant == k) return null;

        Answer Of(int part, int whole, string why, string? misconception) => new(100m * part / whole, $"{part} / {whole} = {Percent(100m * part / whole)}. {why}", misconception);
        var key = Of(hits, relevant, $"Among the first {k} results, {hits} {(hits == 1 ? "is" : "are")} relevant, of {relevant} relevant items in the collection.", null);
        var wrong = Three(random, key,
        [
            Of(hits, k, $"It divides by the {k} results looked at. That is the precision at {k}: it says how clean the results are, not how much of what is relevant they hold.", "recall-at-k-is-precision"),
            Of(found, relevant, $"It counts all {found} relevant results in the list, but only the first {k} ranks reach the prompt.", "recall-ignores-cutoff"),
            Of(hits, found, $"It divides by the {found} relevant results in the list. Relevant items that were not retrieved at all count as missed, too: there are {relevant} in the collection.", "recall-over-found-only"),
            ranks[0] == 1 ? null : Of(1, ranks[0], $"That is the reciprocal rank: the first relevant result stands at rank {ranks[0]}.", "reciprocal-rank-is-recall"),
            Of(hits, k + relevant - hits, $"It divides by the {k} + {relevant} − {hits} = {k + relevant - hits} items that are among the first {k} or relevant or both. That is the overlap of the two sets; recall divides by the relevant ones.",
                "recall-is-set-overlap"),
            relevant >= Ranks ? null : Of(hits, Ranks, $"It divides by the {Ranks} results in the list. Recall divides by the {relevant} relevant items of the collection, in the list or not.", "recall-over-list-length"),
            new(100, $"At least one of the first {k} results is relevant, so the hit rate for this query is {Percent(100)}. Recall asks how many of the {relevant} relevant items are among them.", "hit-rate-is-recall"),
        ]);
        var figure = wording is 0 or 2 or 4 ? Picture(ranks) : null;
        return new(Stem(wording, k, ranks, relevant), key, wrong, Places: 1, Gap: 2, Percent, figure);
    }

    private static Figure Picture(List<int> relevant)
    {
        var drawing = new Drawing(640, 132).Text(20, 30, "Results by rank");
        for (var rank = 1; rank <= Ranks; rank++)
        {
            var (x, isRelevant) = (20 + (rank - 1) * 50, relevant.Contains(rank));
            drawing.Box(x, 42, 44, 36, isRelevant ? Drawing.Blue : "#ffffff", Drawing.Soft, round: 4).Text(x + 22, 65, $"{rank}", "middle", isRelevant ? "#ffffff" : Drawing.Ink);
        }
        return drawing.Box(20, 96, 16, 16, Drawing.Blue).Text(44, 109, "relevant to the query")
            .Box(260, 96, 16, 16, "#ffffff", Drawing.Soft).Text(284, 109, "not relevant").Named("ranking.svg");
    }

    private static string Stem(int wording, int k, List<int> ranks, int relevant)
    {
        var marks = Enumerable.Range(1, Ranks).Select(rank => $"{rank} {(ranks.Contains(rank) ? "relevant" : "not relevant")}");
        var alt = $"The results in a row, with their ranks: {string.Join(", ", marks)}.";
        return wording switch
        {
            0 => $"""
                A telecom provider tests the retriever of its support assistant. For one test query, experts have marked all {relevant} passages of the knowledge base that are relevant. The figure shows which of the retriever's results are among them; only the first {k} are passed to the model.

                ![{alt}](ranking.svg)

                What is the recall at {k} for this query?
                """,
            1 => $"""
                A patent office evaluates semantic search with labeled queries. For the query below, the collection contains {relevant} relevant patents, according to its examiners. The search returned these results:

                | Rank | Relevant |
                |---:|---|
                {string.Join('\n', Enumerable.Range(1, Ranks).Select(rank => $"| {rank} | {(ranks.Contains(rank) ? "yes" : "no")} |"))}

                Which recall at {k} does the search achieve for this query?
                """,
            2 => $"""
                A streaming service lets viewers ask for films in their own words, and a model answers from the first {k} descriptions retrieved. A test query has {relevant} relevant descriptions in the whole catalog. The figure shows the ranking that the new embedding model gives for it.

                ![{alt}](ranking.svg)

                How high is the recall at {k} of this ranking?
                """,
            3 => $"""
                A hospital compares two vector indexes for its guidelines. In a test case, {relevant} sections of the guidelines bear on the question. The first index returns twelve sections, and those at the ranks {string.Join(", ", ranks.Take(ranks.Count - 1))} and {ranks[^1]} are relevant. The assistant uses the first {k} results.

                What is the recall at {k} of this index for the test case?
                """,
            _ => $"""
                An aircraft maintainer measures how well retrieval finds work instructions before it looks at the generated answers. The figure shows the ranking for one question of the test set. In total, {relevant} instructions in the index are labeled as relevant for it; the prompt has room for the first {k}.

                ![{alt}](ranking.svg)

                Which value does recall at {k} have for this question?
                """,
        };
    }
}
