using System.Text;
using Certus.Content.Csv;
using Certus.Measure;
using CsCheck;

namespace Certus.Tests.Content.Csv;

public sealed class CsvTests
{
    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static T Accepted<T>(CsvReading<T> reading) => Assert.IsType<CsvReading<T>.Accepted>(reading).Value;

    private static string Refused<T>(CsvReading<T> reading) => Assert.IsType<CsvReading<T>.Refused>(reading).Fault;

    private static CsvReading<Responses> Groups(string text, string answers) => GroupCsv.Read(Bytes(text), "groups.csv", Accepted(Answers(answers)), TestContext.Current.CancellationToken);

    private static CsvReading<Responses> Answers(string text) => ResponseCsv.Read(Bytes(text), "answers.csv");

    private static CsvReading<IReadOnlyList<CalibratedItem>> Items(string text, bool partialCredit = false) => ItemCsv.Read(Bytes(text), "items.csv", partialCredit);

    [Fact]
    public void Answers_are_read_with_items_from_the_header_and_empty_cells_as_missing()
    {
        var read = Accepted(Answers("\uFEFFi1,\"i,2\",i3\r\n1,0,\r\n,3,12\r\nNA, 1 ,\"0\"\r\n"));

        Assert.Equal(["i1", "i,2", "i3"], read.Items);
        Assert.Equal(3, read.Persons);
        Assert.Equal([1, 0, -1], read.Row(0).ToArray());
        Assert.Equal([-1, 3, 12], read.Row(1).ToArray());
        Assert.Equal([-1, 1, 0], read.Row(2).ToArray());
        Assert.Equal([2, 4, 13], read.Categories);
        Assert.Equal("2", read.Person(1));
        Assert.Equal([""], read.Groups);
        Assert.True(read.HasMissing);
    }

    [Fact]
    public void A_first_column_named_person_names_the_persons()
    {
        var read = Accepted(Answers("person,i1\nana,1\nben,0\n"));

        Assert.Equal(["i1"], read.Items);
        Assert.Equal("ben", read.Person(1));
        Assert.Equal([0], read.Row(1).ToArray());
    }

    [Theory]
    [InlineData("", "answers.csv is empty.")]
    [InlineData("i1,i2\n", "answers.csv: there is a header and no person.")]
    [InlineData("i1,i2\n1,0\n1\n", "answers.csv, line 3: the row has 1 value and the header 2.")]
    [InlineData("i1,i2\n1,0\n1,0,1\n", "answers.csv, line 3: the row has 3 values and the header 2.")]
    [InlineData("i1,i2\n1,NaN\n", "answers.csv, line 2: the answer to 'i2' is 'NaN', neither a whole number from 0 to 63 nor nothing.")]
    [InlineData("i1,i2\n1,0.5\n", "'0.5', neither a whole number")]
    [InlineData("i1,i2\n1,-1\n", "'-1', neither a whole number")]
    [InlineData("i1,i2\n1,64\n", "'64', neither a whole number")]
    [InlineData("i1,i2\n1,1000000000000\n", "'1000000000000', neither a whole number")]
    [InlineData("i1,i1\n1,1\n", "answers.csv, line 1: two columns are named 'i1'.")]
    [InlineData("i1,\n1,1\n", "answers.csv, line 1: column 2 has no name.")]
    [InlineData("person,i1\nana,1\nana,0\n", "answers.csv, line 3: the person 'ana' stands there twice.")]
    [InlineData("person,i1\n,1\n", "answers.csv, line 2: the person has no name.")]
    [InlineData("person\nana\n", "answers.csv, line 1: there is no item.")]
    [InlineData("i1,i2\n1,\"0\n1,1\n", "answers.csv, line 2: the quotation marks")]
    [InlineData("i1,i2\n1,\u0001\u001b[31m\n", "'??[31m', neither")]
    public void Bad_answers_are_refused_with_file_and_line(string text, string words) => Assert.Contains(words, Refused(Answers(text)), StringComparison.Ordinal);

    [Fact]
    public void Groups_are_given_by_the_number_or_the_name_of_the_person()
    {
        var numbered = Accepted(Groups("person,group\n2,focal\n1,reference\n", "i1\n1\n0\n"));
        var named = Accepted(Groups("group,person\nB,ana\nA,ben\n", "id,i1\nana,1\nben,0\n"));

        Assert.Equal(["focal", "reference"], numbered.Groups);
        Assert.Equal([1, 0], new[] { numbered.GroupOf(0), numbered.GroupOf(1) });
        Assert.Equal(["B", "A"], named.Groups);
        Assert.Equal([0, 1], new[] { named.GroupOf(0), named.GroupOf(1) });
    }

