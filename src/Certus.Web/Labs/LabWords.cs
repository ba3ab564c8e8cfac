using System.Globalization;
using Certus.Practice.Labs;

namespace Certus.Web.Labs;

/// <summary>Figures of this room as people read them.</summary>
public static class LabWords
{
    /// <summary>Points without needless decimals: <c>72.5</c>.</summary>
    public static string Points(double points) => points.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>An amount: <c>$0.13</c>.</summary>
    public static string Usd(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"${amount:0.00}");

    /// <summary>A client's name.</summary>
    public static string NameOf(LabClient client) => client switch { LabClient.Cli => "AWS command line", LabClient.Boto3 => "Python, boto3", _ => ".NET" };

    /// <summary>How a check stands, in a word that a shape goes with.</summary>
    public static (string Word, string Badge) Standing(double earned) => earned switch { >= 1 => ("done", "good"), > 0 => ("partly", "warn"), _ => ("missing", "bad") };
}
