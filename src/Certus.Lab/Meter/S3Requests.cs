namespace Certus.Lab.Meter;

/// <summary>Which requests to S3 are charged, and how.</summary>
internal static class S3Requests
{
    /// <summary>What writes, copies or lists.</summary>
    public const string Dear = "PUT, COPY, POST, LIST";

    /// <summary>What reads.</summary>
    public const string Cheap = "GET and all others";

    private static readonly string[] _dear = ["Put", "Copy", "Create", "Upload", "Complete", "List", "Post", "Restore"];

    /// <summary>How an operation is charged; null where deleting and canceling are free.</summary>
    public static string? Charge(string operation) =>
        operation.StartsWith("Delete", StringComparison.Ordinal) || operation.StartsWith("Abort", StringComparison.Ordinal) ? null
        : Array.Exists(_dear, verb => operation.StartsWith(verb, StringComparison.Ordinal)) ? Dear : Cheap;
}
