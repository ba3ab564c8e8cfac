using Certus.Numerics;

namespace Certus.Measure.Assembly;

/// <summary>Betters forms that keep the rules, one exchange at a time.</summary>
/// <remarks>
/// Threshold accepting, Dueck and Scheuer (1990), with a random threshold: a unit of a form changes places with one outside it or in another form wherever all rules are still kept
/// and things get worse by less than a threshold that falls. What is to fall is the sum, over forms and points, of squared distances to the target, or to the bound where the smallest
/// information is to be large; kept are the forms with the best objective. It needs forms to start from and proves nothing. No exponential, so equal arguments give equal forms on every platform.
/// </remarks>
internal sealed class FormSearch
{
    private readonly AssemblyUnits _units;
    private readonly int _forms, _points;
    private readonly bool _target;
    private readonly double[] _goal, _sums;     // per form and point
    private readonly int[][] _members;          // the units of each form
    private readonly bool[] _in;                // form * units + unit
    private readonly int[] _totals, _uses, _overlap, _change;
    private readonly bool _strict;
    private readonly SeededRandom _random;

    private FormSearch(AssemblyUnits units, IReadOnlyList<IReadOnlyList<int>> start, double bound, ulong seed)
    {
        _units = units;
        (_forms, _points) = (start.Count, units.Problem.Objective.Theta.Count);
        _target = units.Problem.Objective is AssemblyObjective.Target;
        _goal = units.Problem.Objective is AssemblyObjective.Target target ? [.. target.Information] : [.. Enumerable.Repeat(bound, _points)];
        _members = [.. start.Select(form => form.ToArray())];
        _in = new bool[_forms * units.Count];
        _sums = new double[_forms * _points];
        _totals = new int[_forms * units.Rules.Count];
        _uses = new int[units.Count];
        _overlap = new int[_forms * _forms];
        _change = new int[units.Rules.Count];
        _strict = units.Problem.Overlap < units.Problem.Length;
        _random = new(seed, "form search");
        for (var f = 0; f < _forms; f++)
            foreach (var unit in _members[f]) Add(f, unit, 1);
        for (var f = 0; f < _forms; f++)
            for (var g = 0; g < _forms; g++)
                _overlap[f * _forms + g] = f == g ? 0 : _members[f].Where(unit => In(g, unit)).Sum(unit => units.Places[unit].Length);
    }

