namespace Certus.Measure.Assembly;

/// <summary>Forms to be made: from which items, under which rules, to which end.</summary>
/// <param name="Items">The bank; at least one.</param>
/// <param name="Forms">How many forms are made at once; from 1 to <see cref="MostForms"/>.</param>
/// <param name="Length">How many items each form has; at least 1.</param>
/// <param name="Objective">What makes one set of forms better than another.</param>
public sealed record AssemblyProblem(IReadOnlyList<AssemblyItem> Items, int Forms, int Length, AssemblyObjective Objective)
{
    /// <summary>The most items a problem may have.</summary>
    public const int MostItems = 100_000;

    /// <summary>The most forms made at once.</summary>
    public const int MostForms = 50;

    private static readonly Dictionary<string, CountBounds> Free = [];

    /// <summary>How many items of a domain every form has; domains that are not named are free.</summary>
    public IReadOnlyDictionary<string, CountBounds> Domains { get; init; } = Free;

    /// <summary>How many items of a task every form has; tasks that are not named are free.</summary>
    public IReadOnlyDictionary<string, CountBounds> Tasks { get; init; } = Free;

    /// <summary>The reading time of every form in seconds; null for any.</summary>
    public CountBounds? Seconds { get; init; }

    /// <summary>Sets of items of which a form has at most one; each names at least two. Items of one group are no enemies.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Enemies { get; init; } = [];

    /// <summary>How many items that the learner has seen a form may have; at least 0.</summary>
    public int MostSeen { get; init; }

    /// <summary>How many items two forms may share; at least 0.</summary>
    public int Overlap { get; init; }

    /// <summary>How often an item may be used, those forms counted in which it already stands; null for any number.</summary>
    public int? MostUses { get; init; }

    /// <summary>
    /// The share of the best objective that may be given up so that items with fewer uses are taken (of a target: in units of the largest target); from 0 to 1.
    /// With 0, uses count only against <see cref="MostUses"/>.
    /// </summary>
    public double GiveUp { get; init; }

    /// <summary>What is wrong with the problem, as a sentence that names the item or field; null for one that can be tried.</summary>
    public string? Fault
    {
        get
        {
            if (Items.Count is 0 or > MostItems) return FormattableString.Invariant($"items must be 1 to {MostItems}, not {Items.Count}.");
            if (Forms is < 1 or > MostForms) return FormattableString.Invariant($"forms must be from 1 to {MostForms}, not {Forms}.");
            if (Length < 1 || Length > MostItems) return FormattableString.Invariant($"length must be from 1 to {MostItems}, not {Length}.");
            if (ObjectiveFault() is { } objective) return objective;
            if (MostSeen < 0) return FormattableString.Invariant($"mostSeen must be at least 0, not {MostSeen}.");
            if (Overlap < 0) return FormattableString.Invariant($"overlap must be at least 0, not {Overlap}.");
            if (MostUses < 1) return FormattableString.Invariant($"mostUses must be at least 1, not {MostUses}.");
            if (!(GiveUp >= 0 && GiveUp <= 1)) return FormattableString.Invariant($"giveUp must be a share from 0 to 1, not {GiveUp}.");
            if (Seconds is { } seconds && BoundsFault(seconds) is { } time) return $"seconds {time}.";
            foreach (var (name, bounds) in Domains.Select(entry => ($"domains.{entry.Key}", entry.Value)).Concat(Tasks.Select(entry => ($"tasks.{entry.Key}", entry.Value))))
                if (BoundsFault(bounds) is { } fault) return $"{name} {fault}.";
            HashSet<string> ids = new(StringComparer.Ordinal);
            foreach (var item in Items)
            {
                if (item.Id.Length == 0) return FormattableString.Invariant($"item {ids.Count + 1} has no id.");
                if (!ids.Add(item.Id)) return $"the item '{item.Id}' stands there twice.";
                if (item.Information.Count != Objective.Theta.Count) return FormattableString.Invariant($"the item '{item.Id}' has {item.Information.Count} values of information for {Objective.Theta.Count} points.");
                foreach (var value in item.Information)
                    if (!(double.IsFinite(value) && value >= 0 && value <= MostInformation)) return FormattableString.Invariant($"the item '{item.Id}' has the information {value}, which must be from 0 to {MostInformation}.");
                if (item.Seconds is < 0 or > MostSeconds) return FormattableString.Invariant($"the item '{item.Id}' takes {item.Seconds} seconds, which must be from 0 to {MostSeconds}.");
                if (item.Uses is < 0 or > MostPastUses) return FormattableString.Invariant($"the item '{item.Id}' has {item.Uses} uses, which must be from 0 to {MostPastUses}.");
            }
            foreach (var set in Enemies)
            {
                if (set.Count < 2) return "a set of enemies must name at least two items.";
                foreach (var id in set)
                    if (!ids.Contains(id)) return $"the enemy '{id}' is none of the items.";
                if (set.Distinct(StringComparer.Ordinal).Count() < set.Count) return $"the enemies {string.Join(", ", set)} name an item twice.";
            }
            return null;
        }
    }

    private const double MostInformation = 1000;
    private const int MostSeconds = 86_400, MostPastUses = 1_000_000, MostCount = 100_000_000;

    private static string? BoundsFault(CountBounds bounds) =>
        bounds.Min >= 0 && bounds.Max >= bounds.Min && bounds.Max <= MostCount ? null : FormattableString.Invariant($"must be at least 0 and not from {bounds.Min} to {bounds.Max}");

    private string? ObjectiveFault()
    {
        if (Objective is AssemblyObjective.Any) return null;
        if (Objective.Theta.Count == 0) return "the objective has no theta.";
        foreach (var theta in Objective.Theta)
            if (!double.IsFinite(theta)) return FormattableString.Invariant($"the objective's theta {theta} must be a number.");
        if (Objective is not AssemblyObjective.Target target) return null;
        if (target.Information.Count != target.Theta.Count) return FormattableString.Invariant($"the target has {target.Information.Count} values of information for {target.Theta.Count} points.");
        foreach (var value in target.Information)
            if (!(double.IsFinite(value) && value >= 0 && value <= MostInformation * Length)) return FormattableString.Invariant($"the target has the information {value}, which must be a number of at least 0.");
        return null;
    }
}
