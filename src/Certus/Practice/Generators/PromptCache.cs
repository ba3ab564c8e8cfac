using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>What cached documents cost as a prompt prefix; the prices for input, cache write and cache read are given.</summary>
/// <remarks>Per document: one write at the write price, and a read at the read price for each further request.</remarks>
internal sealed class PromptCache : SingleChoiceGenerator
{
    private static readonly decimal[] WriteFactors = [1.25m, 2m], ReadFactors = [0.1m, 0.25m];

    public override string Id => "gen-prompt-cache";
    public override string Title => "Cost of a shared prompt prefix with caching";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/4.1", "MLA-C02/4.2"];
    public override IReadOnlyList<string> Skills => ["token-cost-optimization"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.4;
    protected override string Principle => "A cached prefix is written once at the write price and read by each further request at the lower read price.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Bedrock - Prompt caching for faster model inference", "https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html"),
        new("Amazon Bedrock - Pricing", "https://aws.amazon.com/bedrock/pricing/"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var prefix = random.Between(8, 80) * 500;
        var documents = random.Between(2, 40) * 50;
        var requests = random.Between(3, 25);
        var input = random.Between(2, 12) * 0.5m;       // per 1,000,000 tokens
        var (write, read) = (input * random.Pick(WriteFactors), input * random.Pick(ReadFactors));
        var wording = random.Below(5);

        var tokens = (long)prefix * documents;
        var million = $"{Whole(tokens)} / 1,000,000";
        Answer Of(decimal price, string sum, string before, string after, string? misconception) =>
            new(tokens * price / 1_000_000, $"{before}{million} × {sum} = {Dollars(tokens * price / 1_000_000)}. {after}".TrimEnd(), misconception);
        var (i, w, r, more) = (Price(input), Price(write), Price(read), requests - 1);
        var key = Of(write + more * read, $"({w} + {more} × {r})", $"The prefixes have {Whole(documents)} × {Whole(prefix)} = {Whole(tokens)} tokens. Of {requests} requests for each, the first writes the cache and the other {more} read it: ",
            "", null);
        if (key.Value is < 10 or > 20_000) return null;
        var wrong = Three(random, key,
        [
            Of(more * read, $"{more} × {r}", "", $"It leaves out the first request for each document, which writes the prefix to the cache and is charged at {w}.", "cache-writes-free"),
            Of(write, w, "", $"It takes cached tokens as free. They cost less, not nothing: {more} further requests read them at {r}.", "cache-reads-free"),
            Of(input + more * read, $"({i} + {more} × {r})", "", $"It charges the first request at the plain input price, but writing to the cache costs {w} with this model.", "cache-write-at-input-price"),
            Of(requests * write, $"{requests} × {w}", "", $"It writes the prefix with each of the {requests} requests. Within the lifetime of the entry only the first one does; the others read.", "every-request-writes-cache"),
            Of(requests * input, $"{requests} × {i}", "", $"That is the cost without caching: all {requests} requests at the plain input price.", "cached-tokens-at-input-price"),
            Of(write + requests * read, $"({w} + {requests} × {r})", "", $"It lets the first request write the prefix and read it as well. The first request only writes; {more} requests read.", "first-request-writes-and-reads"),
        ]);
        return new(Stem(wording, Whole(documents), Whole(prefix), requests, i, w, r), key, wrong, Places: 2, Gap: key.Value * 0.03m, Dollars);
    }

    private static string Stem(int wording, string documents, string prefix, int requests, string input, string write, string read) => wording switch
    {
        0 => $"""
            A notary's office asks a model on Amazon Bedrock {requests} questions about each of {documents} contracts a month. The contract, {prefix} tokens on average, is the same prefix of all requests about it and is cached; the questions about a contract follow each other closely, so that its entry never expires. Per 1,000,000 tokens the model costs {input} for input, {write} for writes to the cache and {read} for reads from it.

            What do the contracts cost as input per month, leaving aside the questions and answers?
            """,
        1 => $"""
            A pharmaceutical company has study reports examined by a model on Amazon Bedrock with prompt caching. All requests about a report share the report as their prefix and arrive before the cache entry expires.

            | Fact | Value |
            |---|---:|
            | Reports per month | {documents} |
            | Tokens of a report | {prefix} |
            | Requests per report | {requests} |
            | Input price per 1,000,000 tokens | {input} |
            | Price of cache writes per 1,000,000 tokens | {write} |
            | Price of cache reads per 1,000,000 tokens | {read} |

            How much does the company pay per month for the tokens of the reports?
            """,
        2 => $"""
            A game studio checks scripts with a model that supports prompt caching on Amazon Bedrock. It checks {documents} scripts a month, and each script, {prefix} tokens long, is sent as the unchanged start of {requests} requests in quick succession. The price of 1,000,000 tokens is {input} for plain input, {write} when they are written to the cache and {read} when they are read from it.

            What is the monthly charge for the scripts, if every request after the first one for a script finds it in the cache?
            """,
        3 => $"""
            An energy trader lets analysts question market reports through a model on Amazon Bedrock. The report is a cached prefix, and its entry outlives all questions about it. Prices are per 1,000,000 tokens.

            | Reports per month | Tokens per report | Requests per report | Input | Cache write | Cache read |
            |---:|---:|---:|---:|---:|---:|
            | {documents} | {prefix} | {requests} | {input} | {write} | {read} |

            Which monthly amount is charged for the tokens of the reports?
            """,
        _ => $"""
            A city administration opens {documents} building plans a month to questions. The text of a plan has {prefix} tokens and is the cached prefix of {requests} requests to a model on Amazon Bedrock, all sent within the lifetime of the cache entry. The model is billed at {input} per 1,000,000 input tokens; tokens written to the cache cost {write} and tokens read from it {read} per 1,000,000.

            What does the city pay in a month for the texts of the plans as input?
            """,
    };
}
