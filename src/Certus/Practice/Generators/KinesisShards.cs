using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The shards of a provisioned stream, from record rate, record size and readers.</summary>
/// <remarks>Per shard: 1 MB/s and 1,000 records/s in; 2 MB/s out, shared by polling readers, or for each reader with enhanced fan-out.</remarks>
internal sealed class KinesisShards : SingleChoiceGenerator
{
    private const int MostShards = 80;
    private static readonly decimal[] SmallKilobytes = [0.3m, 0.4m, 0.5m, 0.6m, 0.7m];
    private static readonly decimal[] LargeKilobytes = [1.2m, 1.5m, 1.8m, 2m, 2.5m, 3m, 4m, 5m, 6m, 8m];

    /// <summary>Which need decides.</summary>
    private enum Bound { SharedReads, BytesWritten, RecordsWritten }

    public override string Id => "gen-kinesis-shards";
    public override string Title => "Shards of a Kinesis data stream from record rate, record size and readers";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/1.2", "MLA-C02/1.1"];
    public override IReadOnlyList<string> Skills => ["kinesis-shard-capacity"];
    protected override string Area => "data-engineering";
    protected override double Difficulty => 1.2;
    protected override string Principle =>
        "Compute records written, bytes written and bytes read on each shared path; the largest need, rounded up, sets the shards.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Kinesis Data Streams - Quotas and limits", "https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html"),
        new("Amazon Kinesis Data Streams - Develop enhanced fan-out consumers with dedicated throughput",
            "https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var bound = (Bound)random.Below(3);
        var kilobytes = random.Pick(bound == Bound.RecordsWritten ? SmallKilobytes : LargeKilobytes);
        var rate = random.Between(15, 120) * 100;
        var readers = bound == Bound.BytesWritten ? random.Between(3, 5) : random.Between(2, 4);
        var fanOut = bound == Bound.BytesWritten;
        var mixed = random.Below(2) == 0;         // two wrong numbers above the key, or one
        var wording = random.Below(5);

        var megabytes = rate * kilobytes / 1000;
        var (forRecords, forBytes, forReads) = (rate / 1000m, megabytes, readers * megabytes / 2);
        var (records, bytes, reads) = (Up(forRecords), Up(forBytes), Up(forReads));
        var written = Math.Max(records, bytes);
        var key = fanOut ? written : Math.Max(written, reads);
        if (key > MostShards || new[] { forRecords, forBytes, forReads }.Any(IsBarelyMore)) return null;
        if (key != bound switch { Bound.SharedReads => reads, Bound.BytesWritten => bytes, _ => records }) return null;

        var mb = Exact(megabytes);
        var allRead = Exact(readers * megabytes);
        var recordsStep = $"{Whole(rate)} / 1,000 records/s = {Exact(forRecords)}, so {records}";
        var bytesStep = $"{mb} MB/s / 1 MB/s = {Exact(forBytes)}, so {bytes}";
        var readsStep = $"{Whole(readers)} × {mb} MB/s = {allRead} MB/s; {allRead} MB/s / 2 MB/s = {Exact(forReads)}, so {reads}";
        var onlyTwo = readers > 2 && !fanOut ? " and two polling applications" : "";
        var oneLimit = records < bytes
            ? new Answer(records, $"Records alone: {recordsStep}. But {records} shards take only {records} MB/s of writes, and {Whole(rate)} × "
                + $"{Exact(kilobytes)} KB = {mb} MB/s arrive. It would do for records of up to 1 KB{onlyTwo}.", "shards-from-one-limit")
            : new Answer(bytes, $"Bytes alone: {Whole(rate)} × {Exact(kilobytes)} KB = {mb} MB/s; {bytesStep}. But {bytes} shards take only "
                + $"{Whole(bytes * 1000)} records per second, and {Whole(rate)} arrive. It would do for fewer, larger records{onlyTwo}.", "shards-from-one-limit");
        var readAsWrite = new Answer(Up(readers * megabytes), $"{Whole(readers)} × {mb} MB/s = {allRead} MB/s; {allRead} MB/s / 1 MB/s = {allRead}, so {Up(readers * megabytes)}. A shard takes in "
            + $"1 MB/s but gives out 2 MB/s, so the reads need {reads} shards.", "read-limit-equals-write-limit");
        Answer Added(long forReading) => new(written + forReading, $"{written} for the writes plus {forReading} for the reads: {written} + {forReading} = {written + forReading}. "
            + "One shard takes writes and serves reads at the same time, each up to its own limit, so the needs do not add up; the largest counts.", "shard-needs-add-up");
        var perReader = Up(megabytes / 2);
        var notShared = new Answer(written, $"The writes need {written}. This takes the reads as covered, but an application has 2 MB/s per shard of its own only with enhanced "
            + $"fan-out. Here all share it: {readsStep}.", "consumers-share-nothing");
        var sharedAfterAll = new Answer(reads, $"{readsStep}. That would be right for polling readers, which share those 2 MB/s; with enhanced fan-out each one has 2 MB/s per "
            + "shard of its own.", "fan-out-consumers-share");
        var fasterWrites = new Answer(perReader, $"{mb} MB/s / 2 MB/s = {Exact(megabytes / 2)}, so {perReader}. Enhanced fan-out gives each reader 2 MB/s; writers still get 1 MB/s "
            + "per shard.", "fan-out-raises-write-limit");
        Answer[] wrong = bound switch
        {
            Bound.SharedReads when mixed => [random.Below(2) == 0 ? oneLimit : notShared, readAsWrite, Added(reads)],
            Bound.SharedReads => [oneLimit, notShared, random.Below(2) == 0 ? Added(reads) : readAsWrite],
            Bound.BytesWritten when mixed => [random.Below(2) == 0 ? oneLimit : fasterWrites, sharedAfterAll, Added(perReader)],
            Bound.BytesWritten => [oneLimit, sharedAfterAll, fasterWrites],
            _ => [oneLimit, readAsWrite, Added(reads)],
        };
        if (wrong.Any(answer => answer.Value < 2)) return null;        // "1 shards"

        var readsWhy = fanOut
            ? $"Data read: each reader has its own 2 MB/s per shard, twice what a shard takes in, so reading sets no higher need"
            : $"Data read: {readsStep}";
        var why = $"Records written: {recordsStep}. Data written: {Whole(rate)} × {Exact(kilobytes)} KB = {mb} MB/s; {bytesStep}. {readsWhy}. "
            + $"The largest need decides: {key} shards.";
        return new(Stem(wording, Whole(rate), Exact(kilobytes), readers, fanOut), new(key, why), wrong, Places: 0, Gap: 1, value => $"{Whole((long)value)} shards");
    }

    private static long Up(decimal need) => (long)decimal.Ceiling(need);

    /// <summary>A need that exceeds a whole number by next to nothing, or not at all: rounding it up could be disputed.</summary>
    private static bool IsBarelyMore(decimal need) => need - decimal.Floor(need) < 0.08m;

    private static string Stem(int wording, string rate, string kilobytes, int readers, bool fanOut)
    {
        var each = fanOut ? "each of them registered for enhanced fan-out" : "each of them polling every shard once a second with `GetRecords`, without enhanced fan-out";
        var way = fanOut ? "Enhanced fan-out, each one registered" : "`GetRecords` once a second, no enhanced fan-out";
        return wording switch
        {
            0 => $"""
                A ride-hailing company sends the positions of its cars to an Amazon Kinesis data stream in provisioned mode. At the peak, producers write {rate} records per second of {kilobytes} KB each, spread evenly over the partition keys. An arrival-time model and other uses are fed by {Word(readers)} applications that read every record, {each}. Take 1 MB as 1,000 KB.

                How many shards does the stream need at the least so that neither writes nor reads are throttled?
                """,
            1 => $"""
                An energy utility collects smart-meter readings for load forecasts in an Amazon Kinesis data stream in provisioned mode. The partition keys spread the load evenly over the shards. The team has gathered these figures (1 MB = 1,000 KB):

                | Fact | Value |
                |---|---|
                | Records written per second at the peak | {rate} |
                | Size of a record | {kilobytes} KB |
                | Applications that each read every record | {readers} |
                | How the applications read | {way} |

                What is the smallest number of shards with which no writer and no reader is throttled?
                """,
            2 => $"""
                A game studio has {Word(readers)} applications that read every record of one Amazon Kinesis data stream of player actions, {each}. An action is a record of {kilobytes} KB; on a busy evening {rate} records per second are written, with partition keys that spread them evenly. The stream runs in provisioned mode, and 1 MB counts as 1,000 KB here.

                With how few shards can the studio run the stream without throttling writers or readers?
                """,
            3 => $"""
                A bottling plant streams sensor data into Amazon Kinesis Data Streams in provisioned mode to detect anomalies. The data engineer sizes the stream from one line of the design document; partition keys are spread evenly, and 1 MB is 1,000 KB.

                | Peak rate (records/s) | Record size (KB) | Applications, each reading all records | Way of reading |
                |---:|---:|---:|---|
                | {rate} | {kilobytes} | {readers} | {way} |

                How many shards are enough, and no more than enough, for writing and reading at the peak?
                """,
            _ => $"""
                A payment processor moves card transactions to Amazon Kinesis Data Streams for fraud scoring. One transaction takes {kilobytes} KB as a record, and {rate} records per second arrive in the busiest hour, spread evenly over the shards (1 MB = 1,000 KB). Downstream, {Word(readers)} applications read every record, {each}. The company provisions the shards itself and pays for each of them.

                What is the lowest number of shards that throttles neither the producers nor the applications?
                """,
        };
    }
}
