using System.Text;
using System.Text.Json;
using Certus.Catalog;
using Certus.Practice;
using CsCheck;

namespace Certus.Tests.Practice;

public sealed class QuestionTests
{
    private static readonly Question Rich = Samples.Single("rich", 2) with
    {
        Stem = "Was kostet das? <b>5 %</b> – 'viel' & \"mehr\"\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        Case = new("a-case", "A scenario.", 2, 3),
        GeneratedFrom = new("gen-x", 4, ulong.MaxValue),
        Figures = [new("a.svg", "image/svg+xml", [60, 0, 255])],
        Difficulty = -0.1,
    };

    [Fact]
    public void A_body_reads_back_as_the_same_question()
    {
        var read = Question.FromBody(Rich.ToBody());

        Assert.Equal(Rich.ToBody(), read.ToBody());
        Assert.Equal(Rich.Stem, read.Stem);
        Assert.Equal(Rich.Options, read.Options);
        Assert.Equal(Rich.Key, read.Key);
        Assert.Equal(Rich.Case, read.Case);
        Assert.Equal(Rich.GeneratedFrom, read.GeneratedFrom);
        Assert.Equal(Rich.Figures[0].Bytes, read.Figures[0].Bytes);
        Assert.Equal(Rich.Review, read.Review);
        Assert.Equal(Rich.Checked, read.Checked);
    }

    [Fact]
    public void Every_built_in_question_reads_back_from_its_body() =>
        Assert.All(Repository.BuiltIn.Value.Library.Bank.Items, item => Assert.Equal(item.Version, BankItem.Of(Question.FromBody(item.Body.Span)).Version));

    /// <summary>Old reports find their questions by version, so neither the text nor the hash may change for an unchanged question.</summary>
    [Fact]
    public void The_body_and_version_of_a_question_are_pinned()
    {
        var item = BankItem.Of(Samples.Single("pinned", 1) with { Options = [new("Yes", "So it is.", null), new("No", "It isn't.", "a-belief")] });

        Assert.Equal(
            """{"id":"pinned","type":"Single","area":"modeling","tasks":["TST-C01/1.1"],"skills":["a-skill"],"difficulty":0.5,"stem":"Which holds for pinned?","options":[{"text":"Yes","why":"So it is."},{"text":"No","why":"It isn\u0027t.","misconception":"a-belief"}],"prompts":[],"key":[1],"principle":"One line.","references":[{"title":"A page","url":"https://docs.aws.amazon.com/a"}],"checked":"2026-11-23","review":{"outcome":"agreed","sure":90,"second":"B","on":"2026-11-23"},"figures":[]}""",
            Encoding.UTF8.GetString(item.Body.Span));
        Assert.Equal("99f293eec1ddb27241fdcaa22e2c51c8", item.Version);
    }

    public static TheoryData<string> Changes() => [.. Changed.Keys];

    private static readonly Dictionary<string, Func<Question, Question>> Changed = new()
    {
        ["stem"] = question => question with { Stem = question.Stem + " " },
        ["option text"] = question => question with { Options = [question.Options[0] with { Text = "Other" }, .. question.Options.Skip(1)] },
        ["why"] = question => question with { Options = [question.Options[0] with { Why = "Other" }, .. question.Options.Skip(1)] },
        ["misconception"] = question => question with { Options = [question.Options[0] with { Misconception = "other" }, .. question.Options.Skip(1)] },
        ["option order"] = question => question with { Options = [.. question.Options.Reverse()] },
        ["key"] = question => question with { Key = Picks.Of([3]) },
        ["principle"] = question => question with { Principle = "Other" },
        ["reference"] = question => question with { References = [] },
        ["difficulty"] = question => question with { Difficulty = 0.6 },
        ["task"] = question => question with { Tasks = [] },
        ["skill"] = question => question with { Skills = [] },
        ["scenario"] = question => question with { Case = new("a-case", "Other.", 2, 3) },
        ["figure"] = question => question with { Figures = [new("a.svg", "image/svg+xml", [60, 0, 254])] },
        ["checked"] = question => question with { Checked = new(2026, 11, 24) },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Any_change_makes_another_version(string what) => Assert.NotEqual(BankItem.Of(Rich).Version, BankItem.Of(Changed[what](Rich)).Version);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":1}")]
    public void Bytes_that_are_no_body_are_a_JSON_error(string body) => Assert.ThrowsAny<JsonException>(() => Question.FromBody(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void The_shape_of_an_answer_follows_from_the_question() =>
        Assert.Equal(
            [new(QuestionType.Single, 4, 0, 1), new(QuestionType.Multiple, 5, 0, 2), new(QuestionType.Ordering, 3, 0, 1), new AnswerShape(QuestionType.Matching, 4, 3, 1)],
            Samples.OneOfEach.Select(question => question.Shape));

    [Theory]
    [InlineData(0, "2", true)]
    [InlineData(0, "1", false)]
    [InlineData(0, "", false)]
    [InlineData(1, "1,3", true)]
    [InlineData(1, "1", false)]
    [InlineData(1, "1,4", false)]
    [InlineData(2, "0,1,2", true)]
    [InlineData(2, "0,2,1", false)]
    [InlineData(3, "0,2,2", true)]
    [InlineData(3, "0,2,-1", false)]
    public void Credit_is_all_or_nothing(int question, string picks, bool right) => Assert.Equal(right, Samples.OneOfEach[question].IsRight(Picks.Parse(picks)));

    [Fact]
    public void Exactly_the_key_is_right() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 4].List[0, 5]).Sample((which, values) =>
            Samples.OneOfEach[which].IsRight(Picks.InOrder(values)) == values.SequenceEqual(Samples.OneOfEach[which].Key.Values));

    [Fact]
    public void The_first_task_of_an_exam_decides()
    {
        var question = Samples.Single("q") with { Tasks = ["AAA-C01/2.1", "TST-C01/3.2", "TST-C01/1.1"] };

        Assert.Equal("TST-C01/3.2", question.TaskIn("TST-C01"));
        Assert.Null(question.TaskIn("TST-C0"));
    }
}
