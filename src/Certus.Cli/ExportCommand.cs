using System.CommandLine;
using Certus.Content.Anki;
using Certus.Content.Csv;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Store.Anki;

namespace Certus.Cli;

/// <summary><c>certus export FILE</c>: the learner's cards for others.</summary>
internal static class ExportCommand
{
    private enum Kind { Anki, Cards, Reviews }

    private sealed record Printed(string File, string Format, int Notes, int Cards, int Reviews, int Pictures);

    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "What to write: .apkg for Anki, .csv for the text of the cards, .revlog.csv for the reviews in the columns of 'certus fsrs'." };
        var format = new Option<string?>("--format") { Description = "apkg, csv or revlog; left out, what the name says.", HelpName = "FORMAT" };
        var (json, content, data) = (Shared.Json(), Shared.Content(), Shared.Data());
        var command = new Command("export", "Write your own cards, and those of the built-in decks you have reviewed, with schedule, history and pictures.") { file, format, json, content, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            var kind = KindOf(path, parsed.GetValue(format));
            var library = LoadedContent.Load(parsed.GetRequiredValue(content), terminal, cancel);
            await using var own = await OwnData.OpenAsync(parsed.GetValue(data), cancel);
            var cards = await own.Cards.ReadAsync(Learner.Local, cancel);
            var notes = CardExport.Select(await own.Cards.NotesAsync(cards, cancel), library.Decks.SelectMany(deck => deck.Notes), cards);
            var settings = await own.ReviewSettingsAsync(cancel);
            var days = new LearnerDays(terminal.Clock.LocalTimeZone, settings.DayStartsAt);
            var scheduler = settings.SchedulerFor(await own.ModelAsync(cancel), days);
            if (notes.Count == 0 && cards.Cards.IsEmpty) throw Refusal.No("there is nothing to export: no cards of your own, and none reviewed.");
            var written = kind switch
            {
                Kind.Anki => await PackageAsync(),
                Kind.Cards => Values(),
                _ => Reviews(),
            };
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, written);
            else terminal.Out.WriteLine(kind == Kind.Reviews ? $"Wrote {path}: {written.Reviews} reviews of {written.Cards} cards." : $"Wrote {path}: {written.Notes} notes, {written.Cards} cards, {written.Reviews} reviews, {written.Pictures} pictures.");
            return Exit.Good;

            async Task<Printed> PackageAsync()
            {
                var now = terminal.Clock.GetUtcNow();
                var export = AnkiExport.Of(notes, cards, scheduler, days, now, cancel);
                using var package = new MemoryStream();
                await AnkiPackageWriter.WriteAsync(export, own.Cards.BodyAsync, package, now, cancel);
                MeasureFiles.WriteBytes(path, stream => package.WriteTo(stream));
                return new(path, "apkg", export.Collection.Notes.Count, export.Collection.Cards.Count, export.Collection.Reviews.Count(review => review.Ease > 0), export.Pictures.Count);
            }

            Printed Values()
            {
                MeasureFiles.Write(path, writer => CardCsv.Write(writer, notes.Select(entry => entry.Note)));
                return new(path, "csv", notes.Count, notes.Sum(entry => entry.Note.Cards.Count), 0, 0);
            }

            Printed Reviews()
            {
                var count = 0;
                MeasureFiles.Write(path, writer => count = ReviewLogCsv.Write(writer, cards, scheduler, cancel));
                return new(path, "revlog", 0, cards.Cards.Values.Count(card => card.Reviews.Any()), count, 0);
            }
        });
        return command;
    }

    private static Kind KindOf(string path, string? format) => (format?.ToLowerInvariant(), path.ToLowerInvariant()) switch
    {
        ("apkg", _) => Kind.Anki,
        ("csv", _) => Kind.Cards,
        ("revlog", _) => Kind.Reviews,
        ({ } unknown, _) => throw Refusal.WrongUse($"--format must be apkg, csv or revlog, not '{unknown}'."),
        (null, var name) when name.EndsWith(".apkg", StringComparison.Ordinal) => Kind.Anki,
        (null, var name) when name.EndsWith(".revlog.csv", StringComparison.Ordinal) => Kind.Reviews,
        (null, var name) when name.EndsWith(".csv", StringComparison.Ordinal) => Kind.Cards,
        _ => throw Refusal.WrongUse($"{path} ends neither in .apkg, .csv nor .revlog.csv; name such a file, or say --format apkg, csv or revlog."),
    };
}
