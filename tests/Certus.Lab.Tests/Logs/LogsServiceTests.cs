using System.Text.Json.Nodes;
using Certus.Lab.Logs;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Logs;

/// <summary>What was logged is read back, page by page and by what it says.</summary>
public sealed class LogsServiceTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-logs-").FullName;
    private readonly LabDatabase _database;
    private readonly LogStreams _streams;
    private readonly LogsService _logs;

    public LogsServiceTests()
    {
        _database = LabDatabase.Open(_directory, [LogsService.Tables]);
        _streams = new(_database, TimeProvider.System);
        _logs = new(_database, _streams);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static JsonObject Named(string group = "group", string? stream = null, params ReadOnlySpan<(string, JsonNode)> more)
    {
        JsonObject input = new() { ["logGroupName"] = group };
        if (stream is not null) input["logStreamName"] = stream;
        foreach (var (member, value) in more) input[member] = value;
        return input;
    }

    private async Task MakeAsync(string group = "group", params string[] streams)
    {
        await _logs.AskAsync("CreateLogGroup", Named(group), Now);
        foreach (var stream in streams) await _logs.AskAsync("CreateLogStream", Named(group, stream), Now);
    }

    private Task<JsonObject> PutAsync(string stream, params (long Ago, string Message)[] events) => _logs.AskAsync("PutLogEvents", Named("group", stream,
        ("logEvents", new JsonArray([.. events.Select(item => new JsonObject { ["timestamp"] = Now.ToUnixTimeMilliseconds() - item.Ago, ["message"] = item.Message })]))), Now);

    private static string[] Messages(JsonObject answer) => [.. answer["events"]!.AsArray().Select(item => (string)item!["message"]!)];

    [Fact]
    public async Task Pages_go_forward_from_the_head_and_backward_from_the_tail_and_end_in_the_token_they_began_with()
    {
        await MakeAsync("group", "stream");
        await PutAsync("stream", [.. Enumerable.Range(0, 10).Select(n => (10_000L - n / 2, $"line {n}"))]);

        var first = await _logs.AskAsync("GetLogEvents", Named("group", "stream", ("startFromHead", true), ("limit", 4)), Now);
        var second = await _logs.AskAsync("GetLogEvents", Named("group", "stream", ("nextToken", (string)first["nextForwardToken"]!), ("limit", 4)), Now);
        var third = await _logs.AskAsync("GetLogEvents", Named("group", "stream", ("nextToken", (string)second["nextForwardToken"]!), ("limit", 4)), Now);
        var end = await _logs.AskAsync("GetLogEvents", Named("group", "stream", ("nextToken", (string)third["nextForwardToken"]!), ("limit", 4)), Now);
        var tail = await _logs.AskAsync("GetLogEvents", Named("group", "stream", ("limit", 3)), Now);
        var before = await _logs.AskAsync("GetLogEvents", Named("group", "stream", ("nextToken", (string)tail["nextBackwardToken"]!), ("limit", 3)), Now);

        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"line {n}"), [.. Messages(first), .. Messages(second), .. Messages(third)]);
        Assert.Empty(Messages(end));
        Assert.Equal((string?)third["nextForwardToken"], (string?)end["nextForwardToken"]);
        Assert.Equal(["line 7", "line 8", "line 9"], Messages(tail));
        Assert.Equal(["line 4", "line 5", "line 6"], Messages(before));
    }

    [Fact]
    public async Task A_search_goes_over_all_streams_in_the_order_of_time_and_over_its_pages()
    {
        await MakeAsync("group", "a/1", "a/2", "b");
        await PutAsync("a/1", (3000, "ERROR one"), (1000, "ERROR three"));
        await PutAsync("a/2", (2000, "ERROR two"), (500, "fine"));
        await PutAsync("b", (2500, "ERROR of another"));

        List<string> found = [];
        JsonObject? page = null;
        do
        {
            page = await _logs.AskAsync("FilterLogEvents", Named("group", null, [("filterPattern", "ERROR"), ("logStreamNamePrefix", "a/"), ("limit", 2), .. page is null ? [] : new (string, JsonNode)[] { ("nextToken", (string)page["nextToken"]!) }]), Now);
            found.AddRange(Messages(page));
        }
        while (page["nextToken"] is not null);

        Assert.Equal(["ERROR one", "ERROR two", "ERROR three"], found);
    }

    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("ERROR memory", "ERROR: out of memory", true)]
    [InlineData("ERROR memory", "error: out of memory", false)]
    [InlineData("\"out of\" memory", "out memory of", false)]
    [InlineData("?ERROR ?WARN", "a WARN", true)]
    [InlineData("?ERROR ?WARN", "an INFO", false)]
    [InlineData("ERROR -retry", "ERROR, no retry", false)]
    [InlineData("ERROR -\"no luck\"", "ERROR, luck", true)]
    [InlineData("?WARN ERROR", "ERROR alone", true)]
    [InlineData("%auc=0\\.9[0-9]%", "validation auc=0.95", true)]
    [InlineData("%auc=0\\.9[0-9]%", "validation auc=0.85", false)]
    public void A_pattern_finds_terms_phrases_choices_and_leaves_out_what_is_excluded(string pattern, string message, bool found)
    {
        Assert.Equal(found, FilterPattern.Parse(pattern).Matches(message));
    }

    [Theory]
    [InlineData("\"open")]
    [InlineData("a:b")]
    [InlineData("{ $.level = 1 }")]
    [InlineData("%(%")]
    [InlineData("-")]
    public async Task A_pattern_that_is_none_is_refused(string pattern)
    {
        await MakeAsync();

        Assert.Equal("InvalidParameterException", (await _logs.RefusedAsync("FilterLogEvents", Named("group", null, ("filterPattern", pattern)))).Code);
    }

    [Fact]
    public async Task Streams_come_by_name_or_by_their_last_event_with_what_they_hold()
    {
        await MakeAsync("group", "a", "b", "c");
        await PutAsync("a", (1000, "later"), (900, "last"));
        await PutAsync("c", (2000, "sooner"));

        var byName = await _logs.AskAsync("DescribeLogStreams", Named("group", null, ("logStreamNamePrefix", "c")), Now);
        var byTime = await _logs.AskAsync("DescribeLogStreams", Named("group", null, ("orderBy", "LastEventTime"), ("descending", true), ("limit", 2)), Now);
        var rest = await _logs.AskAsync("DescribeLogStreams", Named("group", null, ("orderBy", "LastEventTime"), ("descending", true), ("nextToken", (string)byTime["nextToken"]!)), Now);

        Assert.Equal("c", Assert.Single(Names(byName)));
        Assert.Equal(["a", "c"], Names(byTime));
        Assert.Equal(["b"], Names(rest));
        Assert.Equal((Now.ToUnixTimeMilliseconds() - 1000, Now.ToUnixTimeMilliseconds() - 900), ((long)byTime["logStreams"]![0]!["firstEventTimestamp"]!, (long)byTime["logStreams"]![0]!["lastEventTimestamp"]!));
        Assert.Equal("InvalidParameterException", (await _logs.RefusedAsync("DescribeLogStreams", Named("group", null, ("orderBy", "LastEventTime"), ("logStreamNamePrefix", "c")))).Code);

        static string[] Names(JsonObject answer) => [.. answer["logStreams"]!.AsArray().Select(stream => (string)stream!["logStreamName"]!)];
    }

    [Fact]
    public async Task Events_older_than_the_group_keeps_are_not_shown_and_not_taken()
    {
        await MakeAsync("group", "stream");
        await PutAsync("stream", (3 * 86_400_000L, "three days old"), (2 * 86_400_000L + 1000, "two days old"));
        await PutAsync("stream", (1000, "fresh"));

        await _logs.AskAsync("PutRetentionPolicy", Named("group", null, ("retentionInDays", 1)), Now);
        var rejected = await PutAsync("stream", (86_400_000L + 5, "expired"), (10, "taken"));

        Assert.Equal(["fresh", "taken"], Messages(await _logs.AskAsync("GetLogEvents", Named("group", "stream"), Now)));
        Assert.Equal(1, (int)rejected["rejectedLogEventsInfo"]!["expiredLogEventEndIndex"]!);
        Assert.Equal(1, (int)(await _logs.AskAsync("DescribeLogGroups", []))["logGroups"]![0]!["retentionInDays"]!);
        Assert.Equal("InvalidParameterException", (await _logs.RefusedAsync("PutRetentionPolicy", Named("group", null, ("retentionInDays", 2)))).Code);
    }

    [Fact]
    public async Task Events_too_old_too_new_or_out_of_order_are_told_apart()
    {
        await MakeAsync("group", "stream");

        var odd = await _logs.RefusedAsync("PutLogEvents", Named("group", "stream", ("logEvents", new JsonArray(new JsonObject { ["timestamp"] = 2L, ["message"] = "b" }, new JsonObject { ["timestamp"] = 1L, ["message"] = "a" }))));
        var old = await PutAsync("stream", (15 * 86_400_000L, "too old"));
        var early = await PutAsync("stream", (0, "good"), (-3 * 3_600_000L, "too new"));

        Assert.Equal("Log events in a single PutLogEvents request must be in chronological order.", odd.Message);
        Assert.Equal(1, (int)old["rejectedLogEventsInfo"]!["tooOldLogEventEndIndex"]!);
        Assert.Equal(1, (int)early["rejectedLogEventsInfo"]!["tooNewLogEventStartIndex"]!);
        Assert.Equal(["good"], Messages(await _logs.AskAsync("GetLogEvents", Named("group", "stream"), Now)));
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_there_already_are_refused_in_the_services_words()
    {
        await MakeAsync("group", "stream");

        Assert.Equal(("ResourceAlreadyExistsException", "The specified log group already exists"), Of(await _logs.RefusedAsync("CreateLogGroup", Named())));
        Assert.Equal(("ResourceAlreadyExistsException", "The specified log stream already exists"), Of(await _logs.RefusedAsync("CreateLogStream", Named("group", "stream"))));
        Assert.Equal(("ResourceNotFoundException", "The specified log group does not exist."), Of(await _logs.RefusedAsync("GetLogEvents", Named("other", "stream"))));
        Assert.Equal(("ResourceNotFoundException", "The specified log stream does not exist."), Of(await _logs.RefusedAsync("GetLogEvents", Named("group", "other"))));

        static (string, string) Of(Certus.Lab.Server.AwsException refused) => (refused.Code, refused.Message);
    }

    [Fact]
    public async Task A_deleted_group_takes_its_streams_and_events_with_it()
    {
        await _streams.AppendAsync("us-east-1", "group", "stream", [new(Now, "gone")], Cancel);
        await _logs.AskAsync("DeleteLogGroup", Named());

        await MakeAsync("group", "stream");

        Assert.Empty(Messages(await _logs.AskAsync("GetLogEvents", Named("group", "stream"), Now)));
    }

    [Fact]
    public async Task What_services_append_is_there_and_empty_lines_are_not()
    {
        await _streams.AppendAsync("us-east-1", "/aws/sagemaker/TrainingJobs", "job/algo-1", [new(Now, "one"), new(Now, ""), new(Now, "two")], Cancel);

        var answer = await _logs.AskAsync("GetLogEvents", Named("/aws/sagemaker/TrainingJobs", "job/algo-1", ("startFromHead", true)), Now);

        Assert.Equal(["one", "two"], Messages(answer));
        Assert.Equal(6 + 2 * LogStreams.Overhead, (int)(await _logs.AskAsync("DescribeLogGroups", []))["logGroups"]![0]!["storedBytes"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
