using System.Text;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>What YAML allows and content does not, put into a question file.</summary>
public sealed class YamlTests
{
    public static TheoryData<string, string, string, string> Faults() => new()
    {
        { "skills: [a-skill]", "skills: &s [a-skill]", "skills", "Not valid YAML: anchors and tags are not allowed." },
        { "skills: [a-skill]", "skills: *s", "skills", "Not valid YAML: aliases are not allowed." },
        { "principle:", "&p principle:", "principle", "Not valid YAML: anchors and tags are not allowed." },
        { "principle: Look", "principle: !!str Look", "principle", "Not valid YAML: anchors and tags are not allowed." },
        { "principle: Look", "principle: !look Look", "principle", "Not valid YAML: anchors and tags are not allowed." },
        { "type: single", "type: single\ntype: multiple", "type: multiple", "Not valid YAML: the key 'type' stands twice." },
        { "type: single", "? [type, kind]\n: single", "[type", "Not valid YAML: a key must be a plain word." },
        { "principle: Look before you leap.", "principle: [[[[[[[[[[[[[deep]]]]]]]]]]]]]", "deep", "Not valid YAML: nested too deeply." },
        { "id: a-single", "id: a-single\n---\nid: other", "---", "The file holds a second document." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_content_does_not_need_is_refused_at_its_line(string passage, string changed, string where, string message)
    {
        var content = Faultless.Change(SingleFile, passage, changed);

        Assert.Contains($"{SingleFile}:{content.LineOf(SingleFile, where)}: error: {message}", content.Complaints());
        Assert.Null(content.Read().Library.Bank.Find("a-single"));
    }

    [Theory]
    [InlineData("skills: [a-skill]", "skills: [a-skill", 6)]
    [InlineData("type: single", "type: 'single", 31)]
    [InlineData("type: single", "\ttype: single", 2)]
    [InlineData("type: single", "  type: single", 2)]
    public void Text_that_is_no_YAML_is_one_complaint(string passage, string changed, int latest)
    {
        var complaint = Assert.Single(Faultless.Change(SingleFile, passage, changed).Read().Complaints);

        Assert.StartsWith("Not valid YAML: ", complaint.Message, StringComparison.Ordinal);
        Assert.InRange(complaint.Line, 1, latest);
    }

    public static TheoryData<byte[], string> WholeFiles() => new()
    {
        { [], "The file is empty." },
        { "# nothing\n"u8.ToArray(), "The file is empty." },
        { [0x69, 0x64, 0x3A, 0xC3, 0x28], "The file is not UTF-8 text." },
        { [0xFF, 0xFE, 0x69, 0x00], "The file is not UTF-8 text." },
        { "- a\n- b\n"u8.ToArray(), "A question must be a map of keys and values." },
        { "just text"u8.ToArray(), "A question must be a map of keys and values." },
        { new byte[256 * 1024 + 1], "The file is larger than 256 KiB." },
    };

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void A_file_that_holds_no_question_is_one_complaint(byte[] bytes, string message) =>
        Assert.Equal([$"{SingleFile}:1: error: {message}"], Faultless.With(SingleFile, bytes).Complaints());

    /// <summary>Nine levels of ten aliases each would be a billion nodes.</summary>
    [Fact]
    public void A_billion_laughs_are_not_laughed()
    {
        var bomb = new StringBuilder("a: &a [x]\n");
        for (var level = 'b'; level <= 'j'; level++) bomb.Append($"{level}: &{level} [{string.Join(", ", Enumerable.Repeat($"*{(char)(level - 1)}", 10))}]\n");

        Assert.Equal([$"{SingleFile}:1: error: Not valid YAML: anchors and tags are not allowed."], Faultless.With(SingleFile, bomb.ToString()).Complaints());
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault() =>
        Assert.Empty(Faultless.With(SingleFile, [0xEF, 0xBB, 0xBF, .. Faultless.Bytes(SingleFile)]).Complaints());

    [Fact]
    public void Windows_line_ends_are_no_fault_and_keep_the_lines()
    {
        var content = Faultless.Change(SingleFile, "difficulty: 0.5", "difficulty: high");
        var windows = content.With(SingleFile, content.Text(SingleFile).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(content.Complaints(), windows.Complaints());
    }
}
