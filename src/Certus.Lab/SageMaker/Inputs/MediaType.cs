using System.Diagnostics.CodeAnalysis;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>A content type with its parameters, in lower case: <c>text/csv;label_size=0</c>.</summary>
/// <param name="Name">Without the parameters.</param>
/// <param name="Parameters">By name.</param>
internal sealed record MediaType(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    public const string Csv = "text/csv";
    public const string LibSvm = "text/libsvm";
    public const string Parquet = "application/x-parquet";
    public const string RecordIo = "application/x-recordio-protobuf";
    public const string Json = "application/json";
    public const string JsonLines = "application/jsonlines";

    /// <summary>Reads a header's value; what AWS takes as another name of the same is made one.</summary>
    public static MediaType Parse(string? text, string otherwise)
    {
        var parts = (string.IsNullOrWhiteSpace(text) ? otherwise : text).ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> parameters = [];
        foreach (var part in parts.Skip(1))
            if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) parameters[part[..at].Trim()] = part[(at + 1)..].Trim().Trim('"');
        var name = parts.FirstOrDefault("") switch
        {
            "csv" => Csv,
            "libsvm" or "text/x-libsvm" => LibSvm,
            "parquet" or "application/parquet" or "application/vnd.apache.parquet" => Parquet,
            "recordio-protobuf" or "x-recordio-protobuf" => RecordIo,
            "application/x-jsonlines" or "application/json-lines" or "application/jsonl" => JsonLines,
            var other => other,
        };
        return new(name, parameters);
    }

    /// <summary>The columns before the features: the parameter <c>label_size</c>, 0 or 1.</summary>
    public bool TryLabelSize(int otherwise, out int columns, [NotNullWhen(false)] out string? complaint)
    {
        (columns, complaint) = (otherwise, null);
        if (!Parameters.TryGetValue("label_size", out var text)) return true;
        if (text is "0" or "1")
        {
            columns = text[0] - '0';
            return true;
        }
        complaint = $"The content type's label_size is '{text}'; it is 0 or 1.";
        return false;
    }
}
