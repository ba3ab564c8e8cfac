namespace Certus.Catalog;

/// <summary>A service or feature of AWS that content names.</summary>
/// <param name="Name">Its present full name.</param>
/// <param name="Short">Other present names: without the "Amazon", an abbreviation.</param>
/// <param name="Former">Names it had before.</param>
/// <param name="PartOf">The service it is a feature of; what lists that one lists this one.</param>
/// <param name="State">Its state from <paramref name="Since"/> on; before that it was open.</param>
/// <param name="Since">First day of a state other than open.</param>
/// <param name="UseInstead">What takes its place.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record Service(
    string Name, IReadOnlyList<string> Short, IReadOnlyList<string> Former, string? PartOf, ServiceState State, DateOnly? Since, string? UseInstead, Fact Fact)
{
    /// <summary>The state on a date.</summary>
    public ServiceState On(DateOnly date) => Since is { } since && date < since ? ServiceState.Open : State;

    /// <summary>All names that mean it today.</summary>
    public IEnumerable<string> PresentNames => Short.Prepend(Name);
}
