using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;

namespace Certus.Bench;

/// <summary>Acknowledged answers per second through HTTP with 32 clients, beside one raw writer of the same INSERT with the same sync setting, in turns.</summary>
internal static class DurableAnswers
{
    private const int Clients = 32;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(int seconds)
    {
        await using var server = await Server.StartAsync();
        var sitters = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => server.BeginAsync()));
        await ThroughHttpAsync(sitters, 2);
        List<double> ratios = [];
        for (var round = 1; round <= Rounds; round++)
        {
            var raw = RawWriter(server.DataFile, seconds);
            var http = await ThroughHttpAsync(sitters, seconds);
            ratios.Add(http / raw);
            Console.WriteLine($"round {round}: {http:0} answers/s through HTTP with {Clients} clients, {raw:0} inserts/s by one raw writer, ratio {http / raw:0.00}");
        }
        Console.WriteLine($"median ratio {ratios.Order().ElementAt(Rounds / 2):0.00}");
        return 0;
    }

    private static async Task<double> ThroughHttpAsync((HttpClient Client, string Sitting, string Token)[] sitters, int seconds)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(sitters.Select(sitter => Task.Run(async () =>
        {
            var count = 0;
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sitter.Sitting + "/events", UriKind.Relative))
                {
                    Content = JsonContent.Create(new[] { new { eventId = Guid.NewGuid(), kind = "answered", position = count % 65 + 1, picks = new[] { count % 4 }, elapsedMs = 1000, clientAt = 0 } }),
                    Headers = { { "RequestVerificationToken", sitter.Token } },
                };
                using var answer = await sitter.Client.SendAsync(request);
                answer.EnsureSuccessStatusCode();
                var text = await answer.Content.ReadAsStringAsync();
                if (!text.Contains("\"refused\":[]", StringComparison.Ordinal)) throw new InvalidOperationException(text);
                count++;
            }
            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>A table of the same columns in a file of its own on the same disk: one row a transaction, as fast as one connection can.</summary>
    private static double RawWriter(string beside, int seconds)
    {
        var path = beside + ".raw";
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
        Run("DROP TABLE IF EXISTS events");
        using (var source = new SqliteConnection($"Data Source={beside};Mode=ReadOnly"))
        {
            source.Open();
            using var schema = source.CreateCommand();
            schema.CommandText = "SELECT sql FROM sqlite_master WHERE tbl_name = 'events' AND sql IS NOT NULL ORDER BY type DESC";
            using var rows = schema.ExecuteReader();
            while (rows.Read()) Run(rows.GetString(0));
        }
        using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO events (learner_id, stream_id, sequence, event_id, at_ticks, kind, position, item_id, item_version, item_seed, option_order, elapsed_ms, context, first_exposure, payload)
            VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15)
            """;
        foreach (var i in Enumerable.Range(1, 15)) insert.Parameters.AddWithValue($"@p{i}", DBNull.Value);
        void Set(int i, object value) => insert.Parameters[i - 1].Value = value;
        Set(1, Guid.NewGuid());
        Set(2, Guid.NewGuid());
        Set(6, "answered");
        Set(8, "threshold-by-cost-of-errors");
        Set(9, "0123456789abcdef0123456789abcdef");
        Set(11, "2,0,3,1");
        Set(12, 1000L);
        Set(13, "exam");
        Set(14, 1);
        var clock = Stopwatch.StartNew();
        var count = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            var id = Guid.NewGuid();
            Set(3, count);
            Set(4, id);
            Set(5, DateTimeOffset.UtcNow.UtcTicks);
            Set(7, count % 65 + 1);
            Set(15, $$"""{"kind":"answered","position":{{count % 65 + 1}},"picks":[{{count % 4}}],"elapsed":"00:00:01","id":"{{id}}","at":"2026-11-23T09:00:00+00:00"}""");
            insert.ExecuteNonQuery();
            count++;
        }
        return count / clock.Elapsed.TotalSeconds;

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
