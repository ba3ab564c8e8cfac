using Certus.Content;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>What is left when something is broken, and what a pack may do.</summary>
public sealed class PackTests
{
    private static readonly string[] All = ["a-case.drift", "a-case.leak", "a-matching", "a-multiple", "a-single", "an-ordering"];

    private static ContentReport ReadWithPack(SampleContent pack, SampleContent? builtIn = null) =>
        ContentReader.Read([(builtIn ?? Faultless).Source(), pack.Source("packs/mine", builtIn: false)], []);

    private static IEnumerable<string> Ids(ContentReport report) => report.Library.Bank.Items.Select(item => item.Question.Id);

    private static SampleContent PackOf(string id, string? text = null) => Empty.With($"questions/modeling/{id}.yaml", text ?? Faultless.Text(SingleFile)
        .Replace("id: a-single", $"id: {id}", StringComparison.Ordinal).Replace("A bakery forecasts how much bread it sells on Mondays.", "A ferry company plans its crews for every weekday of June.", StringComparison.Ordinal));

    [Fact]
    public void Every_question_of_faultless_content_is_usable() => Assert.Equal(All, Ids(Faultless.Read()));

    [Fact]
    public void A_question_with_an_error_is_left_out_and_the_rest_stays() =>
        Assert.Equal(All.Except(["a-single"]), Ids(Faultless.Change(SingleFile, "difficulty: 0.5", "difficulty: high").Read()));

    [Fact]
    public void A_warning_leaves_nothing_out() =>
        Assert.Equal(All, Ids(Faultless.Change(SingleFile, "Which model fits?", "Which model does not fit?").Read()));

    [Fact]
    public void An_error_in_one_part_leaves_the_whole_case_out() =>
        Assert.Equal(All.Except(["a-case.leak", "a-case.drift"]), Ids(Faultless.Change(CaseFile, "why: Labels come late.", "note: Labels come late.").Read()));

    [Fact]
    public void An_exam_with_an_error_is_left_out_and_its_questions_stay()
    {
        var report = Faultless.Change(ExamFile, "weight: 40", "weight: 39").Read();

        Assert.Empty(report.Library.Register.Certifications);
        Assert.Equal(All, Ids(report));
    }

    [Fact]
    public void A_pack_adds_its_questions()
    {
        var report = ReadWithPack(PackOf("from-a-pack"));

        Assert.Empty(report.Complaints);
        Assert.Equal([.. All, "from-a-pack"], Ids(report));
    }

    [Fact]
    public void A_pack_cannot_replace_a_built_in_question()
    {
        var report = ReadWithPack(PackOf("a-single"));

        Assert.Equal([$"packs/mine/{SingleFile}:1: error: the id 'a-single' is taken by {SingleFile}."], report.Complaints.Select(complaint => complaint.ToString()));
        Assert.StartsWith("A bakery", report.Library.Bank.Find("a-single")!.Question.Stem, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BrokenPackFiles() => new()
    {
        { ExamFile, Faultless.Text(ExamFile).Replace("weight: 60", "weight: 10", StringComparison.Ordinal) },
        { ExamFile, "code: TST-C01\n" },
        { SkillsFile, Faultless.Text(SkillsFile).Replace("area: modeling", "area: cooking", StringComparison.Ordinal) },
        { SkillsFile, "areas: []\nkinds: []\nskills: []\n" },
        { MisconceptionsFile, "misconceptions: *all" },
        { SourcesFile, "a-source: 5" },
        { SingleFile, "id: a-single" },
        { MultipleFile, "\0\u0001" },
        { CaseFile, Faultless.Text(CaseFile) },
        { "questions/modeling/a-copy.yaml", Faultless.Text(SingleFile) },
    };

    [Theory]
    [MemberData(nameof(BrokenPackFiles))]
    public void A_faulty_pack_takes_nothing_away(string path, string text)
    {
        var report = ReadWithPack(Empty.With(path, text));

        Assert.Equal(All, Ids(report));
        Assert.Equal("A made-up certification", Assert.Single(report.Library.Register.Certifications).Name);
        Assert.Equal(2, report.Library.Register.Skills.Count);
        Assert.NotEmpty(report.Library.Register.Misconceptions);
        Assert.All(report.Complaints, complaint => Assert.StartsWith("packs/mine/", complaint.File, StringComparison.Ordinal));
    }

    [Fact]
    public void The_longest_options_of_a_pack_are_blamed_on_the_pack()
    {
        var pack = Enumerable.Range(1, 10).Aggregate(Empty, (files, i) => files.With($"questions/modeling/p-{i}.yaml", Faultless.Text(SingleFile)
            .Replace("id: a-single", $"id: p-{i}", StringComparison.Ordinal)
            .Replace("A bakery forecasts how much bread it sells on Mondays. Which model fits?", string.Join(' ', Enumerable.Range(0, 8).Select(word => $"p{i}x{word}")) + "?", StringComparison.Ordinal)
            .Replace("A seasonal model of the weekdays.", "A seasonal model of the weekdays, fitted to the sales of the last three years.", StringComparison.Ordinal)));

        Assert.Equal(["packs/mine/questions"], ReadWithPack(pack).Complaints.Select(complaint => complaint.File));
    }

    [Fact]
    public void A_task_that_only_a_packs_exam_has_may_stay_untested()
    {
        var exam = Faultless.Text(ExamFile).Replace("TST-C01", "OWN-C01", StringComparison.Ordinal);

        var complaints = ReadWithPack(Empty.With("catalog/OWN-C01.yaml", exam)).Complaints;

        Assert.Equal(3, complaints.Count);
        Assert.All(complaints, complaint => Assert.Equal(Severity.Warning, complaint.Severity));
    }

    [Fact]
    public void A_question_knows_its_figures()
    {
        const string Svg = "<svg xmlns='http://www.w3.org/2000/svg'><title>Bars</title></svg>";
        var report = Faultless.Change(SingleFile, "A bakery", "![Bars](bars.svg) A bakery").Change(SingleFile, "why: Weeks repeat.", "why: See ![the bars again](bars.svg).")
            .With("questions/modeling/bars.svg", Svg).Read();

        Assert.Empty(report.Complaints);
        var figure = Assert.Single(report.Library.Bank.Find("a-single")!.Question.Figures);
        Assert.Equal(("bars.svg", "image/svg+xml", Svg.Length), (figure.Name, figure.MediaType, figure.Bytes.Length));
    }

    [Fact]
    public void The_sources_may_be_the_same_twice() => Assert.Empty(ContentReader.Read([Faultless.Source(), Empty.Source("p", false), Empty.Source("p", false)], []).Complaints);

    [Fact]
    public void A_matching_question_offers_each_answer_once_and_keeps_its_key()
    {
        var question = Faultless.Read().Library.Bank.Find("a-matching")!.Question;

        Assert.Equal(["Brew", "Firehose", "Streams"], question.Options.Select(option => option.Text));
        Assert.Equal([2, 1, 2], question.Key.Values);
        Assert.Equal(3, question.Shape.Prompts);
    }

    [Fact]
    public void A_part_of_a_case_takes_what_it_leaves_out_from_the_case()
    {
        var bank = Faultless.Read().Library.Bank;
        var (leak, drift) = (bank.Find("a-case.leak")!.Question, bank.Find("a-case.drift")!.Question);

        Assert.Equal(["b-skill"], leak.Skills);
        Assert.Equal(["a-skill"], drift.Skills);
        Assert.Equal(["TST-C01/2.1"], drift.Tasks);
        Assert.Equal(new("a-case", "A telecom operator keeps two years of call records.", 2, 2), drift.Case);
    }
}
