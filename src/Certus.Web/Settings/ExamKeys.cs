namespace Certus.Web.Settings;

/// <summary>The single keys of the exam screen; the same shape as <c>js/exam/keys.js</c> reads.</summary>
/// <param name="On">Whether single keys do anything at all.</param>
/// <param name="Letters">A to F choose, with Shift they strike out.</param>
/// <param name="Digits">1 to 6 choose.</param>
/// <param name="Next">One character, or empty for none; so are the others.</param>
/// <param name="Previous">To the question before.</param>
/// <param name="Flag">Flags.</param>
/// <param name="Review">Opens the review grid.</param>
/// <param name="Clock">Hides or shows the clock.</param>
/// <param name="Help">Opens the list of keys.</param>
public sealed record ExamKeys(bool On, bool Letters, bool Digits, string Next, string Previous, string Flag, string Review, string Clock, string Help)
{
    /// <summary>The keys of the trade: J and K as in TAO, M for mark, R, T and ?.</summary>
    public static readonly ExamKeys Default = new(true, true, true, "j", "k", "m", "r", "t", "?");

    /// <summary>The keys with the names people see.</summary>
    public IEnumerable<(string Name, string Label, string Key)> Named =>
        [("next", "Next question", Next), ("previous", "Previous question", Previous), ("flag", "Flag", Flag), ("review", "Review grid", Review), ("clock", "Hide or show the clock", Clock), ("help", "List of keys", Help)];

    /// <summary>What can't be, in one sentence; null where nothing is wrong.</summary>
    public string? Fault
    {
        get
        {
            var set = Named.Where(entry => entry.Key.Length > 0).ToList();
            if (set.FirstOrDefault(entry => entry.Key.Length != 1 || char.IsControl(entry.Key[0]) || entry.Key == " ") is { Name: not null } odd) return $"'{odd.Key}' is not a single key for {odd.Label}.";
            if (set.GroupBy(entry => entry.Key).FirstOrDefault(group => group.Count() > 1) is { } twice) return $"'{twice.Key}' is given to {string.Join(" and ", twice.Select(entry => entry.Label))}.";
            if (Letters && set.FirstOrDefault(entry => entry.Key[0] is >= 'a' and <= 'f') is { Name: not null } letter) return $"'{letter.Key}' chooses an option already; turn the letters off or take another key for {letter.Label}.";
            if (Digits && set.FirstOrDefault(entry => entry.Key[0] is >= '1' and <= '6') is { Name: not null } digit) return $"'{digit.Key}' chooses an option already; turn the digits off or take another key for {digit.Label}.";
            return null;
        }
    }
}
