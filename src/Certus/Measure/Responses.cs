using System.Globalization;

namespace Certus.Measure;

/// <summary>What persons answered to items: a category from 0, or <see cref="Response.Missing"/>; a byte each.</summary>
public sealed class Responses
{
    private readonly sbyte[] _cells;
    private readonly string[] _items;
    private readonly string[]? _persons;
    private readonly ushort[]? _groupOf;
    private readonly string[] _groups;

    internal Responses(string[] items, string[]? persons, sbyte[] cells, int count, string[] groups, ushort[]? groupOf)
    {
        (_items, _persons, _cells, _groups, _groupOf) = (items, persons, cells, groups, groupOf);
        Persons = count;
        Categories = [.. CountCategories()];
    }

    /// <summary>The items' names, in the order of the columns; each once.</summary>
    public IReadOnlyList<string> Items => _items;

    /// <summary>How many persons there are.</summary>
    public int Persons { get; }

    /// <summary>The groups' names; one, without a name, where nobody told groups apart. The first is the one that others are compared with.</summary>
    public IReadOnlyList<string> Groups => _groups;

    /// <summary>Of each item, one more than the highest category that somebody answered; 0 where nobody did.</summary>
    public IReadOnlyList<int> Categories { get; }

    /// <summary>Whether somebody did not answer something.</summary>
    public bool HasMissing => _cells.AsSpan().Contains(Response.Missing);

    /// <summary>A person's answers, one for each item.</summary>
    /// <param name="person">From 0.</param>
    public ReadOnlySpan<sbyte> Row(int person) => _cells.AsSpan(checked(person * _items.Length), _items.Length);

    /// <summary>A person's name: the file's, or the number from 1 where it has none.</summary>
    /// <param name="person">From 0.</param>
    public string Person(int person) => _persons is null ? (person + 1).ToString(CultureInfo.InvariantCulture) : _persons[person];

    /// <summary>A person's group, as an index into <see cref="Groups"/>.</summary>
    /// <param name="person">From 0.</param>
    public int GroupOf(int person) => _groupOf is null ? 0 : _groupOf[person];

    /// <summary>The same answers with groups.</summary>
    /// <param name="groups">Names, each once; at least one.</param>
    /// <param name="groupOf">Of each person, an index into the names.</param>
    /// <exception cref="ArgumentException">The two do not fit each other or the persons.</exception>
    public Responses WithGroups(IReadOnlyList<string> groups, IReadOnlyList<int> groupOf)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(groupOf);
        if (groups.Count is 0 or > ushort.MaxValue || groups.Distinct().Count() != groups.Count) throw new ArgumentException("There must be a group, and no two of the same name.", nameof(groups));
        if (groupOf.Count != Persons || groupOf.Any(group => (uint)group >= (uint)groups.Count)) throw new ArgumentException("Each person must have one of the groups.", nameof(groupOf));
        return new(_items, _persons, _cells, Persons, [.. groups], [.. groupOf.Select(group => (ushort)group)]);
    }

    /// <summary>The same answers as right, 1, or wrong, 0, where they are the numbers of chosen options.</summary>
    /// <param name="key">The right option of each item, from 0.</param>
    /// <exception cref="ArgumentException">There is not a key for each item.</exception>
    public Responses Scored(IReadOnlyList<sbyte> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Count != _items.Length || key.Any(option => option is < 0 or >= ItemModel.MostCategories)) throw new ArgumentException("There must be an option for each item as its key.", nameof(key));
        var scored = new sbyte[_cells.Length];
        for (var i = 0; i < scored.Length; i++) scored[i] = _cells[i] == Response.Missing ? Response.Missing : (sbyte)(_cells[i] == key[i % key.Count] ? 1 : 0);
        return new(_items, _persons, scored, Persons, _groups, _groupOf);
    }

    private int[] CountCategories()
    {
        var most = new int[_items.Length];
        for (var person = 0; person < Persons; person++)
        {
            var row = Row(person);
            for (var i = 0; i < row.Length; i++) most[i] = Math.Max(most[i], row[i] + 1);
        }
        return most;
    }
}
