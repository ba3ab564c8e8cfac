using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

/// <summary>What the exam screen's script hands in.</summary>
public sealed class SittingEventsTests(SoundSite site) : IClassFixture<SoundSite>, IDisposable
{
    private readonly Browser _browser = site.NewBrowser();

    [Fact]
    public async Task What_is_acknowledged_is_in_the_log_by_the_servers_clock()
    {
        var id = await StartAsync();
        JsonObject[] events = [Happened.Shown(1), Happened.Answered(1, 0), Happened.Flagged(2), Happened.Struck(2, 1), Happened.Rated(1, "sure"), Happened.Commented(3, "Again."), Happened.Dwelt(1, 30)];
        site.Clock.Pass(TimeSpan.FromSeconds(31));

        var reply = (await _browser.EventsAsync(id, events)).Ok();

        Assert.Equal("application/json; charset=utf-8", reply.ContentType);
        Assert.Equal(events.Select(Happened.Id), Accepted(reply));
        Assert.Empty(Refused(reply));
        var sitting = await site.SittingAsync(id);
        Assert.Equal(site.Clock.GetUtcNow(), sitting.At(1).ShownAt);
        Assert.Equal(Picks.Of([0]), sitting.At(1).Picks);
        Assert.Equal((Sureness.Sure, TimeSpan.FromSeconds(30)), (sitting.At(1).Level, sitting.At(1).Elapsed));
        Assert.True(sitting.At(2).Flagged && sitting.At(2).IsStruck(1));
        Assert.Equal("Again.", sitting.At(3).Comment);
    }

