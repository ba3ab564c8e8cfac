using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>Finds things by what is in them: the Search operation.</summary>
internal sealed class Search(LabDatabase database, Resources resources)
{
    private const int OtherTexts = 2;

    private static readonly Dictionary<string, (Kind Kind, string Member)> Kinds = new()
    {
        ["TrainingJob"] = (Kind.TrainingJob, "TrainingJob"),
        ["Endpoint"] = (Kind.Endpoint, "Endpoint"),
        ["ModelPackage"] = (Kind.ModelPackage, "ModelPackage"),
        ["ModelPackageGroup"] = (Kind.ModelPackageGroup, "ModelPackageGroup"),
        ["Model"] = (Kind.Model, "Model"),
        ["HyperParameterTuningJob"] = (Kind.TuningJob, "HyperParameterTuningJob"),
        ["Experiment"] = (Kind.Experiment, "Experiment"),
        ["ExperimentTrial"] = (Kind.Trial, "Trial"),
        ["ExperimentTrialComponent"] = (Kind.TrialComponent, "TrialComponent"),
        ["Pipeline"] = (Kind.Pipeline, "Pipeline"),
        ["PipelineExecution"] = (Kind.PipelineExecution, "PipelineExecution"),
        ["FeatureGroup"] = (Kind.FeatureGroup, "FeatureGroup"),
        ["ModelCard"] = (Kind.ModelCard, "ModelCard"),
    };

    public ValueTask<LabAnswer> FindAsync(LabCall call, CancellationToken cancel)
    {
        var resource = call.Required("Resource");
        if (!Kinds.TryGetValue(resource, out var kind)) throw SageMakerNames.NotBuilt($"searches {string.Join(", ", Kinds.Keys)}; {resource} is not built");
        if (call.Structure("SearchExpression") is { } asked) CheckNames(asked, kind.Member);
        var from = (int)(PageToken.Read(call.Text("NextToken"))?.Whole ?? 0);
        var limit = (int)(call.Whole("MaxResults") ?? 100);
        var sort = call.Text("SortBy") ?? "LastModifiedTime";
        var found = resources.All(call.Caller.Region, kind.Kind).Select(Record).Where(record => call.Structure("SearchExpression") is not { } expression || Matches(record, expression));
        found = call.Text("SortOrder") == "Ascending"
            ? found.OrderBy(record => First(record, sort), Comparer<string?>.Create(Compare))
            : found.OrderByDescending(record => First(record, sort), Comparer<string?>.Create(Compare));
        var page = found.Skip(from).Take(limit + 1).ToList();
        JsonObject answer = new() { ["Results"] = new JsonArray([.. page.Take(limit).Select(record => Result(kind.Member, record))]) };
        if (page.Count > limit) answer["NextToken"] = new PageToken($"{from + limit}", "").ToString();
        return new(answer);
    }

    private static JsonObject Result(string member, JsonObject record)
    {
        record["LastModifiedTime"] ??= record["CreationTime"]!.DeepClone();
        return new() { [member] = member == "Model" ? new JsonObject { ["Model"] = record } : record };
    }

    private JsonObject Record(Resource resource)
    {
        var record = resource.Body;
        record["Tags"] = new JsonArray([.. database.Read(connection => Tags.Of(connection, resource.Arn))]);
        return record;
    }

    /// <summary>Refuses a property that no record of the kind can have; one that none has is no mistake.</summary>
    private static void CheckNames(JsonObject expression, string member)
    {
        var shape = ServiceDescription.Of("sagemaker").FindShape("SearchRecord")!.Members[member].Shape;
        if (member == "Model") shape = shape.Members[member].Shape;
        Check(expression);

        void Check(JsonObject part)
        {
            var names = (part["Filters"] as JsonArray ?? []).Select(filter => (string)filter!["Name"]!).Concat((part["NestedFilters"] as JsonArray ?? []).Select(nested => (string)nested!["NestedPropertyName"]!));
            foreach (var name in names)
                if (name.Split('.')[0] is var first && first is not ("Tags" or "Metrics") && !shape.Members.ContainsKey(first)) throw SageMakerNames.Invalid($"Unknown property name: {name}");
            foreach (var inner in part["SubExpressions"] as JsonArray ?? []) Check(inner!.AsObject());
        }
    }

    private static bool Matches(JsonObject record, JsonObject expression)
    {
        List<Func<bool>> terms = [];
        foreach (var filter in expression["Filters"] as JsonArray ?? []) terms.Add(() => Holds(Values(record, (string)filter!["Name"]!), filter.AsObject()));
        foreach (var nested in expression["NestedFilters"] as JsonArray ?? []) terms.Add(() => HoldsTogether(record, nested!.AsObject()));
        foreach (var inner in expression["SubExpressions"] as JsonArray ?? []) terms.Add(() => Matches(record, inner!.AsObject()));
        if (terms.Count == 0) return true;
        return (string?)expression["Operator"] == "Or" ? terms.Exists(term => term()) : terms.TrueForAll(term => term());
    }

