using System.Text.Json;
using Certus.Remember;

namespace Certus.Cli;

/// <summary>Reads parameters of FSRS-6 from JSON: 21 numbers, or an object with <c>parameters</c>, or the document of a fit with one for each learner.</summary>
internal sealed class FsrsParameterFile
{
    private readonly Dictionary<string, Fsrs6Parameters> _byLearner = new(StringComparer.Ordinal);
    private readonly string? _path;
    private Fsrs6Parameters? _forAll;

    private FsrsParameterFile(string? path) => _path = path;

    /// <summary>The parameters of a learner.</summary>
    public Fsrs6Parameters For(string learner) =>
        _byLearner.GetValueOrDefault(learner) ?? _forAll ?? throw Refusal.WrongUse($"{_path} has no parameters for the learner '{learner}'.");

    /// <summary>Reads a file; the defaults where none is named.</summary>
    public static FsrsParameterFile Read(string? path)
    {
        var file = new FsrsParameterFile(path);
        if (path is null)
        {
            file._forAll = Fsrs6Parameters.Default;
            return file;
        }
        if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory, not a file of parameters.");
        if (!File.Exists(path)) throw Refusal.WrongUse($"there is no file {path}.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("users", out var users) && users.ValueKind == JsonValueKind.Array)
                foreach (var user in users.EnumerateArray()) file._byLearner[user.GetProperty("user").GetString() ?? ""] = Of(user.GetProperty("parameters"), path);
            else file._forAll = Of(root.ValueKind == JsonValueKind.Object && root.TryGetProperty("parameters", out var inside) ? inside : root, path);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Refusal.WrongUse($"{path} is not a JSON file of {Fsrs6Parameters.Count} parameters.");
        }
        catch (UnauthorizedAccessException)
        {
            throw Refusal.WrongUse($"{path} can't be read.");
        }
        return file;
    }

    private static Fsrs6Parameters Of(JsonElement array, string path)
    {
        double[] values = [.. array.EnumerateArray().Select(value => value.GetDouble())];
        return Fsrs6Parameters.FaultOf(values) is { } fault ? throw Refusal.WrongUse($"{path}: {fault}") : new(values);
    }
}
