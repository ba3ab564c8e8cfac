using Certus.Plan;
using Certus.Plan.Portfolio;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>Portfolio projects as text: what is there is read, and what is wrong is named with its line.</summary>
public sealed class ProjectReaderTests
{
    private const string File = "projects/a-project.yaml";

    private const string Text = """
        id: a-project
        title: Make it
        problem: Somebody needs it.
        for: Engineers.
        shows: That it can be done.
        skills: [a-skill, b-skill]
        data:
          - {name: Numbers, by: An office, address: "https://example.org/data", license: Public domain, licenseAddress: "https://example.org/terms", grade: A, about: Ten rows.}
        milestones:
          - {id: begin, title: Begin, minutes: 60, body: Begin., done: [It is begun.], skills: [a-skill]}
          - {id: finish, title: Finish, minutes: 90, body: Finish., done: [It is finished., It is shown.], skills: [b-skill]}
        rubric:
          - {id: works, title: It works, points: 70, full: It does.}
          - {id: reads, title: It reads well, points: 30, full: It does.}
        pitfalls: [It may not work.]
        cost: Nothing.
        readme:
          - {title: What it is, ask: What is it?}
        modelCard:
          - {title: Limits, ask: Where does it end?}
        checked: 2026-11-20

        """;

    private static IReadOnlyList<string> ComplaintsOf(string text) => [.. Faultless.With(File, text).Read().Complaints.Select(complaint => complaint.ToString().Replace(File, "project", StringComparison.Ordinal))];

    [Fact]
    public void A_project_without_a_fault_is_read_and_can_be_planned()
    {
        var report = Faultless.With(File, Text).Read();

        Assert.Empty(report.Complaints);
        var project = Assert.Single(report.Library.Projects);
        Assert.Equal(("a-project", 150, "Public domain"), (project.Id, project.Minutes, Assert.Single(project.Data).License));
        Assert.Equal(["It is finished.", "It is shown."], project.Milestones[1].Done);
        var planned = project.ToPlan();
        Assert.Equal(("a-project", "Make it"), (planned.Id, planned.Title));
        Assert.Equal([("begin", 60, "a-skill"), ("finish", 90, "b-skill")], planned.Steps.Select(step => (step.Id, step.Minutes, Assert.Single(step.Skills))));
    }

    [Theory]
    [InlineData("id: a-project", "id: another", "project:1: error: the id 'another' differs from the file name 'a-project'.")]
    [InlineData("skills: [a-skill, b-skill]", "skills: [no-skill]", "project:6: error: unknown skill 'no-skill'.")]
    [InlineData("https://example.org/terms", "http://example.org/terms", "project:8: error: 'http://example.org/terms' is not an https address.")]
    [InlineData("license: Public domain, ", "", "project:8: error: 'license' is missing.")]
    [InlineData("minutes: 60", "minutes: 10", "project:10: error: 'minutes' must be from 30 to 900, not 10.")]
    [InlineData("done: [It is begun.]", "done: []", "project:10: error: a milestone says when it is done: 'done' is empty.")]
    [InlineData("id: finish", "id: begin", "project:9: error: two milestones have the id 'begin'.")]
    [InlineData("points: 30", "points: 40", "project:12: error: the points of the rubric sum to 110, not 100.")]
    [InlineData("pitfalls: [It may not work.]", "pitfalls: []", "project:15: error: 'pitfalls' is empty.")]
    [InlineData("cost: Nothing.", "cost: Nothing.\nlabs: [no-lab]", "project:17: error: unknown lab 'no-lab'.")]
    public void What_is_wrong_is_named_with_its_line(string right, string wrong, string complaint)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);

        Assert.Equal([complaint], ComplaintsOf(Text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_readme_holds_headings_questions_data_with_licenses_milestones_and_the_rubric()
    {
        var project = Assert.Single(Faultless.With(File, Text).Read().Library.Projects);

        Assert.Equal("""
            # Make it

            > One sentence: for whom, what it decides or answers, and how well.

            ## What it is

            <!-- What is it? -->

            ## Data and licenses

            - [Numbers](https://example.org/data), An office. Public domain ([terms](https://example.org/terms)). Ten rows.

            ## Done so far

            - [ ] Begin
              - [ ] It is begun.
            - [ ] Finish
              - [ ] It is finished.
              - [ ] It is shown.

            ## How I judge it

            | What | Points | Full marks | Mine |
            |---|--:|---|--:|
            | It works | 70 | It does. | |
            | It reads well | 30 | It does. | |

            """, ProjectSkeleton.Readme(project));
        Assert.Equal("""
            # Model card: Make it

            Version, date and author:

            ## Limits

            <!-- Where does it end? -->

            ## Data and licenses

            - [Numbers](https://example.org/data), An office. Public domain ([terms](https://example.org/terms)). Ten rows.

            """, ProjectSkeleton.ModelCard(project));
    }
}