    /// <summary>Whether one entry of a list meets all filters at once.</summary>
    private static bool HoldsTogether(JsonObject record, JsonObject nested)
    {
        var list = (string)nested["NestedPropertyName"]!;
        if (At(record, list) is not JsonArray entries) return false;
        return entries.Any(entry => (nested["Filters"] as JsonArray ?? []).All(filter =>
        {
            var name = (string)filter!["Name"]!;
            var inner = name.StartsWith(list + ".", StringComparison.Ordinal) ? name[(list.Length + 1)..] : name;
            return Holds(entry is JsonObject part ? Values(part, inner) : [], filter.AsObject());
        }));
    }

    private static bool Holds(IReadOnlyList<string> values, JsonObject filter)
    {
        var wanted = (string?)filter["Value"];
        var operation = (string?)filter["Operator"] ?? (wanted is null ? "Exists" : "Equals");
        if (operation is not ("Exists" or "NotExists") && wanted is null) throw SageMakerNames.Invalid($"The filter of {(string?)filter["Name"]} with operator {operation} needs a Value.");
        return operation switch
        {
            "Exists" => values.Count > 0,
            "NotExists" => values.Count == 0,
            "Equals" => values.Any(value => Compare(value, wanted) == 0),
            "NotEquals" => values.All(value => Compare(value, wanted) != 0),
            "Contains" => values.Any(value => value.Contains(wanted!, StringComparison.OrdinalIgnoreCase)),
            "In" => wanted!.Split(',').Any(one => values.Any(value => Compare(value, one.Trim()) == 0)),
            "GreaterThan" => values.Any(value => Compare(value, wanted) > 0),
            "GreaterThanOrEqualTo" => values.Any(value => Compare(value, wanted) >= 0),
            "LessThan" => values.Any(value => Compare(value, wanted) < 0),
            _ => values.Any(value => Compare(value, wanted) <= 0),
        };
    }

    private static string? First(JsonObject record, string name) => Values(record, name) is [var first, ..] ? first : name == "LastModifiedTime" ? First(record, "CreationTime") : null;

    /// <summary>A property's values: <c>Tags.KEY</c>, <c>Metrics.NAME</c>, <c>HyperParameters.NAME</c>, or members with dots between; of a list, every entry's.</summary>
    private static IReadOnlyList<string> Values(JsonObject record, string name)
    {
        if (Part(name, "Tags.") is { } key) return Named(record["Tags"], "Key", key, "Value");
        if (Part(name, "Metrics.") is { } metric) return Named(record["FinalMetricDataList"], "MetricName", metric, "Value");
        if (Part(name, "HyperParameters.") is { } parameter) return Texts(record["HyperParameters"]?[parameter]);
        return Texts(At(record, name));

        static string? Part(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

        static IReadOnlyList<string> Named(JsonNode? list, string member, string wanted, string value) =>
            [.. (list as JsonArray ?? []).Where(entry => (string?)entry![member] == wanted).SelectMany(entry => Texts(entry![value]))];
    }

    private static JsonNode? At(JsonNode? value, string name)
    {
        foreach (var step in name.Split('.'))
        {
            value = value switch
            {
                JsonObject record => record[step],
                JsonArray list => new JsonArray([.. list.OfType<JsonObject>().Select(entry => entry[step]?.DeepClone())]),
                _ => null,
            };
        }
        return value;
    }

    private static IReadOnlyList<string> Texts(JsonNode? value) => value switch
    {
        null => [],
        JsonArray list => [.. list.SelectMany(Texts)],
        JsonValue => [value.ToString()],
        _ => ["{}"],
    };

    /// <remarks>Numbers come before instants, and these before other texts: were a number compared with a text as texts are, there would be circles.</remarks>
    private static int Compare(string? left, string? right)
    {
        var (one, other) = (Place(left), Place(right));
        if (one.Rank != other.Rank) return one.Rank.CompareTo(other.Rank);
        return one.Number != other.Number ? one.Number.CompareTo(other.Number) : one.Rank < OtherTexts ? 0 : string.CompareOrdinal(left, right);

        static (int Rank, double Number) Place(string? text) =>
            text is null ? (-1, 0) : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? (0, number) : Instant(text) is { } at ? (1, at.UtcTicks) : (OtherTexts, 0);

        static DateTimeOffset? Instant(string? text) =>
            text is { Length: >= 10 } && char.IsAsciiDigit(text[0]) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }
}
