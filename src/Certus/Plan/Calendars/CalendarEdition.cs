namespace Certus.Plan.Calendars;

/// <summary>Which edition of a plan a calendar shows, so that a calendar program takes a later one in place of an earlier one.</summary>
/// <param name="Number">0 for the first; every change of the plan raises it.</param>
/// <param name="ChangedAt">When the plan changed last.</param>
/// <param name="Owner">Whose plan it is: letters, digits, dots and hyphens; the same through all editions, another one for every learner.</param>
public sealed record CalendarEdition(int Number, DateTimeOffset ChangedAt, string Owner)
{
    /// <summary>Ids of sessions that were finished: they stay, and their alarms don't.</summary>
    public IReadOnlyCollection<string> Finished { get; init; } = [];

    /// <summary>What earlier editions had and this one hasn't: a calendar that keeps it is told that it is canceled.</summary>
    public IReadOnlyCollection<PlannedOnce> Gone { get; init; } = [];

    /// <summary>Where Certus is opened, so that an event can lead there; null where it has no address.</summary>
    public Uri? Site { get; init; }
}
