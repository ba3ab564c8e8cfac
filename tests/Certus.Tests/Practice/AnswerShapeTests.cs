using Certus.Catalog;
using Certus.Practice;
using CsCheck;

namespace Certus.Tests.Practice;

public sealed class AnswerShapeTests
{
    private static readonly AnswerShape Single = new(QuestionType.Single, 4, 0, 1);
    private static readonly AnswerShape Multiple = new(QuestionType.Multiple, 5, 0, 2);
    private static readonly AnswerShape Ordering = new(QuestionType.Ordering, 4, 0, 1);
    private static readonly AnswerShape Matching = new(QuestionType.Matching, 5, 3, 1);

    public static TheoryData<AnswerShape, string, string?> Examples() => new()
    {
        { Single, "", null },
        { Single, "3", null },
        { Single, "4", "Option 5 does not exist; the question has 4." },
        { Single, "-1", "Option 0 does not exist; the question has 4." },
        { Single, "0,1", "2 options were chosen; the question asks for 1." },
        { Multiple, "4", null },
        { Multiple, "0,4", null },
        { Multiple, "0,5", "Option 6 does not exist; the question has 5." },
        { Multiple, "0,1,2", "3 options were chosen; the question asks for 2." },
        { Ordering, "2,0", null },
        { Ordering, "-1,3,-1,0", null },
        { Ordering, "3,2,1,0", null },
        { Ordering, "2,2", "A step was given two places." },
        { Ordering, "0,1,2,3,-1", "5 steps were given; the question has 4." },
        { Ordering, "4", "Option 5 does not exist; the question has 4." },
        { Ordering, "-2", "Option -1 does not exist; the question has 4." },
        { Matching, "4,4,4", null },
        { Matching, "-1,0", null },
        { Matching, "0,0,0,0", "4 matches were given; the question has 3 prompts." },
        { Matching, "5", "Option 6 does not exist; the question has 5." },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Picks_that_no_screen_could_make_are_a_fault(AnswerShape shape, string picks, string? fault) => Assert.Equal(fault, shape.Fault(Picks.Parse(picks)));

    public static TheoryData<AnswerShape, string, bool> Completeness() => new()
    {
        { Single, "", false }, { Single, "2", true },
        { Multiple, "1", false }, { Multiple, "1,2", true },
        { Ordering, "0,1,2", false }, { Ordering, "0,1,2,-1", false }, { Ordering, "3,2,1,0", true },
        { Matching, "0,0", false }, { Matching, "0,-1,0", false }, { Matching, "0,4,0", true },
    };

    [Theory]
    [MemberData(nameof(Completeness))]
    public void An_answer_is_complete_where_nothing_is_missing(AnswerShape shape, string picks, bool complete) => Assert.Equal(complete, shape.IsComplete(Picks.Parse(picks)));

    [Fact]
    public void Chosen_options_have_one_canonical_form() =>
        Gen.Int[0, 4].List[0, 6].Sample(options => Multiple.Canonical(Picks.InOrder(options)).Values.SequenceEqual(options.Distinct().Order()));

    [Fact]
    public void Steps_and_matches_keep_their_order()
    {
        var picks = Picks.InOrder([2, 0, 2]);

        Assert.Equal(picks, Matching.Canonical(picks));
        Assert.Equal(picks, Ordering.Canonical(picks));
    }
}
