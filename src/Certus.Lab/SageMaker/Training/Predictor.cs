using Certus.Lab.SageMaker.Algorithms;
using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Training;

/// <summary>A loaded model that answers; may be asked from several threads.</summary>
public sealed class Predictor
{
    private readonly IAlgorithm _algorithm;
    private readonly IModel _model;

    private Predictor(ModelManifest manifest, IAlgorithm algorithm, IModel model) => (Manifest, _algorithm, _model) = (manifest, algorithm, model);

    /// <summary>Where the model comes from.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Loads a model.tar.gz.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="image">The inference image; null where it is not to be compared with the model's algorithm.</param>
    /// <exception cref="ModelRefusedException">The archive, the model or the image is not good; the message is one sentence.</exception>
    public static Predictor Load(string path, string? image = null)
    {
        using var file = File.OpenRead(path);
        return Load(file, image);
    }

    /// <summary>Loads a model.tar.gz.</summary>
    /// <exception cref="ModelRefusedException">The archive, the model or the image is not good; the message is one sentence.</exception>
    public static Predictor Load(Stream archive, string? image = null)
    {
        AlgorithmImage? named = null;
        if (image is not null) named = AlgorithmImage.Find(image, out var refusal) ?? throw new ModelRefusedException(refusal);
        var (manifest, content) = ModelArchive.Read(archive);
        var algorithm = IAlgorithm.Find(manifest.Algorithm) ?? throw new ModelRefusedException($"The model is of the algorithm '{manifest.Algorithm}', which the sandbox does not have.");
        if (named is not null && named.Algorithm != manifest.Algorithm) throw new ModelRefusedException($"The image is of {named.Algorithm}, and the model was trained by {manifest.Algorithm}.");
        try
        {
            return new(manifest, algorithm, algorithm.Load(manifest, content));
        }
        catch (Exception broken) when (broken is ClientErrorException or InvalidDataException or FormatException or KeyNotFoundException or ArgumentException or OverflowException or IndexOutOfRangeException or System.Text.Json.JsonException)
        {
            throw new ModelRefusedException($"The model's file '{manifest.ModelFile}' can't be read: {broken.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Predicts the rows of a request.</summary>
    /// <param name="body">Rows without labels.</param>
    /// <param name="contentType">What they are; text/csv where null.</param>
    /// <param name="accept">What is wanted; the algorithm's default where null or any type will do.</param>
    /// <param name="batch">Whether it is a batch transform: then XGBoost's CSV has a line a row, where an endpoint's has commas between rows.</param>
    /// <exception cref="PredictionException">The container would answer with an error.</exception>
    public Prediction Predict(ReadOnlyMemory<byte> body, string? contentType, string? accept, bool batch = false)
    {
        var type = MediaType.Parse(contentType, MediaType.Csv);
        var wanted = MediaType.Parse(accept is null or "*/*" ? null : accept.Split(',')[0], _algorithm.DefaultAccept);
        if (!_algorithm.PredictionTypes.Contains(type.Name)) throw new PredictionException(415, $"Content-type {type.Name} is not supported; {_algorithm.Name} takes {string.Join(", ", _algorithm.PredictionTypes)}.");
        if (!PredictionWriter.Knows(wanted.Name)) throw new PredictionException(406, $"Accept type {wanted.Name} is not supported; {_algorithm.Name} writes {string.Join(", ", PredictionWriter.Types)}.");
        if (!type.TryLabelSize(0, out var labelColumns, out var complaint)) throw new PredictionException(415, complaint);
        var builder = new MatrixBuilder(new(LabelUse.None, _model.TakesMissing) { Columns = _model.Features, LabelColumns = labelColumns });
        try
        {
            var format = ITableFormat.Find(type.Name)!;
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            format.Read(stream, "request", builder, CancellationToken.None);
            format.Finish(builder);
        }
        catch (ClientErrorException bad)
        {
            throw new PredictionException(type.Name == MediaType.Csv && _algorithm.Name == "xgboost" ? 415 : 400, $"Unable to read the request as {type.Name}: {bad.Message}");
        }
        if (builder.Rows == 0) throw new PredictionException(400, "The request has no row.");
        var rows = builder.Build();
        var fields = _model.Predict(rows, wanted.Parameters.GetValueOrDefault("verbose") == "true");
        return PredictionWriter.Write(fields, rows.Rows, wanted.Name, _algorithm.RootName, joinRows: !batch && _algorithm.Name == "xgboost");
    }
}
