using Certus.Catalog;

namespace Certus.Tests.Catalog;

public sealed class ServiceRegisterTests
{
    private static readonly Fact Fact = new([], null, Confidence.High, null);

    private static readonly ServiceRegister Register = new(
        [Service("Amazon Bakery", ["Bakery"], ["Amazon Oven"]), Service("Amazon Bakery Rolls", ["Bakery Rolls"]), Service("Amazon Data Oven", ["Data Oven"], ["Bakery Streams"])],
        ["AWS SDK"]);

    private static Service Service(string name, IReadOnlyList<string> shorts, IReadOnlyList<string>? former = null) =>
        new(name, shorts, former ?? [], null, ServiceState.Open, null, null, Fact);

    /// <summary>Name, then what it means: a service, "?" for none, "former" before a name it had.</summary>
    [Theory]
    [InlineData("Bread from Amazon Bakery is warm.", "Amazon Bakery = Amazon Bakery")]
    [InlineData("Bakery, Bakery Rolls and Bakery.", "Bakery = Amazon Bakery; Bakery Rolls = Amazon Bakery Rolls; Bakery = Amazon Bakery")]
    [InlineData("Bakery's rolls", "Bakery = Amazon Bakery")]
    [InlineData("a Bakery-based oven", "Bakery = Amazon Bakery")]
    [InlineData("Bakeryware, my_Bakery and pre-Bakery", "")]
    [InlineData("Amazon Oven bakes", "Amazon Oven = former Amazon Bakery")]
    [InlineData("Bakery Streams bakes", "Bakery Streams = former Amazon Data Oven")]       // not Bakery, which it begins with
    [InlineData("an Amazon Cake Stand for AWS Tea", "Amazon Cake Stand = ?; AWS Tea = ?")]
    [InlineData("an AWS SDK, AWS accounts, AWS-managed keys, Amazon", "")]
    [InlineData("AWS Cake-Stand and AWS. The end", "AWS Cake-Stand = ?")]
    public void Names_are_found_the_longest_first(string text, string expected) =>
        Assert.Equal(expected, string.Join("; ", Register.MentionsIn(text).Select(mention => $"{mention.Text} = {(mention.Former ? "former " : "")}{mention.Service?.Name ?? "?"}")));

    [Fact]
    public void A_service_is_open_until_the_day_on_which_it_closes()
    {
        var service = Service("Amazon Bakery", []) with { State = ServiceState.Closed, Since = new(2026, 7, 30) };

        Assert.Equal(ServiceState.Open, service.On(new(2026, 7, 29)));
        Assert.Equal(ServiceState.Closed, service.On(new(2026, 7, 30)));
    }
}
