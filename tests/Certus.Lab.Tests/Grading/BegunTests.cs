using Certus.Lab.Grading;

namespace Certus.Lab.Tests.Grading;

/// <summary>Labs as they begin.</summary>
public sealed class BegunTests
{
    /// <summary>All whose start is nothing, or what they are built upon; s3-hygiene begins with objects that are still whole.</summary>
    public static TheoryData<string> Built => [.. Exercises.All.Select(exercise => exercise.Id).Where(id => id != "s3-hygiene")];

    [Theory]
    [MemberData(nameof(Built))]
    public async Task Begun_and_not_touched_a_lab_earns_nothing(string id)
    {
        await using var lab = await Attempt.BeginAsync(id, 2);
        foreach (var job in await lab.Bench.ListAsync("sagemaker", "ListTrainingJobs", [], "TrainingJobSummaries", Attempt.Cancel)) await lab.TrainedAsync((string)job["TrainingJobName"]!);

        Assert.All(await lab.GradeAsync(), finding => Assert.Equal(0, finding.Earned));
    }
}
