using Certus.Catalog;
using Certus.Content;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Remember;

/// <summary>All cards, by area and skill, and those of one skill.</summary>
public static class DeckRoom
{
    /// <summary>What the list of decks shows.</summary>
    /// <param name="Groups">Decks by area, then the learner's own.</param>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record ListModel(IReadOnlyList<(string Title, IReadOnlyList<DeckRow> Decks)> Groups, Memory.State State, Register Register);

    /// <summary>What the page of a deck shows.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Skill">Its skill; null for one of the learner's own.</param>
    /// <param name="Deck">The deck that comes with the content; null for one of the learner's own.</param>
    /// <param name="Cards">Its cards, with where each stands.</param>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Register">The catalog.</param>
    /// <param name="HasLesson">Whether the skill has a lesson.</param>
    /// <param name="From">The number of the first of the cards, from 1.</param>
    /// <param name="Total">How many cards the deck has; <paramref name="Cards"/> holds at most <see cref="MostShown"/> of them.</param>
    public sealed record Model(
        string Name, Skill? Skill, Deck? Deck, IReadOnlyList<(Card Card, CardSchedule Schedule)> Cards, Memory.State State, Register Register, bool HasLesson, int From, int Total);

    /// <summary>Cards on a page: a deck of the learner's own may hold thousands.</summary>
    public const int MostShown = 100;

    /// <summary>Maps <c>/cards</c>, the pages of decks, and pictures of the learner's own cards.</summary>
    public static void MapDecks(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/cards", async (Memory memory, Library library, CancellationToken cancel) =>
        {
            var state = await memory.ReadAsync(cancel);
            var groups = memory.InScope(state).GroupBy(deck => library.Register.Skills[deck.Skill].Area)
                .Select(area => (Title(area.Key), (IReadOnlyList<DeckRow>)[.. area.Select(deck => DeckRow.Of(library.Register.Skills[deck.Skill].Name, deck.Skill, deck.Notes, state))])).ToList();
            if (state.Own.Count > 0)
                groups.Add(("Your own", [.. state.Own.GroupBy(note => note.Deck).OrderBy(deck => deck.Key, StringComparer.Ordinal).Select(deck => DeckRow.Of(deck.Key, deck.Key, [.. deck], state))]));
            return Show.Page<DecksPage>(new ListModel(groups, state, library.Register));
        });

        routes.MapPage("/cards/{**name}", async (string name, int? from, HttpContext context, Memory memory, Library library, CancellationToken cancel) =>
        {
            var state = await memory.ReadAsync(cancel);
            var deck = state.Decks.FirstOrDefault(known => known.Skill == name);
            var notes = deck?.Notes ?? [.. state.Own.Where(note => note.Deck == name)];
            if (notes.Count == 0) { await Failure.Answer(context, StatusCodes.Status404NotFound, $"There are no cards called '{name}'."); return; }
            var skill = deck is null ? null : library.Register.Skills[deck.Skill];
            var cards = notes.SelectMany(note => note.Cards).ToList();
            if (from is { } asked && (asked < 1 || asked > cards.Count)) { await Failure.Answer(context, StatusCodes.Status404NotFound, $"This deck has the cards 1 to {cards.Count}."); return; }
            await Show.Page<DeckPage>(new Model(
                skill?.Name ?? name, skill, deck, [.. cards.Skip((from ?? 1) - 1).Take(MostShown).Select(card => (card, state.ScheduleOf(card)))], state, library.Register,
                library.Lessons.Any(lesson => lesson.Skill == name), from ?? 1, cards.Count)).ExecuteAsync(context);
        });

        routes.MapPage("/cards/media/{version}", async (string version, HttpContext context, MemoryLog log, Memory memory, CancellationToken cancel) =>
        {
            // Only what one of the learner's own notes shows: a body is shared by all learners of the file.
            var medium = (await memory.ReadAsync(cancel)).Own.SelectMany(note => note.Media).FirstOrDefault(known => known.Version == version);
            if (medium is null || TypeOf(medium.Name) is not { } type || await log.BodyAsync(version, cancel) is not { } bytes) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such picture."); return; }
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            await TypedResults.Bytes(bytes, type).ExecuteAsync(context);
        });
    }

    private static string? TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    private static string Title(string area) => area switch
    {
        "genai" => "Generative AI",
        "managed-ai" => "Managed AI services",
        "deployment-operations" => "Deployment and operations",
        "security-governance" => "Security and governance",
        _ => char.ToUpperInvariant(area[0]) + area[1..].Replace('-', ' '),
    };
}
