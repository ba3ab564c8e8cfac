using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The monthly scan charge of an Athena query over partitioned Parquet files; the price is given.</summary>
/// <remarks>Charged: bytes read = CSV size × Parquet ratio × share of the named columns × share of the partitions. Volumes are far above the minimum per query.</remarks>
internal sealed class AthenaScanCost : SingleChoiceGenerator
{
    private static readonly int[] DaysKept = [60, 90, 120, 180, 200, 300, 365, 400];

    public override string Id => "gen-athena-scan-cost";
    public override string Title => "Monthly cost of an Athena query over partitioned Parquet files";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/1.3", "MLA-C02/1.1"];
    public override IReadOnlyList<string> Skills => ["athena-queries", "data-formats", "cost-management-ml"];
    protected override string Area => "data-engineering";
    protected override double Difficulty => 0.9;
    protected override string Principle => "Athena charges for the bytes it reads: compressed size, times the columns named, times the partitions kept.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Athena - Use columnar storage formats", "https://docs.aws.amazon.com/athena/latest/ug/columnar-storage.html"),
        new("Amazon Athena - Optimize data", "https://docs.aws.amazon.com/athena/latest/ug/performance-tuning-data-optimization-techniques.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var terabytes = random.Between(2, 40) / 2m;
        var ratio = random.Between(3, 8) * 5;
        var columns = random.Between(1, 10) * 5;
        var days = random.Pick(DaysKept);
        var queried = random.Between(3, 30);
        var rows = random.Between(2, 12) * 5;
        var price = random.Between(8, 16) / 2m;
        var runs = random.Between(4, 60) * 25;
        var omitted = random.Below(5);
        var wording = random.Below(5);
        if (queried * 4 > days || rows == ratio || rows == columns) return null;

        // Whole factors first, one division last: percent three times, and days.
        var perRun = terabytes * price * runs;
        var all = perRun * ratio * columns * queried / (100m * 100 * days);
        if (all is < 4 or > 3000) return null;

        var (size, format, cols, parts) = ($"{Exact(terabytes)} TB", $"{ratio} %", $"{columns} %", $"{queried}/{days}");
        string Product(decimal amount, params string[] shares) => $"{size} × {string.Join(" × ", shares)} × {Dollars(price)} × {Whole(runs)} = {Dollars(amount)}.";
        var (noColumns, noParts, noFormat) = (perRun * ratio * queried / (100m * days), perRun * ratio * columns / 10_000m, perRun * columns * queried / (100m * days));
        Answer[] tooMuch =
        [
            new(noColumns, $"{Product(noColumns, format, parts)} It leaves out the columns: Parquet stores them apart, and the query reads only those it names, {cols} of the "
                + "bytes. It would be right for a query that needs every column.", "parquet-only-compression"),
            new(noParts, $"{Product(noParts, format, cols)} It charges for all {days} days, but the table is partitioned by day and the query filters on the day, so only "
                + $"{queried} are read. It would be right without that filter.", "partition-filter-still-scans-all"),
            new(noFormat, $"{Product(noFormat, cols, parts)} It takes the size of the CSV files, but Athena charges for the bytes it reads, and the Parquet files hold {format} "
                + "of that. It would be right for files that the conversion had not made smaller.", "scan-billed-at-uncompressed-size"),
        ];
        var tooLittle = new Answer(all * rows / 100, $"{Product(all * rows / 100, format, cols, parts, $"{rows} %")} The last share counts the rows returned, but to find them "
            + "Athena reads the named columns of every row group, as each holds matches. Charges follow what is read.", "athena-charges-result-rows");
        var key = new Answer(all, $"{Product(all, $"{format} (Parquet)", $"{cols} (columns named)", $"{parts} (days)")} That is size read per run, times price, times runs. The "
            + $"share of rows returned ({rows} %) saves nothing, as every row group holds matches.");
        Answer[] wrong = omitted >= tooMuch.Length ? tooMuch : [.. tooMuch.Where((_, i) => i != omitted), tooLittle];
        var facts = new Facts(Exact(terabytes), ratio, columns, days, queried, rows, Dollars(price), Whole(runs));
        return new(Stem(wording, facts), key, wrong, Places: 2, Gap: all * 0.05m, Dollars);
    }

    private sealed record Facts(string Terabytes, int Ratio, int Columns, int Days, int Queried, int Rows, string Price, string Runs);

    private static string Stem(int wording, Facts f) => wording switch
    {
        0 => $"""
            An online retailer kept its clickstream as {f.Terabytes} TB of CSV files in Amazon S3. A data engineer has rewritten them as compressed Parquet, which takes {f.Ratio} % of that size, in partitions by day: {f.Days} days of about equal size. An Amazon Athena query that builds features filters on {f.Queried} of those days and names columns that hold {f.Columns} % of the Parquet bytes; its further condition keeps {f.Rows} % of the rows, found in every row group. It runs {f.Runs} times a month without result reuse, at a price of {f.Price} per TB scanned.

            What do these runs cost per month in scan charges?
            """,
        1 => $"""
            A bank plans its Amazon Athena budget for a recurring report. Query result reuse is off. The table used to be CSV and is now compressed Parquet in partitions by day, all about equal in size. Rows that match the report's condition lie in every row group.

            | Fact | Value |
            |---|---|
            | Size as CSV | {f.Terabytes} TB |
            | Size as Parquet, relative to CSV | {f.Ratio} % |
            | Days in the table | {f.Days} |
            | Days that a run filters on | {f.Queried} |
            | Share of the bytes in the columns it names | {f.Columns} % |
            | Share of the rows it returns | {f.Rows} % |
            | Runs per month | {f.Runs} |
            | Price per TB scanned | {f.Price} |

            Which amount should the bank expect to pay per month for the data scanned?
            """,
        2 => $"""
            A mobile operator is charged {f.Price} per TB scanned by Amazon Athena. A churn team runs a query {f.Runs} times a month, without result reuse, each time for {f.Queried} days. The table is partitioned by day and holds {f.Days} days of about equal size. Its compressed Parquet files take {f.Ratio} % of the {f.Terabytes} TB that the data had as CSV, and the query needs {f.Columns} % of their bytes, as it names few columns. A filter on the tariff returns {f.Rows} % of the rows; each row group contains some of them.

            How much does the team spend on scans in a month?
            """,
        3 => $"""
            A weather service stores station readings for model training in Amazon S3 and queries them with Amazon Athena. The files are compressed Parquet, partitioned by day into parts of about equal size. Query result reuse is off, and matching rows occur in every row group.

            | Size as CSV | Parquet / CSV | Days stored | Days queried | Bytes in named columns | Rows returned | Runs per month | Price per TB scanned |
            |---:|---:|---:|---:|---:|---:|---:|---:|
            | {f.Terabytes} TB | {f.Ratio} % | {f.Days} | {f.Queried} | {f.Columns} % | {f.Rows} % | {f.Runs} | {f.Price} |

            What is the monthly charge for the bytes scanned by this query?
            """,
        _ => $"""
            A logistics company moved {f.Terabytes} TB of CSV tracking events to compressed Parquet and so brought them down to {f.Ratio} % of their size. The new table has a partition for each of {f.Days} days, all about equally large. An Amazon Athena query for a delay model selects columns with {f.Columns} % of the Parquet bytes, filters on {f.Queried} days, and returns the {f.Rows} % of rows with a late parcel, which occur in every row group. Athena charges {f.Price} per TB scanned; the query runs {f.Runs} times a month without result reuse.

            What will the company pay per month for the scans of this query?
            """,
    };
}
