using System.Globalization;
using System.Runtime.InteropServices;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>What the algorithms that are computed here share.</summary>
internal abstract class OwnAlgorithm : IAlgorithm
{
    public abstract string Name { get; }

    public string Engine => "Certus";

    public string EngineVersion => "1";

    public IReadOnlyList<string> TrainingTypes => [MediaType.RecordIo, MediaType.Csv];

    public IReadOnlyList<string> PredictionTypes => [MediaType.Csv, MediaType.Json, MediaType.JsonLines, MediaType.RecordIo];

    public string DefaultAccept => MediaType.Json;

    public virtual string RootName => "predictions";

    public abstract TrainedModel? Train(TrainingRun run);

    public abstract IModel Load(ModelManifest manifest, byte[] model);

    /// <summary>Logs and reports a figure of the finished model, in the words of the containers.</summary>
    protected static void Score(TrainingRun run, string channel, string name, double value)
    {
        run.Log(string.Create(CultureInfo.InvariantCulture, $"#{channel}_score (algo-1) : ('{name}', {value:R})"));
        run.Report($"{channel}:{name}", value, null);
    }

    /// <summary>The metrics of a JSON list such as <c>["msd","ssd"]</c>.</summary>
    /// <exception cref="ClientErrorException">It is not such a list.</exception>
    protected static string[] Metrics(string text, params string[] known)
    {
        var names = text.Trim().TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('"', '\'', '\\')).ToArray();
        return names.Length > 0 && names.All(known.Contains) ? names : throw new ClientErrorException($"Hyperparameter eval_metrics: '{text}' is not a list of {string.Join(", ", known.Select(name => $"\"{name}\""))}.");
    }

    /// <summary>Bytes of a model's numbers, little-endian.</summary>
    protected static void WriteNumbers(BinaryWriter writer, ReadOnlySpan<float> numbers) => writer.Write(MemoryMarshal.AsBytes(numbers));

    /// <summary>Numbers as <see cref="WriteNumbers"/> wrote them.</summary>
    /// <exception cref="InvalidDataException">There are not so many, or one is not finite.</exception>
    protected static float[] ReadNumbers(BinaryReader reader, long count)
    {
        if (count < 0 || count * 4 > reader.BaseStream.Length - reader.BaseStream.Position) throw new InvalidDataException("it ends too early.");
        var numbers = new float[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        foreach (var number in numbers)
            if (!float.IsFinite(number)) throw new InvalidDataException("it holds a number that is not finite.");
        return numbers;
    }
}
