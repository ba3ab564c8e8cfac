using System.Globalization;
using System.Text;

namespace Certus.Lab.Grading;

/// <summary>Rows as the files that training and inference take: values with commas between them, no header.</summary>
internal static class Table
{
    /// <summary>The label first: what the built-in algorithms train on.</summary>
    public static string Labeled(IEnumerable<LabeledRow> rows) => Of(rows.Select(row => (row.Label ? "1" : "0", row.Features)));

    /// <summary>The label first.</summary>
    public static string Labeled(IEnumerable<NumberRow> rows) => Of(rows.Select(row => (Text(row.Value), row.Features)));

    /// <summary>An id first.</summary>
    public static string Named(IEnumerable<(string Id, double[] Features)> rows) => Of(rows.Select(row => (row.Id, row.Features)));

    /// <summary>Features only: what an endpoint takes.</summary>
    public static string Features(IEnumerable<double[]> rows) => Of(rows.Select(row => ("", row)));

    private static string Of(IEnumerable<(string First, double[] Features)> rows)
    {
        var text = new StringBuilder();
        foreach (var (first, features) in rows)
        {
            if (first.Length > 0) text.Append(first).Append(',');
            text.AppendJoin(',', features.Select(Text)).Append('\n');
        }
        return text.ToString();
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
