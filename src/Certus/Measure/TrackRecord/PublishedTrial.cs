using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Measure.TrackRecord;

/// <summary>The published run of <see cref="Trial"/>, as docs/reports/readiness.json holds it: figures for pages, and for the tables of the report beside it.</summary>
/// <param name="Command">What prints the tables and writes the file.</param>
/// <param name="Date">The day of the run.</param>
/// <param name="Learners">Simulated learners in each scenario.</param>
/// <param name="Seed">Which ones.</param>
/// <param name="Scenarios">As <see cref="Scenario.All"/>.</param>
/// <param name="Gates">What the article's gates are worth on <see cref="Trial.Form"/>, and the fewest right answers that would give a better chance.</param>
public sealed record PublishedTrial(string Command, DateOnly Date, int Learners, ulong Seed, IReadOnlyList<PublishedScenario> Scenarios, IReadOnlyList<PublishedGate> Gates)
{
    private static readonly Lazy<PublishedTrial> BuiltIn = new(() =>
    {
        using var file = typeof(PublishedTrial).Assembly.GetManifestResourceStream("readiness.json")!;
        return JsonSerializer.Deserialize(file, TrialJson.Default.PublishedTrial)!;
    });

    /// <summary>The one that this build was made with.</summary>
    public static PublishedTrial Current => BuiltIn.Value;

    /// <summary>As the file holds it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrialJson.Default.PublishedTrial).ReplaceLineEndings("\n") + "\n";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PublishedTrial))]
internal sealed partial class TrialJson : JsonSerializerContext;
