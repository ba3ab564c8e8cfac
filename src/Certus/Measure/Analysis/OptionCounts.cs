namespace Certus.Measure.Analysis;

/// <summary>Counts which options were chosen, and how able those were who chose them; what several machines counted can be put together.</summary>
/// <remarks>Distractor analysis: a distractor that the able choose more than others is a second key or misleads; one that nobody chooses does nothing. Only whole numbers are added.</remarks>
public sealed class OptionCounts
{
    private readonly string[] _items;
    private readonly sbyte[] _key;
    private readonly long[][] _chosen, _rest;
    private readonly long[] _restSquared;

    /// <summary>Begins with nobody.</summary>
    /// <param name="items">The questions' names.</param>
    /// <param name="key">The right option of each, from 0.</param>
    /// <exception cref="ArgumentException">There are not as many keys as questions, or one is no option.</exception>
    public OptionCounts(IReadOnlyList<string> items, IReadOnlyList<sbyte> key)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(key);
        if (items.Count != key.Count || key.Any(option => option is < 0 or >= ItemModel.MostCategories)) throw new ArgumentException("There must be an option for each question as its key.", nameof(key));
        (_items, _key, _restSquared) = ([.. items], [.. key], new long[items.Count]);
        _chosen = [.. items.Select(_ => new long[ItemModel.MostCategories])];
        _rest = [.. items.Select(_ => new long[ItemModel.MostCategories])];
    }

    /// <summary>Counts everybody.</summary>
    /// <param name="options">Answers that are the numbers of chosen options.</param>
    /// <param name="key">The right option of each, from 0.</param>
    /// <exception cref="ArgumentException">There are not as many keys as questions, or one is no option.</exception>
    public static OptionCounts Of(Responses options, IReadOnlyList<sbyte> key)
    {
        ArgumentNullException.ThrowIfNull(options);
        var counts = new OptionCounts(options.Items, key);
        for (var person = 0; person < options.Persons; person++) counts.Add(options.Row(person));
        return counts;
    }

    /// <summary>Counts a person.</summary>
    /// <param name="options">The option chosen in each question, from 0, or <see cref="Response.Missing"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer than questions, or one is no option.</exception>
    public void Add(ReadOnlySpan<sbyte> options)
    {
        if (options.Length != _items.Length) throw new ArgumentException("There must be an option for each question.", nameof(options));
        var right = 0;
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] is < Response.Missing or >= ItemModel.MostCategories) throw new ArgumentException($"{options[i]} is no option.", nameof(options));
            if (options[i] == _key[i]) right++;
        }
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] is not (>= 0 and var option)) continue;
            var rest = right - (option == _key[i] ? 1 : 0);
            _chosen[i][option]++;
            _rest[i][option] += rest;
            _restSquared[i] += rest * rest;
        }
    }

    /// <summary>What both counted, of the same questions with the same key.</summary>
    /// <exception cref="ArgumentException">The questions or the keys are not the same.</exception>
    public OptionCounts Plus(OptionCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_items.AsSpan().SequenceEqual(other._items) || !_key.AsSpan().SequenceEqual(other._key)) throw new ArgumentException("Only counts of the same questions and key can be put together.", nameof(other));
        var both = new OptionCounts(_items, _key);
        for (var i = 0; i < _items.Length; i++)
        {
            both._restSquared[i] = _restSquared[i] + other._restSquared[i];
            for (var k = 0; k < ItemModel.MostCategories; k++) (both._chosen[i][k], both._rest[i][k]) = (_chosen[i][k] + other._chosen[i][k], _rest[i][k] + other._rest[i][k]);
        }
        return both;
    }

    /// <summary>The options of each question, as far as they were chosen or are the key.</summary>
    public IReadOnlyList<OptionStatistic> Statistics()
    {
        List<OptionStatistic> found = [];
        for (var i = 0; i < _items.Length; i++)
        {
            long answers = _chosen[i].Sum(), rest = _rest[i].Sum();
            var options = Math.Max(_key[i], Array.FindLastIndex(_chosen[i], count => count > 0)) + 1;
            var spread = (double)answers * _restSquared[i] - (double)rest * rest;
            for (var k = 0; k < options; k++)
            {
                var chosen = _chosen[i][k];
                var own = (double)chosen * (answers - chosen);
                found.Add(new(
                    _items[i], k, k == _key[i], chosen, answers > 0 ? (double)chosen / answers : null,
                    own > 0 && spread > 0 ? ((double)answers * _rest[i][k] - (double)chosen * rest) / Math.Sqrt(own * spread) : null));
            }
        }
        return found;
    }
}
