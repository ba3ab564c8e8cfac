using System.IO.Compression;
using System.Text;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Training;
using CsCheck;
using Parquet;
using Parquet.Schema;

namespace Certus.Lab.Tests.SageMaker.Inputs;

public sealed class ChannelReaderTests : IDisposable
{
    private static readonly string[] _types = [MediaType.LibSvm, MediaType.Csv, MediaType.Parquet, MediaType.RecordIo];
    private static readonly InputShape _labeled = new(LabelUse.Required, true);

    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    private static DataMatrix Read(TrainingChannel channel, InputShape? shape = null) => ChannelReader.Read(channel, _types, shape ?? _labeled, TestContext.Current.CancellationToken);

    private string Complaint(string text, string type = "text/csv", InputShape? shape = null) =>
        Assert.Throws<ClientErrorException>(() => Read(_jobs.Channel("train", text, type), shape)).Message;

    [Fact]
    public void Csv_gives_back_what_was_written() =>
        Gen.Float[-1e30f, 1e30f].Array[3].Array[1, 50].Sample(rows =>
        {
            var text = string.Join("\n", rows.Select(row => string.Join(',', row.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))));

            var data = Read(_jobs.Channel("train", text));

            Assert.Equal(rows.Select(row => row[0]), data.Labels);
            Assert.Equal(rows.SelectMany(row => row[1..]), data.Values);
        }, iter: 50);

    [Fact]
    public void Csv_may_have_windows_line_ends_blank_lines_quotes_a_byte_order_mark_and_missing_values()
    {
        var data = Read(_jobs.Channel("train", "\uFEFF1,2.5, \"3\"\r\n\r\n0,,nan\r\n", "text/csv; charset=utf-8"));

        Assert.Equal([1, 0], data.Labels);
        Assert.Equal([2.5f, 3, float.NaN, float.NaN], data.Values);
    }

    [Theory]
    [InlineData("age,income\n1,2\n", "data.csv, line 1, column 1: 'age' is not a number. A CSV file for training has no header.")]
    [InlineData("1,2\n1,x\n", "data.csv, line 2, column 2: 'x' is not a number.")]
    [InlineData("1,2\n1,2,3\n", "data.csv, line 2: 2 features, where 1 is expected.")]
    [InlineData("1,2\n,2\n", "data.csv, line 2: the label is missing.")]
    [InlineData("1,1e99\n", "data.csv, line 1, column 2: '1e99' is not a finite number of 32 bits.")]
    [InlineData("1\n", "data.csv, line 1: a row without features.")]
    public void A_bad_row_is_named_by_file_and_line(string text, string complaint) =>
        Assert.Equal($"Unable to read data channel 'train'. Requested content-type is 'text/csv'. {complaint}", Complaint(text));

    [Fact]
    public void Several_files_are_read_in_their_order_and_gzip_by_suffix_or_by_the_channel()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) zip.Write("3,30\n"u8);
        var (plain, suffix) = (_jobs.Channel("a", "1,10\n2,20"), _jobs.Channel("b", packed.ToArray(), fileName: "part-2.csv.gz"));
        var channel = new TrainingChannel("train", [.. plain.Files, .. suffix.Files], "text/csv", InputMode: "FastFile");

        Assert.Equal([1, 2, 3], Read(channel).Labels);
        Assert.Equal([3], Read(_jobs.Channel("c", packed.ToArray()) with { CompressionType = "Gzip" }).Labels);
        Assert.Equal("Unable to read data channel 'd'. Requested content-type is 'text/csv'. x.csv.gz is not a gzip file.", Assert.Throws<ClientErrorException>(() => Read(_jobs.Channel("d", "1,2\n", fileName: "x.csv.gz"))).Message);
    }

    [Fact]
    public void A_channel_without_rows_or_of_another_type_says_so()
    {
        Assert.Equal("No data in channel 'train': its files have no row.", Complaint("\n"));
        Assert.Equal("Content type 'image/png' of channel 'train' is not one of text/libsvm, text/csv, application/x-parquet, application/x-recordio-protobuf.", Complaint("1", "image/png"));
        Assert.Equal("The content type's label_size is '2'; it is 0 or 1.", Complaint("1,2\n", "text/csv;label_size=2"));
        Assert.Contains("needs the label", Complaint("1,2\n", "text/csv;label_size=0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Libsvm_counts_columns_from_zero_and_what_a_row_does_not_name_is_missing()
    {
        var data = Read(_jobs.Channel("train", "1 0:5 2:7 # a note\n0:0.5 qid:3 1:-1\n".Replace("0:0.5 qid:3", "0", StringComparison.Ordinal), "text/x-libsvm"));

        Assert.Equal(3, data.Columns);
        Assert.Equal([5, float.NaN, 7, float.NaN, -1, float.NaN], data.Values);
    }

    [Fact]
    public void Libsvm_has_weights_and_groups()
    {
        var data = Read(_jobs.Channel("train", "2:0.5 qid:1 0:1\n1:2 qid:1 0:2\n0:1 qid:7 0:3\n", "text/libsvm"));

        Assert.Equal([2, 1, 0], data.Labels);
        Assert.Equal([0.5f, 2, 1], data.Weights);
        Assert.Equal([2, 1], data.Groups);
    }

    [Theory]
    [InlineData("1 0:x\n", "data.csv, line 1: '0:x' holds no finite number.")]
    [InlineData("1 -1:2\n", "data.csv, line 1: '-1:2' does not begin with a feature's index, a whole number from 0.")]
    [InlineData("1 2\n", "data.csv, line 1: '2' is not index:value.")]
    [InlineData("1 0:1\n0:2 0:1\n", "data.csv, line 2: a weight, other than the rows before.")]
    [InlineData("1 2147483647:1\n", "is more than the sandbox holds in memory.")]
    public void A_bad_libsvm_row_is_named(string text, string complaint) => Assert.EndsWith(complaint, Complaint(text, "text/libsvm"), StringComparison.Ordinal);

    [Fact]
    public void Recordio_protobuf_gives_back_what_was_written_even_the_magic_number_itself()
    {
        var magic = BitConverter.UInt32BitsToSingle(0xced7230a);
        Gen.Float[-1e30f, 1e30f].Array[1, 40].Sample(row =>
        {
            row[0] = magic;
            using var stream = new MemoryStream();
            RecordIo.Write(stream, RecordProtobuf.Write([new("values", row)], [new("values", [7f])]));

            var data = Read(_jobs.Channel("train", stream.ToArray(), "application/x-recordio-protobuf"));

            Assert.Equal(row, data.Values);
            Assert.Equal([7], data.Labels);
        }, iter: 30);
    }

    [Fact]
    public void Recordio_protobuf_reads_sparse_double_and_split_records()
    {
        // features { "values": Float64Tensor { values 1.5, keys 2, shape 4 } }, label { "values": Int32Tensor { 3 } }, written out by hand.
        byte[] sparse = [0x0a, 0x1c, 0x0a, 0x06, .. "values"u8, 0x12, 0x12, 0x1a, 0x10, 0x0a, 0x08, .. BitConverter.GetBytes(1.5), 0x12, 0x01, 0x02, 0x1a, 0x01, 0x04, 0x12, 0x0f, 0x0a, 0x06, .. "values"u8, 0x12, 0x05, 0x3a, 0x03, 0x0a, 0x01, 0x03];
        // A record of a first and a last part stands for their bytes with the magic number between.
        byte[] magic = BitConverter.GetBytes(0xced7230a);
        byte[] dense = RecordProtobuf.Write([new("values", [9, BitConverter.UInt32BitsToSingle(0xced7230a)])], []);
        var at = dense.AsSpan().IndexOf(magic);
        byte[] Frame(int part, ReadOnlySpan<byte> bytes) => [.. magic, .. BitConverter.GetBytes((uint)part << 29 | (uint)bytes.Length), .. bytes, .. new byte[(4 - bytes.Length % 4) % 4]];

        var data = Read(_jobs.Channel("train", Frame(0, sparse), "application/x-recordio-protobuf"), new(LabelUse.Required, false));
        var joined = Read(_jobs.Channel("train", [.. Frame(1, dense.AsSpan(0, at)), .. Frame(3, dense.AsSpan(at + 4))], "application/x-recordio-protobuf"), new(LabelUse.None, false));

        Assert.Equal([0, 0, 1.5f, 0], data.Values);
        Assert.Equal([3], data.Labels);
        Assert.Equal([9, BitConverter.UInt32BitsToSingle(0xced7230a)], joined.Values);
    }

    [Fact]
    public void A_sparse_row_of_zeros_has_neither_keys_nor_values()
    {
        // features { "values": Float64Tensor { shape 4 } }, label { "values": Int32Tensor { 3 } }, written out by hand.
        byte[] zeros = [0x0a, 0x0f, 0x0a, 0x06, .. "values"u8, 0x12, 0x05, 0x1a, 0x03, 0x1a, 0x01, 0x04, 0x12, 0x0f, 0x0a, 0x06, .. "values"u8, 0x12, 0x05, 0x3a, 0x03, 0x0a, 0x01, 0x03];
        using var stream = new MemoryStream();
        RecordIo.Write(stream, zeros);
        DataMatrix Json(int? columns) => ChannelReader.Read(_jobs.Channel("rows", """{"instances":[{"features":{"keys":[],"shape":[4],"values":[]}}]}""", "application/json"), [MediaType.Json], new(LabelUse.None, false) { Columns = columns }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 0, 0, 0], Read(_jobs.Channel("train", stream.ToArray(), "application/x-recordio-protobuf"), new(LabelUse.Required, false)).Values);
        Assert.Equal([0, 0, 0, 0], Json(4).Values);
        Assert.Equal([0, 0, 0, 0], Json(null).Values);
        Assert.Contains("4 features, where 7 are expected", Assert.Throws<ClientErrorException>(() => Read(_jobs.Channel("train", stream.ToArray(), "application/x-recordio-protobuf"), new(LabelUse.Required, false) { Columns = 7 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_infinite_value_is_refused_in_every_format()
    {
        using var stream = new MemoryStream();
        RecordIo.Write(stream, RecordProtobuf.Write([new("values", [1, float.PositiveInfinity])], [new("values", [1f])]));

        Assert.EndsWith("record 1: the value of feature 1 is not a finite number of 32 bits.", Assert.Throws<ClientErrorException>(() => Read(_jobs.Channel("train", stream.ToArray(), "application/x-recordio-protobuf"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_recordio_is_a_sentence_and_never_anything_else()
    {
        using var stream = new MemoryStream();
        for (var i = 0; i < 5; i++) RecordIo.Write(stream, RecordProtobuf.Write([new("values", [i, 2, 3])], [new("values", [1f])]));
        var good = stream.ToArray();

        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[1, good.Length]).Sample((at, value, length) =>
        {
            var bytes = good[..length];
            if (at < length) bytes[at] = value;
            try
            {
                Read(_jobs.Channel("train", bytes, "application/x-recordio-protobuf"));
            }
            catch (ClientErrorException bad)
            {
                Assert.StartsWith("Unable to read data channel 'train'", bad.Message, StringComparison.Ordinal);
            }
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public async Task Parquet_columns_of_any_number_are_read_with_their_nulls()
    {
        var schema = new ParquetSchema(new DataField<int>("label"), new DataField<double?>("a"), new DataField<long>("b"), new DataField<bool>("c"));
        var cancel = TestContext.Current.CancellationToken;
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancel))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(schema.DataFields[0], new[] { 1, 0 }.AsMemory(), cancellationToken: cancel);
            await group.WriteAsync<double>(schema.DataFields[1], new double?[] { 2.5, null }.AsMemory(), cancellationToken: cancel);
            await group.WriteAsync<long>(schema.DataFields[2], new long[] { 7, 8 }.AsMemory(), cancellationToken: cancel);
            await group.WriteAsync<bool>(schema.DataFields[3], new[] { true, false }.AsMemory(), cancellationToken: cancel);
        }

        var data = Read(_jobs.Channel("train", stream.ToArray(), "application/x-parquet", "part.parquet"));

        Assert.Equal([1, 0], data.Labels);
        Assert.Equal([2.5f, 7, 1, float.NaN, 8, 0], data.Values);
        Assert.Contains("part.parquet is not a Parquet file", Assert.Throws<ClientErrorException>(() => Read(_jobs.Channel("train", stream.ToArray()[..40], "application/x-parquet", "part.parquet"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_values_are_refused_where_the_algorithm_takes_none() =>
        Assert.EndsWith("line 1: the value of feature 1 is missing, and this algorithm takes no missing values.", Complaint("1,2,\n", shape: new(LabelUse.Required, false)), StringComparison.Ordinal);

    [Fact]
    public void A_line_longer_than_the_buffer_is_read_whole()
    {
        var row = string.Join(',', Enumerable.Range(0, 100_000));

        Assert.Equal(99_999, Read(_jobs.Channel("train", $"{row}\n{row}\n")).Columns);
    }
}
