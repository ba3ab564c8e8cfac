using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The input tokens of a conversation that sends its history again with every turn.</summary>
/// <remarks>Turn t sends the system prompt, its own message, and t − 1 earlier messages with their answers: the earlier pairs add up to turns × (turns − 1) / 2.</remarks>
internal sealed class ChatHistory : SingleChoiceGenerator
{
    public override string Id => "gen-chat-history";
    public override string Title => "Input tokens of a conversation that resends its history";
    public override IReadOnlyList<string> Tasks => ["AIP-C01/2.4", "AIP-C01/4.1", "MLA-C02/4.2"];
    public override IReadOnlyList<string> Skills => ["token-cost-optimization", "bedrock-invocation-apis"];
    protected override string Area => "genai";
    protected override double Difficulty => 0.8;
    protected override string Principle => "The model keeps no memory: each turn sends the system prompt and all earlier messages and answers again.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Bedrock - Inference using Converse API", "https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html"),
        new("Amazon Bedrock API Reference - Converse", "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var turns = random.Between(5, 20);
        var system = random.Between(3, 30) * 50;
        var message = random.Between(3, 20) * 10;
        var answer = random.Between(4, 25) * 20;
        var wording = random.Below(5);
        if (message == answer || system == message || system == answer) return null;

        var pairs = turns * (turns - 1) / 2;
        var (own, history) = (turns * (system + message), pairs * (message + answer));
        var (s, u, a) = (Whole(system), Whole(message), Whole(answer));
        var ownStep = $"{turns} × ({s} + {u}) = {Whole(own)}";
        var pairStep = $"{turns} × {turns - 1} / 2 = {pairs}";
        var historyStep = $"{pairs} × ({u} + {a}) = {Whole(history)}";
        var key = new Answer(own + history, $"System prompt and new message of every turn: {ownStep}. Turn 2 also sends 1 earlier pair of message and answer, turn 3 sends 2, and so on: {pairStep} pairs, {historyStep}. "
            + $"Together: {Whole(own)} + {Whole(history)} = {Whole(own + history)}.");
        var once = system + turns * message + history;
        var last = system + message + (turns - 1) * (message + answer);
        var withAnswers = own + history + turns * answer;
        var mine = own + pairs * message;
        var wrong = Three(random, key,
        [
            new(own, $"{ownStep}. It counts only what is new in each turn. The model remembers nothing between requests, so the history is sent, and counted, again: {historyStep}.", "ignore-history-tokens"),
            new(mine, $"{ownStep} plus {pairs} earlier messages: {Whole(own)} + {pairs} × {u} = {Whole(mine)}. The history also holds the model's answers of {a} tokens each; they are input when they are sent back.",
                "history-without-answers"),
            new(once, $"{s} + {turns} × {u} + {pairs} × ({u} + {a}) = {Whole(once)}. It counts the system prompt once, but it is part of all {turns} requests.", "system-prompt-sent-once"),
            new(last, $"{s} + {u} + {turns - 1} × ({u} + {a}) = {Whole(last)}. That is the last request alone. It holds the whole conversation, but the {turns - 1} requests before it were counted as well.",
                "last-request-is-total"),
            new(withAnswers, $"{Whole(own + history)} + {turns} × {a} = {Whole(withAnswers)}. It adds the answers of all turns as they are generated. Then they are output tokens; they become input only when a later turn sends them back.",
                "generated-tokens-are-input"),
        ]);
        return new(Stem(wording, turns, s, u, a), key, wrong, Places: 0, Gap: key.Value * 0.02m, value => $"{Whole((long)value)} tokens");
    }

    private static string Stem(int wording, int turns, string system, string message, string answer) => wording switch
    {
        0 => $"""
            A tour operator runs a travel assistant on the Amazon Bedrock Converse API. A typical conversation has {turns} turns. Each request carries the system prompt of {system} tokens, all earlier messages and answers, and the new message. A message of the traveler has {message} tokens, an answer of the model {answer} tokens; nothing is trimmed or cached.

            How many input tokens does the whole conversation consume?
            """,
        1 => $"""
            A telecom provider wants to know what a support chat with a model on Amazon Bedrock consumes. The client sends the full history with every request, without summarizing or caching it.

            | Fact | Value |
            |---|---:|
            | Turns (a customer's message and an answer) | {turns} |
            | System prompt, part of every request | {system} tokens |
            | A customer's message | {message} tokens |
            | An answer of the model | {answer} tokens |

            What is the total of input tokens over all turns of the chat?
            """,
        2 => $"""
            A university offers its students a tutor for statistics. In each turn the application calls `Converse` with a system prompt of {system} tokens, the complete conversation so far, and the new question. Questions average {message} tokens and explanations by the model {answer} tokens. Prompt caching is off.

            How many input tokens are counted for a session of {turns} questions, all of which are answered?
            """,
        3 => $"""
            An airline's rebooking bot keeps the conversation in Amazon DynamoDB and passes all of it to a model on Amazon Bedrock at every turn. It neither caches nor shortens anything.

            | System prompt | Passenger's message | Model's answer | Turns |
            |---:|---:|---:|---:|
            | {system} tokens | {message} tokens | {answer} tokens | {turns} |

            How many input tokens does Amazon Bedrock count for one such conversation?
            """,
        _ => $"""
            A tax advisory firm estimates the consumption of a chat assistant before launch. Per turn, a client writes {message} tokens and the model answers with {answer} tokens. Every request repeats the system prompt of {system} tokens and the whole dialog up to then, uncached. The firm expects {turns} turns per dialog.

            Which number of input tokens should it expect for a dialog?
            """,
    };
}