    /// <summary>Betters forms.</summary>
    /// <param name="units">The problem; its objective is a maximin or a target.</param>
    /// <param name="start">The units of each form; they keep every rule.</param>
    /// <param name="bound">What a maximin can't exceed; anything for a target.</param>
    /// <param name="steps">How many exchanges are tried.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>The units of each form, ascending; at least as good as at the start.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Improve(
        AssemblyUnits units, IReadOnlyList<IReadOnlyList<int>> start, double bound, int steps, ulong seed, CancellationToken cancel)
    {
        if (units.Problem.Objective.Theta.Count == 0 || start.Any(form => form.Count == 0)) return start;
        var forms = new FormSearch(units, start, bound, seed).Run(start, steps, cancel);
        return units.Problem.Objective is AssemblyObjective.Target ? new FormSearch(units, forms, bound, seed).RunTriples(steps * (long)WorkPerStep, cancel) : forms;
    }

    private IReadOnlyList<IReadOnlyList<int>> Run(IReadOnlyList<IReadOnlyList<int>> start, int steps, CancellationToken cancel)
    {
        var best = start;
        var bestObjective = _units.ObjectiveOf(Sums());
        var (threshold, stage) = (Typical(), Math.Max(1, steps / Stages));
        for (var step = 0; step < steps; step++)
        {
            if ((step & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            if (step % stage == 0) threshold *= 0.5;
            if (!Try(threshold) || !CouldBeBest(bestObjective)) continue;
            // Sums of many additions and subtractions are no longer exact; the objective of the forms themselves decides.
            var objective = _units.ObjectiveOf(_members.Select(form => Exact(form)));
            if (!_units.IsBetter(objective, bestObjective)) continue;
            (best, bestObjective) = ([.. _members.Select(form => (IReadOnlyList<int>)[.. form.Order()])], objective);
        }
        return best;
    }

    private const double Hottest = 1;
    private const int Stages = 24;

    /// <summary>By how much a first exchange typically changes the sum: where the threshold starts.</summary>
    private double Typical()
    {
        double sum = 0;
        var count = 0;
        for (var i = 0; i < 1000; i++)
        {
            var f = _random.Below(_forms);
            var (out_, in_) = (_members[f][_random.Below(_members[f].Length)], _random.Below(_units.Count));
            if (In(f, in_)) continue;
            sum += Math.Abs(Change(f, out_, in_));
            count++;
        }
        return count == 0 || sum == 0 ? 1e-12 : Hottest * sum / count;
    }

    /// <summary>Tries one exchange; whether it was made.</summary>
    private bool Try(double threshold)
    {
        var f = _random.Below(_forms);
        var at = _random.Below(_members[f].Length);
        var (leaves, enters) = (_members[f][at], _random.Below(_units.Count));
        if (In(f, enters)) return false;
        var other = _forms == 1 || _uses[enters] < _units.MostForms[enters] && (!_strict || !Meets(f, enters)) ? -1 : Holder(f, enters);
        if (other >= 0 && In(other, leaves)) return false;
        if (!Keeps(f, leaves, enters) || other >= 0 && !Keeps(other, enters, leaves)) return false;
        if (other < 0 && _uses[enters] >= _units.MostForms[enters]) return false;
        if (_strict && !KeepsOverlap(f, other, leaves, enters)) return false;
        var change = Change(f, leaves, enters) + (other >= 0 ? Change(other, enters, leaves) : 0);
        if (change == 0 || change > threshold * Uniform()) return false;

        Replace(f, at, enters);
        if (other >= 0) Replace(other, Array.IndexOf(_members[other], enters), leaves);
        return true;
    }

    private const int WorkPerStep = 100, Shakes = 2, ThirdsPerPlace = 200;
    private const double CloseEnough = 1e-7;

    /// <summary>Brings the form farthest from the target nearer, by three exchanges at once from a place near by, again and again.</summary>
    /// <remarks>Of some thousand single exchanges there are millions of pairs, and a third shifts all of them: see <see cref="Exchanges"/>.</remarks>
    private IReadOnlyList<IReadOnlyList<int>> RunTriples(long work, CancellationToken cancel)
    {
        List<(int At, int Leaves)> undo = [];
        while (work > 0)
        {
            cancel.ThrowIfCancellationRequested();
            var (worst, distance) = Enumerable.Range(0, _forms).Select(f => (Form: f, Distance: Deviation(Exact(_members[f])))).MaxBy(entry => entry.Distance);
            if (distance < CloseEnough) break;
            undo.Clear();
            for (var i = 0; i < Shakes; i++) Make(worst, (_random.Below(_members[worst].Length), _random.Below(_units.Count)), undo);
            if (!FindTriple(worst, distance, ref work, undo, cancel)) Undo(worst, undo, 0);
        }
        return [.. _members.Select(form => (IReadOnlyList<int>)[.. form.Order()])];
    }

    private double Deviation(double[] sums)
    {
        var most = 0.0;
        for (var t = 0; t < _points; t++) most = Math.Max(most, Math.Abs(sums[t] - _goal[t]));
        return most;
    }

    /// <summary>Makes exchanges in a form that bring it nearer to the target than so far, if it finds any.</summary>
    private bool FindTriple(int form, double distance, ref long work, List<(int At, int Leaves)> undo, CancellationToken cancel)
    {
        var members = _members[form];
        List<(int At, int Enters)> found = [];
        for (var at = 0; at < members.Length; at++)
            for (var enters = 0; enters < _units.Count; enters++)
                if (Fits(form, members[at], enters)) found.Add((at, enters));
        work -= 16L * members.Length * _units.Count;        // far dearer than a look at a pair
        if (found.Count == 0) return false;
        var exchanges = new Exchanges(found, _points, (exchange, t) => _units.Information[exchange.Enters][t] - _units.Information[members[exchange.At]][t]);

        var missing = new double[_points];
        for (var third = -1; third < ThirdsPerPlace && work > 0; third++)
        {
            cancel.ThrowIfCancellationRequested();
            var before = undo.Count;
            if (third >= 0 && !Make(form, exchanges[_random.Below(exchanges.Count)], undo)) continue;
            var sums = Exact(members);
            for (var t = 0; t < _points; t++) missing[t] = _goal[t] - sums[t];
            var changed = third < 0 ? -1 : undo[^1].At;
            var pair = exchanges.Nearest(missing, distance, changed, (one, other) => Together(form, one, other), ref work);
            if (pair is var (i, j))
            {
                Make(form, exchanges[i], undo);
                Make(form, exchanges[j], undo);
                return true;
            }
            Undo(form, undo, before);
        }
        return false;
    }

    /// <summary>Whether both exchanges can be made.</summary>
    private bool Together(int form, (int At, int Enters) one, (int At, int Enters) other)
    {
        var leaves = _members[form][one.At];
        if (!Fits(form, leaves, one.Enters)) return false;
        Replace(form, one.At, one.Enters);
        var fits = Fits(form, _members[form][other.At], other.Enters);
        Replace(form, one.At, leaves);
        return fits;
    }

    /// <summary>Makes an exchange where the rules allow it.</summary>
    private bool Make(int form, (int At, int Enters) exchange, List<(int At, int Leaves)> undo)
    {
        var leaves = _members[form][exchange.At];
        if (!Fits(form, leaves, exchange.Enters)) return false;
        undo.Add((exchange.At, leaves));
        Replace(form, exchange.At, exchange.Enters);
        return true;
    }

    private void Undo(int form, List<(int At, int Leaves)> undo, int keep)
    {
        for (var i = undo.Count - 1; i >= keep; i--) Replace(form, undo[i].At, undo[i].Leaves);
        undo.RemoveRange(keep, undo.Count - keep);
    }

    /// <summary>Whether a unit from outside can take another's place in a form.</summary>
    private bool Fits(int form, int leaves, int enters) =>
        !In(form, enters) && _uses[enters] < _units.MostForms[enters] && Keeps(form, leaves, enters) && (!_strict || KeepsOverlap(form, -1, leaves, enters));

    private double Uniform() => ((_random.Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    private bool In(int form, int unit) => _in[form * _units.Count + unit];

    /// <summary>Whether some other form has the unit.</summary>
    private bool Meets(int form, int unit) => _uses[unit] > 0 && _units.Problem.Overlap == 0 && Holder(form, unit) >= 0;

    private int Holder(int form, int unit)
    {
        if (_uses[unit] == 0) return -1;
        for (var g = 0; g < _forms; g++)
            if (g != form && In(g, unit)) return g;
        return -1;
    }

    private bool Keeps(int form, int leaves, int enters)
    {
        foreach (var enemy in _units.Enemies[enters])
            if (enemy != leaves && In(form, enemy)) return false;
        foreach (var (rule, weight) in _units.Weights[leaves]) _change[rule] -= weight;
        foreach (var (rule, weight) in _units.Weights[enters]) _change[rule] += weight;
        var keeps = IsWithin(form, leaves) && IsWithin(form, enters);
        foreach (var (rule, _) in _units.Weights[leaves]) _change[rule] = 0;
        foreach (var (rule, _) in _units.Weights[enters]) _change[rule] = 0;
        return keeps;
    }

    private bool IsWithin(int form, int unit)
    {
        foreach (var (rule, _) in _units.Weights[unit])
        {
            var total = _totals[form * _change.Length + rule] + _change[rule];
            var bounds = _units.Rules[rule].Bounds;
            if (total < bounds.Min || total > bounds.Max) return false;
        }
        return true;
    }

    private bool KeepsOverlap(int f, int other, int leaves, int enters)
    {
        for (var g = 0; g < _forms; g++)
        {
            if (g == f || g == other) continue;
            var change = (In(g, enters) ? _units.Places[enters].Length : 0) - (In(g, leaves) ? _units.Places[leaves].Length : 0);
            if (change > 0 && _overlap[f * _forms + g] + change > _units.Problem.Overlap) return false;
            if (other >= 0 && change < 0 && _overlap[other * _forms + g] - change > _units.Problem.Overlap) return false;
        }
        return true;
    }

    private double Change(int form, int leaves, int enters)
    {
        double[] less = _units.Information[leaves], more = _units.Information[enters];
        double change = 0;
        for (var t = 0; t < _points; t++)
        {
            var sum = _sums[form * _points + t];
            change += Distance(t, sum - less[t] + more[t]) - Distance(t, sum);
        }
        return change;
    }

    private double Distance(int point, double sum)
    {
        var gap = _goal[point] - sum;
        return _target || gap > 0 ? gap * gap : 0;
    }

    private bool CouldBeBest(double best)
    {
        for (var i = 0; i < _sums.Length; i++)
            if (_target ? Math.Abs(_sums[i] - _goal[i % _points]) >= best : _sums[i] <= best) return false;
        return true;
    }

    private IEnumerable<IReadOnlyList<double>> Sums() => _members.Select(form => Exact(form));

    /// <summary>The information of a form, added up in the order of its units.</summary>
    private double[] Exact(IEnumerable<int> form)
    {
        var sums = new double[_points];
        foreach (var place in form.SelectMany(unit => _units.Places[unit]).Order())
            for (var t = 0; t < _points; t++) sums[t] += _units.Problem.Items[place].Information[t];
        return sums;
    }

    private void Replace(int form, int at, int enters)
    {
        var leaves = _members[form][at];
        for (var g = 0; g < _forms; g++)
        {
            if (g == form) continue;
            var change = (In(g, enters) ? _units.Places[enters].Length : 0) - (In(g, leaves) ? _units.Places[leaves].Length : 0);
            _overlap[form * _forms + g] += change;
            _overlap[g * _forms + form] += change;
        }
        Add(form, leaves, -1);
        Add(form, enters, 1);
        _members[form][at] = enters;
    }

    private void Add(int form, int unit, int sign)
    {
        _in[form * _units.Count + unit] = sign > 0;
        _uses[unit] += sign;
        for (var t = 0; t < _points; t++) _sums[form * _points + t] += sign * _units.Information[unit][t];
        foreach (var (rule, weight) in _units.Weights[unit]) _totals[form * _units.Rules.Count + rule] += sign * weight;
    }
}
