using System.Text.RegularExpressions;

namespace Certus.Tests.Practice;

/// <content>The generators about foundation models.</content>
internal static partial class DerivedKeys
{
    // Each stem is read by a dozen patterns; the default cache of 15 would parse them anew each time.
    static DerivedKeys() => Regex.CacheSize = 1000;

    /// <summary>Pays for one request, then for those of a month.</summary>
    private static Ratio TokenCost(string stem)
    {
        var requests = Fact(stem, "Requests per day", @"sends ([\d,]+) (?:such )?requests|receives ([\d,]+) e-mails");
        var input = Fact(stem, "Input tokens per request", @"has ([\d,]+) input tokens|comes to ([\d,]+) tokens|reads ([\d,]+) tokens");
        var output = Fact(stem, "Output tokens per request", @"returns ([\d,]+) output tokens|writes to ([\d,]+) tokens|writes ([\d,]+) tokens");
        var cheap = Fact(stem, "Price per [0-9,]+ input tokens|Input price", @"\$([\d.]+\d) per [\d,]+ input tokens");
        var dear = Fact(stem, "Price per [0-9,]+ output tokens|Output price", @"\$([\d.]+\d) per [\d,]+ output tokens");
        var unit = stem.Contains("1,000,000", StringComparison.Ordinal) ? 1_000_000 : 1000;
        Assert.Contains("30 days", stem.Replace("30 days of a month", "30 days", StringComparison.Ordinal), StringComparison.Ordinal);
        return (input * cheap / unit + output * dear / unit) * requests * 30;
    }

    /// <summary>Holds the conversation.</summary>
    private static Ratio ConversationTokens(string stem)
    {
        var turns = (int)Fact(stem, "Turns.*", @"has (\d+) turns|session of (\d+) questions|expects (\d+) turns").ToWhole();
        var system = Fact(stem, "System prompt.*", @"system prompt of ([\d,]+) tokens");
        var message = Fact(stem, "A customer's message|Passenger's message", @"message of the traveler has ([\d,]+) tokens|Questions average ([\d,]+) tokens|client writes ([\d,]+) tokens");
        var answer = Fact(stem, "An answer of the model|Model's answer", @"an answer of the model ([\d,]+) tokens|explanations by the model ([\d,]+) tokens|answers with ([\d,]+) tokens");
        Ratio history = 0, sent = 0;
        for (var turn = 0; turn < turns; turn++)
        {
            sent += system + history + message;
            history += message + answer;
        }
        return sent;
    }

    /// <summary>Sends the requests about one document.</summary>
    private static Ratio CachedPrefixCost(string stem)
    {
        var documents = Fact(stem, "Reports per month", @"each of ([\d,]+) contracts|checks ([\d,]+) scripts|opens ([\d,]+) building plans");
        var tokens = Fact(stem, "Tokens of a report|Tokens per report", @"contract, ([\d,]+) tokens|script, ([\d,]+) tokens|plan has ([\d,]+) tokens");
        var requests = (int)Fact(stem, "Requests per report", @"Bedrock (\d+) questions|start of (\d+) requests|prefix of (\d+) requests").ToWhole();
        var write = Fact(stem, "Price of cache writes.*|Cache write", @"\$([\d.]+\d) for writes|\$([\d.]+\d) when they are written|written to the cache cost \$([\d.]+\d)");
        var read = Fact(stem, "Price of cache reads.*|Cache read", @"\$([\d.]+\d) for reads|\$([\d.]+\d) when they are read|read from it \$([\d.]+\d)");
        Ratio perToken = 0;
        for (var request = 0; request < requests; request++) perToken += (request == 0 ? write : read) / 1_000_000;
        return documents * tokens * perToken;
    }

    /// <summary>Divides a day of model units by one request.</summary>
    private static Ratio BreakEvenThousands(string stem)
    {
        var input = Fact(stem, "Input tokens(?: per request)?", @"has ([\d,]+) input and|of ([\d,]+) input tokens and|takes in ([\d,]+) tokens");
        var output = Fact(stem, "Output tokens(?: per request)?", @"input and ([\d,]+) output tokens|input tokens and ([\d,]+) output tokens|writes ([\d,]+) tokens");
        var cheap = Fact(stem, "On-demand price per 1,000 input tokens|Input price", @"\$([\d.]+\d) per 1,000 input|1,000 input tokens cost \$([\d.]+\d)");
        var dear = Fact(stem, "On-demand price per 1,000 output tokens|Output price", @"\$([\d.]+\d) per 1,000 output|1,000 output tokens \$([\d.]+\d)");
        var units = Fact(stem, "Model units.*", @"(two|three|four) model units");
        var hourly = Fact(stem, "Price per (?:model )?unit and hour", @"\$([\d.]+\d) per model unit and hour|\$([\d.]+\d) per hour for each unit|\$([\d.]+\d) per hour each");
        var aThousandRequests = input * cheap + output * dear;
        return units * hourly * 24 / aThousandRequests;
    }

    /// <summary>Cuts one document, chunk by chunk.</summary>
    private static Ratio Chunks(string stem)
    {
        var documents = Fact(stem, "Laws|Protocols", @"loads ([\d,]+) service manuals|indexes ([\d,]+) project reports|makes ([\d,]+) catalogs");
        var tokens = (int)Fact(stem, "Tokens per law|Tokens per protocol", @"document of ([\d,]+) tokens|reports of ([\d,]+) tokens each").ToWhole();
        var size = (int)Fact(stem, "(?:Maximum t|T)okens per chunk", @"of ([\d,]+) tokens each\. Chunks B|at most ([\d,]+) tokens per chunk").ToWhole();
        var percent = (int)Fact(stem, "Overlap.*", @"overlap of (\d+) %|overlap percentage of (\d+)").ToWhole();
        var chunks = 0;
        for (var start = 0; ; start += size - size * percent / 100)
        {
            chunks++;
            if (start + size >= tokens) return documents * chunks;
        }
    }

