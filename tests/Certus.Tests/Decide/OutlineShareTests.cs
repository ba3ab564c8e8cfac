using Certus.Decide;

namespace Certus.Tests.Decide;

public sealed class OutlineShareTests
{
    [Theory]
    [InlineData("MLS-C01", 0.60, 0.40, 0)]      // 24 + 36 | 20 + 20
    [InlineData("MLA-C01", 0.40, 0.60, 0)]      // 26 + half of 28 | 22 + 24 + half of 28
    [InlineData("MLA-C02", 0.38, 0.62, 0)]      // 24 + half of 28 | 24 + 24 + half of 28
    [InlineData("AIF-C01", 0.44, 0, 0.56)]      // 20 + 24 | none | 28 + 14 + 14
    public void The_weights_of_the_domains_make_the_shares(string code, double theory, double operations, double neither)
    {
        var facts = Asking.Facts;
        var share = OutlineShare.Of(facts.LineOf(code)!, Asking.Register.ByCode[code])!;

        Assert.Equal(theory, share.Theory, 1e-9);
        Assert.Equal(operations, share.Operations, 1e-9);
        Assert.Equal(neither, share.Neither, 1e-9);
    }

    [Fact]
    public void Every_exam_about_ML_has_its_outline_read_whole() =>
        Assert.All(
            Asking.Facts.Lines.Where(line => line.AboutMl).SelectMany(line => line.Codes, (line, code) => OutlineShare.Of(line, Asking.Register.ByCode[code])),
            share => Assert.Equal(1, share!.Theory + share.Operations + share.Neither, 1e-9));

    [Fact]
    public void An_outline_of_which_a_domain_was_not_read_has_no_shares()
    {
        var line = Asking.Facts.LineOf("MLS-C01")!;

        Assert.Null(OutlineShare.Of(line with { Leans = [.. line.Leans.Skip(1)] }, Asking.Register.ByCode["MLS-C01"]));
    }
}
