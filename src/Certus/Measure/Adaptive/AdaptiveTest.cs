using System.Numerics;
using Certus.Numerics;

namespace Certus.Measure.Adaptive;

/// <summary>One adaptive test: says what to ask next, takes the answer, and knows the ability so far.</summary>
/// <remarks>
/// Ability is the mean of the posterior on 121 points (<see cref="AdaptiveBank"/>). The same bank, settings, seed and answers give the same items. Of equally good items the
/// earlier in the bank is asked. Not safe to use from two threads at once; <see cref="Start"/> makes it fit for the next examinee without allocating.
/// </remarks>
public sealed class AdaptiveTest
{
    private const double Negligible = 1e-200;

    private readonly AdaptiveBank _bank;
    private readonly AdaptiveSettings _settings;
    private readonly CounterRandom _chance;
    private readonly double[] _weights, _shares;
    private readonly byte[] _state;         // of each item: free, set aside, asked
    private readonly int[] _countOf, _best;
    private readonly double[] _bestInformation;
    private ulong _draw;
    private int _next;
    private double _logRatio;

    /// <summary>Starts a test for the first examinee.</summary>
    /// <param name="bank">The items.</param>
    /// <param name="settings">How to choose and when to stop.</param>
    /// <param name="seed">Chooses where exposure control leaves a choice.</param>
    /// <exception cref="ArgumentException">The settings are impossible for this bank; the message says why.</exception>
    public AdaptiveTest(AdaptiveBank bank, AdaptiveSettings settings, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.FaultFor(bank) is { } fault) throw new ArgumentException(fault, nameof(settings));
        settings.PassLine?.Checked();
        (_bank, _settings, _chance) = (bank, settings, new(seed, "adaptive choice"));
        _weights = new double[bank.Width];
        _state = new byte[bank.Models.Length];
        _countOf = new int[bank.Areas.Length];
        _shares = new double[bank.Areas.Length];
        if (settings.Blueprint is { } blueprint)
        {
            var total = blueprint.Sum(share => share.Share);
            foreach (var share in blueprint) _shares[Array.IndexOf(bank.Areas, share.Content)] = share.Share / total;
        }
        var best = settings.Exposure is ExposureControl.Randomesque randomesque ? Math.Min(randomesque.Best, bank.Models.Length) : 1;
        (_best, _bestInformation) = (new int[best], new double[best]);
        Asked = new int[Math.Min(settings.MaximumItems, bank.Models.Length)];
        Start(0);
    }

    /// <summary>The estimate: the mean of the posterior, in logits; before the first answer the ability to start from.</summary>
    public double Theta { get; private set; }

    /// <summary>The standard deviation of the posterior, in logits.</summary>
    public double StandardError { get; private set; }

    /// <summary>How many answers there are.</summary>
    public int Count { get; private set; }

    /// <summary>Why the test is over; null while it is not.</summary>
    public StopReason? Stopped { get; private set; }

    /// <summary>
    /// On which side of the pass line the answers put the examinee; null where there is no line. Only with <see cref="StopReason.Decided"/> is that as certain as was asked;
    /// else it is the likelier side.
    /// </summary>
    public bool? Passed => _settings.PassLine is { } line ? _logRatio > (line.PassBound + line.FailBound) / 2 : null;

    /// <summary>Places in the bank of the items asked so far, in order.</summary>
    public ReadOnlySpan<int> Items => Asked.AsSpan(0, Count);

    /// <summary>Told every item that is chosen, asked or passed over: for the search of exposure parameters.</summary>
    internal Action<int>? OnChosen { get; set; }

    private int[] Asked { get; }

    /// <summary>Begins anew.</summary>
    /// <param name="examinee">Its own chances among those of the seed.</param>
    public void Start(ulong examinee)
    {
        _bank.PriorWeights.CopyTo(_weights, 0);
        Array.Clear(_state);
        Array.Clear(_countOf);
        _draw = examinee << 24;
        _next = -1;
        _logRatio = 0;
        Count = 0;
        Stopped = null;
        Theta = _settings.StartTheta ?? _bank.Prior.Mean;
        StandardError = _bank.Prior.StandardDeviation;
    }

    /// <summary>The item to ask now.</summary>
    /// <returns>Its place in the bank; the same until it is answered. Null once the test is over, and <see cref="Stopped"/> says why.</returns>
    public int? Next()
    {
        if (_next >= 0) return _next;
        if (Stopped is not null) return null;
        if (ShouldStop() is { } reason)
        {
            Stopped = reason;
            return null;
        }
        _next = Choose();
        if (_next >= 0) return _next;
        Stopped = StopReason.BankExhausted;
        return null;
    }

    /// <summary>Takes the answer to the item that <see cref="Next"/> gave.</summary>
    /// <param name="category">From 0 to the item's categories − 1.</param>
    /// <exception cref="InvalidOperationException">No item is being asked.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such category.</exception>
    public void Answer(int category)
    {
        if (_next < 0) throw new InvalidOperationException("No item is being asked.");
        Record(_next, category);
    }

    /// <summary>Takes the answer to an item that was asked before, chosen here or elsewhere: a test that is kept as a list of answers goes on by taking them again.</summary>
    /// <param name="item">Its place in the bank; not asked yet in this test.</param>
    /// <param name="category">From 0 to the item's categories − 1.</param>
    /// <exception cref="InvalidOperationException">The test has as many answers as it may.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item or category.</exception>
    /// <exception cref="ArgumentException">The item has an answer already.</exception>
    public void Take(int item, int category)
    {
        if ((uint)item >= (uint)_bank.Models.Length) throw new ArgumentOutOfRangeException(nameof(item), item, $"must be from 0 to {_bank.Models.Length - 1}");
        if (_state[item] == AskedState) throw new ArgumentException($"The item '{_bank.Items[item].Id}' has an answer already.", nameof(item));
        if (Count == Asked.Length) throw new InvalidOperationException("The test has as many answers as it may.");
        Record(item, category);
    }

    private void Record(int item, int category)
    {
        var model = _bank.Models[item];
        if ((uint)category >= (uint)model.Categories) throw new ArgumentOutOfRangeException(nameof(category), category, $"must be from 0 to {model.Categories - 1}");
        if (_settings.PassLine is { } line)
            _logRatio += model.LogLikelihood(line.Theta + line.HalfWidth, category).Value - model.LogLikelihood(line.Theta - line.HalfWidth, category).Value;
        Update(_bank.Row(item, category));
        _state[item] = AskedState;
        _countOf[_bank.AreaOf[item]]++;
        Asked[Count++] = item;
        _next = -1;
    }

    private const byte Free = 0, Aside = 1, AskedState = 2;

    private StopReason? ShouldStop() =>
        Count >= _settings.MaximumItems ? StopReason.Length
        : Count < _settings.MinimumItems || Count == 0 ? null
        : _settings.StandardError is { } error && StandardError < error ? StopReason.StandardError
        : _settings.PassLine is { } line && (_logRatio >= line.PassBound || _logRatio <= line.FailBound) ? StopReason.Decided
        : null;

    /// <summary>Multiplies the posterior by a row of probabilities and takes its moments.</summary>
    private void Update(ReadOnlySpan<double> row)
    {
        Vector<double> sum = default, first = default, second = default;
        ReadOnlySpan<double> nodes = _bank.Nodes;
        for (var q = 0; q < _weights.Length; q += Vector<double>.Count)
        {
            var w = new Vector<double>(_weights, q) * new Vector<double>(row[q..]);
            var theta = new Vector<double>(nodes[q..]);
            w.CopyTo(_weights, q);
            sum += w;
            first += w * theta;
            second += w * theta * theta;
        }
        var weight = Vector.Sum(sum);
        Theta = Vector.Sum(first) / weight;
        StandardError = Math.Sqrt(Math.Max(Vector.Sum(second) / weight - Theta * Theta, 0));
        if (weight > Negligible) return;
        for (var q = 0; q < _weights.Length; q++) _weights[q] /= weight;
    }

    private int Choose()
    {
        var area = _settings.Blueprint is null ? -1 : BehindMost();
        if (_settings.Blueprint is not null && area < 0) return -1;
        if (_settings.Exposure is not ExposureControl.SympsonHetter control) return Pick(Free, area);
        while (true)
        {
            var item = Pick(Free, area);
            if (item < 0) return Pick(Aside, area);     // all that is left was passed over: the best of it
            OnChosen?.Invoke(item);
            if (control.Parameters[item] >= 1 || _chance.At(_draw++) < control.Parameters[item]) return item;
            _state[item] = Aside;
        }
    }

    /// <summary>The area furthest behind its share of the test so far, this item included, that has an item left; −1 where none has.</summary>
    private int BehindMost()
    {
        var (behind, most) = (-1, double.NegativeInfinity);
        for (var area = 0; area < _shares.Length; area++)
        {
            var deficit = _shares[area] * (Count + 1) - _countOf[area];
            if (_shares[area] > 0 && deficit > most && HasLeft(area)) (behind, most) = (area, deficit);
        }
        return behind;
    }

    private bool HasLeft(int area)
    {
        for (var i = 0; i < _state.Length; i++)
            if (_state[i] != AskedState && _bank.AreaOf[i] == area)
                return true;
        return false;
    }

    /// <summary>The best item in a state, or one of the best few; −1 where none is left.</summary>
    private int Pick(byte state, int area)
    {
        var found = _settings.Selection == ItemSelection.KullbackLeibler ? MostGlobal(state, area) : MostInformative(state, area);
        return found switch { 0 => -1, 1 => _best[0], _ => _best[(int)(_chance.At(_draw++) * found)] };
    }

    private int MostInformative(byte state, int area)
    {
        var found = 0;
        if (_bank.Near(Theta) is not var (order, bounds))
        {
            for (var i = 0; i < _state.Length; i++)
                if (_state[i] == state && (area < 0 || _bank.AreaOf[i] == area))
                    found = Insert(i, _bank.Models[i].Information(Theta), found);
            return found;
        }
        ReadOnlySpan<int> places = order.Span;
        ReadOnlySpan<double> limits = bounds.Span;
        for (var i = 0; i < places.Length; i++)
        {
            if (found == _best.Length && limits[i] < _bestInformation[found - 1]) break;       // nor can any after it
            var item = places[i];
            if (_state[item] == state && (area < 0 || _bank.AreaOf[item] == area)) found = Insert(item, _bank.Models[item].Information(Theta), found);
        }
        return found;
    }

    private int MostGlobal(byte state, int area)
    {
        var found = 0;
        var (divergence, reach) = (_bank.Divergence, KullbackLeibler.ReachAfter(Count));
        if (divergence.Near(Count, Theta) is { } near)
        {
            for (var i = 0; i < near.Items.Length; i++)
            {
                if (found == _best.Length && near.Bounds[i] < _bestInformation[found - 1]) return found;       // nor can any after it
                var item = near.Items[i];
                if (_state[item] == state && (area < 0 || _bank.AreaOf[item] == area)) found = Insert(item, divergence.Information(item, Theta, reach), found);
            }
            if (near.Items.Length == _state.Length || found == _best.Length && near.Rest < _bestInformation[found - 1]) return found;
            found = 0;
        }
        for (var i = 0; i < _state.Length; i++)
            if (_state[i] == state && (area < 0 || _bank.AreaOf[i] == area))
                found = Insert(i, divergence.Information(i, Theta, reach), found);
        return found;
    }

    /// <summary>Keeps the best in order; of equals the earlier in the bank is better.</summary>
    private int Insert(int item, double information, int found)
    {
        var at = found;
        while (at > 0 && (information > _bestInformation[at - 1] || information == _bestInformation[at - 1] && item < _best[at - 1])) at--;
        if (at == _best.Length) return found;
        found = Math.Min(found + 1, _best.Length);
        for (var i = found - 1; i > at; i--) (_best[i], _bestInformation[i]) = (_best[i - 1], _bestInformation[i - 1]);
        (_best[at], _bestInformation[at]) = (item, information);
        return found;
    }
}