    [Fact]
    public async Task The_reply_tells_the_servers_clock_and_deadline()
    {
        var id = await StartAsync();

        var reply = (await _browser.EventsAsync(id)).Ok().Json;

        Assert.Equal(site.Clock.GetUtcNow().ToUnixTimeMilliseconds(), reply.GetProperty("now").GetInt64());
        Assert.Equal(site.Clock.GetUtcNow().AddMinutes(SoundSite.Minutes).ToUnixTimeMilliseconds(), reply.GetProperty("deadline").GetInt64());
        Assert.False(reply.GetProperty("over").GetBoolean());
        Assert.Equal(["accepted", "refused", "deadline", "now", "over"], reply.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task To_ask_how_things_stand_stores_nothing()
    {
        var id = await StartAsync();
        var before = site.Rows();

        (await _browser.EventsAsync(id)).Ok();

        Assert.Equal(before, site.Rows());
    }

    [Fact]
    public async Task An_event_counts_once_however_often_it_is_sent()
    {
        var id = await StartAsync();
        var dwelt = Happened.Dwelt(1, 5);
        site.Clock.Pass(TimeSpan.FromSeconds(10));

        var first = (await _browser.EventsAsync(id, (JsonObject)dwelt.DeepClone(), (JsonObject)dwelt.DeepClone())).Ok();
        var second = (await _browser.EventsAsync(id, (JsonObject)dwelt.DeepClone())).Ok();

        Assert.Equal([dwelt.Id(), dwelt.Id()], Accepted(first));
        Assert.Equal([dwelt.Id()], Accepted(second));
        Assert.Equal(TimeSpan.FromSeconds(5), (await site.SittingAsync(id)).At(1).Elapsed);
    }

    [Fact]
    public async Task A_refused_event_does_not_keep_the_others_from_counting()
    {
        var id = await StartAsync();
        var options = (await site.SittingAsync(id)).Start.Form.Items[0].Shape.Options;
        var (good, bad, better) = (Happened.Flagged(1), Happened.Answered(1, 77), Happened.Flagged(2));

        var reply = (await _browser.EventsAsync(id, good, bad, better)).Ok();

        Assert.Equal([good.Id(), better.Id()], Accepted(reply));
        Assert.Equal([bad.Id()], Refused(reply));
        Assert.Equal($"Option 78 does not exist; the question has {options}.", reply.Json.GetProperty("refused")[0].GetProperty("reason").GetString());
    }

    public static TheoryData<string, string> Impossible => new()
    {
        { Happened.Answered(0, 0).ToJsonString(), "Question 0 does not exist; the form has 6." },
        { Happened.Answered(7, 0).ToJsonString(), "Question 7 does not exist; the form has 6." },
        { Happened.Flagged(-1).ToJsonString(), "Question -1 does not exist; the form has 6." },
        { Happened.Shown(int.MaxValue).ToJsonString(), "Question 2147483647 does not exist; the form has 6." },
        { Happened.Answered(1, -2).ToJsonString(), "Option -1 does not exist" },
        { Happened.Answered(1, int.MaxValue).ToJsonString(), "does not exist" },
        { Happened.Struck(1, 40).ToJsonString(), "Option 41 does not exist" },
        { Happened.Struck(1, -1).ToJsonString(), "Option 0 does not exist" },
        { Happened.Commented(1, new string('x', 2001)).ToJsonString(), "A note can hold 2000 characters." },
        { Happened.Dwelt(1, -1).ToJsonString(), "Time can't be negative." },
        { Happened.Dwelt(1, 100_000).ToJsonString(), "A visit can't be longer than the sitting." },
        { Happened.Revealed(1).ToJsonString(), "Explanations come after the end." },
        { Happened.Paused().ToJsonString(), "An exam can't be paused." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task What_cannot_be_is_refused_with_its_reason_and_not_stored(string happened, string reason)
    {
        var id = await StartAsync();
        var before = site.Rows();

        var reply = (await _browser.EventsAsync(id, JsonNode.Parse(happened)!.AsObject())).Ok();

        Assert.Empty(Accepted(reply));
        Assert.Contains(reason, Assert.Single(reply.Json.GetProperty("refused").EnumerateArray()).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, site.Rows());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[{]", "not JSON")]
    [InlineData("nonsense", "not JSON")]
    [InlineData("{}", "array")]
    [InlineData("null", "array")]
    [InlineData("\"[]\"", "array")]
    public async Task What_is_no_batch_of_events_is_refused_in_one_sentence(string body, string named)
    {
        var id = await StartAsync();
        var before = site.Rows();

        var answer = await PostAsync(id, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Contains(named, answer.Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal(before, site.Rows());
    }

    [Theory]
    [InlineData("[1]", "object")]
    [InlineData("[[]]", "object")]
    [InlineData("[null]", "object")]
    [InlineData("[[[[[[[[[[]]]]]]]]]]", "object")]
    [InlineData("[{}]", "kind")]
    [InlineData("[{\"\\ud800\":1}]", "Unicode")]
    [InlineData("[{\"kind\":\"\\ud800\",\"eventId\":\"ID\"}]", "Unicode")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"\\ud800\"}]", "Unicode")]
    [InlineData("[{\"kind\":7}]", "kind")]
    [InlineData("[{\"kind\":\"flagged\"}]", "eventId")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"1\"}]", "eventId")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"00000000-0000-0000-0000-000000000000\"}]", "eventId")]
    [InlineData("[{\"kind\":\"sang\",\"eventId\":\"ID\"}]", "'sang'")]
    [InlineData("[{\"kind\":\"Answered\",\"eventId\":\"ID\",\"position\":1,\"picks\":[0],\"elapsedMs\":1}]", "'Answered'")]
    [InlineData("[{\"kind\":\"ended\",\"eventId\":\"ID\"}]", "end page")]
    [InlineData("[{\"kind\":\"discarded\",\"eventId\":\"ID\"}]", "history page")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"ID\",\"on\":true}]", "position")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"ID\",\"position\":\"1\",\"on\":true}]", "position")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"ID\",\"position\":1.5,\"on\":true}]", "position")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"ID\",\"position\":99999999999,\"on\":true}]", "position")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"ID\",\"position\":1,\"on\":\"true\"}]", "'flagged'")]
    [InlineData("[{\"kind\":\"flagged\",\"eventId\":\"ID\",\"position\":1}]", "true or false")]
    [InlineData("[{\"kind\":\"answered\",\"eventId\":\"ID\",\"position\":1,\"elapsedMs\":1}]", "picks")]
    [InlineData("[{\"kind\":\"answered\",\"eventId\":\"ID\",\"position\":1,\"picks\":[\"0\"],\"elapsedMs\":1}]", "picks")]
    [InlineData("[{\"kind\":\"answered\",\"eventId\":\"ID\",\"position\":1,\"picks\":[0.5],\"elapsedMs\":1}]", "picks")]
    [InlineData("[{\"kind\":\"answered\",\"eventId\":\"ID\",\"position\":1,\"picks\":0,\"elapsedMs\":1}]", "picks")]
    [InlineData("[{\"kind\":\"answered\",\"eventId\":\"ID\",\"position\":1,\"picks\":[0]}]", "elapsedMs")]
    [InlineData("[{\"kind\":\"dwell\",\"eventId\":\"ID\",\"position\":1,\"elapsedMs\":1e300}]", "elapsedMs")]
    [InlineData("[{\"kind\":\"dwell\",\"eventId\":\"ID\",\"position\":1,\"elapsedMs\":null}]", "elapsedMs")]
    [InlineData("[{\"kind\":\"dwell\",\"eventId\":\"ID\",\"position\":1,\"elapsedMs\":1e999}]", "elapsedMs")]
    [InlineData("[{\"kind\":\"confidence\",\"eventId\":\"ID\",\"position\":1,\"level\":\"certain\"}]", "level")]
    [InlineData("[{\"kind\":\"confidence\",\"eventId\":\"ID\",\"position\":1,\"level\":null}]", "level")]
    [InlineData("[{\"kind\":\"commented\",\"eventId\":\"ID\",\"position\":1}]", "text")]
    [InlineData("[{\"kind\":\"commented\",\"eventId\":\"ID\",\"position\":1,\"text\":\"\\ud800\"}]", "Unicode")]
    [InlineData("[{\"kind\":\"struck\",\"eventId\":\"ID\",\"position\":1,\"on\":true}]", "option")]
    public async Task What_is_no_event_is_refused_by_itself_in_one_sentence(string body, string named)
    {
        var id = await StartAsync();
        var (first, last, broken) = (Happened.Flagged(2), Happened.Flagged(3), Guid.NewGuid().ToString());
        var sent = $"[{first.ToJsonString()},{body.Replace("ID", broken, StringComparison.Ordinal)[1..^1]},{last.ToJsonString()}]";

        var reply = (await PostAsync(id, new StringContent(sent, Encoding.UTF8, "application/json"))).Ok();

        Assert.Equal([first.Id(), last.Id()], Accepted(reply));
        var refusal = Assert.Single(reply.Json.GetProperty("refused").EnumerateArray());
        Assert.Contains(named, refusal.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, refusal.GetProperty("index").GetInt32());
        if (body.Contains("ID", StringComparison.Ordinal)) Assert.Equal(broken, refusal.GetProperty("eventId").GetString());
        var sitting = await site.SittingAsync(id);
        Assert.Equal([2, 3], Enumerable.Range(1, 6).Where(position => sitting.At(position) != Place.Untouched));
    }

