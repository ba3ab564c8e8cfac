using System.Text;
using Certus.Catalog;
using Certus.Content;

namespace Certus.Tests.Content;

/// <summary>Prices as text: what is there is read with its source and its day, and what is wrong is named with its line.</summary>
public sealed class PriceReaderTests
{
    private const string Line = """{service: Amazon S3, uses: [storage], item: STANDARD, unit: gigabyteMonth, usd: 0.023, source: "https://aws.amazon.com/s3/pricing/", basis: page, asOf: 2026-09-25}""";

    private static PriceTable Read(params string[] lines) => PriceReader.Read(new("prices/us-east-1.yaml", Encoding.UTF8.GetBytes($"region: us-east-1\ncurrency: USD\nprices:\n{string.Concat(lines.Select(line => $"  - {line}\n"))}")));

    [Fact]
    public void A_price_has_all_that_is_written()
    {
        var price = Assert.Single(Read(Line).Prices);

        Assert.Equal(("Amazon S3", "STANDARD", PriceUnit.GigabyteMonth, 0.023m, PriceBasis.Page, new DateOnly(2026, 9, 25)), (price.Service, price.Item, price.Unit, price.Usd, price.Basis, price.AsOf));
        Assert.Equal("https://aws.amazon.com/s3/pricing/", price.Source.ToString());
        Assert.Equal(["storage"], price.Uses);
    }

    [Fact]
    public void What_is_not_listed_has_no_price_which_is_not_zero()
    {
        var table = Read(Line);

        Assert.Equal(0.023m, table.Find("Amazon S3", "storage", "STANDARD")?.Usd);
        Assert.Null(table.Find("Amazon S3", "requests", "STANDARD"));
        Assert.Null(table.Find("Amazon S3", "storage", "GLACIER"));
    }

    [Theory]
    [InlineData("usd: 0.023", "usd: 0", "prices/us-east-1.yaml:4: 'usd' must be above 0; what has no price is left out.")]
    [InlineData("[storage]", "[parking]", "prices/us-east-1.yaml:4: 'parking' is no use of a price; training, hosting, transform, storage, requests, queries, crawlers, streams are.")]
    [InlineData("https:", "http:", "prices/us-east-1.yaml:4: 'http://aws.amazon.com/s3/pricing/' is not an https address.")]
    [InlineData("2026-09-25", "yesterday", "prices/us-east-1.yaml:4: 'asOf' must be a date such as 2026-11-23, not 'yesterday'.")]
    public void What_is_wrong_is_named_with_its_line(string right, string wrong, string complaint) => Assert.Equal(complaint, Assert.Throws<InvalidDataException>(() => Read(Line.Replace(right, wrong, StringComparison.Ordinal))).Message);

    [Fact]
    public void A_thing_has_one_price_for_a_use() =>
        Assert.Equal("prices/us-east-1.yaml:5: the price of 'STANDARD' for storage stands twice.", Assert.Throws<InvalidDataException>(() => Read(Line, Line)).Message);
}
