using Certus.Content;
using Certus.Lab.Grading;
using Certus.Practice.Labs;

namespace Certus.Lab.Tests.Grading;

/// <summary>What learners read and what graders look at are the same labs.</summary>
public sealed class BriefsTests
{
    private static readonly Lazy<IReadOnlyList<LabBrief>> _briefs = new(() => ContentReader.Read([new("", true, Files(Path.Combine(Root(), "content")))], [], flaws: false).Library.Labs);

    public static TheoryData<string> Ids => [.. Exercises.All.Select(exercise => exercise.Id)];

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Certus.slnx"))) directory = Path.GetDirectoryName(directory)!;
        return directory;
    }

    private static IReadOnlyList<ContentFile> Files(string root) =>
        [.. Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new ContentFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllBytes(path)))];

    [Fact]
    public void Every_brief_has_a_grader_and_every_grader_a_brief() => Assert.Equal(Exercises.All.Select(exercise => exercise.Id).Order(), _briefs.Value.Select(brief => brief.Id).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_brief_names_its_grader_s_checks_and_faults_in_their_order(string id)
    {
        var (exercise, brief) = (Exercises.Find(id)!, _briefs.Value.Single(brief => brief.Id == id));

        Assert.Equal(exercise.Checks, brief.Checks.Select(check => check.Id));
        Assert.Equal(exercise.Faults, brief.Faults.Select(fault => fault.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_brief_has_commands_for_every_client(string id) =>
        Assert.Equal(Enum.GetValues<LabClient>(), _briefs.Value.Single(brief => brief.Id == id).Steps.SelectMany(step => step.Commands).Select(command => command.Client).Distinct().Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_lab_can_be_begun_broken(string id) => Assert.All(Exercises.Find(id)!.Faults, fault => Attempt.SeedOf(id, fault));

    [Fact]
    public void No_lab_s_names_begin_as_another_s_do_so_that_beginning_one_again_leaves_the_others_alone() => Assert.DoesNotContain(
        Exercises.All, one => Exercises.All.Any(other => other != one && one.NamePrefix.StartsWith(other.NamePrefix, StringComparison.Ordinal)));
}
