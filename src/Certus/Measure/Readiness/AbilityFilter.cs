namespace Certus.Measure.Readiness;

/// <summary>Abilities of cells (a day in a domain), jointly normal by <see cref="AbilityPrior"/>, after noisy looks at each: exact, in time that grows with the cells and not with their cube.</summary>
/// <remarks>
/// The state is the moving part, an Ornstein–Uhlenbeck process and so Markov, and what each domain has that never moves. A Kalman filter runs over the cells from the oldest; the smoother is the
/// one of de Jong (1989), <i>Journal of the American Statistical Association</i> 84, 1085–1088, which inverts no covariance and so does not mind a prior in which some part does not vary.
/// Everything is a distance from the prior's mean.
/// </remarks>
internal sealed class AbilityFilter
{
    private readonly AbilityPrior _prior;
    private readonly int[] _domain;
    private readonly double[] _kept;        // how much of the moving part is left since the cell before
    private readonly double _lastDaysAgo;
    private readonly int _size;
    private readonly double[] _mean;
    private readonly double[,] _covariance;
    private readonly double[] _column;
    private readonly double[,] _gains;      // P z of each cell, for the way back
    private readonly double[] _seen, _error;

    /// <param name="cells">Domain and days ago, the oldest first; at least one.</param>
    /// <param name="domains">How many domains there are.</param>
    /// <param name="prior">What is believed without a look.</param>
    public AbilityFilter(IReadOnlyList<(int Domain, double DaysAgo)> cells, int domains, AbilityPrior prior)
    {
        (_prior, _size, _lastDaysAgo) = (prior, domains + 1, cells[^1].DaysAgo);
        _domain = [.. cells.Select(cell => cell.Domain)];
        _kept = [.. cells.Select((cell, i) => i == 0 ? 1 : Kept(cells[i - 1].DaysAgo - cell.DaysAgo))];
        (_mean, _covariance, _column) = (new double[_size], new double[_size, _size], new double[_size]);
        _gains = new double[cells.Count, _size];
        (_seen, _error) = (new double[cells.Count], new double[cells.Count]);
    }

    /// <summary>The mean of every cell's ability after the looks.</summary>
    /// <param name="information">What a look at a cell tells, one over its variance; 0 or more.</param>
    /// <param name="aim">The information times what was seen.</param>
    /// <param name="smoothed">Filled with the means.</param>
    public void Smooth(ReadOnlySpan<double> information, ReadOnlySpan<double> aim, Span<double> smoothed)
    {
        Begin();
        for (var i = 0; i < _domain.Length; i++)
        {
            Move(_kept[i]);
            var place = 1 + _domain[i];
            for (var k = 0; k < _size; k++) _gains[i, k] = _column[k] = _covariance[k, 0] + _covariance[k, place];
            _seen[i] = _mean[0] + _mean[place];
            var scale = 1 + information[i] * (_column[0] + _column[place]);
            _error[i] = (aim[i] - information[i] * _seen[i]) / scale;
            var gain = information[i] / scale;
            for (var k = 0; k < _size; k++)
            {
                _mean[k] += _column[k] * _error[i];
                for (var l = 0; l < _size; l++) _covariance[k, l] -= gain * _column[k] * _column[l];
            }
        }

        Span<double> back = stackalloc double[_size];
        for (var i = _domain.Length - 1; i >= 0; i--)
        {
            var place = 1 + _domain[i];
            double spread = 0, along = 0;
            for (var k = 0; k < _size; k++) spread += _gains[i, k] * back[k];
            var scale = 1 + information[i] * (_gains[i, 0] + _gains[i, place]);
            var change = _error[i] - information[i] / scale * spread;
            back[0] += change;
            back[place] += change;
            for (var k = 0; k < _size; k++) along += _gains[i, k] * back[k];
            smoothed[i] = _seen[i] + along;
            back[0] *= _kept[i];
        }
    }

    /// <summary>The abilities of all domains on a day to come, after the looks that <see cref="Smooth"/> was given last.</summary>
    /// <param name="daysAhead">From today, 0 or more.</param>
    public (double[] Mean, double[][] Covariance) Ahead(double daysAhead)
    {
        Move(Kept(_lastDaysAgo + daysAhead));
        var domains = Enumerable.Range(1, _size - 1).ToArray();
        return (
            [.. domains.Select(i => _mean[0] + _mean[i])],
            [.. domains.Select(i => domains.Select(j => _covariance[0, 0] + _covariance[0, i] + _covariance[0, j] + _covariance[i, j]).ToArray())]);
    }

    private void Begin()
    {
        var (moving, whole, own) = (_prior.MovingSd * _prior.MovingSd, _prior.Sd * _prior.Sd, _prior.DomainSd * _prior.DomainSd);
        Array.Clear(_mean);
        Array.Clear(_covariance);
        _covariance[0, 0] = moving;
        for (var i = 1; i < _size; i++)
            for (var j = 1; j < _size; j++) _covariance[i, j] = whole - moving + (i == j ? own : 0);
    }

    private void Move(double kept)
    {
        _mean[0] *= kept;
        for (var k = 1; k < _size; k++) _covariance[0, k] = _covariance[k, 0] = _covariance[0, k] * kept;
        _covariance[0, 0] = kept * kept * _covariance[0, 0] + (1 - kept * kept) * _prior.MovingSd * _prior.MovingSd;
    }

    private double Kept(double days) => Math.Exp(-days / _prior.MovingDays);
}
