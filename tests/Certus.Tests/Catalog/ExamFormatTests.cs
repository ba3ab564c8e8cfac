using Certus.Catalog;

namespace Certus.Tests.Catalog;

public sealed class ExamFormatTests
{
    [Fact]
    public void Where_no_time_is_published_a_form_uses_the_assumed_one_and_says_so()
    {
        var format = Repository.BuiltIn.Value.Library.Register.ByCode["MLA-C02"].Format;

        Assert.Null(format.Minutes);
        Assert.Equal(130, format.FormMinutes);
        Assert.True(format.MinutesAreAssumed);
        Assert.NotEmpty(format.AssumedMinutesNote!);
    }

    [Fact]
    public void A_published_time_is_no_assumption()
    {
        var format = Repository.BuiltIn.Value.Library.Register.ByCode["MLS-C01"].Format;

        Assert.Equal(180, format.FormMinutes);
        Assert.False(format.MinutesAreAssumed);
    }

    [Fact]
    public void Where_nothing_is_known_nothing_is_assumed()
    {
        var format = new ExamFormat(null, null, null, null, null, null, null, null, [], [], new([], null, Confidence.Low, null));

        Assert.Null(format.FormMinutes);
        Assert.False(format.MinutesAreAssumed);
    }
}
