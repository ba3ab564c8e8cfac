namespace Certus.Measure.Assembly;

/// <summary>What a rule counts.</summary>
internal enum FormRuleKind
{
    /// <summary>Items, all of them.</summary>
    Length,

    /// <summary>Items of a domain.</summary>
    Domain,

    /// <summary>Items of a task.</summary>
    Task,

    /// <summary>Seconds of reading.</summary>
    Seconds,

    /// <summary>Items that the learner has seen.</summary>
    Seen,
}

/// <summary>A sum over the items of every form, and its bounds.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Name">The domain or task; else empty.</param>
/// <param name="Bounds">Least and most.</param>
internal sealed record FormRule(FormRuleKind Kind, string Name, CountBounds Bounds)
{
    /// <summary>What one item adds to the sum.</summary>
    public int Of(AssemblyItem item) => Kind switch
    {
        FormRuleKind.Length => 1,
        FormRuleKind.Domain => item.Domain == Name ? 1 : 0,
        FormRuleKind.Task => item.Task == Name ? 1 : 0,
        FormRuleKind.Seconds => item.Seconds,
        _ => item.Seen ? 1 : 0,
    };
}