    /// <summary>Adds chunks until one more would not fit.</summary>
    private static Ratio ChunksThatFit(string stem)
    {
        var window = Fact(stem, "Context window", @"context window of ([\d,]+) tokens|together may have ([\d,]+) tokens");
        var used = Fact(stem, "System prompt", @"system prompt of ([\d,]+) tokens|system prompt takes ([\d,]+) of them")
            + Fact(stem, "History.*", @"history of ([\d,]+) tokens|trimmed to ([\d,]+), a") + Fact(stem, "Question.*", @"question of ([\d,]+) tokens|question has up to (\d+)")
            + Fact(stem, "Answer.*", @"answer of at most ([\d,]+) tokens|answers of up to ([\d,]+) tokens");
        var chunk = Fact(stem, "One chunk", @"chunks of ([\d,]+) tokens each");
        var chunks = 0;
        while (AtMost(used + chunk * (chunks + 1), window)) chunks++;
        return chunks;
    }

    /// <summary>Walks down the ranking.</summary>
    private static Ratio RecallAt(string stem)
    {
        var k = (int)Number(stem, @"recall at (\d+)|the first (\d+) ").ToWhole();
        var relevant = Number(stem, @"all (\d+) passages|contains (\d+) relevant patents|has (\d+) relevant descriptions|case, (\d+) sections|total, (\d+) instructions");
        var hits = 0;
        for (var rank = 1; rank <= k; rank++)
            if (Regex.IsMatch(stem, $@"[,:] {rank} relevant[,.]|^\| {rank} \| yes \||at the ranks (\d+, )*{rank}(,| and) ", RegexOptions.Multiline)) hits++;
        return hits * 100 / relevant;
    }

    /// <summary>Lays out one vector, then all of them, then each copy.</summary>
    private static Ratio IndexMemory(string stem)
    {
        var vectors = Fact(stem, "Vectors", @"([\d.]+) million") * 1_000_000;
        var dimensions = Fact(stem, "Dimensions", @"([\d,]+) dimensions");
        var links = Fact(stem, "Links per vector.*|`m`", @"`m` = (\d+)|`m` is (\d+)");
        var replicas = (int)Fact(stem, "Replicas", @"keeps (one|two|three) replica|number of replicas is (\d)|replica count of (\d)").ToWhole();
        Ratio bytes = 0;
        for (var copy = 0; copy <= replicas; copy++) bytes += vectors * (dimensions * 32 / 8 + links * 8);
        return bytes * 110 / 100 / 1_000_000_000;
    }

    /// <summary>Loads the weights, then lets the requests in.</summary>
    private static Ratio ModelMemory(string stem)
    {
        var parameters = Fact(stem, "Parameters", @"(\d+) billion parameters");
        var bits = Fact(stem, "Bits per weight.*", @"(\d+) bits per|(\d+)-bit precision");
        var perRequest = Fact(stem, "Attention cache per active request|Cache per request", @"([\d.]+) GB for its attention|takes ([\d.]+) GB|occupies ([\d.]+) GB");
        var requests = (int)Fact(stem, "Active requests.*|Concurrent requests", @"up to (\d+) (?:requests|sequences)|and (\d+) conversations").ToWhole();
        var bytes = parameters * 1_000_000_000 * bits / 8;
        for (var request = 0; request < requests; request++) bytes += perRequest * 1_000_000_000;
        return bytes / 1_000_000_000;
    }

    /// <summary>Adds the two matrices of each adapter, layer by layer.</summary>
    private static Ratio AdapterParameters(string stem)
    {
        var layers = (int)Fact(stem, "Layers", @"(\d+) layers").ToWhole();
        var width = Fact(stem, "Inputs and outputs of a projection|Width.*", @"([\d,]+) inputs|([\d,]+) by [\d,]+\.");
        var rank = Fact(stem, "Rank.*", @"rank (?:of )?(\d+)|`r` = (\d+)");
        var targets = Regex.Match(stem, "(query|query and value|query, key and value) projections?(?: \\||,| of every| as targets)").Groups[1].Value.Split([", ", " and "], StringSplitOptions.None);
        Ratio parameters = 0;
        for (var layer = 0; layer < layers; layer++)
            foreach (var _ in targets) parameters += width * rank + rank * width;
        return parameters;
    }

    /// <summary>A number from a table, by the whole of its label, or else from the text.</summary>
    private static Ratio Fact(string stem, string label, string pattern)
    {
        var lines = TableLines(stem);
        if (lines.Count == 0) return Number(stem, pattern);
        var name = $"^(?:{label})$";
        var header = Split(lines[0]);
        var column = header.Length > 2 ? Array.FindIndex(header, cell => Regex.IsMatch(cell, name)) : -1;
        var cell = column >= 0 ? Split(lines[2])[column] : lines.Skip(2).Select(Split).Where(cells => cells.Length == 2 && Regex.IsMatch(cells[0], name)).Select(cells => cells[1]).SingleOrDefault();
        return cell is null ? Number(stem, pattern) : Ratio.Parse(Regex.Match(cell, @"[\d,]+(\.\d+)?").Value);
    }
}
