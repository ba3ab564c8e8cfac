using Certus.Catalog;
using Certus.Decide;
using CsCheck;

namespace Certus.Tests.Decide;

public sealed class LifecycleAdviceTests
{
    private static readonly Gen<Profile> Profiles =
        from role in OneOf(Enum.GetValues<Role>())
        from target in OneOf(Enum.GetValues<Target>())
        from python in OneOf(Enum.GetValues<PythonLevel>())
        from flags in Gen.Bool.Array[6]
        from mlYears in Gen.Double[0, 5]
        from careerYears in Gen.Double[0, 20]
        from projects in Gen.Int[0, 5]
        from hours in Gen.Double[0.5, 60]
        from weeks in Gen.Double[1, 104]
        from language in OneOf("English", "Japanese", "Korean", "Simplified Chinese")
        from salary in Gen.Double[20_000, 400_000]
        from horizon in Gen.Double[1, 10]
        from held in Gen.Select(OneOf("MLS-C01", "SAA-C03", "MLA-C01", "SAP-C02"), Gen.Int[0, 1500]).Array[0, 2]
        select new Profile
        {
            Role = role, Target = target, Python = python, IntroCourse = flags[0], EmployerOnAws = flags[1], EmployerBuildingMl = flags[2], EmployerPartner = flags[3], Voucher = flags[4],
            FeePaidBy = flags[5] ? FeePayer.Self : FeePayer.Employer, MlYears = mlYears, CareerYears = careerYears, Projects = projects, HoursPerWeek = hours, Weeks = weeks, Language = language,
            BaseSalary = salary, HourValue = 1, HorizonYears = horizon, Held = [.. held.Select(entry => new HeldCertificate(entry.Item1, new DateOnly(2022, 6, 1).AddDays(entry.Item2)))],
        };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Nothing_closed_not_yet_or_unknown_is_ever_advised() =>
        Gen.Select(Profiles, Gen.Int[0, 5 * 365 + 1], Gen.Bool).Sample((profile, day, article) =>
        {
            var asOf = new DateOnly(2024, 1, 1).AddDays(day);
            var person = new Person(profile);
            var value = Decision.Value(person, asOf, Asking.Facts, article ? Asking.Facts.Article : Asking.Facts.Evidence, Decision.Lookup(Asking.Register, asOf, person.Language), 64, 1);
            return value.Ranked.Any(option => option.Advised)
                && value.Ranked.Where(option => option.Advised).SelectMany(option => option.Steps).Where(step => step is { Code: not null, Held: false })
                    .All(step => Asking.Register.ByCode[step.Code!].Lifecycle.On(asOf).CanBeBooked);
        }, iter: 400, threads: 2);

    [Fact]
    public void What_can_not_be_booked_has_no_worth_and_names_its_live_substitute()
    {
        var decision = Asking.ByTheArticle(new() { Target = Target.Adjacent, HoursPerWeek = 20 }, new(2026, 11, 23));

        foreach (var id in new[] { "mls-c01", "mla-c01" })
        {
            var option = decision.Option(id);
            Assert.Null(option.Outcome);
            Assert.False(option.Advised);
            Assert.Contains("What can be booked in its place is MLA-C02.", option.Reasons[0].Text, StringComparison.Ordinal);
        }
        Assert.Equal(ExamState.Closed, decision.Option("mls-c01").State);
        Assert.Equal(ExamState.Limited, decision.Option("mla-c01").State);
    }

    [Fact]
    public void A_reported_exam_may_be_advised_with_a_word_of_caution_and_what_its_beta_means()
    {
        var decision = Asking.ByTheArticle(new() { Role = Role.Cloud, Target = Target.Adjacent, IntroCourse = true, HoursPerWeek = 20 }, new(2026, 11, 23));

        var option = decision.Option("mla-c02");
        Assert.True(option.Advised);
        Assert.Equal(ExamState.Reported, option.State);
        Assert.Contains("Check the official page before booking", option.Reasons.Single(reason => reason.Id == "reported").Text, StringComparison.Ordinal);
        Assert.Contains("(ME1-C02): 85 questions, 170 minutes, $75, one attempt; results within 5 business days", option.Steps[0].Beta, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_decides_what_can_be_booked()
    {
        Decision In(string language) => Asking.ByTheArticle(new() { Target = Target.Adjacent, HoursPerWeek = 20, Language = language }, new(2026, 11, 23));
        var (english, japanese) = (In("English"), In("Japanese"));

        Assert.Null(english.Option("mla-c01").Outcome);
        Assert.NotNull(english.Option("mla-c02").Outcome);
        Assert.NotNull(japanese.Option("mla-c01").Outcome);
        Assert.Null(japanese.Option("mla-c02").Outcome);
        Assert.Contains("in beta and offered in English", japanese.Option("mla-c02").Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void English_MLA_C01_is_too_late_to_start_a_month_before_it_ends()
    {
        var decision = Asking.ByTheArticle(new() { Target = Target.Adjacent }, new(2026, 8, 28));

        Assert.True(decision.Option("mla-c01").HasReason("too-late"));
        Assert.False(decision.Option("mla-c01").Advised);
    }

    [Fact]
    public void A_certificate_that_is_held_is_not_taken_again_and_falls_out_of_a_sequence()
    {
        var decision = Asking.ByTheArticle(new() { Target = Target.Adjacent, Held = [new("MLA-C01", new(2025, 1, 10)), new("SAA-C03", new(2019, 1, 10))] });

        Assert.True(decision.Option("mla-c01").HasReason("held"));
        Assert.False(decision.Option("mla-c01").Advised);
        Assert.True(decision.Option("mlops-lane").Steps[1].Held);
        Assert.False(decision.Option("early-career-base").Steps[0].Held);
    }
}