    [Fact]
    public async Task A_refused_event_is_named_by_the_id_that_it_was_sent_with()
    {
        var id = await StartAsync();

        var reply = (await PostAsync(id, new StringContent("""[{"kind":"flagged","eventId":"1"},{"kind":"flagged","eventId":7}]""", Encoding.UTF8, "application/json"))).Ok();

        Assert.Equal(["1", null], Refused(reply));
    }

    [Fact]
    public async Task What_trickles_in_past_the_end_does_not_count()
    {
        var id = await StartAsync();
        var flagged = Happened.Flagged(1);
        var request = await _browser.JsonAsync($"/sittings/{id}/events", new TricklingContent($"[{flagged.ToJsonString()}]", () => site.Clock.Pass(TimeSpan.FromMinutes(SoundSite.Minutes))));
        request.Headers.ExpectContinue = true;      // so nothing of the body is sent before the server wants it

        var reply = (await _browser.SendAsync(request)).Ok();

        Assert.Empty(Accepted(reply));
        Assert.Equal([flagged.Id()], Refused(reply));
        Assert.False((await site.SittingAsync(id)).At(1).Flagged);
    }

    [Fact]
    public async Task An_answer_whose_measured_time_cannot_be_counts_all_the_same()
    {
        var id = await StartAsync();
        var position = (await site.SittingAsync(id)).Start.Form.Items.First(item => item.Shape.Type == Catalog.QuestionType.Single).Position;
        var answered = Happened.Answered(position, 1);
        answered["elapsedMs"] = 3_600_000;      // as where the server's clock was set back by an hour

        var reply = (await _browser.EventsAsync(id, answered)).Ok();

        Assert.Equal([answered.Id()], Accepted(reply));
        Assert.Equal(Picks.Of([1]), (await site.SittingAsync(id)).At(position).Picks);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var id = await StartAsync();
        var bytes = new byte[512];
        new Random(1).NextBytes(bytes);
        var body = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        Assert.Equal("The body is not JSON.", (await PostAsync(id, body)).Refused(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task Another_kind_of_body_is_not_taken(string type)
    {
        var id = await StartAsync();

        var answer = await PostAsync(id, new StringContent("[]", Encoding.UTF8, type));

        Assert.Equal("This page does not take that kind of data.", answer.Refused(HttpStatusCode.UnsupportedMediaType));
    }

    [Fact]
    public async Task A_body_past_a_megabyte_is_too_much()
    {
        var id = await StartAsync();

        var request = await _browser.JsonAsync($"/sittings/{id}/events", new StringContent("[" + " ".Times(1_100_000) + "]", Encoding.UTF8, "application/json"));
        request.Headers.ExpectContinue = true;

        var answer = await _browser.SendAsync(request);

        Assert.Equal("That is more than this page takes.", answer.Refused(HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task Two_hundred_events_are_taken_at_once_and_one_more_is_not()
    {
        var id = await StartAsync();
        JsonObject[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Happened.Flagged(1, i % 2 == 0))];

        var most = (await _browser.EventsAsync(id, Many(200))).Ok();
        var more = await _browser.EventsAsync(id, Many(201));

        Assert.Equal(200, Accepted(most).Count());
        Assert.Equal("201 events are too many at once; at most 200 are taken.", more.Refused(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_sitting_of_nobody_is_not_there()
    {
        var answer = await _browser.EventsAsync(Guid.NewGuid(), Happened.Flagged(1));

        Assert.Equal("There is no such sitting here.", answer.Refused(HttpStatusCode.NotFound));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.EventsAsync(Guid.Empty)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.SendAsync(await _browser.JsonAsync("/sittings/me/events", JsonContent.Create(new JsonArray())))).Status);
    }

    [Fact]
    public async Task Thirty_two_who_answer_at_once_are_all_acknowledged_and_all_kept()
    {
        var id = await StartAsync();
        var browsers = Enumerable.Range(0, 32).Select(_ => site.NewBrowser()).ToList();

        var replies = await Task.WhenAll(browsers.Select(async (browser, i) => await browser.EventsAsync(id, Happened.Commented(i % 6 + 1, $"{i}"), Happened.Dwelt(i % 6 + 1, 1))));

        Assert.All(replies, reply => Assert.Equal(2, Accepted(reply.Ok()).Count()));
        Assert.Equal(TimeSpan.FromSeconds(32), (await site.SittingAsync(id)).Places.Aggregate(TimeSpan.Zero, (sum, place) => sum + place.Elapsed));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task A_request_that_is_given_up_leaves_the_sitting_whole()
    {
        var id = await StartAsync();
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true) await _browser.SendAsync(await _browser.JsonAsync($"/sittings/{id}/events", JsonContent.Create(new JsonArray(Happened.Flagged(1)))), given.Token);
        });

        var after = Happened.Flagged(2);
        Assert.Equal([after.Id()], Accepted((await _browser.EventsAsync(id, after)).Ok()));
    }

    [Fact]
    public async Task In_study_mode_a_revealed_answer_stands()
    {
        var id = await _browser.StartAsync("study", ("exam", SoundSite.Exam), ("size", "6"));
        var key = (await site.QuestionsAsync(id))[0].Key;

        var early = (await _browser.EventsAsync(id, Happened.Revealed(1))).Ok();
        var revealed = (await _browser.EventsAsync(id, Happened.Answered(1, key.Values), Happened.Revealed(1))).Ok();
        var late = (await _browser.EventsAsync(id, Happened.Answered(1), Happened.Rated(1, "sure"), Happened.Answered(1, key.Values))).Ok();

        Assert.Equal("Answer the question first.", early.Json.GetProperty("refused")[0].GetProperty("reason").GetString());
        Assert.Equal(2, Accepted(revealed).Count());
        Assert.Equal(2, Refused(late).Count());
        Assert.Single(Accepted(late));      // the same answer once more is what stands
        Assert.Equal(key, (await site.SittingAsync(id)).At(1).Picks);
    }

    [Fact]
    public async Task A_pause_stops_the_clock_and_all_but_the_time_that_was_measured()
    {
        var id = await _browser.StartAsync("custom", ("exam", SoundSite.Exam), ("size", "6"), ("minutes", "10"));

        var paused = (await _browser.EventsAsync(id, Happened.Paused())).Ok();
        site.Clock.Pass(TimeSpan.FromHours(1));
        var meanwhile = (await _browser.EventsAsync(id, Happened.Answered(1, 0), Happened.Flagged(1), Happened.Dwelt(1, 2))).Ok();
        var resumed = (await _browser.EventsAsync(id, Happened.Resumed())).Ok();

        Assert.Equal(JsonValueKind.Null, paused.Json.GetProperty("deadline").ValueKind);
        Assert.Equal(2, Refused(meanwhile).Count());
        Assert.All(meanwhile.Json.GetProperty("refused").EnumerateArray(), refusal => Assert.Equal("The sitting is paused.", refusal.GetProperty("reason").GetString()));
        Assert.False(meanwhile.Json.GetProperty("over").GetBoolean());
        Assert.Equal(site.Clock.GetUtcNow().AddMinutes(10).ToUnixTimeMilliseconds(), resumed.Json.GetProperty("deadline").GetInt64());
    }

    public void Dispose() => _browser.Dispose();

    private Task<Guid> StartAsync() => _browser.StartAsync("exam", ("exam", SoundSite.Exam));

    private async Task<Answer> PostAsync(Guid id, HttpContent body) => await _browser.SendAsync(await _browser.JsonAsync($"/sittings/{id}/events", body));

    private static IEnumerable<string> Accepted(Answer reply) => reply.Json.GetProperty("accepted").EnumerateArray().Select(id => id.GetString()!);

    private static IEnumerable<string?> Refused(Answer reply) => reply.Json.GetProperty("refused").EnumerateArray().Select(refusal => refusal.GetProperty("eventId").GetString());

    /// <summary>A body of which the first half comes, then something happens, then the rest.</summary>
    private sealed class TricklingContent : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly Action _meanwhile;

        public TricklingContent(string body, Action meanwhile)
        {
            (_bytes, _meanwhile) = (Encoding.UTF8.GetBytes(body), meanwhile);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length / 2), Site.Cancel);
            await stream.FlushAsync(Site.Cancel);
            _meanwhile();
            await stream.WriteAsync(_bytes.AsMemory(_bytes.Length / 2), Site.Cancel);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
