using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>The form of a question, as a browser without scripts sends it.</summary>
/// <param name="Picks">The answer; null where the form had none.</param>
/// <param name="HasSure">Whether the form said anything about sureness.</param>
/// <param name="Sure">How sure; null takes it back.</param>
/// <param name="Comment">The note; null where the form had none.</param>
/// <param name="Go">Where to, or what to do.</param>
/// <param name="Rendered">When the page was made, in Unix milliseconds; null where scripts measure the time.</param>
/// <param name="Was">How the question stood on the page: what differs from it the person has changed. Null where the form does not say; then the present stands in for it.</param>
public sealed record QuestionForm(Picks? Picks, bool HasSure, Sureness? Sure, string? Comment, string Go, long? Rendered, Place? Was)
{
    /// <summary>The hidden fields that say how the question stood on the page.</summary>
    public const string WasPicks = "was-picks", WasSure = "was-sure", WasComment = "was-comment", WasFlagged = "was-flagged", WasStruck = "was-struck";

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
        var (was, fault) = ReadWas(form);
        if (fault is not null) return (null, fault);
        return (new(
            form["pick"].Count == 0 ? null : inOrder ? Certus.Practice.Picks.InOrder(picks) : Certus.Practice.Picks.Of(picks),
            form["sure"].Count > 0, level, form["comment"].Count == 0 ? null : form["comment"].ToString().ReplaceLineEndings("\n"), go,
            long.TryParse(form["rendered"], NumberStyles.None, CultureInfo.InvariantCulture, out var rendered) ? rendered : null, was), null);
    }

    private static (Place? Was, string? Fault) ReadWas(IFormCollection form)
    {
        if (form[WasPicks].Count == 0) return (null, null);
        try
        {
            if (!SureWords.TryRead(form[WasSure].ToString(), out var level)) throw new FormatException($"'{form[WasSure]}' is no degree of sureness.");
            return (new()
            {
                Picks = Certus.Practice.Picks.Parse(form[WasPicks].ToString()),
                Level = level,
                Comment = form[WasComment].ToString().ReplaceLineEndings("\n"),
                Flagged = form[WasFlagged] == "true",
                StruckBits = int.Parse(form[WasStruck].ToString(), NumberStyles.None, CultureInfo.InvariantCulture),
            }, null);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return (null, "The form does not say how its page stood. Open the question again.");
        }
    }

    /// <summary>What the person changed on the page and is not so already, as events: what another window has saved since stays.</summary>
    public IReadOnlyList<SittingEvent> Events(Sitting sitting, int position, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sitting);
        var place = sitting.At(position);
        var visit = Visit(sitting, now);
        List<SittingEvent> events = [];
        if (place.ShownAt is null) events.Add(new SittingEvent.Shown(Guid.NewGuid(), now, position));
        var was = Was ?? place;
        if (NewPicks(place) is { } picks) events.Add(new SittingEvent.Answered(Guid.NewGuid(), now, position, picks, visit ?? TimeSpan.Zero));
        if (IsRated(place)) events.Add(new SittingEvent.Rated(Guid.NewGuid(), now, position, Sure));
        if (NewComment(place) is { } comment) events.Add(new SittingEvent.Commented(Guid.NewGuid(), now, position, comment));
        if (visit is { } elapsed) events.Add(new SittingEvent.Dwelt(Guid.NewGuid(), now, position, elapsed));
        if (StrikeOf(Go) is { } option && was.IsStruck(option) == place.IsStruck(option))
            events.Add(new SittingEvent.Struck(Guid.NewGuid(), now, position, option, !place.IsStruck(option)));
        switch (Go)
        {
            case "flag" when was.Flagged == place.Flagged: events.Add(new SittingEvent.Flagged(Guid.NewGuid(), now, position, !place.Flagged)); break;
            case "check" when !place.Revealed: events.Add(new SittingEvent.Revealed(Guid.NewGuid(), now, position)); break;
            case "pause" when sitting.PausedAt is null: events.Add(new SittingEvent.Paused(Guid.NewGuid(), now)); break;
        }
        return events;
    }

    /// <summary>The question's place as the form would have it, so that what was sent can be mended rather than given again.</summary>
    public Place Over(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var said = place with { Comment = NewComment(place) ?? place.Comment };
        return place.Revealed ? said : said with { Picks = NewPicks(place) ?? place.Picks, Level = IsRated(place) ? Sure : place.Level };
    }

    private Picks? NewPicks(Place now) => Picks is { } picks && !IsSame(picks, (Was ?? now).Picks) && !IsSame(picks, now.Picks) ? picks : null;

    private bool IsRated(Place now) => HasSure && Sure != (Was ?? now).Level && Sure != now.Level;

    private string? NewComment(Place now) => Comment is { } comment && comment != (Was ?? now).Comment && comment != now.Comment ? comment : null;

    private static bool IsSame(Picks one, Picks other) => one.Equals(other) || one.IsBlank && other.IsBlank;

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

    private static string Short(string text) => Excerpt.Letters(text, 20);

    // The page's own word for when it was made counts only where it can be true.
    private TimeSpan? Visit(Sitting sitting, DateTimeOffset now) =>
        Rendered is { } rendered && rendered >= sitting.Start.StartedAt.ToUnixTimeMilliseconds() && rendered <= now.ToUnixTimeMilliseconds()
            ? TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - rendered)
            : null;
}
