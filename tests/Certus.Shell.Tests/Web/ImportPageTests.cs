using System.Net;
using System.Text;
using Certus.Remember.Cards;
using Certus.Shell.Tests.Store.Anki;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

public sealed class ImportPageTests : OnOwnSite
{
    private async Task<Answer> SendAsync(string act, string name, byte[] bytes)
    {
        var request = Browser.Request(HttpMethod.Post, "/cards/import");
        request.Content = new MultipartFormDataContent { { new StringContent(act), "act" }, { new StringContent(await _browser.TokenAsync()), "__RequestVerificationToken" }, { new ByteArrayContent(bytes), "file", name } };
        return await _browser.SendAsync(request);
    }

    private async Task<LearnerCards> CardsAsync() => await _site.Of<MemoryLog>().ReadAsync(Learner.Local, Site.Cancel);

    [Fact]
    public async Task A_package_is_looked_at_kept_and_undone_as_a_whole()
    {
        var package = Packages.Legacy(sqlite: Packages.Schema11(Packages.Rows.Replace("Area under", "[sound:a.mp3]Area under", StringComparison.Ordinal)));

        var looked = (await SendAsync("look", "ml.apkg", package)).Ok();
        Assert.StartsWith("What would come in: ml.apkg", looked.Words("#told"), StringComparison.Ordinal);
        Assert.Contains("Sounds and videos are left out. Once", looked.Words("section[aria-labelledby=told]"), StringComparison.Ordinal);
        Assert.Empty((await CardsAsync()).Log);

        var kept = (await SendAsync("import", "ml.apkg", package)).Ok();
        Assert.StartsWith("Imported: ml.apkg", kept.Words("#told"), StringComparison.Ordinal);
        var cards = await CardsAsync();
        Assert.Equal((2, 3), (cards.Notes.Count, cards.Cards.Values.Sum(card => card.Reviews.Count())));
        Assert.Contains("Undo “import”", (await _browser.GetAsync("/cards")).Ok().Words("main"), StringComparison.Ordinal);

        Assert.Equal("/cards", (await _browser.PostAsync("/review/act", ("of", kept.Value("input[name=of]")!), ("back", "/cards"), ("act", "undo"))).RedirectsTo());
        Assert.Empty((await CardsAsync()).Notes);
    }

    [Fact]
    public async Task A_package_of_more_than_a_form_usually_holds_comes_in()
    {
        var noise = new byte[3 << 20];
        new Random(1).NextBytes(noise);
        var bytes = Packages.Zip(("collection.anki2", Packages.Schema11()), ("media", "{}"u8.ToArray()), ("7", noise));
        Assert.True(bytes.Length > 1 << 20);

        (await SendAsync("import", "ml.apkg", bytes)).Ok();

        Assert.Equal(2, (await CardsAsync()).Notes.Count);
    }

    [Theory]
    [InlineData("ml.apkg", "not a package", "ml.apkg: it is no package: no zip archive, or its end is cut off.")]
    [InlineData("c.csv", "front,back\na,b\nc,", "c.csv, line 3: back is empty.")]
    [InlineData("c.csv", "", "Choose a file first.")]
    public async Task What_is_refused_keeps_nothing_and_says_why(string name, string text, string fault)
    {
        var answer = await SendAsync("import", name, Encoding.UTF8.GetBytes(text));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal($"Nothing was kept. {fault}", answer.Words("[role=alert]"));
        Assert.Empty((await CardsAsync()).Log);
    }
}
