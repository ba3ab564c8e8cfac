using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Jobs;

namespace Certus.Lab.SageMaker.Transform;

/// <summary>What is taken of a record before the model sees it, and what is kept of the record beside its prediction.</summary>
internal sealed class DataProcessing
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonPath _input;
    private readonly JsonPath _output;
    private readonly bool _join;

    private DataProcessing(JsonPath input, JsonPath output, bool join) => (_input, _output, _join) = (input, output, join);

    /// <summary>Whether a record's prediction must be told from its neighbors'.</summary>
    public bool SeesRecords => _join || !_output.IsWhole;

    /// <summary>Reads the job's settings.</summary>
    /// <exception cref="Server.AwsException">An expression is none.</exception>
    public static DataProcessing Of(JsonObject? settings, string? contentType)
    {
        try
        {
            var processing = new DataProcessing(JsonPath.Parse((string?)settings?["InputFilter"] ?? "$"), JsonPath.Parse((string?)settings?["OutputFilter"] ?? "$"), (string?)settings?["JoinSource"] == "Input");
            if ((processing.SeesRecords || !processing._input.IsWhole) && !IsCsv(contentType) && !IsJson(contentType))
                throw SageMakerNames.Invalid($"DataProcessing works on text/csv, application/json and application/jsonlines, not on '{contentType}'.");
            return processing;
        }
        catch (FormatException bad)
        {
            throw SageMakerNames.Invalid(bad.Message);
        }
    }

    public static bool IsCsv(string? type) => Plainly(type) is "text/csv" or "";

    private static bool IsJson(string? type) => Plainly(type) is "application/json" || IsJsonLines(type);

    private static bool IsJsonLines(string? type) => Plainly(type) is "application/jsonlines" or "application/x-jsonlines" or "application/jsonl";

    private static string Plainly(string? type) => (type ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>What of a record goes to the model.</summary>
    public byte[] Filter(byte[] record, string? type, string name)
    {
        if (_input.IsWhole) return record;
        var selected = _input.Select(IsCsv(type) ? Row(record) : Parse(record, name)) ?? throw new JobFailedException($"ClientError: {name}: InputFilter selects nothing of the record {Short(record)}.");
        return Encoding.UTF8.GetBytes(IsCsv(type) ? Line(selected) : selected.ToJsonString(Plain));
    }

    /// <summary>The predictions of several records one by one.</summary>
    public static List<JsonNode?> Predictions(byte[] body, string type, int records, string name)
    {
        var text = Encoding.UTF8.GetString(body);
        List<JsonNode?> found = IsCsv(type)
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode)Row(Encoding.UTF8.GetBytes(line.TrimEnd('\r'))))]
            : IsJsonLines(type) ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))]
            : records == 1 && IsJson(type) ? [JsonNode.Parse(text)]
            : throw new JobFailedException($"ClientError: {name}: the predictions of several records come as {type} and can't be told apart: ask for text/csv or application/jsonlines in Accept, or set BatchStrategy to SingleRecord.");
        return found.Count == records ? found : throw new JobFailedException($"ClientError: {name}: {records} records were sent and {found.Count} predictions came back; they can't be put beside each other.");
    }

    /// <summary>What is written for a record.</summary>
    public string Output(byte[] record, string? inputType, JsonNode? prediction, string outputType, string name)
    {
        var csv = IsCsv(outputType);
        if (_join)
        {
            if (csv != IsCsv(inputType)) throw new JobFailedException($"ClientError: {name}: records of {inputType} can't be joined with predictions of {outputType}: both must be CSV or both JSON.");
            prediction = csv ? new JsonArray([.. Row(record).Concat(prediction as JsonArray ?? [prediction?.DeepClone()]).Select(field => field?.DeepClone())]) : Joined(Parse(record, name), prediction);
        }
        var selected = _output.Select(prediction);
        return csv ? Line(selected) : selected?.ToJsonString(Plain) ?? "null";
    }

    private static JsonObject Joined(JsonNode? input, JsonNode? prediction)
    {
        if (input is not JsonObject record) return new() { ["SageMakerInput"] = input, ["SageMakerOutput"] = prediction };
        record["SageMakerOutput"] = prediction;
        return record;
    }

    /// <summary>A line of CSV as its fields, each as it is written, quotes and all.</summary>
    private static JsonArray Row(byte[] line)
    {
        JsonArray fields = [];
        var text = Encoding.UTF8.GetString(line);
        var (from, quoted) = (0, false);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] == '"') quoted = !quoted;
            if (at < text.Length && (text[at] != ',' || quoted)) continue;
            fields.Add(text[from..at]);
            from = at + 1;
        }
        return fields;
    }

    private static string Line(JsonNode? value) => value switch
    {
        JsonArray fields => string.Join(',', fields.Select(field => (string?)field)),
        null => "",
        _ => (string)value!,
    };

    private static JsonNode? Parse(byte[] record, string name)
    {
        try
        {
            return JsonNode.Parse(record);
        }
        catch (JsonException)
        {
            throw new JobFailedException($"ClientError: {name}: the record {Short(record)} is not JSON.");
        }
    }

    private static string Short(byte[] record) => $"'{Encoding.UTF8.GetString(record.AsSpan(0, Math.Min(60, record.Length)))}{(record.Length > 60 ? "…" : "")}'";
}
