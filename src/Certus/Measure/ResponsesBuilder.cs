namespace Certus.Measure;

/// <summary>Takes answers person by person.</summary>
public sealed class ResponsesBuilder
{
    private readonly string[] _items;
    private readonly List<string>? _persons;
    private sbyte[] _cells = [];
    private int _used, _count;

    /// <summary>Begins with no person.</summary>
    /// <param name="items">The items' names; at least one, each once, none empty.</param>
    /// <param name="named">Whether persons have names.</param>
    /// <exception cref="ArgumentException">There is no item, or two have the same name, or one has none.</exception>
    public ResponsesBuilder(IReadOnlyList<string> items, bool named = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0 || items.Any(string.IsNullOrEmpty) || items.Distinct(StringComparer.Ordinal).Count() != items.Count)
            throw new ArgumentException("There must be an item, and each must have a name of its own.", nameof(items));
        _items = [.. items];
        _persons = named ? [] : null;
    }

    /// <summary>Adds a person.</summary>
    /// <param name="answers">One for each item: a category from 0 to <see cref="ItemModel.MostCategories"/> − 1, or <see cref="Response.Missing"/>.</param>
    /// <param name="person">The person's name where persons have names.</param>
    /// <exception cref="ArgumentException">The answers are too many, too few or no categories; or there is a name where there are none, or none where there are.</exception>
    public void Add(ReadOnlySpan<sbyte> answers, string? person = null)
    {
        if (answers.Length != _items.Length) throw new ArgumentException("There must be an answer for each item.", nameof(answers));
        if (person is null != _persons is null) throw new ArgumentException("Either all persons have names or none has.", nameof(person));
        foreach (var answer in answers)
            if (answer is < Response.Missing or >= ItemModel.MostCategories) throw new ArgumentException($"{answer} is no category.", nameof(answers));
        if (_used + (long)answers.Length > Array.MaxLength) throw new ArgumentException($"More than {Array.MaxLength} answers are too many.", nameof(answers));
        if (_used + answers.Length > _cells.Length) Array.Resize(ref _cells, (int)Math.Min(Array.MaxLength, Math.Max(_cells.Length * 2L, _used + answers.Length * 64L)));
        answers.CopyTo(_cells.AsSpan(_used));
        _used += answers.Length;
        _count++;
        _persons?.Add(person!);
    }

    /// <summary>What was added, as one group.</summary>
    public Responses Build() => new(_items, _persons is null ? null : [.. _persons], _cells.AsSpan(0, _used).ToArray(), _count, [""], null);
}
