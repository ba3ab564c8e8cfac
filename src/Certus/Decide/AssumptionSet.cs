namespace Certus.Decide;

/// <summary>One view of the market: every number that the model takes for granted.</summary>
public sealed record AssumptionSet
{
    private readonly Dictionary<string, Assumption> _byId;

    /// <summary>Gathers assumptions under a name.</summary>
    /// <param name="name"><c>article</c> or <c>evidence</c>.</param>
    /// <param name="all">The assumptions; of two with one id the last counts.</param>
    public AssumptionSet(string name, IEnumerable<Assumption> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        Name = name;
        _byId = [];
        foreach (var assumption in all) _byId[assumption.Id] = assumption;
        All = [.. _byId.Values];
    }

    /// <summary>article or evidence.</summary>
    public string Name { get; }

    /// <summary>The assumptions, in the order of the file.</summary>
    public IReadOnlyList<Assumption> All { get; }

    /// <summary>The assumption of an id, or null.</summary>
    public Assumption? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The plausible values of an assumption.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public Spread this[string id] => _byId.TryGetValue(id, out var found) ? found.Value : throw new KeyNotFoundException($"There is no assumption '{id}' in the set '{Name}'.");

    /// <summary>The set with another value for one assumption, which is then the learner's own.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public AssumptionSet With(string id, Spread value)
    {
        var changed = Find(id) ?? throw new KeyNotFoundException($"There is no assumption '{id}' in the set '{Name}'.");
        return new(Name, All.Select(assumption => assumption == changed ? changed with { Value = value, Edited = true } : assumption));
    }

    /// <summary>The set with somebody's own values in the places that concern it.</summary>
    /// <exception cref="KeyNotFoundException">An edit of this set or of both names an assumption that there is not.</exception>
    public AssumptionSet With(IEnumerable<AssumptionEdit>? edits) =>
        (edits ?? []).Where(edit => edit.Group == MarketFacts.Shared || edit.Group == Name).Aggregate(this, (set, edit) => set.With(edit.Id, edit.Value));

    /// <summary>How many of its numbers somebody changed.</summary>
    public int Edits => All.Count(assumption => assumption.Edited);

    /// <summary>The set with one value for every assumption: its likeliest, or the middle of a range that has none.</summary>
    public AssumptionSet WithoutDoubt() => new(Name, All.Select(assumption => assumption with { Value = Spread.Of(assumption.Value.Quantile(0.5)) }));
}
