using System.Globalization;

namespace Certus.Plan;

/// <summary>A sitting of learning or of work by hand that is still to be done.</summary>
/// <param name="Session">As the plan has it.</param>
/// <param name="Minutes">What is left of it.</param>
/// <param name="Day">Its place among the days from today; below 0 where it was missed.</param>
internal sealed record Remaining(PlanSession Session, int Minutes, int Day)
{
    /// <summary>What it is a sitting of: <c>learn:SKILL</c>.</summary>
    public string Key { get; } = KeyOf(Session.Id);

    public bool Missed => Day < 0;

    public static string KeyOf(string id) => id[..id.LastIndexOf(':')];

    /// <summary>Which sitting of its work it is; 0 where the id doesn't say.</summary>
    public static int SittingOf(string id) => int.TryParse(id.AsSpan(id.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sitting) ? sitting : 0;
}
