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

    [Theory]
    [InlineData("front,back\na,b\ncafé,c\n", "iso-8859-1", "c.csv, line 3: front is not UTF-8; save the file as UTF-8.")]
    [InlineData("front,back,tags\na,b,é\n", "iso-8859-1", "c.csv, line 2: tags is not UTF-8; save the file as UTF-8.")]
    [InlineData("frönt,back\na,b\n", "iso-8859-1", "c.csv, line 1: the header is not UTF-8; save the file as UTF-8.")]
    public void Another_encoding_than_UTF_8_is_refused(string text, string encoding, string fault)
    {
        using var stream = new MemoryStream(Encoding.GetEncoding(encoding).GetBytes(text));

        Assert.Equal(fault, Assert.IsType<CsvReading<CardImport>.Refused>(CardCsv.Read(stream, "c.csv", Into, TestContext.Current.CancellationToken)).Fault);
    }

    [Fact]
    public void UTF_16_that_says_so_is_read_as_it_is()
    {
        using var stream = new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("front,back\ncafé,ключ\n")]);

        var import = Assert.IsType<CsvReading<CardImport>.Accepted>(CardCsv.Read(stream, "c.csv", Into, TestContext.Current.CancellationToken)).Value;

        Assert.Equal(("café", "ключ"), import.Notes.Select(note => (note.Text, note.Back)).Single());
    }

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
        var lengths = Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[20_000, 262_144]));
        Gen.Select(letters, letters, letters, Gen.Bool, Gen.Bool, lengths).Select((one, other, extra, cloze, empty, more) => new Note(
            "id-" + (one + other).Length, (cloze ? one + "{{c1::" + other + "}}" : one) + new string('z', more), cloze ? null : empty ? "" : other, extra.Length % 2 == 0 ? extra : null, "Deck, " + extra.Length, null, null, [], null) { Tags = ["t", "u::v"] }).Sample(note =>
        {
            var text = new StringWriter();

            CardCsv.Write(text, [note]);

            Assert.Equal(Encoding.UTF8.GetString(note.ToBody()), Encoding.UTF8.GetString(Accepted(text.ToString()).Notes.Single().ToBody()));
        }, iter: 500);
    }

    [Fact]
    public void As_many_notes_as_come_in_from_Anki_go_out_and_come_back()
    {
        const int Notes = 100_001;
        var text = new StringWriter();

        CardCsv.Write(text, Enumerable.Range(0, Notes).Select(i => new Note($"n{i}", "front", "", null, "D", null, null, [], null)));

        Assert.Equal(Notes, Accepted(text.ToString()).Notes.Count);
    }
}
