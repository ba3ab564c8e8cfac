using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class LinearLearnerTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task Scores_rank_held_out_rows_as_well_as_the_true_chances()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 8, 1.2);
        var (train, validation, held) = (data.Rows(4000), data.Rows(1000), data.Rows(2000));

        var model = await _jobs.ModelAsync(Jobs.LinearImage, new() { ["predictor_type"] = "binary_classifier" }, _jobs.Channel("train", Jobs.Csv(train)), _jobs.Channel("validation", Jobs.Csv(validation)));

        var labels = held.Select(row => row.Label).ToArray();
        var best = Jobs.AucByPairs([.. held.Select(row => data.Chance(row.Row))], labels);
        Assert.InRange(Jobs.AucByPairs(Jobs.Scores(model, held), labels), best - 0.01, best + 0.01);
    }
}
