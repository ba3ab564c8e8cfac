using Certus.Catalog;

namespace Certus.Tests.Catalog;

public sealed class RegisterTests
{
    private static readonly Register BuiltIn = Repository.BuiltIn.Value.Library.Register;

    [Fact]
    public void A_task_leads_to_its_exam_and_domain()
    {
        var found = BuiltIn.FindTask("MLS-C01/3.5");

        Assert.Equal("MLS-C01", found!.Value.Exam.Code);
        Assert.Equal("MLS-C01/3", found.Value.Domain.Id);
        Assert.Equal("Evaluate ML models", found.Value.Task.Title);
    }

    [Fact]
    public void An_unknown_task_leads_nowhere() => Assert.Null(BuiltIn.FindTask("MLS-C01/9.9"));

    [Fact]
    public void A_task_belongs_to_no_domain_of_another_exam() => Assert.Null(BuiltIn.ByCode["MLA-C01"].DomainOf("MLS-C01/3.5"));

    [Fact]
    public void Every_outline_of_the_catalog_sums_to_100() =>
        Assert.All(BuiltIn.Certifications.Where(exam => exam.Domains.Count > 0), exam => Assert.Equal(100, exam.Domains.Sum(domain => domain.Weight)));

    [Fact]
    public void Of_two_entries_with_one_id_the_first_is_kept()
    {
        var skill = new Skill("a-skill", "First", "", "modeling", "practice", [], [], 10, null);

        var register = new Register([], [skill, skill with { Name = "Second" }], [], []);

        Assert.Equal("First", register.Skills["a-skill"].Name);
    }

    [Fact]
    public void The_built_in_catalog_says_what_renews_what_what_to_bring_and_that_nothing_is_required()
    {
        var register = Repository.BuiltIn.Value.Library.Register;

        Assert.All(register.Certifications, exam => Assert.NotNull(exam.Renewal));
        Assert.Equal(["MLA-C02", "AIP-C01"], register.ByCode["MLA-C01"].Renewal!.RenewedBy);
        Assert.Equal(["AIF-C01", "MLA-C02", "DEA-C01"], register.ByCode["AIP-C01"].Renewal!.Renews);
        Assert.StartsWith("2 or more years developing", register.ByCode["MLS-C01"].Experience!.Recommended, StringComparison.Ordinal);
        Assert.Null(register.ByCode["DBS-C01"].Experience);
        var prerequisites = Assert.Single(register.Policies, policy => policy.Id == "prerequisites");
        Assert.Equal(("none for any AWS exam", Confidence.High), (prerequisites.Text, prerequisites.Fact.Confidence));
    }

    [Fact]
    public void The_built_in_catalog_says_when_one_may_sit_again_and_the_model_of_book_or_wait_takes_the_same_days()
    {
        Assert.Equal("full fee", BuiltIn.Retake!.Fee);
        Assert.Equal(Certus.Measure.Readiness.BookOrWait.RetakeDays, BuiltIn.Retake.WaitDays);
        Assert.NotEmpty(BuiltIn.Retake.Fact.Sources);
        Assert.Contains("one attempt", BuiltIn.Retake.Beta, StringComparison.Ordinal);
    }
}
