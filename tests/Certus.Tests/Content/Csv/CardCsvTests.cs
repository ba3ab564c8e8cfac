using System.Text;
using Certus.Content.Anki;
using Certus.Content.Csv;
using Certus.Remember;
using Certus.Remember.Cards;
using CsCheck;

namespace Certus.Tests.Content.Csv;

public sealed class CardCsvTests
{
    private static readonly ImportContext Into = new(LearnerCards.Empty, new(1, 2, 3, new byte[8]), new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), LearnerDays.Utc);

    private static CsvReading<CardImport> Read(string text, ImportContext? into = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return CardCsv.Read(stream, "c.csv", into ?? Into, TestContext.Current.CancellationToken);
    }

    private static CardImport Accepted(string text, ImportContext? into = null) => Assert.IsType<CsvReading<CardImport>.Accepted>(Read(text, into)).Value;

    [Fact]
    public void Fronts_with_backs_and_deletions_are_notes()
    {
        var import = Accepted("front,back,cloze,extra,tags,deck,id\n\"What, \"\"why\"\"?\",\"two\nlines\",,more,a b,AWS::ML,q-1\n,,{{c1::S3}} and {{c2::Glue}},,,,\n");

        Assert.Equal(new Note("q-1", "What, \"why\"?", "two\nlines", "more", "AWS::ML", null, null, [], null).ToBody(), (import.Notes[0] with { Tags = [] }).ToBody());
        Assert.Equal(["a", "b"], import.Notes[0].Tags);
        Assert.Equal(("{{c1::S3}} and {{c2::Glue}}", (string?)null, "Imported"), (import.Notes[1].Text, import.Notes[1].Back, import.Notes[1].Deck));
        Assert.Equal((2, 3), (import.Added, import.Cards));
    }

    [Fact]
    public void Tabs_separate_as_well_as_commas() => Assert.Equal(("a, b", "c"), Accepted("front\tback\na, b\tc\n").Notes.Select(note => (note.Text, note.Back)).Single());

    [Theory]
    [InlineData("", "c.csv is empty.")]
    [InlineData("a,b\n1,2", "c.csv, line 1: the header must name front and back, or cloze; extra, tags, deck and id may stand beside them.")]
    [InlineData("front,back,hint\n1,2,3", "c.csv, line 1: the column 'hint' is not known; the columns are id, deck, tags, front, back, cloze, extra.")]
    [InlineData("front,back\na,b\n,c", "c.csv, line 3: front is empty.")]
    [InlineData("front,back\na,b\nc,", "c.csv, line 3: back is empty.")]
    [InlineData("front,back\na,b\nc", "c.csv, line 3: the row has 1 value and the header 2.")]
    [InlineData("cloze\nno deletion", "c.csv, line 2: cloze has no deletion such as {{c1::answer}}.")]
    [InlineData("front,back,cloze\na,b,{{c1::x}}", "c.csv, line 2: cloze and front or back are both filled; a note has one or the other.")]
    [InlineData("front,back\na,b\na,c", "c.csv, line 3: the same front stands in line 2 already.")]
    [InlineData("id,front,back\nx,a,b\nx,c,d", "c.csv, line 3: the id 'x' stands in line 2 already.")]
    [InlineData("id,front,back\na#b,a,b", "c.csv, line 2: id is 'a#b'; ids are letters, digits, '.', '_', ':' and '-', at most 200.")]
    [InlineData("front,back\n\"a,b", "c.csv, line 2: the quotation marks or the length of the row are wrong.")]
    public void A_bad_row_refuses_the_file_and_names_the_line(string text, string fault) => Assert.Equal(fault, Assert.IsType<CsvReading<CardImport>.Refused>(Read(text)).Fault);

    [Fact]
    public void The_same_file_brings_nothing_twice_and_another_back_is_a_later_version()
    {
        var kept = Into with { Cards = LearnerCards.Empty.After(Accepted("front,back\na,b").Events) };

        Assert.Empty(Accepted("front,back\na,b", kept).Events);
        Assert.Equal((0, 1), (Accepted("front,back\na,c", kept).Added, Accepted("front,back\na,c", kept).Updated));
    }

    [Fact]
    public void What_the_file_has_no_column_for_stays_as_it_is_known()
    {
        var known = new Note("q-1", "a ![x](x.png)", "b", "more", "Mine", "glue", "belief", [new("Title", "https://example.org")], null) { Tags = ["t"], Media = [new("x.png", "00")] };
        var own = Into with { Own = new Dictionary<string, Note> { [known.Id] = known } };

        var import = Accepted("id,front,back\nq-1,a ![x](x.png),changed", own);

        Assert.Equal((known with { Back = "changed" }).ToBody(), import.Notes.Single().ToBody());
        Assert.Empty(import.Losses);
        Assert.Single(Accepted("front,back\na ![x](x.png),b").Losses);
    }

    [Fact]
    public void What_is_written_is_read_as_it_was()
    {
        var letters = Gen.String[Gen.Char["ab,\"\n\t;'|é#= "], 1, 12].Select(text => "x" + text.Trim() + "y");
        Gen.Select(letters, letters, letters, Gen.Bool).Select((one, other, extra, cloze) => new Note(
            "id-" + (one + other).Length, cloze ? one + "{{c1::" + other + "}}" : one, cloze ? null : other, extra.Length % 2 == 0 ? extra : null, "Deck, " + extra.Length, null, null, [], null) { Tags = ["t", "u::v"] }).Sample(note =>
        {
            var text = new StringWriter();

            CardCsv.Write(text, [note]);

            Assert.Equal(Encoding.UTF8.GetString(note.ToBody()), Encoding.UTF8.GetString(Accepted(text.ToString()).Notes.Single().ToBody()));
        }, iter: 500);
    }
}
