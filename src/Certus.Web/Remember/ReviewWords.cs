using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;

namespace Certus.Web.Remember;

/// <summary>What the pages of this room say in words.</summary>
internal static class ReviewWords
{
    /// <summary>When a card comes back, seen from now.</summary>
    public static string Until(CardSchedule schedule, DateTimeOffset now)
    {
        var wait = schedule.Due - now;
        if (schedule.IntervalDays == 0) return wait.TotalMinutes < 1 ? "1 min" : wait.TotalHours < 2 ? Number(Math.Round(wait.TotalMinutes), "min") : Number(Math.Round(wait.TotalHours), "h");
        return Days(schedule.IntervalDays);
    }

    /// <summary>So many days, short.</summary>
    public static string Days(double days) => days switch
    {
        < 45 => Number(Math.Round(days), "d"),
        < 365 => Number(Math.Round(days / 30.44, 1), "mo"),
        _ => Number(Math.Round(days / 365.25, 1), "y"),
    };

    /// <summary>The name of a skill, or of a deck of the learner's own.</summary>
    public static string DeckName(Note note, Register register) => note.Skill is { } id && register.Skills.TryGetValue(id, out var skill) ? skill.Name : note.Deck;

    /// <summary>What an event was, for the button that undoes it.</summary>
    public static string Act(MemoryEvent happened) => happened switch
    {
        MemoryEvent.Buried { Planned: true } => "spread the backlog",
        { Batch: not null } => "import",
        MemoryEvent.Reviewed review => $"grade “{review.Grade}”",
        MemoryEvent.Suspended { On: true } => "suspend",
        MemoryEvent.Suspended => "bring back",
        MemoryEvent.Buried => "put off",
        MemoryEvent.Marked { On: true } => "flag",
        MemoryEvent.Marked => "take off the flag",
        MemoryEvent.NoteAdded => "add a card",
        MemoryEvent.NoteRemoved => "delete a card",
        _ => "last act",
    };

    /// <summary>What came of the last fit, in a sentence or two.</summary>
    public static string Fit(LastFit fit, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture,
        $"Last fitted to your reviews on {Layout.When.Say(fit.At, zone)[..10]}, when there were {fit.Reviews:N0}, and {(fit.Taken ? "taken" : "not taken")}: on the latest {fit.HeldOut:N0} with something to foretell, which it had not seen, its log loss was {fit.LogLoss:0.000}, that of the usual parameters {fit.UsualLogLoss:0.000}. Less is better.{(fit.Taken ? "" : " What was in use before stays.")}");

    /// <summary>The state in a word.</summary>
    public static string State(CardState state) => state switch { CardState.New => "New", CardState.Learning => "Learning", CardState.Relearning => "Relearning", _ => "Review" };

    /// <summary>A card's text as HTML.</summary>
    public static string Html(string text, Note note) =>
        Markdown.ToHtml(text, name => note.Media.FirstOrDefault(medium => medium.Name == name) is { } medium ? $"/cards/media/{medium.Version}" : null);

    private static string Number(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {unit}");
}
