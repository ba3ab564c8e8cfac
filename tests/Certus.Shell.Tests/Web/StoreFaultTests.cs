using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Certus.Practice;
using Certus.Store;
using Microsoft.Data.Sqlite;

namespace Certus.Shell.Tests.Web;

/// <summary>The data file cannot be used for a while: one sentence, nothing lost, nothing told from behind the scenes.</summary>
public sealed class StoreFaultTests
{
    private const string Locked = "Another program holds the data file. Close that one and try again; everything saved before is safe.";
    private const string Full = "No room is left on the disk. Free some and try again; everything saved before is safe.";
    private const string ReadOnly = "The data file can't be written. Make it and its directory writable and try again; everything saved before is safe.";

    [Fact]
    public async Task While_another_program_writes_answers_are_refused_and_afterwards_taken()
    {
        await using var site = new SoundSite();
        using var browser = site.NewBrowser();
        var (id, before, after) = await BeginAsync(site, browser);

        await using (var other = new SqliteConnection($"Data Source={site.DataFile};Pooling=False"))
        {
            await other.OpenAsync(Site.Cancel);
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN EXCLUSIVE";
            await hold.ExecuteNonQueryAsync(Site.Cancel);
            await RefusedAsync(site, browser, id, after, HttpStatusCode.ServiceUnavailable, Locked);
        }

        await TakenAsync(site, browser, id, before, after);
    }

    [Fact]
    public async Task On_a_full_disk_answers_are_refused_and_afterwards_taken()
    {
        await using var site = new SoundSite();
        using var browser = site.NewBrowser();
        var (id, before, after) = await BeginAsync(site, browser);

        var writer = await WriterAsync(site);
        SqliteFile.Run(writer, "PRAGMA max_page_count=1");      // SQLite takes the size that the file has
        await FillAsync(site, browser, id);
        await RefusedAsync(site, browser, id, after, HttpStatusCode.InsufficientStorage, Full);
        SqliteFile.Run(writer, "PRAGMA max_page_count=1000000");

        await TakenAsync(site, browser, id, before, after);
    }

    [Fact]
    public async Task In_a_file_that_became_read_only_answers_are_refused_and_afterwards_taken()
    {
        await using var site = new SoundSite();
        using var browser = site.NewBrowser();
        var (id, before, after) = await BeginAsync(site, browser);

        var writer = await WriterAsync(site);
        SqliteFile.Run(writer, "PRAGMA query_only=ON");
        await RefusedAsync(site, browser, id, after, HttpStatusCode.ServiceUnavailable, ReadOnly);
        SqliteFile.Run(writer, "PRAGMA query_only=OFF");

        await TakenAsync(site, browser, id, before, after);
    }

    [Fact]
    public async Task A_damaged_question_is_a_fault_of_the_server_that_says_what_to_do()
    {
        await using var site = new SoundSite();
        using var browser = site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await using (var other = new SqliteConnection($"Data Source={site.DataFile};Pooling=False"))
        {
            await other.OpenAsync(Site.Cancel);
            await using var damage = other.CreateCommand();
            damage.CommandText = "UPDATE bodies SET body = CAST(replace(CAST(body AS TEXT), 'them are even', 'them are odd ') AS BLOB)";
            await damage.ExecuteNonQueryAsync(Site.Cancel);
        }
        var at = (await site.SittingAsync(id)).Start.Form.Items.Single(item => item.QuestionId == "even-numbers").Position;

        var page = await browser.GetAsync($"/sittings/{id}/{at}");

        Assert.Equal("The data file is damaged. Bring back a backup with 'certus restore FILE'.", page.Refused(HttpStatusCode.InternalServerError));
        Assert.Equal("Not possible just now", page.Heading);
        (await browser.GetAsync($"/sittings/{id}/{at % 6 + 1}")).Ok();
    }

    /// <summary>A sitting with an answer on disk, and another answer to be tried.</summary>
    private static async Task<(Guid Id, int Before, JsonObject After)> BeginAsync(Site site, Browser browser)
    {
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        for (var position = 1; position <= 6; position++) await browser.GetAsync($"/sittings/{id}/{position}");
        var items = (await site.SittingAsync(id)).Start.Form.Items.Where(item => item.Shape.Type == Catalog.QuestionType.Single).ToList();
        (await browser.PostAsync($"/sittings/{id}/{items[0].Position}", ("pick", "1"), ("go", "next"))).RedirectsTo();
        return (id, items[0].Position, Happened.Answered(items[1].Position, 2));
    }

    private static async Task RefusedAsync(Site site, Browser browser, Guid id, JsonObject answer, HttpStatusCode status, string sentence)
    {
        var position = (int)answer["position"]!;
        var before = site.Rows();

        var refused = await Task.WhenAll(
            browser.EventsAsync(id, (JsonObject)answer.DeepClone()), browser.PostAsync($"/sittings/{id}/{position}", ("pick", "3"), ("comment", new string('x', 2000)), ("go", "next")),
            browser.PostAsync("/practice/start", ("mode", "quick"), ("exam", "MLS-C01")));

        Assert.All(refused, refusal => Assert.Equal(sentence, refusal.Refused(status)));
        Assert.Equal("application/problem+json", refused[0].ContentType);
        Assert.Equal(before, site.Rows());
        Assert.Equal(id, (await site.SittingAsync(id)).Start.Id);
        foreach (var page in new[] { $"/sittings/{id}/1", $"/sittings/{id}/review", "/", "/history" }) (await browser.GetAsync(page)).Ok();
    }

    private static async Task TakenAsync(Site site, Browser browser, Guid id, int before, JsonObject answer)
    {
        var position = (int)answer["position"]!;

        var taken = (await browser.EventsAsync(id, (JsonObject)answer.DeepClone())).Ok();

        Assert.Equal(answer.Id(), Assert.Single(taken.Json.GetProperty("accepted").EnumerateArray()).GetString());
        var sitting = await site.SittingAsync(id);
        Assert.Equal(("1", "2"), (sitting.At(before).Picks.ToString(), sitting.At(position).Picks.ToString()));
    }

    /// <summary>The connection that writes; it is idle whenever nothing was asked of it.</summary>
    private static Task<SqliteConnection> WriterAsync(Site site) => site.Of<DataFile>().Writer.RunAsync((session, _) => ValueTask.FromResult((SqliteConnection)session.Connection), Site.Cancel);

    /// <summary>Uses up the room that the file's last page still has.</summary>
    private static async Task FillAsync(Site site, Browser browser, Guid id)
    {
        foreach (var length in new[] { 1900, 1 })
        {
            var full = false;
            for (var i = 0; i < 500 && !full; i++)
                full = (await browser.EventsAsync(id, Happened.Commented(1, string.Create(CultureInfo.InvariantCulture, $"{i} {"y".Times(length)}")))).Status == HttpStatusCode.InsufficientStorage;
            Assert.True(full, $"The file did not fill up: {new FileInfo(site.DataFile).Length} bytes.");
        }
    }
}
