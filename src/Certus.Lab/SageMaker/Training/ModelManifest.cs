using System.Text.Json.Serialization;

namespace Certus.Lab.SageMaker.Training;

/// <summary>manifest.json of a model.tar.gz: where the model comes from.</summary>
/// <param name="Engine">What computed: LightGBM, or Certus for algorithms written here.</param>
/// <param name="EngineVersion">Its version.</param>
/// <param name="Algorithm">As <see cref="AlgorithmImage.Algorithm"/> has it.</param>
/// <param name="Image">The training image.</param>
/// <param name="Hyperparameters">As the learner wrote them.</param>
/// <param name="Features">Features a row has.</param>
/// <param name="Rows">Rows it was trained on.</param>
/// <param name="TrainedAt">From the specification.</param>
/// <param name="ModelFile">The model's file in the archive.</param>
public sealed record ModelManifest(string Engine, string EngineVersion, string Algorithm, string Image, IReadOnlyDictionary<string, string> Hyperparameters, int Features, int Rows, DateTimeOffset TrainedAt, string ModelFile);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
