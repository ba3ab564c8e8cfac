using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The requests that reach a production variant, from weights that need not add up to anything.</summary>
/// <remarks>Requests × weight / sum of the weights.</remarks>
internal sealed class VariantTraffic : SingleChoiceGenerator
{
    private static readonly string[] Names = ["A", "B", "C"];

    public override string Id => "gen-variant-traffic";
    public override string Title => "Requests that reach a production variant";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/4.4", "MLA-C02/4.1"];
    public override IReadOnlyList<string> Skills => ["ab-and-shadow-testing"];
    protected override string Area => "deployment-operations";
    protected override double Difficulty => -0.4;
    protected override string Principle => "A variant receives its weight divided by the sum of all weights, whatever its number of instances.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon SageMaker AI - Testing models with production variants", "https://docs.aws.amazon.com/sagemaker/latest/dg/model-ab-testing.html"),
        new("Amazon SageMaker AI API Reference - ProductionVariant", "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        int[] weights = [random.Between(2, 9), random.Between(1, 9), random.Between(1, 9)];
        int[] instances = [random.Between(1, 5), random.Between(1, 5), random.Between(1, 5)];
        var requests = random.Between(20, 500) * 1000;
        var asked = random.Below(3);
        var wording = random.Below(5);
        var (sum, fleet, heaviest) = (weights.Sum(), instances.Sum(), weights.Max());
        var (weight, count) = (weights[asked], instances[asked]);
        if ((long)requests * weight % sum != 0 || sum == 10 || weight * 3 == sum || weights.Distinct().Count() < 2) return null;

        var (n, share) = (Whole(requests), (long)requests * weight / sum);
        var all = string.Join(" + ", weights);
        Answer? Of(long part, long whole, string sum, string why, string misconception) =>
            part % whole != 0 ? null : new(part / whole, $"{sum} = {Whole(part / whole)}. {why}", misconception);
        var key = new Answer(share, $"The weights add up to {all} = {sum}, of which variant {Names[asked]} has {weight}: {n} × {weight} / {sum} = {Whole(share)}.");
        var weighted = weights.Zip(instances, (w, i) => w * i).ToArray();
        var wrong = Three(random, key,
        [
            Of((long)requests * weight, 100, $"{n} × {weight} / 100", $"It reads the weight as a percentage. Weights are relative to their sum, {sum}.", "variant-weights-must-sum-100"),
            Of((long)requests * weight, 10, $"{n} × {weight} / 10", $"It takes the weight for tenths of the traffic. Weights are relative to their sum, {sum}.", "weights-are-tenths"),
            Of(requests, 3, $"{n} / 3", "It shares the traffic equally. That would be right for equal weights.", "variants-share-equally"),
            Of((long)requests * count, fleet, $"{n} × {count} / {fleet}", "It shares the traffic by instances. They set what a variant can bear, not what it receives.", "traffic-follows-instances"),
            weight == heaviest ? null : Of((long)requests * weight, heaviest, $"{n} × {weight} / {heaviest}", $"It compares with the largest weight. The share is relative to the sum of all weights, {sum}.", "weight-relative-to-largest"),
            Of((long)requests * weighted[asked], weighted.Sum(), $"{n} × {weighted[asked]} / {weighted.Sum()}", $"It multiplies each weight by the variant's instances. The weights hold for whole variants; instances do not enter.", "weight-times-instances"),
            count == 1 ? null : Of(share, count, $"{Whole(share)} / {count}", $"That is what each of the {count} instances receives, not the variant.", "variant-load-per-instance"),
        ]);
        var figure = wording is 0 or 2 or 4 ? Picture(weights, instances) : null;
        return new(Stem(wording, n, Names[asked], weights, instances), key, wrong, Places: 0, Gap: Math.Max(100, share * 0.02m), value => $"{Whole((long)value)} requests", figure);
    }

    private static Figure Picture(int[] weights, int[] instances)
    {
        var drawing = new Drawing(640, 236).Box(30, 86, 150, 60, Drawing.Sand, Drawing.Soft, round: 6).Text(105, 112, "Endpoint", "middle").Text(105, 132, "all requests", "middle", Drawing.Soft, size: 12);
        for (var i = 0; i < 3; i++)
        {
            var top = 20 + i * 68;
            drawing.Arrow(180, 116, 330, top + 28).Box(330, top, 280, 56, Drawing.Sky, Drawing.Blue, round: 6)
                .Text(344, top + 23, $"Variant {Names[i]}").Text(344, top + 43, $"weight {weights[i]}, {instances[i]} {(instances[i] == 1 ? "instance" : "instances")}");
        }
        return drawing.Named("variants.svg");
    }

    private static string Stem(int wording, string requests, string asked, int[] weights, int[] instances)
    {
        var variants = Names.Select((name, i) => $"variant {name} with weight {weights[i]} and {instances[i]} {(instances[i] == 1 ? "instance" : "instances")}").ToList();
        var alt = $"An endpoint passes all requests to three variants: {variants[0]}, {variants[1]}, {variants[2]}.";
        return wording switch
        {
            0 => $"""
                A fashion retailer tests three ranking models behind one Amazon SageMaker AI endpoint. The figure shows its production variants as configured. On a day with {requests} requests, no client names a target variant.

                ![{alt}](variants.svg)

                How many requests should variant {asked} receive?
                """,
            1 => $"""
                A bank compares credit models as production variants of one endpoint on Amazon SageMaker AI. Applications call the endpoint without naming a variant. The endpoint configuration reads:

                | Variant | Initial weight | Initial instance count |
                |---|---:|---:|
                {string.Join('\n', Names.Select((name, i) => $"| {name} | {weights[i]} | {instances[i]} |"))}

                Of {requests} requests, how many does variant {asked} serve on average?
                """,
            2 => $"""
                A map service runs an A/B/C test of travel-time models. Its endpoint is drawn in the figure, with the weights and instance counts of the production variants. The analysts plan the test for {requests} requests, routed by weight alone.

                ![{alt}](variants.svg)

                What number of requests can they expect for variant {asked}?
                """,
            3 => $"""
                An insurer puts three versions of a claims model on one Amazon SageMaker AI endpoint: {variants[0]}, {variants[1]} and {variants[2]}. All instances are of the same type. In a month, the endpoint is invoked {requests} times without `TargetVariant`.

                How many of these requests go to variant {asked}, apart from chance?
                """,
            _ => $"""
                A news site serves recommendations from the endpoint in the figure. Its variants hold the present model and two candidates. The team wants to know when variant {asked} will have seen enough readers and starts from {requests} requests a day to the endpoint, none of them with a target variant.

                ![{alt}](variants.svg)

                How many requests a day reach variant {asked}?
                """,
        };
    }
}
