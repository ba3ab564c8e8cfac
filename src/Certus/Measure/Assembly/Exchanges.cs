namespace Certus.Measure.Assembly;

/// <summary>The single exchanges that a form allows, laid out so that the pair with a given sum of changes is found fast.</summary>
/// <remarks>
/// Sorted by the change at the point where they differ most. For each exchange, only those stand in question whose change there is what is missing; of these most are dismissed by the change
/// at a second point, which lies in an array of its own and in the same order.
/// </remarks>
internal sealed class Exchanges
{
    private readonly (int At, int Enters)[] _exchanges;
    private readonly double[] _first, _second, _changes;        // sorted by the first; the last holds all points of each
    private readonly int _points, _one, _two;

    /// <param name="exchanges">At least one: a place of the form, and the unit that takes it.</param>
    /// <param name="points">How many points of information there are; at least 1.</param>
    /// <param name="change">By how much an exchange changes the form's information at a point.</param>
    public Exchanges(IReadOnlyList<(int At, int Enters)> exchanges, int points, Func<(int At, int Enters), int, double> change)
    {
        _points = points;
        _exchanges = [.. exchanges];
        double Product(int s, int t) => exchanges.Sum(exchange => change(exchange, s) * change(exchange, t));
        var squares = Enumerable.Range(0, points).Select(t => Product(t, t)).ToList();
        _one = Enumerable.Range(0, points).MaxBy(t => squares[t]);
        // Information at two near points rises and falls together; the second tells most where least of it follows from the first.
        _two = Enumerable.Range(0, points).MaxBy(t => squares[_one] > 0 ? squares[t] - Math.Pow(Product(_one, t), 2) / squares[_one] : 0);
        _first = [.. _exchanges.Select(exchange => change(exchange, _one))];
        Array.Sort(_first, _exchanges);
        _second = [.. _exchanges.Select(exchange => change(exchange, _two))];
        _changes = [.. _exchanges.SelectMany(exchange => Enumerable.Range(0, points).Select(t => change(exchange, t)))];
    }

    public int Count => _exchanges.Length;

    public (int At, int Enters) this[int i] => _exchanges[i];

    /// <summary>The two exchanges that together come nearest to the changes that are missing, if nearer than a distance at every point.</summary>
    /// <param name="missing">The change wanted at each point.</param>
    /// <param name="distance">How near they must come.</param>
    /// <param name="changed">A place of the form that has changed since, whose exchanges no longer hold; -1 for none.</param>
    /// <param name="fit">Whether both can be made.</param>
    /// <param name="work">Lessened by how many pairs were looked at.</param>
    public (int One, int Other)? Nearest(ReadOnlySpan<double> missing, double distance, int changed, Func<(int At, int Enters), (int At, int Enters), bool> fit, ref long work)
    {
        (int, int)? best = null;
        for (int i = 0, low = Count; i < Count; i++)
        {
            double first = missing[_one] - _first[i], second = missing[_two] - _second[i];
            while (low > 0 && _first[low - 1] > first - distance) low--;     // what is missing at the first point falls from one to the next
            if (_exchanges[i].At == changed) continue;
            int j = Math.Max(low, i + 1), start = j;
            for (; j < Count && _first[j] < first + distance; j++)
            {
                if (Math.Abs(second - _second[j]) >= distance) continue;
                var (one, other) = (_exchanges[i], _exchanges[j]);
                if (other.At == one.At || other.Enters == one.Enters || other.At == changed) continue;
                var most = 0.0;
                for (var t = 0; t < _points; t++) most = Math.Max(most, Math.Abs(missing[t] - _changes[i * _points + t] - _changes[j * _points + t]));
                if (most < distance && fit(one, other)) (best, distance) = ((i, j), most);
            }
            work -= j - start;
        }
        work -= Count;
        return best;
    }
}
