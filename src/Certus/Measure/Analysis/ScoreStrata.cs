using Certus.Measure.Calibration;

namespace Certus.Measure.Analysis;

/// <summary>Persons by their total, and what each total makes of an item's answers under the model.</summary>
internal sealed class ScoreStrata
{
    private readonly int[] _columns;
    private readonly IReadOnlyDictionary<int, double[]> _tables;
    private readonly int _most;
    private readonly long[] _persons;
    private readonly Dictionary<int, long[]> _observed;

    public ScoreStrata(Responses responses, int[] columns, IReadOnlyDictionary<int, double[]> tables)
    {
        (_columns, _tables) = (columns, tables);
        _most = columns.Sum(column => Categories(column) - 1);
        _persons = new long[_most + 1];
        _observed = columns.ToDictionary(column => column, column => new long[(_most + 1) * Categories(column)]);
        for (var person = 0; person < responses.Persons; person++)
        {
            var answers = responses.Row(person);
            var (total, complete) = (0, true);
            foreach (var column in columns)
            {
                total += answers[column];
                complete &= answers[column] >= 0;
            }
            if (!complete) continue;
            _persons[total]++;
            Persons++;
            foreach (var column in columns) _observed[column][total * Categories(column) + answers[column]]++;
        }
    }

    /// <summary>How many persons answered everything.</summary>
    public long Persons { get; }

    private int Categories(int column) => _tables[column].Length / Grid.Padded;

    /// <summary>S-X² and its degrees of freedom; null where nobody answered everything, or nothing is left to compare.</summary>
    public (double? Value, int? Freedom) Statistic(int column, double[] population, int parameters, double least)
    {
        if (Persons == 0 || _most < 2) return (null, null);
        var (categories, rest) = (Categories(column), Rest(column));
        List<(double[] Observed, double[] Expected)> rows = [];
        for (var total = 1; total < _most; total++)
        {
            double[] observed = new double[categories], expected = new double[categories];
            for (var k = 0; k < categories; k++)
            {
                observed[k] = _observed[column][total * categories + k];
                if (total - k < 0 || total - k > _most - categories + 1) continue;
                for (var q = 0; q < Grid.Real; q++) expected[k] += population[q] * _tables[column][k * Grid.Padded + q] * rest[(total - k) * Grid.Padded + q];
            }
            var sum = expected.Sum();
            for (var k = 0; k < categories; k++) expected[k] = sum > 0 ? expected[k] / sum * _persons[total] : 0;
            rows.Add((observed, expected));
        }
        return SparseCells.Statistic(rows, parameters, least);
    }

    /// <summary>The probability of each total of the other items at each point (Lord and Wingersky, 1984).</summary>
    private double[] Rest(int column)
    {
        var total = 0;
        var rest = new double[(_most + 1) * Grid.Padded];
        rest.AsSpan(0, Grid.Padded).Fill(1);
        var next = new double[rest.Length];
        foreach (var other in _columns)
        {
            if (other == column) continue;
            var (categories, table) = (Categories(other), _tables[other]);
            Array.Clear(next, 0, (total + categories) * Grid.Padded);
            for (var s = 0; s <= total; s++)
                for (var k = 0; k < categories; k++)
                    for (var q = 0; q < Grid.Real; q++) next[(s + k) * Grid.Padded + q] += rest[s * Grid.Padded + q] * table[k * Grid.Padded + q];
            total += categories - 1;
            (rest, next) = (next, rest);
        }
        return rest;
    }
}
