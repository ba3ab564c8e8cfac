using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>One built-in algorithm: trains in the child process, loads its model in the server.</summary>
internal interface IAlgorithm
{
    /// <summary>As <see cref="AlgorithmImage.Algorithm"/> has it.</summary>
    string Name { get; }

    /// <summary>What computes underneath.</summary>
    string Engine { get; }

    string EngineVersion { get; }

    /// <summary>The content types of training, the one meant by default first.</summary>
    IReadOnlyList<string> TrainingTypes { get; }

    /// <summary>The content types of prediction.</summary>
    IReadOnlyList<string> PredictionTypes { get; }

    /// <summary>What a prediction is written as where the caller does not say.</summary>
    string DefaultAccept { get; }

    /// <summary>The member of the JSON answer that holds the rows.</summary>
    string RootName => "predictions";

    /// <summary>Trains.</summary>
    /// <returns>The model; null where it was stopped before there was one.</returns>
    /// <exception cref="ClientErrorException">A hyperparameter or the data are not good.</exception>
    TrainedModel? Train(TrainingRun run);

    /// <summary>Reads what <see cref="Train"/> made.</summary>
    /// <exception cref="InvalidDataException">It is not such a model; the message is one sentence.</exception>
    IModel Load(ModelManifest manifest, byte[] model);

    /// <summary>The algorithm of a name; null where there is none.</summary>
    static IAlgorithm? Find(string name) => name switch
    {
        "xgboost" => new Xgboost(),
        "linear-learner" => new LinearLearner(),
        "kmeans" => new KMeans(),
        "pca" => new Pca(),
        "knn" => new Knn(),
        "randomcutforest" => new RandomCutForest(),
        _ => null,
    };
}
