using Certus.Plan;
using Certus.Plan.Portfolio;

namespace Certus.Tests.Plan;

/// <summary>Links to a learner's work: https alone, and nothing in them that is nobody's business.</summary>
public sealed class EvidenceLinkTests
{
    [Theory]
    [InlineData("https://example.org/me/project", "https://example.org/me/project")]
    [InlineData("  https://Example.ORG  ", "https://example.org/")]
    [InlineData("https://example.org/a b?q=<x>\"", "https://example.org/a%20b?q=%3Cx%3E%22")]
    [InlineData("https://bücher.example/x", "https://bücher.example/x")]
    public void An_https_address_is_taken_in_its_plain_form(string typed, string address)
    {
        Assert.True(EvidenceLink.TryRead(typed, out var read, out _));

        Assert.Equal(address, read);
    }

    [Theory]
    [InlineData(null, "The link has no address.")]
    [InlineData("   ", "The link has no address.")]
    [InlineData("http://example.org", "The address must begin with https://, not with 'http:'.")]
    [InlineData("javascript:alert(1)", "The address must begin with https://, not with 'javascript:'.")]
    [InlineData("data:text/html,x", "The address must begin with https://, not with 'data:'.")]
    [InlineData("/projects", "'/projects' is no web address; one begins with https://.")]
    [InlineData("example.org/me", "'example.org/me' is no web address; one begins with https://.")]
    [InlineData("https://me:secret@example.org/", "The address holds a name or a password before the '@'; leave that out.")]
    [InlineData("https://example.org/\u0007", "'https://example.org/\u0007' is no web address; one begins with https://.")]
    public void Anything_else_is_refused_in_a_sentence(string? typed, string sentence)
    {
        Assert.False(EvidenceLink.TryRead(typed, out var read, out var fault));

        Assert.Null(read);
        Assert.Equal(sentence, fault);
    }

    [Fact]
    public void An_address_without_an_end_is_refused() =>
        Assert.False(EvidenceLink.TryRead("https://example.org/" + new string('a', EvidenceLink.LongestAddress), out _, out _));

    [Fact]
    public void A_label_stands_on_one_line_and_no_pair_of_characters_is_cut_apart()
    {
        Assert.Equal("My repository, 2026", EvidenceLink.LabelOf(" My\nrepository,\t 2026 "));
        Assert.Equal("", EvidenceLink.LabelOf(null));
        var cut = EvidenceLink.LabelOf(new string('a', EvidenceLink.LongestLabel - 1) + "😀😀");
        Assert.Equal(EvidenceLink.LongestLabel - 1, cut.Length);
    }
}
