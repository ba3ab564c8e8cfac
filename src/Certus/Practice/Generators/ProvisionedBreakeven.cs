using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The daily requests at which Provisioned Throughput and on-demand inference cost the same; all prices are given.</summary>
/// <remarks>24 × model units × price per unit and hour / on-demand cost of a request. Provisioned Throughput is billed by the hour, used or not.</remarks>
internal sealed class ProvisionedBreakeven : SingleChoiceGenerator
{
    public override string Id => "gen-provisioned-breakeven";
    public override string Title => "Requests a day from which Provisioned Throughput is cheaper";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/2.2", "AIP-C01/4.1", "MLA-C02/4.2"];
    public override IReadOnlyList<string> Skills => ["bedrock-capacity-modes", "token-cost-optimization"];
    protected override string Area => "genai";
    protected override double Difficulty => 1.0;
    protected override string Principle => "Provisioned Throughput is billed for every hour, used or not; divide its daily cost by the on-demand cost of a request.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Bedrock - Increase model invocation capacity with Provisioned Throughput", "https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html"),
        new("Amazon Bedrock - Pricing", "https://aws.amazon.com/bedrock/pricing/"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var units = random.Between(2, 4);
        var hourly = random.Between(20, 120) / 2m;
        var busy = random.Between(6, 14);
        var (tokensIn, tokensOut) = (random.Between(5, 50) * 100, random.Between(2, 20) * 50);
        var cheap = random.Between(5, 25) * 0.0002m;        // per 1,000 tokens
        var dear = cheap * random.Between(3, 5);
        var wording = random.Below(5);
        if (tokensOut * 10 < tokensIn || tokensIn * 2 < tokensOut) return null;

        var (forInput, forOutput) = (tokensIn * cheap / 1000, tokensOut * dear / 1000);
        var request = forInput + forOutput;
        var day = 24 * units * hourly;
        string InputStep() => $"{Whole(tokensIn)} / 1,000 × {Price(cheap)}";
        string OutputStep() => $"{Whole(tokensOut)} / 1,000 × {Price(dear)}";
        var requestStep = $"{InputStep()} + {OutputStep()} = {Price(request)}";
        var dayStep = $"24 × {units} × {Price(hourly)} = {Price(day)}";
        Answer At(decimal cost, decimal each, string before, string after, string? misconception) =>
            new(cost / each / 1000, $"{before}{Price(cost)} / {Price(each)} / 1,000 = {Fixed(cost / each / 1000, 1)} thousand requests. {after}", misconception);
        var key = At(day, request, $"On demand, a request costs {requestStep}. The Provisioned Throughput costs {dayStep} a day, whether it is used or not. They cost the same at ",
            "With more requests, Provisioned Throughput is the cheaper one.", null);
        if (key.Value is < 5 or > 200) return null;
        var (working, single, same) = (busy * units * hourly, 24 * hourly, (tokensIn + tokensOut) * cheap / 1000);
        var wrong = Three(random, key,
        [
            At(working, request, $"{busy} × {units} × {Price(hourly)} = {Price(working)}; ", $"It counts only the {busy} hours with traffic. Provisioned Throughput is billed in the other {24 - busy} hours, too, as it is kept.",
                "provisioned-billed-when-used"),
            At(single, request, $"24 × {Price(hourly)} = {Price(single)}; ", $"It pays for one model unit, but the price is per unit, and there are {Word(units)}.", "one-model-unit-is-paid"),
            At(day, forOutput, $"{OutputStep()} = {Price(forOutput)}; ", "It takes the output tokens alone for the cost of a request on demand. The input tokens are charged as well, so fewer requests are enough.", "output-only-pricing"),
            At(day, forInput, $"{InputStep()} = {Price(forInput)}; ", "It takes the input tokens alone for the cost of a request on demand. The output tokens are charged as well, so fewer requests are enough.", "input-only-pricing"),
            At(day, same, $"({Whole(tokensIn)} + {Whole(tokensOut)}) / 1,000 × {Price(cheap)} = {Price(same)}; ", "It charges output tokens at the input price. They cost more, so fewer requests are enough.", "input-output-same-price"),
        ]);
        var facts = new Facts(units, Price(hourly), busy, Whole(tokensIn), Whole(tokensOut), Price(cheap), Price(dear));
        return new(Stem(wording, facts), key, wrong, Places: 1, Gap: key.Value * 0.03m, value => $"{Fixed(value, 1)} thousand");
    }

    private sealed record Facts(int Units, string Hourly, int Busy, string Input, string Output, string Cheap, string Dear);

    private static string Stem(int wording, Facts f) => wording switch
    {
        0 => $"""
            A travel agency uses a model on Amazon Bedrock on demand, at {f.Cheap} per 1,000 input tokens and {f.Dear} per 1,000 output tokens. A request has {f.Input} input and {f.Output} output tokens on average, and all requests come in {f.Busy} hours of the day. The agency could instead commit to a Provisioned Throughput of {Word(f.Units)} model units for a month, which would carry the whole load at {f.Hourly} per model unit and hour.

            At how many requests a day do both options cost the same?
            """,
        1 => $"""
            A bank compares two ways to pay for a model on Amazon Bedrock. The Provisioned Throughput would be bought with a commitment for months, and it would be sufficient for any load in question.

            | Fact | Value |
            |---|---:|
            | Hours of a day with requests | {f.Busy} |
            | Input tokens per request | {f.Input} |
            | Output tokens per request | {f.Output} |
            | On-demand price per 1,000 input tokens | {f.Cheap} |
            | On-demand price per 1,000 output tokens | {f.Dear} |
            | Model units of the Provisioned Throughput | {f.Units} |
            | Price per model unit and hour | {f.Hourly} |

            From how many requests a day on is the Provisioned Throughput the cheaper one?
            """,
        2 => $"""
            A publisher translates articles with a model on Amazon Bedrock during the {f.Busy} hours in which its editors work. An article is one request of {f.Input} input tokens and {f.Output} output tokens on average. On demand, 1,000 input tokens cost {f.Cheap} and 1,000 output tokens {f.Dear}. A Provisioned Throughput with {Word(f.Units)} model units, bought with a six-month commitment, would be fast enough and cost {f.Hourly} per hour for each unit.

            Which number of articles a day makes the two equally expensive?
            """,
        3 => $"""
            An online pharmacy answers questions with a model on Amazon Bedrock and considers leaving on-demand inference for Provisioned Throughput, committed for one month. Token prices are per 1,000 tokens on demand; the model units are enough for the load.

            | Input tokens | Output tokens | Input price | Output price | Busy hours a day | Model units | Price per unit and hour |
            |---:|---:|---:|---:|---:|---:|---:|
            | {f.Input} | {f.Output} | {f.Cheap} | {f.Dear} | {f.Busy} | {f.Units} | {f.Hourly} |

            At which number of requests a day is the daily cost the same?
            """,
        _ => $"""
            At a logistics company, a model on Amazon Bedrock reads customs forms while the office is open, {f.Busy} hours a day. Per form it takes in {f.Input} tokens and writes {f.Output} tokens. The company pays {f.Cheap} per 1,000 input tokens and {f.Dear} per 1,000 output tokens on demand. It has an offer for a Provisioned Throughput with a term of one month: {Word(f.Units)} model units at {f.Hourly} per hour each, more than the load needs.

            How many forms a day would cost as much on demand as with the offer?
            """,
    };
}
