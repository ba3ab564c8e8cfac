using System.Diagnostics;
using System.Globalization;
using Certus.Numerics;
using Certus.Practice;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;

namespace Certus.Bench;

/// <summary>The page of today's reviews for somebody who has answered and reviewed for years: the time to its first byte in a program that has just started, and later.</summary>
internal static class ReviewPageTimes
{
    private const int Reviews = 20_000, Days = 2000, Forms = 60, Pages = 20;
    private const double WrongAtFirst = 0.33, BetterBy = 0.23, Forgotten = 0.12;

    public static async Task<int> RunAsync(int count)
    {
        var data = Directory.CreateTempSubdirectory("certus-bench-").FullName;
        try
        {
            await FillAsync(data, count);
            await using var server = await Server.StartAsync(existing: data);
            using var client = new HttpClient { BaseAddress = server.Address };
            var cold = await FirstByteAsync(client);
            await FirstByteAsync(client);       // compiles
            List<double> warm = [];
            for (var i = 0; i < Pages; i++) warm.Add(await FirstByteAsync(client));
            warm.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"/review after {count:N0} sittings and about {Reviews:N0} reviews: first byte after {cold:0} ms in a program that has just started, then median {warm[Pages / 2]:0} ms, slowest {warm[^1]:0} ms of {Pages}"));
            return 0;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private static async Task<double> FirstByteAsync(HttpClient client)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri("/review", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return time;
    }

    /// <summary>Full exams of 65 or 75 questions, of which fewer are missed as time goes by, and each card reviewed again and again, over some years up to now.</summary>
    private static async Task FillAsync(string data, int count)
    {
        var (library, now, random) = (Repository.Library, DateTimeOffset.UtcNow, new SeededRandom(1, "reviews"));
        bool Happens(double share) => random.Below(1_000_000) < share * 1_000_000;
        await using var file = await DataFile.OpenAsync(Path.Combine(data, "certus.db"), CancellationToken.None);
        var log = new Store.EventLog(file);
        var sittings = new Sittings(file, log);
        string[] codes = ["MLA-C02", "MLS-C01", "AIP-C01"];
        var forms = Enumerable.Range(0, Forms).Select(i => (Assembly.Assembled)SittingForms.Assemble(FormRequest.Full(library.Register.ByCode[codes[i % codes.Length]], (ulong)i)!, library, Exposure.Nothing)).ToList();
        for (var i = 0; i < count; i++)
        {
            var (made, id, start) = (forms[i % Forms], Guid.NewGuid(), now.AddDays(-1 - (double)Days * (count - i) / count));
            await sittings.StartAsync(Learner.Local, new(id, SittingMode.Exam, made.Form, start, 0), made.Items, CancellationToken.None);
            List<SittingEvent> events = [];
            for (var position = 1; position <= made.Items.Count; position++)
            {
                var (question, at) = (made.Items[position - 1].Question, start.AddSeconds(60 * position));
                var misses = Happens(WrongAtFirst - BetterBy * i / count) && question.Type == Catalog.QuestionType.Single;
                events.Add(new SittingEvent.Shown(Guid.NewGuid(), at, position));
                events.Add(new SittingEvent.Answered(Guid.NewGuid(), at.AddSeconds(30), position, misses ? Picks.Of([Enumerable.Range(0, question.Options.Count).First(option => !question.Key.Contains(option))]) : question.Key, TimeSpan.FromSeconds(30)));
            }
            events.Add(new SittingEvent.Ended(Guid.NewGuid(), start.AddMinutes(made.Items.Count + 1)));
            await log.AppendAsync(Learner.Local, id, events, CancellationToken.None);
        }

        var cards = library.Decks.SelectMany(deck => deck.Notes).SelectMany(note => note.Cards).ToList();
        var each = Reviews / cards.Count + 1;
        List<MemoryEvent> reviews = [];
        foreach (var card in cards)
        {
            var at = now.AddDays(-Days + random.Below(100));
            for (var repetition = 1; repetition <= each && at < now; repetition++)
            {
                reviews.Add(new MemoryEvent.Reviewed(Guid.NewGuid(), at, card.Id, null, Happens(Forgotten) ? Grade.Again : Grade.Good, TimeSpan.FromSeconds(8), repetition));
                at = at.AddDays(1 + random.Below(2 * Days / each));
            }
        }
        var kept = await new MemoryLog(file).AppendAsync(Learner.Local, [.. reviews.OrderBy(review => review.At)], [], CancellationToken.None);
        if (kept.Refused is { } refused) throw new InvalidOperationException(refused);
    }
}
