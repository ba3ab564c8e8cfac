namespace Certus.Catalog;

/// <summary>Finds the services that a text names.</summary>
/// <remarks>At each place the longest known name counts, so that "Amazon SageMaker Clarify" is not read as "Amazon SageMaker".</remarks>
public sealed class ServiceRegister
{
    private readonly ILookup<char, (string Name, Service? Service, bool Former)> _names;
    private readonly Dictionary<string, Service> _byName;

    /// <summary>Indexes services by all their names.</summary>
    /// <param name="services">The services.</param>
    /// <param name="notServices">Words that begin like a service and are none: "AWS SDK".</param>
    public ServiceRegister(IReadOnlyList<Service> services, IReadOnlyList<string> notServices)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(notServices);
        Services = services;
        _byName = services.DistinctBy(service => service.Name).ToDictionary(service => service.Name, StringComparer.Ordinal);
        _names = services.SelectMany(service => service.PresentNames.Select(name => (Name: name, (Service?)service, Former: false)).Concat(service.Former.Select(name => (Name: name, (Service?)service, Former: true))))
            .Concat(notServices.Select(name => (Name: name, (Service?)null, Former: false)))
            .OrderByDescending(entry => entry.Name.Length).ToLookup(entry => entry.Name[0]);
    }

    /// <summary>All services, in file order.</summary>
    public IReadOnlyList<Service> Services { get; }

    /// <summary>A service by its present full name, or null.</summary>
    public Service? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A name found in a text.</summary>
    /// <param name="Text">The words as they stand.</param>
    /// <param name="Service">What they mean; null for a service that the register lacks.</param>
    /// <param name="Former">Whether it is a name it had before.</param>
    public readonly record struct Mention(string Text, Service? Service, bool Former);

    /// <summary>The services a text names, and whatever looks like one and is unknown.</summary>
    public IEnumerable<Mention> MentionsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (at > 0 && IsWord(text[at - 1]) || !char.IsLetter(text[at])) continue;
            var known = _names[text[at]].FirstOrDefault(entry => StandsAt(text, at, entry.Name));
            if (known.Name is not null)
            {
                if (known.Service is not null) yield return new(known.Name, known.Service, known.Former);
                at += known.Name.Length - 1;
            }
            else if (UnknownAt(text, at) is { Length: > 0 } unknown)
            {
                yield return new(unknown, null, false);
                at += unknown.Length - 1;
            }
        }
    }

    // A hyphen may follow a name ("Kendra-based") and never goes before one.
    private static bool StandsAt(string text, int at, string name) =>
        string.CompareOrdinal(text, at, name, 0, name.Length) == 0 && (at + name.Length == text.Length || text[at + name.Length] == '-' || !IsWord(text[at + name.Length]));

    /// <summary>"Amazon" or "AWS" and the capitalized words behind it.</summary>
    private static string UnknownAt(string text, int at)
    {
        var end = StandsAt(text, at, "Amazon") ? at + 6 : StandsAt(text, at, "AWS") ? at + 3 : at;
        if (end == at) return "";
        var first = end;
        while (end + 1 < text.Length && text[end] == ' ' && char.IsUpper(text[end + 1]))
        {
            end++;
            while (end < text.Length && IsWord(text[end])) end++;
        }
        return end == first ? "" : text[at..end];
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
