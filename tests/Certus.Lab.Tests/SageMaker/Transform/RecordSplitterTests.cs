using System.Text;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Transform;
using CsCheck;

namespace Certus.Lab.Tests.SageMaker.Transform;

/// <summary>An object is cut into its records, and nothing of it is lost.</summary>
public sealed class RecordSplitterTests
{
    private static List<string> Split(string text, string type, long most = 1 << 20) =>
        [.. RecordSplitter.Split(new MemoryStream(Encoding.UTF8.GetBytes(text)), type, "s3://b/k", most).Select(Encoding.UTF8.GetString)];

    [Theory]
    [InlineData("a\nb\nc\n", "a|b|c")]
    [InlineData("a\r\nb\r\nc", "a|b|c")]
    [InlineData("a\n\n \nb", "a|b")]
    [InlineData("", "")]
    [InlineData("\n", "")]
    public void Lines_come_without_their_ends_and_blank_ones_not_at_all(string text, string expected)
    {
        Assert.Equal(expected, string.Join('|', Split(text, "Line")));
    }

    [Fact]
    public void Lines_of_any_length_come_whole_and_in_order() =>
        Gen.Char['a', 'z'].Array[1, 90_000].Select(letters => new string(letters)).List[1, 6].Sample(lines => Split(string.Join('\n', lines), "Line").SequenceEqual(lines), iter: 40);

    [Fact]
    public void Frames_of_RecordIO_come_with_their_heads_and_a_cut_one_is_refused()
    {
        byte[] frame = [0x0a, 0x23, 0xd7, 0xce, 5, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0];

        var records = RecordSplitter.Split(new MemoryStream([.. frame, .. frame]), "RecordIO", "s3://b/k", 100).ToList();
        var cut = Assert.Throws<JobFailedException>(() => RecordSplitter.Split(new MemoryStream([.. frame, .. frame[..11]]), "RecordIO", "s3://b/k", 100).ToList());
        var none = Assert.Throws<JobFailedException>(() => RecordSplitter.Split(new MemoryStream(new byte[16]), "RecordIO", "s3://b/k", 100).ToList());

        Assert.Equal([frame, frame], records);
        Assert.Contains("byte 16 is cut off", cut.Message, StringComparison.Ordinal);
        Assert.Contains("no RecordIO record at byte 0", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_over_the_payload_is_refused_by_its_place()
    {
        Assert.Contains("s3://b/k, line 2", Assert.Throws<JobFailedException>(() => Split("short\n" + new string('x', 50), "Line", 20)).Message, StringComparison.Ordinal);
        Assert.Contains("Set SplitType", Assert.Throws<JobFailedException>(() => Split(new string('x', 50), "None", 20)).Message, StringComparison.Ordinal);
    }
}
