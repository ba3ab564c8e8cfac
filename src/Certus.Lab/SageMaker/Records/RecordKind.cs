using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>A kind of thing that is only kept: describing it answers what it was made with. What the members are called is in the service's description.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Noun">What stands behind Create, Describe, Update and Delete in the operations' names.</param>
internal sealed record RecordKind(Kind Kind, string Noun)
{
    /// <summary>What stands behind List.</summary>
    public string Plural { get; init; } = Noun + "s";

    /// <summary>Its name as a call gives it, where that is not one member; the ARN ends in it.</summary>
    public Func<LabCall, string>? NameOf { get; init; }

    /// <summary>Makes the name of a new one, where the service and not the caller names it.</summary>
    public Func<string>? NewName { get; init; }

    /// <summary>Members of a list's entries that are called otherwise in the thing itself: their paths there.</summary>
    public IReadOnlyDictionary<string, string> Shown { get; init; } = new Dictionary<string, string>();

    /// <summary>Completes a new thing, or refuses it.</summary>
    public Action<Resources, LabCall, Resource>? Made { get; init; }

    /// <summary>Whether there is an operation that changes it.</summary>
    public bool CanChange { get; init; }

    /// <summary>Completes a change, or refuses it; called when the call's members have been taken over, with the thing as it was.</summary>
    public Action<LabCall, Resource, Resource>? Changed { get; init; }

    /// <summary>Refuses that a thing is deleted.</summary>
    public Action<Resources, Resource>? Leaves { get; init; }

    /// <summary>What a list shows, beside the filters that all have; null where the call asks for nothing of its own.</summary>
    public Func<Resources, LabCall, Func<Resource, bool>?>? Filter { get; init; }

    /// <summary>Whether lists begin with the newest where the call does not say.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>By what lists are sorted where the call does not say; by the time of creation where this is left out too.</summary>
    public string? SortBy { get; init; }

    /// <summary>Why none can be made here; null where they can.</summary>
    public string? CannotRun { get; init; }
}