    [Theory]
    [InlineData("who,group\n1,A\n", "groups.csv, line 1: the columns must be person and group.")]
    [InlineData("person,group\n1,A\n3,A\n", "groups.csv, line 3: the answers have no person '3'.")]
    [InlineData("person,group\n1,A\n1,A\n", "groups.csv, line 3: the person '1' stands there twice.")]
    [InlineData("person,group\n1,A\n2,\n", "groups.csv, line 3: the person '2' has no group.")]
    [InlineData("person,group\n1,A\n", "groups.csv: the person '2' has no group.")]
    public void Bad_groups_are_refused(string text, string fault) =>
        Assert.Equal(fault, Refused(Groups(text, "i1\n1\n0\n")));

    [Fact]
    public void Items_of_every_model_are_read()
    {
        var read = Accepted(Items(
            """
            item,model,a,b,g,u,b1,b2,a1,ak0,ak1,ak2,d0,d1,d2,content
            x,3PL,1.5,-0.25,0.2,1,,,,,,,,,,networking
            y,graded,1.2,,,,-1,0.5,,,,,,,,
            z,gpcm,0.8,,,,0.5,-1,,,,,,,,
            n,nominal,,,,,,,2,0,0.5,1,0,1,-1,
            """));

        Assert.Equal(new CalibratedItem("x", new ItemModel.Logistic(1.5, -0.25, 0.2), "networking"), read[0]);
        Assert.Equal(new ItemModel.Graded(1.2, [-1, 0.5]), read[1].Model);
        Assert.Equal(new ItemModel.PartialCredit(0.8, [0.5, -1]), read[2].Model);
        Assert.Equal(new ItemModel.Nominal([0, 1, 2], [0, 1, -1]), read[3].Model);
    }

    [Fact]
    public void Without_a_column_for_the_model_the_caller_says_what_ordered_categories_are()
    {
        const string text = "item,a,b1,b2\nx,1,-1,1\n";

        Assert.IsType<ItemModel.Graded>(Accepted(Items(text))[0].Model);
        Assert.IsType<ItemModel.PartialCredit>(Accepted(Items(text, partialCredit: true))[0].Model);
        Assert.Equal(new ItemModel.Logistic(0.9, 1, 0.18), Accepted(Items("item,a,b,c,d,content\n1,0.9,1,0.18,1,networking\n"))[0].Model);
    }

    [Theory]
    [InlineData("name,a,b\nx,1,0\n", "items.csv, line 1: there is no column 'item'.")]
    [InlineData("item,a\nx,1\n", "items.csv, line 1: there must be columns a and b")]
    [InlineData("item,a,b\nx,1,0\nx,1,1\n", "items.csv, line 3: the item 'x' stands there twice.")]
    [InlineData("item,a,b\nx,0,0\n", "items.csv, line 2: the item 'x' has the discrimination 0, which must be a number above 0.")]
    [InlineData("item,a,b\nx,NaN,0\n", "items.csv, line 2: a is 'NaN', not a number.")]
    [InlineData("item,a,b\nx,1,inf\n", "items.csv, line 2: b is 'inf', not a number.")]
    [InlineData("item,a,b,c\nx,1,0,1\n", "the lower asymptote 1, which must be at least 0 and below 1.")]
    [InlineData("item,a,b,u\nx,1,0,0.9\n", "the upper asymptote 0.9; only 1 is understood.")]
    [InlineData("item,a,b\nx,,0\n", "items.csv, line 2: the item 'x' has no a.")]
    [InlineData("item,a,b1,b2\nx,1,1,0\n", "thresholds must ascend.")]
    [InlineData("item,a,b1,b2,b3\nx,1,1,,2\n", "the item 'x' has no b2 but a later one.")]
    [InlineData("item,model,a,b\nx,4PL,1,0\n", "model is '4PL', not")]
    [InlineData("item,a,b\n", "items.csv: there is a header and no item.")]
    public void Bad_items_are_refused_with_file_and_line(string text, string words) => Assert.Contains(words, Refused(Items(text)), StringComparison.Ordinal);

    [Fact]
    public void Whatever_the_bytes_are_reading_ends_with_a_value() =>
        Gen.Byte.Array[0, 200].Select(Gen.Bool).Sample((bytes, header) =>
        {
            byte[] file = header ? [.. "i1,i2\n1,0\n"u8, .. bytes] : bytes;
            ResponseCsv.Read(new MemoryStream(file), "f");
            ItemCsv.Read(new MemoryStream(header ? [.. "item,a,b\n"u8, .. bytes] : bytes), "f");
        });
}
