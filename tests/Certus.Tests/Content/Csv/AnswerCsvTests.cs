using System.Text;
using Certus.Content.Csv;
using Certus.Measure.Readiness;

namespace Certus.Tests.Content.Csv;

public sealed class AnswerCsvTests
{
    [Fact]
    public void Answers_of_several_learners_are_read_with_their_defaults()
    {
        var learners = Accepted("learner,domain,right,days_ago,difficulty,timed,c\nann,1,1,3,0.5,,\nbob,2,0,0,-1,0,0.1\nann,1,0,2.5,1,1,0");

        Assert.Equal(["ann", "bob"], learners.Select(learner => learner.Learner));
        Assert.Equal([new("1", true, 3, new(0.5)), new("1", false, 2.5, new(1, LowerAsymptote: 0))], learners[0].Answers);
        Assert.Equal(new PracticeAnswer("2", false, 0, new(-1, LowerAsymptote: 0.1), Timed: false), Assert.Single(learners[1].Answers));
    }

    [Theory]
    [InlineData("domain,right,days_ago\n1,1,2", "a.csv, line 1: the columns domain, right, days_ago and difficulty must be there.")]
    [InlineData("domain,right,days_ago,difficulty\n1,2,2,0", "a.csv, line 2: right is '2', not 1 or 0.")]
    [InlineData("domain,right,days_ago,difficulty\n1,1,2,0\n1,1,-2,0", "a.csv, line 3: days_ago is -2, not from 0 to 36500.")]
    [InlineData("domain,right,days_ago,difficulty\n1,1,2,", "a.csv, line 2: the answer has no difficulty.")]
    [InlineData("domain,right,days_ago,difficulty\n1,1,2,NaN", "a.csv, line 2: difficulty is 'NaN', not a number.")]
    [InlineData("domain,right,days_ago,difficulty,c\n1,1,2,0,1", "a.csv, line 2: c is 1, not from 0 to 0.99.")]
    [InlineData("domain,right,days_ago,difficulty\n,1,2,0", "a.csv, line 2: the answer has no domain.")]
    [InlineData("domain,right,days_ago,difficulty\n", "a.csv: there is no answer in it.")]
    public void A_bad_file_is_refused_with_its_line(string text, string fault)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));

        Assert.Equal(fault, Assert.IsType<CsvReading<IReadOnlyList<LearnerAnswers>>.Refused>(AnswerCsv.Read(stream, "a.csv", TestContext.Current.CancellationToken)).Fault);
    }

    private static IReadOnlyList<LearnerAnswers> Accepted(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Assert.IsType<CsvReading<IReadOnlyList<LearnerAnswers>>.Accepted>(AnswerCsv.Read(stream, "a.csv", TestContext.Current.CancellationToken)).Value;
    }
}
