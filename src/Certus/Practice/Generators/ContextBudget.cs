using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The most retrieved chunks that fit a context window beside the other parts of a prompt and the answer.</summary>
/// <remarks>(window − system prompt − history − question − answer) / chunk, rounded down.</remarks>
internal sealed class ContextBudget : SingleChoiceGenerator
{
    private static readonly int[] Windows = [8000, 16_000, 32_000], Sizes = [250, 300, 400, 500, 512];

    public override string Id => "gen-context-budget";
    public override int Version => 2;
    public override string Title => "Chunks that fit a context window beside prompt and answer";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/1.5", "MLA-C02/2.1"];
    public override IReadOnlyList<string> Skills => ["genai-fm-basics", "rag-chunking", "genai-troubleshooting"];
    protected override string Area => "genai";
    protected override double Difficulty => -0.3;
    protected override string Principle => "Everything shares the context window: instructions, history, question, retrieved text, and the answer still to be written.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Apple Developer Documentation - Managing the context window", "https://developer.apple.com/documentation/foundationmodels/managing-the-context-window"),
        new("Amazon Bedrock API Reference - InferenceConfiguration", "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InferenceConfiguration.html"),
    ];

    private sealed record Facts(int Window, int System, int History, int Question, int Answer, int Chunk);

    protected override Draft? Draw(SeededRandom random)
    {
        var f = new Facts(random.Pick(Windows), random.Between(6, 30) * 50, random.Between(10, 60) * 50, random.Between(4, 30) * 10, random.Between(6, 30) * 100, random.Pick(Sizes));
        var wording = random.Below(5);
        var free = f.Window - f.System - f.History - f.Question - f.Answer;
        var rest = free % f.Chunk;
        if (free < 4 * f.Chunk || rest * 10 < f.Chunk || rest * 10 > f.Chunk * 9 || f.Question == f.Chunk) return null;

        var (w, s, h, q, a) = (Whole(f.Window), Whole(f.System), Whole(f.History), Whole(f.Question), Whole(f.Answer));
        Answer Of(int room, string difference, int chunk, string divisor, string why, string? misconception) =>
            new(room / chunk, $"{difference} = {Whole(room)} tokens; {Whole(room)} / {divisor} = {Fixed((decimal)room / chunk, 2)}, rounded down {room / chunk}. {why}", misconception);
        var all = $"{w} − {s} − {h} − {q} − {a}";
        var key = Of(free, all, f.Chunk, $"{f.Chunk}", $"{Whole(rest)} tokens stay unused: a part of a chunk does not help.", null);
        var wrong = Three(random, key,
        [
            Of(free + f.Answer, $"{w} − {s} − {h} − {q}", f.Chunk, $"{f.Chunk}", $"It leaves no room for the answer, but the tokens that the model writes count in the window, too: answers would be cut off before {a} tokens.", "context-window-is-output-limit"),
            Of(free + f.System, $"{w} − {h} − {q} − {a}", f.Chunk, $"{f.Chunk}", $"It forgets the system prompt of {s} tokens, which is sent with each request and counts like any other text.", "system-prompt-outside-window"),
            Of(free + f.History, $"{w} − {s} − {q} − {a}", f.Chunk, $"{f.Chunk}", $"It forgets the history of {h} tokens, which is sent again with the request.", "ignore-history-tokens"),
            new(free / f.Chunk + 1, $"{all} = {Whole(free)} tokens; {Whole(free)} / {f.Chunk} = {Fixed((decimal)free / f.Chunk, 2)}, rounded up {free / f.Chunk + 1}. The last chunk would exceed the window by {Whole(f.Chunk - rest)} tokens.",
                "window-cuts-last-chunk"),
            Of(free + f.Question, $"{w} − {s} − {h} − {a}", f.Chunk + f.Question, $"({f.Chunk} + {q})", "It repeats the question for each chunk. All chunks and the question go into one prompt.", "question-repeated-per-chunk"),
            free - f.Answer < 2 * f.Chunk ? null : Of(free - f.Answer, $"{all} − {a}", f.Chunk, $"{f.Chunk}", $"It takes off the {a} tokens of the answer twice. They take up room in the window once, after the prompt.", "answer-counted-twice"),
        ]);
        var figure = wording is 0 or 2 or 4 ? Picture(f) : null;
        return new(Stem(wording, f, w, s, h, q, a), key, wrong, Places: 0, Gap: 1, value => $"{Whole((long)value)} chunks", figure);
    }

    private static Figure Picture(Facts f)
    {
        var drawing = new Drawing(640, 196).Text(20, 30, $"Context window: {Whole(f.Window)} tokens");
        (string Name, int Tokens, string Color)[] parts =
            [("system prompt", f.System, Drawing.Blue), ("history", f.History, Drawing.Sky), ("question", f.Question, Drawing.Green), ("answer, at most", f.Answer, Drawing.Orange)];
        drawing.Box(20, 42, 600, 34, "#ffffff", Drawing.Soft);
        var x = 20;
        foreach (var (name, tokens, color) in parts)
        {
            var width = Math.Max(4, 600 * tokens / f.Window);
            if (color == Drawing.Orange && 620 - width - x >= 140) drawing.Text((x + 620 - width) / 2, 64, "retrieved chunks", "middle", Drawing.Soft);
            drawing.Box(color == Drawing.Orange ? 620 - width : x, 42, width, 34, color);
            x += width;
        }
        for (var i = 0; i < parts.Length; i++)
        {
            var (left, top) = (20 + i % 2 * 310, 98 + i / 2 * 28);
            drawing.Box(left, top, 16, 16, parts[i].Color).Text(left + 24, top + 13, $"{parts[i].Name}: {Whole(parts[i].Tokens)} tokens");
        }
        return drawing.Box(20, 154, 16, 16, "#ffffff", Drawing.Soft).Text(44, 167, $"retrieved chunks: {f.Chunk} tokens each").Named("context-window.svg");
    }

    private static string Stem(int wording, Facts f, string window, string system, string history, string question, string answer)
    {
        var alt = $"A bar for the context window of {window} tokens. From left to right it holds the system prompt of {system} tokens, the history of {history} tokens, the question of {question} tokens, free space for retrieved chunks of {f.Chunk} tokens each, "
            + $"and the answer of at most {answer} tokens.";
        return wording switch
        {
            0 => $"""
                A health insurer answers questions about its policies by retrieval-augmented generation. The figure shows how the team plans the model's context window, which counts input and output together. All chunks are of the stated size, and an answer of the full planned length must not be cut off.

                ![{alt}](context-window.svg)

                At most how many retrieved chunks can a request contain?
                """,
            1 => $"""
                A steel producer's maintenance assistant sometimes fails because its prompts are too long. Its model has a context window that input and output share. From now on, retrieval is to return as many chunks as always fit, with the longest answer still possible.

                | Part | Tokens |
                |---|---:|
                | Context window | {window} |
                | System prompt | {system} |
                | History of the conversation, at most | {history} |
                | Question, at most | {question} |
                | Answer, at most | {answer} |
                | One chunk | {f.Chunk} |

                To which number of results should retrieval be limited?
                """,
            2 => $"""
                A law school builds an assistant that cites court decisions. The figure is the budget for one request to the model, whose context window limits the tokens read and written together. Room for the longest planned answer must remain.

                ![{alt}](context-window.svg)

                What is the largest number of chunks of a decision that retrieval may add?
                """,
            3 => $"""
                A seed company lets farmers chat with its product data. Input and output of the model together may have {window} tokens. The system prompt takes {system} of them, the conversation so far is trimmed to {history}, a question has up to {question}, and answers of up to {answer} tokens must be possible. The retriever delivers chunks of {f.Chunk} tokens each.

                How many chunks can the retriever add to the prompt at the most?
                """,
            _ => $"""
                An architecture office retrieves building rules for a model that drafts reports. In the figure, its context window, which the prompt and the generated text share, is divided among the parts of a request. The generated text may be as long as shown.

                ![{alt}](context-window.svg)

                How many whole chunks fit into the request?
                """,
        };
    }
}
