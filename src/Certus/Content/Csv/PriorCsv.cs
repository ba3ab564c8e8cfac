using Certus.Measure.Calibration;

namespace Certus.Content.Csv;

/// <summary>Reads what authors believe of items' difficulties.</summary>
/// <remarks>Columns <c>item</c>, <c>b</c> (the rating, in logits) and, if ratings differ in how sure they are, <c>sd</c> (one standard deviation, in logits).</remarks>
public static class PriorCsv
{
    /// <summary>Reads a file.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    public static CsvReading<IReadOnlyDictionary<string, CalibrationPrior>> Read(Stream input, string file) =>
        CsvTable.Read<IReadOnlyDictionary<string, CalibrationPrior>>(input, file, Read);

    private static Dictionary<string, CalibrationPrior> Read(CsvTable table)
    {
        var (item, difficulty, deviation) = (table.Find("item", "id"), table.Find("b", "difficulty"), table.Find("sd"));
        if (item < 0 || difficulty < 0) throw table.Fault("the columns must be item, b and, if wanted, sd.");
        Dictionary<string, CalibrationPrior> priors = new(StringComparer.Ordinal);
        while (table.Next())
        {
            var name = table.Text(item);
            if (name.Length == 0) throw table.Fault("the item has no name.");
            var mean = table.Number(difficulty) ?? throw table.Fault($"the item '{CsvTable.Shown(name)}' has no b.");
            var spread = table.Number(deviation) ?? CalibrationPrior.AuthorUncertainty;
            if (!(spread > 0)) throw table.Fault($"the item '{CsvTable.Shown(name)}' has an sd that is not above 0.");
            if (!priors.TryAdd(name, CalibrationPrior.OfAuthor(mean, spread))) throw table.Fault($"the item '{CsvTable.Shown(name)}' stands there twice.");
        }
        return priors;
    }
}
