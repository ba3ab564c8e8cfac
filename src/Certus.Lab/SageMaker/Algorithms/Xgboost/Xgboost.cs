using System.Diagnostics;
using System.Globalization;
using System.Text;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The xgboost image: boosted trees, trained by LightGBM.</summary>
internal sealed class Xgboost : IAlgorithm
{
    private const int MostOfGroup = 10_000;     // LightGBM's own limit

    public string Name => "xgboost";

    public string Engine => "LightGBM";

    public string EngineVersion => LightGbm.Version;

    public IReadOnlyList<string> TrainingTypes => [MediaType.LibSvm, MediaType.Csv, MediaType.Parquet, MediaType.RecordIo];

    public IReadOnlyList<string> PredictionTypes => [MediaType.Csv, MediaType.LibSvm, MediaType.RecordIo, MediaType.Json, MediaType.JsonLines];

    public string DefaultAccept => MediaType.Csv;

    public TrainedModel? Train(TrainingRun run)
    {
        var settings = new XgboostSettings(run.Hyperparameters, run.Image);
        run.Log("This is not XGBoost: its hyperparameters are mapped to LightGBM's, and the model is LightGBM's (docs/models/boosted-trees.md)");
        foreach (var difference in settings.Differences()) run.Log($"[WARNING] {difference}");
        if (settings.EarlyStopping is not null && !run.Has("validation")) throw new ClientErrorException("Hyperparameter early_stopping_rounds needs a channel 'validation'.");

        var shape = new InputShape(LabelUse.Required, true) { Weights = settings.CsvWeights, CheckLabel = label => settings.Objective.CheckLabel(label, settings.Outputs) };
        var train = run.Read("train", TrainingTypes, shape);
        var validation = run.Has("validation") ? run.Read("validation", TrainingTypes, shape with { Columns = train.Columns }) : null;
        if (settings.Objective.IsRanking && train.Groups.Length == 0) run.Log("[WARNING] The data name no groups (qid of libsvm): all rows are one group");
        if (settings.Objective.Engine == "lambdarank" && train.Groups.Append(train.Groups.Length == 0 ? train.Rows : 0).Max() is var largest and > MostOfGroup)
            throw new ClientErrorException($"{settings.Objective.Name}: a group of {largest:N0} rows, where LightGBM takes at most {MostOfGroup:N0}. Name the groups in the data (qid of libsvm).");
        var parameters = settings.Parameters(train.Rows, train.Columns);
        run.Log($"LightGBM parameters: {parameters}");
        return Boost(run, settings, parameters, train, validation);
    }

    private static TrainedModel? Boost(TrainingRun run, XgboostSettings settings, string parameters, DataMatrix train, DataMatrix? validation)
    {
        LightGbm.Silence();
        double? margin = settings.Margin == 0 ? null : settings.Margin;
        train = Grouped(train);
        validation = validation is null ? null : Grouped(validation);
        using var trainSet = new LightGbmDataset(train, Weights(settings, train), margin, parameters, null);
        using var validationSet = validation is null ? null : new LightGbmDataset(validation, validation.Weights, margin, parameters, trainSet);
        using var booster = new LightGbmBooster(trainSet, validationSet is null ? [] : [validationSet], parameters);

        List<(string Name, DataMatrix Data, double[] Scores, float[] Predictions)> watched = [("train", train, new double[train.Rows * settings.Outputs], new float[train.Rows * settings.Outputs])];
        if (validation is not null) watched.Add(("validation", validation, new double[validation.Rows * settings.Outputs], new float[validation.Rows * settings.Outputs]));
        var own = settings.Objective.Engine.Length == 0;
        var (gradient, hessian) = own ? (new float[train.Rows], new float[train.Rows]) : ([], []);
        var (best, bestRound, kept, done) = (double.NaN, 0, 0, 0);
        byte[] before = [];
        var line = new StringBuilder();
        for (var round = 0; round < settings.Rounds && !run.IsStopping; round++)
        {
            // Trees that LightGBM drops for a round come back only when the round finds a split: a round without one leaves them negated for good.
            if (settings.DropsTrees && round > 0) before = booster.Save(0);
            bool found;
            if (own)
            {
                booster.Predict(0, watched[0].Scores);
                settings.Objective.Derivatives(watched[0].Scores, train.Labels, Weights(settings, train), train.Groups, gradient, hessian);
                found = booster.Update(gradient, hessian);
            }
            else found = booster.Update();
            if (settings.DropsTrees && !found && round > 0)
            {
                run.Log($"Stopping. Round [{round}] finds no split, and dart has nothing to drop trees for.");
                return new("lightgbm-model.txt", before, train.Columns, train.Rows);
            }
            done = round + 1;
            line.Clear().Append(CultureInfo.InvariantCulture, $"[{round}]");
            var last = double.NaN;
            for (var i = 0; i < watched.Count; i++)
            {
                var (name, data, scores, predictions) = watched[i];
                booster.Predict(i, scores);
                for (var row = 0; row < data.Rows; row++)
                    for (var output = 0; output < settings.Outputs; output++) predictions[row * settings.Outputs + output] = (float)scores[output * data.Rows + row];
                if (settings.Objective.Name == "binary:hinge")
                    for (var row = 0; row < predictions.Length; row++) predictions[row] = predictions[row] > 0 ? 1 : 0;
                foreach (var metric in settings.Metrics)
                {
                    last = metric.Of(predictions, data.Labels, data.Weights, data.Groups, settings.Outputs, settings.TweediePower);
                    line.Append(CultureInfo.InvariantCulture, $"#011{name}-{Shown(metric, settings)}:{last:0.00000}");
                    run.Report($"{name}:{metric.Name}", last, round);
                }
            }
            run.Log(line.ToString());
            if (settings.EarlyStopping is not { } patience) continue;
            // A metric that is no number yet, such as auc of rows of one class, has no best round.
            if (double.IsNaN(best) || (settings.Metrics[^1].Maximize ? last > best : last < best)) (best, bestRound, kept) = (last, round, booster.Rounds);
            else if (round - bestRound >= patience)
            {
                run.Log($"Stopping. Best iteration: [{bestRound}]");
                break;
            }
        }
        if (done == 0) return null;
        // Rounds without a split leave no tree: the best round's trees are as many as there were then.
        return new("lightgbm-model.txt", booster.Save(settings.EarlyStopping is null ? 0 : kept), train.Columns, train.Rows);

        DataMatrix Grouped(DataMatrix data) => settings.Objective.IsRanking && data.Groups.Length == 0 ? data with { Groups = [data.Rows] } : data;
    }

