using System.Text.RegularExpressions;

namespace Certus.Lab.Athena.Engine;

/// <summary>DuckDB's errors in Athena's words where they have a counterpart.</summary>
internal static partial class EngineErrors
{
    public static string Words(string error)
    {
        var first = error.Split('\n')[0].Trim();
        if (Table().Match(first) is { Success: true } table) return $"TABLE_NOT_FOUND: Table '{table.Groups[1].Value}' does not exist";
        if (Column().Match(first) is { Success: true } column) return $"COLUMN_NOT_FOUND: Column '{column.Groups[1].Value}' cannot be resolved";
        if (first.StartsWith("Parser Error", StringComparison.Ordinal)) return $"SYNTAX_ERROR: {After(first)}";
        if (first.StartsWith("Binder Error", StringComparison.Ordinal)) return $"TYPE_MISMATCH: {After(first)}";
        if (first.StartsWith("Conversion Error", StringComparison.Ordinal)) return $"INVALID_CAST_ARGUMENT: {After(first)}";
        if (first.StartsWith("Out of Range Error", StringComparison.Ordinal)) return $"NUMERIC_VALUE_OUT_OF_RANGE: {After(first)}";
        if (first.StartsWith("Out of Memory Error", StringComparison.Ordinal)) return "EXCEEDED_MEMORY_LIMIT: The query needed more memory than the sandbox's engine may use.";
        if (first.StartsWith("Invalid Input Error: ", StringComparison.Ordinal) && first.Contains("INVALID_FUNCTION_ARGUMENT", StringComparison.Ordinal)) return first[(first.IndexOf("INVALID_FUNCTION", StringComparison.Ordinal))..];
        return $"GENERIC_USER_ERROR: {first}";
    }

    private static string After(string text) => text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    [GeneratedRegex("""Table with name "?([^" ]+)"? does not exist""")]
    private static partial Regex Table();

    [GeneratedRegex("""(?:Referenced column "([^"]+)" not found)""")]
    private static partial Regex Column();
}
