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
}
