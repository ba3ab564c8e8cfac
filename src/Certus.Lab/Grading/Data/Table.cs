using System.Globalization;
using System.Text;

namespace Certus.Lab.Grading;

/// <summary>Rows as the files that training and inference take.</summary>
internal static class Table
{
    /// <summary>The label first, no header: what the built-in algorithms train on.</summary>
    public static string Labeled(IEnumerable<LabeledRow> rows) => Of(rows, label: true);

    /// <summary>Features only, no header: what an endpoint takes.</summary>
    public static string Features(IEnumerable<LabeledRow> rows) => Of(rows, label: false);

    private static string Of(IEnumerable<LabeledRow> rows, bool label)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            if (label) text.Append(row.Label ? "1," : "0,");
            text.AppendJoin(',', row.Features.Select(value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }
        return text.ToString();
    }
}
