using Certus.Content;
using Certus.Practice;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>A file has the steps of an ordering in the right order, and the numbers of steps go to the browser: so those must not come from the file.</summary>
public sealed class StepTests
{
    private const string Evaluate = "  - {text: Evaluate the model., why: The score decides.}\n";
    private const string Approve = "  - {text: Approve the version., why: Somebody must.}\n";
    private const string Deploy = "  - {text: Deploy it., why: Only then.}\n";

    public static TheoryData<string[]> Orders => [.. new string[][] { [Evaluate, Approve, Deploy], [Evaluate, Deploy, Approve], [Approve, Evaluate, Deploy], [Approve, Deploy, Evaluate], [Deploy, Evaluate, Approve], [Deploy, Approve, Evaluate] }];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Whatever_the_right_order_is_each_step_has_the_same_number(string[] order)
    {
        var question = Read(order);

        Assert.Equal(["Approve the version.", "Deploy it.", "Evaluate the model."], question.Options.Select(option => option.Text));
        Assert.Equal(["Somebody must.", "Only then.", "The score decides."], question.Options.Select(option => option.Why));
        Assert.Equal(order.Select(step => step.Split(", why")[0].Split("text: ")[1]), question.Key.Values.Select(step => question.Options[step].Text));
        Assert.True(question.IsRight(question.Key));
    }

    [Fact]
    public void A_complaint_about_a_step_names_its_line_and_its_place_in_the_file()
    {
        var content = Faultless.Change(OrderingFile, "Deploy it.", "approve the Version");

        Assert.Equal($"{OrderingFile}:{content.LineOf(OrderingFile, "approve the Version")}: error: step C says the same as step B.", Assert.Single(content.Complaints()));
    }

    private static Question Read(string[] order)
    {
        var content = Faultless.Change(OrderingFile, Evaluate + Approve + Deploy, string.Concat(order));
        return content.Read().Library.Bank.Find("an-ordering")!.Question;
    }
}
