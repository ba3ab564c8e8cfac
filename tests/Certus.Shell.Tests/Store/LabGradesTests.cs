using Certus.Practice.Labs;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

/// <summary>Grades of labs in the learner's log.</summary>
public sealed class LabGradesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LabGrade Grade(double earned) => new(
        Guid.NewGuid(), "s3-hygiene", ulong.MaxValue, "object-acls", Samples.Noon, Samples.Noon.AddMinutes(40), [new("anonymous-refused", 60, 1, "Closed."), new("versioned", 40, earned, "Half.")]);

    [Fact]
    public async Task What_was_graded_is_there_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        var grade = Grade(0.5);
        await using (var store = await OpenStore.AtAsync(directory)) Assert.True(await new LabGrades(store.File).AppendAsync(Learner.Local, grade, Cancel));

        await using var again = await OpenStore.AtAsync(directory);
        var kept = Assert.Single(await new LabGrades(again.File).ListAsync(Learner.Local, Cancel));

        Assert.Equal(grade with { Checks = kept.Checks }, kept);
        Assert.Equal(grade.Checks, kept.Checks);
        Assert.Equal((80, false), (kept.Earned, kept.Passed));
    }

    [Fact]
    public async Task Kept_twice_it_is_there_once_and_another_learner_has_none()
    {
        await using var store = await OpenStore.NewAsync();
        var (grades, grade) = (new LabGrades(store.File), Grade(1));

        Assert.True(await grades.AppendAsync(Learner.Local, grade, Cancel));
        Assert.False(await grades.AppendAsync(Learner.Local, grade, Cancel));
        Assert.True(await grades.AppendAsync(Learner.Local, Grade(0), Cancel));

        Assert.Equal([true, false], (await grades.ListAsync(Learner.Local, Cancel)).Select(kept => kept.Passed));
        Assert.Empty(await grades.ListAsync(new(Guid.NewGuid()), Cancel));
    }
}
