using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>Labs: what the learner reads is complete, and complaints name the line.</summary>
public sealed class LabReaderTests
{
    private const string LabFile = "labs/a-lab/lab.yaml";

    private const string Lab = """
        id: a-lab
        title: Do it
        task: Do it well.
        skills: [a-skill]
        minutes: 30
        services: [Amazon S3]
        data: Made from the seed.
        cost: {usd: 0.02, assumes: One request., source: https://aws.amazon.com/s3/pricing/, asOf: 2026-11-20}
        steps:
          - title: First
            body: Look.
            hints: [Look closer., Look there.]
            commands: {cli: aws s3 ls, boto3: "print(1)", dotnet: "Console.WriteLine();"}
          - title: Then
            body: Act.
        checks:
          - {id: looked, title: It was looked at, points: 40}
          - {id: done, title: It was done, points: 60}
        faults:
          - {id: broken, symptom: It does not work.}
        references:
          - {title: A page, url: https://docs.aws.amazon.com/a.html}
        checked: 2026-11-20

        """;

    private static IReadOnlyList<string> ComplaintsOf(string lab) => [.. Faultless.With(LabFile, lab).Read().Complaints.Select(complaint => complaint.ToString().Replace(LabFile, "lab", StringComparison.Ordinal))];

    [Fact]
    public void A_lab_without_a_fault_is_read()
    {
        var report = Faultless.With(LabFile, Lab).Read();

        Assert.Empty(report.Complaints);
        var lab = Assert.Single(report.Library.Labs);
        Assert.Equal(("a-lab", 30, 0.02m, 100), (lab.Id, lab.Minutes, lab.Cost.Usd, lab.Points));
        Assert.Equal(["Look closer.", "Look there."], lab.Steps[0].Hints);
        Assert.Equal(["aws s3 ls", "print(1)", "Console.WriteLine();"], lab.Steps[0].Commands.Select(command => command.Text));
        Assert.Empty(lab.Steps[1].Hints);
        Assert.Equal(["looked", "done"], lab.Checks.Select(check => check.Id));
        Assert.Equal("It does not work.", Assert.Single(lab.Faults).Symptom);
    }

    [Theory]
    [InlineData("id: a-lab", "id: another", "lab:1: error: the id 'another' differs from the folder 'labs/a-lab'.")]
    [InlineData("skills: [a-skill]", "skills: [no-skill]", "lab:4: error: unknown skill 'no-skill'.")]
    [InlineData("minutes: 30", "minutes: 3", "lab:5: error: 'minutes' must be from 10 to 240, not 3.")]
    [InlineData("points: 60", "points: 50", "lab:16: error: the points of the checks sum to 90, not 100.")]
    [InlineData("id: done", "id: looked", "lab:16: error: two checks have the id 'looked'.")]
    [InlineData("source: https:", "source: http:", "lab:8: error: 'http://aws.amazon.com/s3/pricing/' is not an https address.")]
    [InlineData("title: First", "titel: First", "lab:10: error: 'title' is missing.")]
    public void What_is_wrong_is_named_with_its_line(string right, string wrong, string complaint) =>
        Assert.Contains(complaint, ComplaintsOf(Lab.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void Two_labs_of_one_id_are_an_error()
    {
        var report = Faultless.With(LabFile, Lab).With("labs/b-lab/lab.yaml", Lab).Read();

        Assert.Contains(report.Complaints, complaint => complaint.ToString().Contains("there is a lab 'a-lab' already", StringComparison.Ordinal));
    }
}