    private static string Shown(XgboostMetric metric, XgboostSettings settings) =>
        metric.Name == "tweedie-nloglik" ? string.Create(CultureInfo.InvariantCulture, $"{metric.Name}@{settings.TweediePower:R}") : metric.Name;

    private static float[] Weights(XgboostSettings settings, DataMatrix data)
    {
        if (settings.PositiveWeight == 1 || settings.Objective.Link != XgboostLink.Logistic) return data.Weights;
        var weights = new float[data.Rows];
        for (var row = 0; row < weights.Length; row++) weights[row] = (data.Weights.Length == 0 ? 1 : data.Weights[row]) * (data.Labels[row] == 1 ? (float)settings.PositiveWeight : 1);
        return weights;
    }

    public IModel Load(ModelManifest manifest, byte[] model) =>
        new Model(new(manifest.Hyperparameters, AlgorithmImage.Find(manifest.Image, out var refusal) ?? throw new InvalidDataException(refusal)), Encoding.UTF8.GetString(model), manifest.Features);

    private sealed class Model(XgboostSettings settings, string text, int features) : IModel
    {
        private readonly TreeEnsemble _trees = new(text, features, settings.Outputs);

        public int Features => features;

        public bool TakesMissing => true;

        public IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose)
        {
            var outputs = settings.Outputs;
            var soft = settings.Objective.Name == "multi:softprob";
            var result = new float[rows.Rows * (soft ? outputs : 1)];
            Span<double> scores = outputs <= 64 ? stackalloc double[outputs] : new double[outputs];
            for (var row = 0; row < rows.Rows; row++)
            {
                scores.Fill(settings.Margin);
                _trees.Add(rows.Row(row), scores);
                switch (settings.Objective.Name)
                {
                    case "multi:softprob":
                        Softmax(scores, result.AsSpan(row * outputs, outputs));
                        break;
                    case "multi:softmax":
                        for (var i = 1; i < outputs; i++)
                            if (scores[i] > scores[(int)result[row]]) result[row] = i;
                        break;
                    case "binary:hinge":
                        result[row] = scores[0] > 0 ? 1 : 0;
                        break;
                    case "binary:logitraw":
                        result[row] = (float)scores[0];
                        break;
                    default:
                        result[row] = (float)(settings.Objective.Link switch
                        {
                            XgboostLink.Logistic => 1 / (1 + Math.Exp(-scores[0])),
                            XgboostLink.Exponential => Math.Exp(scores[0]),
                            XgboostLink.Identity => scores[0],
                            _ => throw new UnreachableException(),
                        });
                        break;
                }
            }
            return [new("score", result, soft ? outputs : 1, soft)];
        }

        private static void Softmax(ReadOnlySpan<double> scores, Span<float> into)
        {
            var most = double.NegativeInfinity;
            foreach (var score in scores) most = Math.Max(most, score);
            double total = 0;
            foreach (var score in scores) total += Math.Exp(score - most);
            for (var i = 0; i < into.Length; i++) into[i] = (float)(Math.Exp(scores[i] - most) / total);
        }
    }
}
