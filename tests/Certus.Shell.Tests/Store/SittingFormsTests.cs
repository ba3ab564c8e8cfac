using Certus.Practice;
using Certus.Shell.Tests.Cli;
using Certus.Shell.Tests.Web;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

public sealed class SittingFormsTests(Site site) : IClassFixture<Site>
{
    private const string Exam = "MLA-C02";

    private static IEnumerable<string> Ids(Form form) => form.Items.Select(item => item.QuestionId);

    private Form Of(ulong seed) => Assert.IsType<Assembly.Assembled>(SittingForms.Assemble(FormRequest.Full(site.Library.Register.ByCode[Exam], seed)!, site.Library, Exposure.Nothing)).Form;

    [Fact]
    public void They_measure_better_at_the_pass_line_than_any_form_of_the_blueprint_and_are_as_hard()
    {
        var exam = site.Library.Register.ByCode[Exam];
        var objective = SittingForms.ObjectiveOf(exam, site.Library.Bank)!;
        double Information(Assembly.Assembled form) => form.Items.Sum(item => objective.WorthOf(item.Question).Information);
        List<(double Best, double Any)> information = [];
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var request = FormRequest.Full(exam, seed)!;
            var best = Assert.IsType<Assembly.Assembled>(SittingForms.Assemble(request, site.Library, Exposure.Nothing));
            var any = Assert.IsType<Assembly.Assembled>(FormAssembler.Assemble(request, site.Library.Register, site.Library.Bank, Exposure.Nothing));
            information.Add((Information(best), Information(any)));

            // Somebody at the pass line is expected to get the cut's share of it right, as of every form: 46.8 of 65, and what half a question is to the rest.
            Assert.InRange(best.Items.Sum(item => objective.WorthOf(item.Question).Expected), 46, 47.6);
        }

        Assert.True(information.Average(pair => pair.Best) > 1.02 * information.Average(pair => pair.Any));
    }

    [Fact]
    public async Task The_browser_and_the_command_line_give_the_same_form_for_a_seed()
    {
        using var browser = site.NewBrowser();

        var inBrowser = (await site.SittingAsync(await browser.StartAsync("exam", ("exam", Exam), ("seed", "20261123")))).Start.Form;
        var inTerminal = (await CommandLine.RunAsync("form", Exam, "--seed", "20261123", "--json")).Json;

        Assert.Equal(Ids(Of(20261123)), Ids(inBrowser));
        Assert.Equal(Ids(inBrowser), inTerminal.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("id").GetString()));
    }
}
