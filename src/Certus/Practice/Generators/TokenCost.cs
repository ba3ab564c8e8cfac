using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The monthly on-demand charge of a model from requests and tokens; both prices are given.</summary>
/// <remarks>Requests × (input tokens × input price + output tokens × output price), in a month of 30 days.</remarks>
internal sealed class TokenCost : SingleChoiceGenerator
{
    public override string Id => "gen-token-cost";
    public override string Title => "Monthly cost of a model from requests, tokens and prices";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/4.1", "MLA-C02/4.2"];
    public override IReadOnlyList<string> Skills => ["token-cost-optimization", "bedrock-capacity-modes"];
    protected override string Area => "genai";
    protected override double Difficulty => -0.6;
    protected override string Principle => "On demand, input and output tokens are charged apart: multiply each count by its own price, then add.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Bedrock - Pricing", "https://aws.amazon.com/bedrock/pricing/"),
        new("Amazon Bedrock API Reference - TokenUsage", "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var requests = random.Between(4, 90) * 100;
        var (tokensIn, tokensOut) = (random.Between(4, 60) * 100, random.Between(2, 30) * 50);
        var thousandth = random.Between(1, 20) * 0.0002m;       // of 1,000 input tokens
        var factor = random.Between(3, 5);
        var wording = random.Below(5);
        if (tokensOut * 10 < tokensIn || tokensIn * 2 < tokensOut || tokensIn == tokensOut) return null;

        var perMillion = wording is 1 or 3 or 4;
        var (unit, per) = perMillion ? (1_000_000m, "1,000,000") : (1000m, "1,000");
        var (dear, cheap) = (thousandth * factor * unit / 1000, thousandth * unit / 1000);
        var (input, output) = (30L * requests * tokensIn, 30L * requests * tokensOut);
        string Part(long tokens, decimal price) => $"{Whole(tokens)} / {per} × {Price(price)}";
        Answer Both(decimal forInput, decimal forOutput, string before, string after, string? misconception)
        {
            var cost = (input * forInput + output * forOutput) / unit;
            return new(cost, $"{before}{Part(input, forInput)} + {Part(output, forOutput)} = {Dollars(cost)}. {after}", misconception);
        }

        var key = Both(cheap, dear, $"Input: 30 × {Whole(requests)} × {Whole(tokensIn)} = {Whole(input)} tokens. Output: 30 × {Whole(requests)} × {Whole(tokensOut)} = {Whole(output)} tokens. Each has its own price: ",
            "That is for 30 days.", null);
        if (key.Value is < 20 or > 60_000) return null;
        var average = (input + output) / unit * (cheap + dear) / 2;
        var wrong = Three(random, key,
        [
            Both(cheap, cheap, "", $"It charges all tokens at the input price, but an output token costs {factor} times as much here.", "input-output-same-price"),
            new(output * dear / unit, $"{Part(output, dear)} = {Dollars(output * dear / unit)}. It leaves out the {Whole(input)} input tokens, which are charged as well.", "output-only-pricing"),
            new(input * cheap / unit, $"{Part(input, cheap)} = {Dollars(input * cheap / unit)}. It leaves out the {Whole(output)} output tokens, although each costs {factor} times as much as one of input.",
                "input-only-pricing"),
            Both(dear, cheap, "", "It swaps the two prices: the model writes the output tokens, and those are the dearer ones.", "input-output-prices-swapped"),
            new(average, $"({Whole(input)} + {Whole(output)}) / {per} × ({Price(cheap)} + {Price(dear)}) / 2 = {Dollars(average)}. It takes the mean of the two prices for all tokens. That would be right only for "
                + "as many output tokens as input tokens.", "mean-token-price"),
        ]);
        return new(Stem(wording, Whole(requests), Whole(tokensIn), Whole(tokensOut), Price(cheap), Price(dear)), key, wrong, Places: 2, Gap: key.Value * 0.03m, Dollars);
    }

    private static string Stem(int wording, string requests, string input, string output, string cheap, string dear) => wording switch
    {
        0 => $"""
            An insurer has claim files summarized by a foundation model on Amazon Bedrock, on demand. On each of the 30 days of a month it sends {requests} requests. A request has {input} input tokens on average and returns {output} output tokens. The model's prices are {cheap} per 1,000 input tokens and {dear} per 1,000 output tokens.

            What does the insurer pay for these tokens per month?
            """,
        1 => $"""
            A law firm pilots an assistant that reviews contracts. It calls a model on Amazon Bedrock on demand. The averages of the pilot are expected to hold on all 30 days of a month.

            | Fact | Value |
            |---|---:|
            | Requests per day | {requests} |
            | Input tokens per request | {input} |
            | Output tokens per request | {output} |
            | Price per 1,000,000 input tokens | {cheap} |
            | Price per 1,000,000 output tokens | {dear} |

            Which monthly charge for inference should the firm put into its budget?
            """,
        2 => $"""
            A furniture retailer lets a model on Amazon Bedrock write product texts from data sheets, with on-demand inference. The prompt with the data sheet comes to {input} tokens on average, the text that the model writes to {output} tokens. The price is {cheap} per 1,000 input tokens and {dear} per 1,000 output tokens. The retailer sends {requests} such requests a day, 30 days a month.

            How much does the retailer pay for inference in a month?
            """,
        3 => $"""
            A hospital group drafts discharge letters with a model that it calls on demand through Amazon Bedrock. Prices are per 1,000,000 tokens, and a month counts 30 days.

            | Requests per day | Input tokens per request | Output tokens per request | Input price | Output price |
            |---:|---:|---:|---:|---:|
            | {requests} | {input} | {output} | {cheap} | {dear} |

            What will the model cost the group per month?
            """,
        _ => $"""
            The support desk of a bank receives {requests} e-mails a day, also on weekends. A model on Amazon Bedrock, used on demand, drafts a reply to each. It reads {input} tokens per e-mail, which include instructions and earlier messages, and writes {output} tokens. The bank pays {cheap} per 1,000,000 input tokens and {dear} per 1,000,000 output tokens.

            What is the bill for the tokens of 30 days?
            """,
    };
}
