namespace Certus.Web.Settings;

/// <summary>The single keys of the exam screen; the same shape as <c>js/exam/keys.js</c> reads.</summary>
/// <param name="On">Whether single keys, and Alt+Shift+N and P, do anything at all.</param>
/// <param name="Letters">A to F choose, with Shift they strike out.</param>
/// <param name="Digits">1 to 6 choose.</param>
/// <param name="Next">One character, or empty for none; so are the others.</param>
/// <param name="Previous">To the question before.</param>
/// <param name="Flag">Flags.</param>
/// <param name="Review">Opens the review grid.</param>
/// <param name="Clock">Hides or shows the clock.</param>
/// <param name="Help">Opens the list of keys.</param>
/// <param name="Sure">Says how sure one is, a step further each time; keys stored before there was this one lack it.</param>
public sealed record ExamKeys(bool On, bool Letters, bool Digits, string Next, string Previous, string Flag, string Review, string Clock, string Help, string Sure = "s")
{
    /// <summary>The keys of the trade: J and K as in TAO, M for mark, R, T and ?; S for sure.</summary>
    public static readonly ExamKeys Default = new(true, true, true, "j", "k", "m", "r", "t", "?");

    /// <summary>The keys with the names people see.</summary>
    public IEnumerable<(string Name, string Label, string Key)> Named =>
        [("next", "Next question", Next), ("previous", "Previous question", Previous), ("flag", "Flag", Flag), ("review", "Review grid", Review), ("sure", "How sure: guess, unsure, sure", Sure), ("clock", "Hide or show the clock", Clock), ("help", "List of keys", Help)];

    /// <summary>What can't be, in a sentence for each key concerned, by its name; empty where nothing is wrong.</summary>
    public IReadOnlyDictionary<string, string> Faults
    {
        get
        {
            Dictionary<string, string> faults = [];
            foreach (var (name, _, key) in Named)
                if (FaultOf(name, key) is { } fault) faults[name] = fault;
            return faults;
        }
    }

    /// <summary>Without the key for sureness where a learner had given it to something else before Certus did.</summary>
    public ExamKeys Settled => Faults.ContainsKey("sure") ? this with { Sure = "" } : this;

    private string? FaultOf(string name, string key)
    {
        if (key.Length == 0) return null;
        if (key.Length > 1 || key[0] is <= ' ' or > '~') return "Type one letter, digit or sign that a US keyboard has.";
        var (shown, others) = (key.ToUpperInvariant(), Named.Where(other => other.Key == key && other.Name != name).Select(other => other.Label).ToList());
        if (others.Count > 0) return $"{shown} is also the key for {string.Join(" and ", others)}.";
        if (Letters && key[0] is >= 'a' and <= 'f') return $"{shown} chooses an option. Take another key, or turn off A to F.";
        if (Digits && key[0] is >= '1' and <= '6') return $"{shown} chooses an option. Take another key, or turn off 1 to 6.";
        return null;
    }
}
