using Certus.Decide;

namespace Certus.Tests.Decide;

public sealed class InquiryTests
{
    private static readonly Profile Half = new() { Target = Target.Adjacent, HoursPerWeek = 12 };

    private static IReadOnlyList<QuestionValue> Ask(Profile profile, AssumptionSet set, ulong seed = 1) => Asking.Of(profile, Asking.ArticleDay, set, 1000, seed).Questions;

    [Fact]
    public void A_question_that_no_option_reads_is_worth_exactly_nothing()
    {
        var questions = Ask(Half with { FeePaidBy = FeePayer.Employer }, Asking.Facts.Article);

        var voucher = questions.Single(question => question.Field == "voucher");       // the employer pays: a voucher saves the person nothing
        Assert.Equal(0.0, voucher.Value);
        Assert.Equal(0.0, voucher.StandardError);
        Assert.Equal(0.0, voucher.WithoutCorrection);
        Assert.Equal(0.0, voucher.ChanceOfChange);
        var pay = Ask(Half with { HourValue = 40 }, Asking.Facts.Article).Single(question => question.Field == "baseSalary");      // the article's lift is in dollars
        Assert.Equal(0.0, pay.Value);
        Assert.Equal(0.0, pay.ChanceOfChange);
    }

    [Fact]
    public void Answered_questions_are_not_asked_again_and_open_ones_are()
    {
        var fields = Ask(Half, Asking.Facts.Article).Select(question => question.Field).ToList();

        Assert.DoesNotContain("target", fields);
        Assert.DoesNotContain("hoursPerWeek", fields);
        Assert.Contains("role", fields);
        Assert.Contains("employer.partner", fields);
    }

    [Fact]
    public void The_question_asked_next_is_the_one_most_likely_to_change_the_advice()
    {
        var decision = Asking.Of(new(), Asking.ArticleDay, Asking.Facts.Article);

        Assert.Equal(decision.Questions.Max(question => question.ChanceOfChange), decision.NextQuestion!.ChanceOfChange);
        Assert.All(decision.NextQuestion.Outcomes, outcome => Assert.Contains(decision.Options, option => option.Id == outcome.OptionId));
        Assert.Equal(1, decision.NextQuestion.Outcomes.Sum(outcome => outcome.Weight), 1e-12);
    }

    [Fact]
    public void Weights_of_answers_sum_to_one() =>
        Assert.All(ProfileFields.All.Where(field => field.Answers.Count > 0), field => Assert.Equal(1, field.Answers.Sum(answer => answer.Weight), 1e-12));

    /// <summary>Over many seeds the corrected value scatters around its mean as its standard error says, and the uncorrected one lies above.</summary>
    [Fact]
    public void The_corrected_value_is_within_its_stated_error_and_the_uncorrected_one_is_too_high()
    {
        var near = Half with { Role = Role.Cloud, IntroCourse = true };        // an exam and two projects come out nearly alike
        var runs = Enumerable.Range(1, 24).Select(seed => Ask(near, Asking.Facts.Article, (ulong)seed)).ToList();

        Assert.Contains(runs.SelectMany(run => run), value => value.StandardError > 0);
        foreach (var field in new[] { "projects", "mlYears", "hourValue", "horizonYears" })
        {
            var values = runs.Select(run => run.Single(question => question.Field == field)).ToList();
            var mean = values.Average(value => value.Value);
            var inside = values.Count(value => Math.Abs(value.Value - mean) <= 2 * value.StandardError);
            Assert.True(inside >= 19, $"{field}: {inside} of 24 within two standard errors");
            Assert.True(values.Average(value => value.WithoutCorrection) >= mean - 1e-6, field);
            Assert.True(mean >= -2 * values.Average(value => value.StandardError), field);
        }
    }

    [Fact]
    public void With_nothing_left_to_ask_there_is_no_next_question()
    {
        var all = ProfileFields.All.Where(field => field.Answers.Count > 0).Aggregate(Profile.Empty, (profile, field) => field.Answers[0].Apply(profile));

        var decision = Asking.Of(all, Asking.ArticleDay, Asking.Facts.Article);

        Assert.Empty(decision.Questions);
        Assert.Null(decision.NextQuestion);
    }
}
