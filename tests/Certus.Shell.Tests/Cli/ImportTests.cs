using System.Text;
using System.Text.Json;
using Certus.Remember.Cards;
using Certus.Shell.Tests.Store;
using Certus.Shell.Tests.Store.Anki;
using Certus.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class ImportTests : IDisposable
{
    private readonly TempDirectory _data = new(), _other = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _data.Dispose();
        _other.Dispose();
    }

    private string Given(string name, byte[] bytes)
    {
        var path = _data.File(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private Task<CommandLine> Run(params string[] args) => CommandLine.RunAsync([.. args, "--data", _data.FullName]);

    private static async Task<(LearnerCards Cards, IReadOnlyList<Note> Notes)> KeptAsync(TempDirectory data)
    {
        await using var file = await DataFile.OpenAsync(data.DataFile, Cancel);
        var log = new MemoryLog(file);
        var cards = await log.ReadAsync(Learner.Local, Cancel);
        return (cards, await log.NotesAsync(cards, Cancel));
    }

    [Fact]
    public async Task A_package_comes_in_whole_once()
    {
        var package = Given("ml.apkg", Packages.Current());

        var first = await Run("import", package, "--json");
        var second = await Run("import", package);

        Assert.Equal((0, 2, 3, 3), (first.Code, first.Json.GetProperty("added").GetInt32(), first.Json.GetProperty("cards").GetInt32(), first.Json.GetProperty("reviews").GetInt32()));
        Assert.Equal($"Imported from {package}: 0 new notes, 0 changed, 2 as they were; 3 cards, 0 new reviews (3 known already), 0 placed by their interval, 0 suspended, 1 picture.\nEverything was carried over.\n", second.Out);
        var (cards, notes) = await KeptAsync(_data);
        Assert.Equal(2, notes.Count);
        Assert.Equal(3, cards.Cards.Values.Sum(card => card.Reviews.Count()));
        await using var file = await DataFile.OpenAsync(_data.DataFile, Cancel);
        Assert.Equal(Packages.Png, await new MemoryLog(file).BodyAsync(notes.Single(note => note.Media.Count > 0).Media[0].Version, Cancel));
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_be_lost_and_keeps_nothing()
    {
        var package = Given("ml.apkg", Packages.Legacy(sqlite: Packages.Schema11(Packages.Rows.Replace("Area under", "[sound:a.mp3]Area under", StringComparison.Ordinal))));

        var told = await Run("import", package, "--dry-run");

        Assert.Equal(0, told.Code);
        Assert.Contains("Would import", told.Out, StringComparison.Ordinal);
        Assert.Contains("       1  Sounds and videos are left out. “What is AUC ?”", told.Out, StringComparison.Ordinal);
        Assert.Empty((await KeptAsync(_data)).Cards.Log);
    }

    [Fact]
    public async Task What_is_refused_leaves_the_data_untouched()
    {
        await Run("import", Given("ml.apkg", Packages.Current()));
        var before = (await KeptAsync(_data)).Cards.Log.Count;

        (await Run("import", Given("bad.apkg", Packages.Legacy(sqlite: Packages.Schema11("DROP TABLE revlog;"))))).RefusedWith(2, "bad.apkg: the entry collection.anki2 has no table revlog.");
        (await Run("import", Given("bad.csv", Encoding.UTF8.GetBytes("front,back\nnew,card\nq,")))).RefusedWith(2, "bad.csv, line 3: back is empty.");
        (await Run("import", _data.File("none.apkg"))).RefusedWith(2, "there is no file");
        (await Run("import", _data.FullName)).RefusedWith(2, "is a directory, not a file");

        Assert.Equal(before, (await KeptAsync(_data)).Cards.Log.Count);
    }

    [Fact]
    public async Task What_one_learner_exports_another_imports()
    {
        await Run("import", Given("ml.apkg", Packages.Current()));
        await Run("import", Given("own.csv", Encoding.UTF8.GetBytes("front,back,tags\nq,a,t u\n")));
        var (package, text, reviews) = (_other.File("out.apkg"), _other.File("out.csv"), _other.File("out.revlog.csv"));

        var exported = await Run("export", package, "--json");
        var values = await Run("export", text);
        var log = await Run("export", reviews);
        var imported = await CommandLine.RunAsync("import", package, "--json", "--data", _other.FullName);
        var again = await CommandLine.RunAsync("import", text, "--json", "--data", _other.FullName);

        Assert.Equal((3, 4, 3, 1), (exported.Json.GetProperty("notes").GetInt32(), exported.Json.GetProperty("cards").GetInt32(), exported.Json.GetProperty("reviews").GetInt32(), exported.Json.GetProperty("pictures").GetInt32()));
        Assert.Equal($"Wrote {text}: 3 notes, 4 cards, 0 reviews, 0 pictures.\n", values.Out);
        Assert.Equal($"Wrote {reviews}: 3 reviews of 1 cards.\n", log.Out);
        Assert.Empty(imported.Json.GetProperty("losses").EnumerateArray());
        var (mine, theirs) = (await KeptAsync(_data), await KeptAsync(_other));
        Assert.Equal(mine.Notes.Select(note => JsonSerializer.Serialize(note)).Order(), theirs.Notes.Select(note => JsonSerializer.Serialize(note)).Order());
        Assert.Equal(mine.Cards.Cards.Values.SelectMany(card => card.Reviews).Select(review => (review.Card, review.At, review.Grade)).Order(), theirs.Cards.Cards.Values.SelectMany(card => card.Reviews).Select(review => (review.Card, review.At, review.Grade)).Order());
        Assert.Equal((0, 3), (again.Json.GetProperty("updated").GetInt32(), again.Json.GetProperty("unchanged").GetInt32()));
        Assert.Equal("card_id,review_time,review_rating,review_state,review_duration", (await File.ReadAllLinesAsync(reviews, Cancel))[0]);
        Assert.Equal(0, (await CommandLine.RunAsync("fsrs", "replay", reviews)).Code);
    }

    [Fact]
    public async Task An_export_needs_something_and_a_name_that_says_what()
    {
        (await Run("export", _data.File("x.apkg"))).RefusedWith(1, "there is nothing to export");
        (await Run("export", _data.File("x.zip"))).RefusedWith(2, "ends neither in .apkg, .csv nor .revlog.csv");
        (await Run("export", _data.File("x.zip"), "--format", "pdf")).RefusedWith(2, "--format must be apkg, csv or revlog, not 'pdf'.");
    }
}
