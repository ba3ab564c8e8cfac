using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class XgboostTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task Trees_rank_held_out_rows_nearly_as_well_as_the_true_chances()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 8, 1.2);
        var (train, validation, held) = (data.Rows(4000), data.Rows(1000), data.Rows(2000));

        var model = await _jobs.ModelAsync(Jobs.XgboostImage, new() { ["num_round"] = "60", ["objective"] = "binary:logistic", ["eval_metric"] = "auc", ["eta"] = "0.1", ["max_depth"] = "3" }, _jobs.Channel("train", Jobs.Csv(train)), _jobs.Channel("validation", Jobs.Csv(validation)));

        var labels = held.Select(row => row.Label).ToArray();
        var best = Jobs.AucByPairs([.. held.Select(row => data.Chance(row.Row))], labels);
        var reached = Jobs.AucByPairs(Jobs.Scores(model, held), labels);
        Assert.InRange(reached, best - 0.05, best + 0.01);
        Assert.Equal(60, _jobs.Metrics.Count(metric => metric.Name == "validation:auc"));
        Assert.Contains(_jobs.Log, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\[59\]#011train-auc:0\.\d{5}#011validation-auc:0\.\d{5}$"));
        Assert.Contains(_jobs.Log.Take(2), line => line.Contains("LightGBM 4.7.0", StringComparison.Ordinal));
        Assert.Equal("LightGBM", model.Manifest.Engine);
        Assert.Equal(4000, model.Manifest.Rows);
    }
}
