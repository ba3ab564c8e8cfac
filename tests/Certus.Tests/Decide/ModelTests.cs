using Certus.Decide;
using CsCheck;

namespace Certus.Tests.Decide;

public sealed class ModelTests
{
    private static readonly DateOnly Day = new(2025, 9, 15);
    private static readonly Profile Cloud = new()
    {
        Role = Role.Cloud, Target = Target.Adjacent, IntroCourse = true, EmployerOnAws = true, EmployerBuildingMl = true, HourValue = 50, TaxRate = 0.3, HorizonYears = 3, DiscountRate = 0.05,
        HoursPerWeek = 10, Weeks = 52, PassChance = new Dictionary<string, double> { ["*"] = 1 },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_uncertainty_an_exam_is_worth_its_closed_form(bool evidence)
    {
        var set = (evidence ? Asking.Facts.Evidence : Asking.Facts.Article).WithoutDoubt().With(AssumptionKeys.RoleWithinYear, Spread.Of(1)).With(AssumptionKeys.DelayMonths, Spread.Of(3));

        var outcome = Asking.Of(Cloud, Day, set, 1000).Option("mla-c01").Outcome!;

        var (r, d) = (Math.Log(1.05), -Math.Log(1 - set[AssumptionKeys.DecayPerYear].Mode));
        var (hours, hoursPerYear) = (100.0, 10 * 365.25 / 7);
        var lift = evidence ? 133_080 * set[AssumptionKeys.LiftAny].Mode * set[AssumptionKeys.CausalShare].Mode : 10_000;
        var pass = hours / hoursPerYear;
        var start = pass + 0.25;
        var end = Math.Min(3, start + set[AssumptionKeys.PersistenceYears].Mode);
        var gain = lift * 0.7 * Math.Exp(-r * start) * (r + d > 0 ? (1 - Math.Exp(-(r + d) * (end - start))) / (r + d) : end - start);
        var costs = 50 * hours * Math.Exp(-r * pass / 2) + 150 * Math.Exp(-r * pass) + 100;
        Assert.Equal(gain - costs, outcome.Npv.Mean, 1e-6);
        Assert.Equal(outcome.Npv.P5, outcome.Npv.P95, 1e-9);
        Assert.Equal(0, outcome.Npv.StandardError, 1e-9);
        Assert.Equal(hours, outcome.Hours, 1e-9);
        Assert.Equal(250, outcome.Cost, 1e-9);
        Assert.Equal(1, outcome.Attempts, 1e-9);
    }

    [Fact]
    public void Attempts_follow_the_geometric_law_cut_off_where_one_gives_up()
    {
        const double P = 0.6;
        var outcome = Asking.Of(Cloud with { PassChance = new Dictionary<string, double> { ["*"] = P } }, Day, Asking.Facts.Article, 200_000).Option("mla-c01").Outcome!;

        Assert.Equal(1 - Math.Pow(1 - P, 3), outcome.PassChance, 0.002);
        Assert.Equal(1 + (1 - P) + (1 - P) * (1 - P), outcome.Attempts, 0.005);
        Assert.Equal(150 * outcome.Attempts + 100, outcome.Cost, 0.01);
    }

    [Fact]
    public void A_sequence_is_worth_the_closed_form_of_its_parts()
    {
        var set = Asking.Facts.Article.WithoutDoubt().With(AssumptionKeys.DelayMonths, Spread.Of(0));

        var outcome = Asking.Of(Cloud, Day, set, 1000).Option("mlops-lane").Outcome!;

        var (r, perYear) = (Math.Log(1.05), 10 * 365.25 / 7);
        var (sap, mla, done) = (175 / perYear, 275 / perYear, 425 / perYear);
        double Annuity(double from) => 0.7 * (Math.Exp(-r * from) - Math.Exp(-r * 3)) / r;
        var first = 2.0 / 3 * 10_000;       // SAP goes moderately deep into operations
        var second = 10_000.0;              // MLA reaches the whole lift of the role
        var third = 20_000.0;               // a full portfolio raises it to that of the experienced
        var gain = first * Annuity(sap) + (second - first) * Annuity(mla) + (third - second) * Annuity(done);
        var costs = 50 * (175 * Math.Exp(-r * sap / 2) + 100 * Math.Exp(-r * (sap + mla) / 2) + 150 * Math.Exp(-r * (mla + done) / 2))
            + 300 * Math.Exp(-r * sap) + 100 + 75 * Math.Exp(-r * mla) + 100 * Math.Exp(-r * sap);     // the second exam at half price
        Assert.Equal(gain - costs, outcome.Npv.Mean, 1e-6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_does_not()
    {
        var (_, first, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 5000, 7);
        var (_, second, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 5000, 7);
        var (_, other, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 5000, 8);

        Assert.Equal(first.SelectMany(Bits), second.SelectMany(Bits));
        Assert.NotEqual(first.SelectMany(Bits), other.SelectMany(Bits));

        static IEnumerable<long> Bits(double[] column) => column.Select(BitConverter.DoubleToInt64Bits);
    }

    [Fact]
    public void More_draws_go_on_where_fewer_ended()
    {
        var (_, few, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 1500);
        var (_, many, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 5000);

        for (var i = 0; i < few.Length; i++) Assert.Equal(few[i], many[i][..1500]);
    }

    [Fact]
    public void Options_share_their_futures_so_that_leaving_one_out_changes_no_other()
    {
        var fewer = Asking.Facts with { Options = [.. Asking.Facts.Options.Where(option => option.Id is "sap" or "mla-c01" or "wait")] };
        var (all, whole, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 3000);
        var (some, part, _) = Asking.Draw(Cloud, Day, Asking.Facts.Evidence, 3000, facts: fewer);

        foreach (var id in new[] { "sap", "mla-c01" })
            Assert.Equal(whole[IndexOf(all, id)], part[IndexOf(some, id)]);
        // With numbers of their own the difference of two options would vary as the sum of their variances.
        var (a, b) = (whole[IndexOf(all, "mla-c01")], whole[IndexOf(all, "mls-c01")]);
        Assert.True(Variance([.. a.Zip(b, (x, y) => x - y)]) < Variance(a) + Variance(b));
    }

    [Fact]
    public void The_mean_converges_as_its_standard_error_says()
    {
        var long_ = Asking.Of(Cloud, Day, Asking.Facts.Evidence, 400_000, 99).Option("mla-c01").Outcome!.Npv;
        var inside = 0;

        for (var seed = 1ul; seed <= 20; seed++)
        {
            var outcome = Asking.Of(Cloud, Day, Asking.Facts.Evidence, 4000, seed).Option("mla-c01").Outcome!.Npv;
            if (Math.Abs(outcome.Mean - long_.Mean) <= 2 * outcome.StandardError) inside++;
        }

        Assert.InRange(inside, 16, 20);     // 19 expected
        Assert.Equal(Asking.Of(Cloud, Day, Asking.Facts.Evidence, 4000).Option("mla-c01").Outcome!.Npv.StandardError / 10, long_.StandardError, long_.StandardError * 0.1);
    }

    [Fact]
    public void Break_even_is_where_the_mean_is_nothing()
    {
        var set = Asking.Facts.Article.With("lift.cloud", Spread.Of(10_000));
        var decision = Asking.Of(Cloud, Day, set, 20_000);
        var even = decision.BreakEven!;
        var single = decision.Option("mla-c01");

        var atHour = Asking.Of(Cloud with { HourValue = even.HourValue }, Day, set, 20_000).Option(even.OptionId).Outcome!.Npv.Mean;
        var atShare = Asking.Of(Cloud, Day, set.With(AssumptionKeys.CausalShare, Spread.Of(even.CausalShare!.Value)), 20_000).Option(even.OptionId).Outcome!.Npv.Mean;

        Assert.Equal(0, atHour, 1e-6);
        Assert.Equal(0, atShare, 1e-6);
        Assert.True(single.Outcome!.ValuePerHour > 50);
    }

    [Fact]
    public void The_break_even_lift_of_a_lone_exam_is_the_lift_that_breaks_even()
    {
        var facts = Asking.Facts with { Options = [.. Asking.Facts.Options.Where(option => option.Id is "mla-c01" or "wait")] };
        var set = facts.Article.With("lift.cloud", Spread.Of(10_000));
        var even = Decision.Of(Cloud, Day, Asking.Register, facts, set, 20_000).BreakEven!;

        var there = Decision.Of(Cloud, Day, Asking.Register, facts, set.With("lift.cloud", Spread.Of(even.LiftPerYear!.Value)), 20_000).Option("mla-c01").Outcome!.Npv.Mean;

        Assert.Equal(10_000, even.ExpectedLiftPerYear, 1e-6);
        Assert.Equal(0, there, 1e-6);
    }

    [Fact]
    public void A_dearer_hour_a_higher_tax_or_a_shorter_horizon_never_makes_an_exam_worth_more() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 0.6], Gen.Double[1, 6], Gen.Double[0, 40]).Sample((hour, tax, horizon, more) =>
        {
            double Mean(Profile profile) => Asking.Draw(profile, Day, Asking.Facts.Evidence, 256) is var (model, _, totals) ? totals[IndexOf(model, "mla-c01")].Npv : 0;
            var profile = Cloud with { HourValue = hour, TaxRate = tax, HorizonYears = horizon };
            var now = Mean(profile) + 1e-6;
            return Mean(profile with { HourValue = hour + more }) <= now && Mean(profile with { TaxRate = Math.Min(0.7, tax + more / 400) }) <= now
                && Mean(profile with { HorizonYears = Math.Max(1, horizon - Math.Min(more, 1)) }) <= now + (horizon > 3 ? 2_000 * 256 : 0);     // a renewal may fall away
        }, iter: 60, threads: 2);

    [Fact]
    public void Within_the_horizon_a_certificate_is_renewed_and_paid_for_again()
    {
        var set = Asking.Facts.Article.WithoutDoubt();

        var three = Asking.Of(Cloud with { HorizonYears = 3 }, Day, set, 1000).Option("mla-c01").Outcome!;
        var seven = Asking.Of(Cloud with { HorizonYears = 7 }, Day, set, 1000).Option("mla-c01").Outcome!;
        var gone = Asking.Of(Cloud with { HorizonYears = 7, Target = Target.Ml, Projects = 5 }, Day, set, 1000).Option("mls-c01").Outcome!;

        Assert.Equal(100, three.Hours, 1e-9);
        Assert.Equal(100 + 2 * 30, seven.Hours, 1e-9);
        Assert.Equal(250 + 2 * 75, seven.Cost, 1e-9);
        Assert.Equal(175, gone.Hours, 1e-9);        // MLS-C01 can't be renewed: its lift ends with it
    }

    [Fact]
    public void Pay_in_another_currency_gives_the_same_advice_at_its_rate()
    {
        var dollars = Cloud with { BaseSalary = 133_080 };
        var crowns = dollars with { Currency = "SEK", UnitsPerUsd = 10, BaseSalary = 1_330_800, HourValue = 500 };

        var (here, there) = (Asking.Of(dollars, Day, Asking.Facts.Article), Asking.Of(crowns, Day, Asking.Facts.Article));

        Assert.Equal(here.Options.Select(option => option.Id), there.Options.Select(option => option.Id));
        Assert.Equal(10 * here.Recommended.Outcome!.Npv.Mean, there.Recommended.Outcome!.Npv.Mean, 1e-3);
        Assert.Contains(" SEK", there.Verdict, StringComparison.Ordinal);
    }

    private static int IndexOf(Model model, string id) => Array.FindIndex(model.Options, option => option.Id == id);

    private static double Variance(double[] values) => values.Average(value => value * value) - Math.Pow(values.Average(), 2);
}
