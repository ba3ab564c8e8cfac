using System.Text.Json;
using Certus.Practice;
using static Certus.Practice.SittingEvent;

namespace Certus.Tests.Practice;

/// <summary>The log is kept for good, so its text is pinned: a change here means that old logs need a reader too.</summary>
public sealed class SittingJsonTests
{
    private static readonly Guid Id = new("00000000-0000-0000-0000-0000000000a1");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 1, 500, TimeSpan.Zero);
    private const string Head = "\"id\":\"00000000-0000-0000-0000-0000000000a1\",\"at\":\"2026-11-23T12:00:01.5+00:00\"";

    public static TheoryData<SittingEvent, string> Golden() => new()
    {
        { new Shown(Id, At, 3), "{\"kind\":\"shown\",\"position\":3," + Head + "}" },
        { new Answered(Id, At, 3, Picks.Of([2, 0]), TimeSpan.FromSeconds(12.25)), "{\"kind\":\"answered\",\"picks\":[0,2],\"elapsed\":\"00:00:12.2500000\",\"position\":3," + Head + "}" },
        { new Answered(Id, At, 3, Picks.None, TimeSpan.Zero), "{\"kind\":\"answered\",\"picks\":[],\"elapsed\":\"00:00:00\",\"position\":3," + Head + "}" },
        { new Flagged(Id, At, 3, true), "{\"kind\":\"flagged\",\"on\":true,\"position\":3," + Head + "}" },
        { new Struck(Id, At, 3, 1, false), "{\"kind\":\"struck\",\"option\":1,\"on\":false,\"position\":3," + Head + "}" },
        { new Rated(Id, At, 3, Sureness.Unsure), "{\"kind\":\"confidence\",\"level\":\"Unsure\",\"position\":3," + Head + "}" },
        { new Rated(Id, At, 3, null), "{\"kind\":\"confidence\",\"level\":null,\"position\":3," + Head + "}" },
        { new Commented(Id, At, 3, "Zwei \"Wörter\" </script>"), "{\"kind\":\"commented\",\"text\":\"Zwei \\u0022W\\u00F6rter\\u0022 \\u003C/script\\u003E\",\"position\":3," + Head + "}" },
        { new Dwelt(Id, At, 3, TimeSpan.FromMinutes(61)), "{\"kind\":\"dwell\",\"elapsed\":\"01:01:00\",\"position\":3," + Head + "}" },
        { new Revealed(Id, At, 3), "{\"kind\":\"revealed\",\"position\":3," + Head + "}" },
        {
            new Added(Id, At, Samples.Place(Samples.Single("single"), 2)),
            "{\"kind\":\"added\",\"item\":{\"position\":2,\"questionId\":\"single\",\"version\":\"v1\",\"generatedFrom\":null,\"domain\":\"TST-C01/1\",\"task\":\"TST-C01/1.1\",\"scored\":true,\"fresh\":true,\"optionOrder\":[0,1,2,3],"
            + "\"shape\":{\"type\":\"Single\",\"options\":4,\"prompts\":0,\"required\":1}}," + Head + "}"
        },
        { new Paused(Id, At), "{\"kind\":\"paused\"," + Head + "}" },
        { new Resumed(Id, At), "{\"kind\":\"resumed\"," + Head + "}" },
        { new Ended(Id, At), "{\"kind\":\"ended\"," + Head + "}" },
        { new Discarded(Id, At), "{\"kind\":\"discarded\"," + Head + "}" },
        { new Restored(Id, At), "{\"kind\":\"restored\"," + Head + "}" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void The_text_of_an_event_is_pinned(SittingEvent happened, string json) => Assert.Equal(json, SittingJson.Write(happened));

    [Theory]
    [MemberData(nameof(Golden))]
    public void An_event_reads_back_from_its_text(SittingEvent happened, string json) => 
        Assert.Equivalent(happened, SittingJson.ReadEvent(json), strict: true);      // lists are equal by what is in them

    [Fact]
    public void Every_kind_of_event_is_pinned() =>
        Assert.Equal(
            typeof(SittingEvent).GetNestedTypes().Where(type => !type.IsAbstract).Select(type => type.Name).Order(),
            Golden().Select(row => row.Data.Item1.GetType().Name).Distinct().Order());

    [Fact]
    public void The_text_of_a_start_is_pinned() =>
        Assert.Equal(
            """{"id":"11111111-1111-1111-1111-111111111111","mode":"Exam","form":{"exam":"TST-C01","seed":18446744073709551615,"minutes":60,"items":[{"position":1,"questionId":"single","version":"v1","generatedFrom":null,"domain":"TST-C01/1","task":"TST-C01/1.1","scored":true,"fresh":true,"optionOrder":[0,1,2,3],"shape":{"type":"Single","options":4,"prompts":0,"required":1}},{"position":2,"questionId":"gen-x@9","version":"v2","generatedFrom":{"generator":"gen-x","version":2,"seed":9},"domain":null,"task":null,"scored":false,"fresh":false,"optionOrder":[3,2,1,0],"shape":{"type":"Single","options":4,"prompts":0,"required":1}}]},"startedAt":"2026-11-23T12:00:00+00:00","extraMinutes":30}""",
            SittingJson.Write(Start));

    [Fact]
    public void A_variant_is_written_with_its_place_and_only_there()
    {
        var variant = Start with { Form = Start.Form with { Items = [Start.Form.Items[0] with { Variant = new(Id, 12, VariantKind.SameMisconception) }, Start.Form.Items[1]] } };

        var json = SittingJson.Write(variant);

        Assert.Equal(SittingJson.Write(Start).Replace("\"required\":1}},{", "\"required\":1},\"variant\":{\"sittingId\":\"00000000-0000-0000-0000-0000000000a1\",\"position\":12,\"kind\":\"SameMisconception\"}},{", StringComparison.Ordinal), json);
        Assert.Equal([variant.Form.Items[0].Variant, null], SittingJson.ReadStart(json).Form.Items.Select(item => item.Variant));
    }

    [Fact]
    public void A_start_reads_back_from_its_text()
    {
        var read = SittingJson.ReadStart(SittingJson.Write(Start));

        Assert.Equal(SittingJson.Write(Start), SittingJson.Write(read));
        Assert.Equal((Start.Id, Start.Mode, Start.StartedAt, 90), (read.Id, read.Mode, read.StartedAt, read.Minutes));
        Assert.Equal(Start.Form.Items[1].GeneratedFrom, read.Form.Items[1].GeneratedFrom);
        Assert.Equal(Start.Form.Items[1].OptionOrder, read.Form.Items[1].OptionOrder);
        Assert.Equal(Start.Form.Items[1].Shape, read.Form.Items[1].Shape);
    }

    [Fact]
    public void A_set_without_an_exam_and_a_clock_reads_back()
    {
        var start = Start with { Form = Start.Form with { Exam = null, Minutes = null } };

        var read = SittingJson.ReadStart(SittingJson.Write(start));

        Assert.Null(read.Form.Exam);
        Assert.Null(read.Minutes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"shown\"}")]
    [InlineData("{\"kind\":\"unheard-of\"," + Head + "}")]
    [InlineData("{\"position\":3," + Head + "}")]
    [InlineData("{\"kind\":\"answered\",\"position\":3,\"elapsed\":\"00:00:01\"," + Head + "}")]
    [InlineData("{\"kind\":\"answered\",\"picks\":null,\"position\":3,\"elapsed\":\"00:00:01\"," + Head + "}")]
    [InlineData("{\"kind\":\"answered\",\"picks\":[\"0\"],\"position\":3,\"elapsed\":\"00:00:01\"," + Head + "}")]
    [InlineData("{\"kind\":\"answered\",\"picks\":[0.5],\"position\":3,\"elapsed\":\"00:00:01\"," + Head + "}")]
    [InlineData("{\"kind\":\"answered\",\"picks\":[99999999999],\"position\":3,\"elapsed\":\"00:00:01\"," + Head + "}")]
    [InlineData("{\"kind\":\"answered\",\"picks\":\"0\",\"position\":3,\"elapsed\":\"00:00:01\"," + Head + "}")]
    [InlineData("{\"kind\":\"commented\",\"text\":null,\"position\":3," + Head + "}")]
    [InlineData("{\"kind\":\"confidence\",\"level\":\"Certain\",\"position\":3," + Head + "}")]
    public void Text_that_is_no_event_is_a_JSON_error(string json) => Assert.ThrowsAny<JsonException>(() => SittingJson.ReadEvent(json));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"11111111-1111-1111-1111-111111111111\",\"mode\":\"Exam\",\"form\":null,\"startedAt\":\"2026-11-23T12:00:00+00:00\",\"extraMinutes\":0}")]
    public void Text_that_is_no_start_is_a_JSON_error(string json) => Assert.ThrowsAny<JsonException>(() => SittingJson.ReadStart(json));

    [Fact]
    public void The_kind_may_stand_anywhere() => Assert.Equal(new Paused(Id, At), SittingJson.ReadEvent("{" + Head + ",\"kind\":\"paused\"}"));

    private static SittingStart Start => new(
        new("11111111-1111-1111-1111-111111111111"), SittingMode.Exam,
        new(Samples.ExamCode, ulong.MaxValue, 60,
        [
            Samples.Place(Samples.Single("single"), 1),
            Samples.Place(Samples.Single("gen-x@9") with { GeneratedFrom = new("gen-x", 2, 9), Tasks = [] }, 2, scored: false, domain: null, fresh: false) with { Version = "v2", OptionOrder = [3, 2, 1, 0] },
        ]),
        Samples.Noon, 30);
}
