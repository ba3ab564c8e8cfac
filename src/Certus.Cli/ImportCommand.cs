using System.CommandLine;
using System.Globalization;
using Certus.Content.Anki;
using Certus.Content.Csv;
using Certus.Remember;
using Certus.Store;
using Certus.Store.Anki;

namespace Certus.Cli;

/// <summary><c>certus import FILE</c>: cards of others, with their history.</summary>
internal static class ImportCommand
{
    private const int ShownNotes = 3;

    private sealed record Printed(
        string File, bool Kept, Guid? Batch, int Notes, int Added, int Updated, int Unchanged, int Cards, int Reviews, int KnownReviews, int Placed, int Suspended, int Pictures, IReadOnlyList<ImportLoss> Losses);

    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Cards: .apkg or .colpkg of Anki, or values with a header (.csv, .tsv: front and back, or cloze; extra, tags, deck, id)." };
        var dry = new Option<bool>("--dry-run") { Description = "Tell what would come in and what would be left out; keep nothing." };
        var (json, content, data) = (Shared.Json(), Shared.Content(), Shared.Data());
        var command = new Command("import", "Bring in cards, pictures, schedules and reviews from Anki or a file of values; all of it or nothing.") { file, dry, json, content, data };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory, not a file.");
            if (!File.Exists(path)) throw Refusal.WrongUse($"there is no file {path}.");
            var library = LoadedContent.Load(parsed.GetRequiredValue(content), terminal, cancel);
            await using var own = await OwnData.OpenAsync(parsed.GetValue(data), cancel);
            var settings = await own.ReviewSettingsAsync(cancel);
            var cards = await own.Cards.ReadAsync(Learner.Local, cancel);
            var context = ImportContext.Of(
                library, cards, await own.Cards.NotesAsync(cards, cancel), Guid.CreateVersion7(), terminal.Clock.GetUtcNow(), new LearnerDays(terminal.Clock.LocalTimeZone, settings.DayStartsAt));
            var import = Read(path, context, cancel);
            var keep = !parsed.GetValue(dry);
            if (keep && (await own.Cards.AppendAsync(Learner.Local, import.Events, import.Bodies, cancel)).Refused is { } refused) throw Refusal.No($"{path}: {refused}");
            Print(terminal, path, import, keep, parsed.GetValue(json));
            return Exit.Good;
        });
        return command;
    }

    private static CardImport Read(string path, ImportContext into, CancellationToken cancel)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return IsPackage(stream)
                ? AnkiPackage.Read(stream, path, (collection, media) => AnkiImport.Of(collection, media, into, cancel), null, cancel) switch
                {
                    PackageReading<CardImport>.Accepted accepted => accepted.Value,
                    PackageReading<CardImport>.Refused refused => throw Refusal.WrongUse(refused.Fault),
                    _ => throw new System.Diagnostics.UnreachableException(),
                }
                : MeasureFiles.Read(path, values => CardCsv.Read(values, path, into, cancel));

            bool IsPackage(Stream bytes)
            {
                if (Path.GetExtension(path).ToLowerInvariant() is ".apkg" or ".colpkg" or ".zip") return true;
                Span<byte> magic = stackalloc byte[4];
                var zip = bytes.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.SequenceEqual("PK\u0003\u0004"u8);
                bytes.Position = 0;
                return zip;
            }
        }
        catch (UnauthorizedAccessException)
        {
            throw Refusal.WrongUse($"{path} can't be read.");
        }
    }

    private static void Print(Terminal terminal, string path, CardImport import, bool kept, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal, new Printed(
                path, kept, kept ? import.Batch : null, import.Notes.Count, import.Added, import.Updated, import.Unchanged, import.Cards, import.Reviews, import.KnownReviews, import.Placed, import.Suspended, import.Pictures,
                import.Losses));
            return;
        }
        terminal.Out.WriteLine(
            $"{(kept ? "Imported" : "Would import")} from {path}: {Count(import.Added, "new note")}, {import.Updated} changed, {import.Unchanged} as they were; {Count(import.Cards, "card")}, {Count(import.Reviews, "new review")}"
            + $"{(import.KnownReviews > 0 ? $" ({import.KnownReviews} known already)" : "")}, {import.Placed} placed by their interval, {import.Suspended} suspended, {Count(import.Pictures, "picture")}.");
        if (import.Losses.Count == 0)
        {
            terminal.Out.WriteLine("Everything was carried over.");
            return;
        }
        terminal.Out.WriteLine("What could not be carried over:");
        foreach (var loss in import.Losses)
        {
            var notes = loss.Notes.Take(ShownNotes).Select(note => $"“{note}”").ToList();
            if (loss.Notes.Count > ShownNotes) notes.Add($"{(loss.Notes.Count - ShownNotes).ToString(CultureInfo.InvariantCulture)} more");
            terminal.Out.WriteLine($"  {loss.Times,6}  {loss.What}{(notes.Count > 0 ? " " + string.Join(", ", notes) : "")}");
        }
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
