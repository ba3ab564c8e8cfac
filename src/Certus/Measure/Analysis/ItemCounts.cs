namespace Certus.Measure.Analysis;

/// <summary>Counts answers person by person, without keeping them; what several machines counted can be put together.</summary>
/// <remarks>Putting together is exact, associative and commutative, as only whole numbers are added. Memory is a few numbers an item and category.</remarks>
public sealed class ItemCounts
{
    private readonly string[] _items;
    private readonly ItemSums[] _all, _complete;
    private readonly long[][] _categories;

    /// <summary>Begins with nobody.</summary>
    /// <param name="items">The items' names, in the order of the answers.</param>
    public ItemCounts(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = [.. items];
        (_all, _complete, _categories) = (new ItemSums[_items.Length], new ItemSums[_items.Length], new long[_items.Length][]);
        for (var i = 0; i < _items.Length; i++) _categories[i] = new long[ItemModel.MostCategories];
    }

    /// <summary>The items' names.</summary>
    public IReadOnlyList<string> Items => _items;

    /// <summary>How many persons there were.</summary>
    public long Persons { get; private set; }

    /// <summary>How many of them answered everything.</summary>
    public long CompletePersons { get; private set; }

    /// <summary>What was counted of each item among all who answered it.</summary>
    public IReadOnlyList<ItemSums> Sums => _all;

    /// <summary>The same among those who answered everything.</summary>
    public IReadOnlyList<ItemSums> CompleteSums => _complete;

    /// <summary>How many answered an item with a category.</summary>
    /// <param name="item">From 0.</param>
    /// <param name="category">From 0.</param>
    public long Count(int item, int category) => _categories[item][category];

    /// <summary>Counts everybody.</summary>
    public static ItemCounts Of(Responses responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        var counts = new ItemCounts(responses.Items);
        for (var person = 0; person < responses.Persons; person++) counts.Add(responses.Row(person));
        return counts;
    }

    /// <summary>Counts a person.</summary>
    /// <param name="answers">One for each item, or <see cref="Response.Missing"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer answers than items, or one is no category.</exception>
    public void Add(ReadOnlySpan<sbyte> answers)
    {
        if (answers.Length != _items.Length) throw new ArgumentException("There must be an answer for each item.", nameof(answers));
        long total = 0;
        var complete = true;
        foreach (var answer in answers)
        {
            if (answer is < Response.Missing or >= ItemModel.MostCategories) throw new ArgumentException($"{answer} is no category.", nameof(answers));
            total += Math.Max((sbyte)0, answer);
            complete &= answer >= 0;
        }
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] < 0) continue;
            var sums = ItemSums.Of(answers[i], total);
            _all[i] += sums;
            if (complete) _complete[i] += sums;
            _categories[i][answers[i]]++;
        }
        Persons++;
        if (complete) CompletePersons++;
    }

    /// <summary>What both counted, of the same items.</summary>
    /// <exception cref="ArgumentException">The items are not the same.</exception>
    public ItemCounts Plus(ItemCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_items.AsSpan().SequenceEqual(other._items)) throw new ArgumentException("Only counts of the same items can be put together.", nameof(other));
        var both = new ItemCounts(_items) { Persons = Persons + other.Persons, CompletePersons = CompletePersons + other.CompletePersons };
        for (var i = 0; i < _items.Length; i++)
        {
            (both._all[i], both._complete[i]) = (_all[i] + other._all[i], _complete[i] + other._complete[i]);
            for (var k = 0; k < both._categories[i].Length; k++) both._categories[i][k] = _categories[i][k] + other._categories[i][k];
        }
        return both;
    }
}
