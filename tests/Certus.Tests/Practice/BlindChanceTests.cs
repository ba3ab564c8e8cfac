using Certus.Catalog;
using Certus.Practice;

namespace Certus.Tests.Practice;

public sealed class BlindChanceTests
{
    [Theory]
    [InlineData(QuestionType.Single, 4, 0, 1, 1.0 / 4)]
    [InlineData(QuestionType.Multiple, 5, 0, 2, 1.0 / 10)]
    [InlineData(QuestionType.Multiple, 6, 0, 3, 1.0 / 20)]
    [InlineData(QuestionType.Ordering, 4, 0, 1, 1.0 / 24)]
    [InlineData(QuestionType.Matching, 3, 4, 1, 1.0 / 81)]
    public void A_blind_answer_is_right_as_often_as_there_are_other_answers(QuestionType type, int options, int prompts, int required, double chance) =>
        Assert.Equal(chance, new AnswerShape(type, options, prompts, required).BlindChance, 1e-12);
}
