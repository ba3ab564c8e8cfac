using System.Globalization;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>The form of a question, as a browser without scripts sends it.</summary>
/// <param name="Picks">The answer; null where the form had none.</param>
/// <param name="HasSure">Whether the form said anything about sureness.</param>
/// <param name="Sure">How sure; null takes it back.</param>
/// <param name="Comment">The note; null where the form had none.</param>
/// <param name="Go">Where to, or what to do.</param>
/// <param name="Rendered">When the page was made, in Unix milliseconds; null where scripts measure the time.</param>
public sealed record QuestionForm(Picks? Picks, bool HasSure, Sureness? Sure, string? Comment, string Go, long? Rendered)
{
    private const string StrikePrefix = "strike-";

    /// <summary>Reads a form, or says in one sentence what is wrong with it.</summary>
    public static (QuestionForm? Form, string? Fault) Read(IFormCollection form, AnswerShape shape)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(shape);
        var inOrder = shape.Type is QuestionType.Ordering or QuestionType.Matching;
        List<int> picks = [];
        foreach (var text in form["pick"])
        {
            if (string.IsNullOrEmpty(text))
            {
                if (inOrder) picks.Add(-1);
                continue;
            }
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var option)) return (null, $"'{Short(text)}' is not an option.");
            picks.Add(option);
        }
        var sure = form["sure"].ToString();
        if (!SureWords.TryRead(sure, out var level)) return (null, $"'{Short(sure)}' is no degree of sureness; it is guess, unsure or sure.");
        var go = form["go"].ToString();
        var known = go is "" or "previous" or "next" or "review" or "flag" or "check" or "pause" || StrikeOf(go) is not null;
        if (!known) return (null, $"'{Short(go)}' is nothing that a question page can do.");
        return (new(
            form["pick"].Count == 0 ? null : inOrder ? Certus.Practice.Picks.InOrder(picks) : Certus.Practice.Picks.Of(picks),
            form["sure"].Count > 0, level, form["comment"].Count == 0 ? null : form["comment"].ToString().ReplaceLineEndings("\n"), go,
            long.TryParse(form["rendered"], NumberStyles.None, CultureInfo.InvariantCulture, out var rendered) ? rendered : null), null);
    }

    /// <summary>What the form changes, as events; nothing where all is as it was.</summary>
    public IReadOnlyList<SittingEvent> Events(Sitting sitting, int position, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sitting);
        var place = sitting.At(position);
        var visit = Visit(sitting, now);
        List<SittingEvent> events = [];
        if (place.ShownAt is null) events.Add(new SittingEvent.Shown(Guid.NewGuid(), now, position));
        if (Picks is { } picks && !picks.Equals(place.Picks) && !(picks.IsBlank && place.Picks.IsBlank))
            events.Add(new SittingEvent.Answered(Guid.NewGuid(), now, position, picks, visit ?? TimeSpan.Zero));
        if (HasSure && Sure != place.Level) events.Add(new SittingEvent.Rated(Guid.NewGuid(), now, position, Sure));
        if (Comment is { } comment && comment != place.Comment) events.Add(new SittingEvent.Commented(Guid.NewGuid(), now, position, comment));
        if (visit is { } elapsed) events.Add(new SittingEvent.Dwelt(Guid.NewGuid(), now, position, elapsed));
        if (StrikeOf(Go) is { } option) events.Add(new SittingEvent.Struck(Guid.NewGuid(), now, position, option, !place.IsStruck(option)));
        switch (Go)
        {
            case "flag": events.Add(new SittingEvent.Flagged(Guid.NewGuid(), now, position, !place.Flagged)); break;
            case "check" when !place.Revealed: events.Add(new SittingEvent.Revealed(Guid.NewGuid(), now, position)); break;
            case "pause" when sitting.PausedAt is null: events.Add(new SittingEvent.Paused(Guid.NewGuid(), now)); break;
        }
        return events;
    }

    /// <summary>The question's place as the form would have it, so that what was sent can be mended rather than given again.</summary>
    public Place Over(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var said = place with { Comment = Comment ?? place.Comment };
        return place.Revealed ? said : said with { Picks = Picks ?? place.Picks, Level = HasSure ? Sure : place.Level };
    }

    /// <summary>Whether any of the events is more than a page's having been looked at.</summary>
    public static bool HoldsMoreThanTime(IReadOnlyList<SittingEvent> events) => events.Any(happened => happened is not (SittingEvent.Shown or SittingEvent.Dwelt));

    /// <summary>The page to go to, below the sitting's address.</summary>
    public string Next(int position, int count) => Go switch
    {
        "previous" => $"{Math.Max(1, position - 1)}",
        "next" when position < count => $"{position + 1}",
        "next" or "review" => $"review?from={position}",
        "pause" => $"paused?at={position}",
        "check" => $"{position}#answer",
        _ => $"{position}",
    };

    private static int? StrikeOf(string go) =>
        go.StartsWith(StrikePrefix, StringComparison.Ordinal) && int.TryParse(go.AsSpan(StrikePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var option) ? option : null;

    private static string Short(string text) => text.Length <= 20 ? text : text[..20] + "…";

    // The page's own word for when it was made counts only where it can be true.
    private TimeSpan? Visit(Sitting sitting, DateTimeOffset now) =>
        Rendered is { } rendered && rendered >= sitting.Start.StartedAt.ToUnixTimeMilliseconds() && rendered <= now.ToUnixTimeMilliseconds()
            ? TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - rendered)
            : null;
}
