using Certus.Content;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

/// <summary>One fault in otherwise faultless content gives one complaint, which names the file and the line.</summary>
public sealed class ComplaintTests
{
    [Fact]
    public void Faultless_content_has_no_complaint() => Assert.Empty(Faultless.Complaints());

    /// <summary>File, passage, what it is changed to, a passage of the line that the complaint must name, and the complaint.</summary>
    public static TheoryData<string, string, string, string, string> Faults() => new()
    {
        // keys
        { SingleFile, "difficulty: 0.5", "difficulty: 0.5\nauthor: somebody", "author", "error: unknown key 'author'." },
        { SingleFile, "principle: Look before you leap.\n", "", "id: a-single", "error: 'principle' is missing." },
        { SingleFile, "why: Weeks repeat.", "why: Weeks repeat.\n    hint: none", "hint", "error: unknown key 'hint'." },
        { SingleFile, "why: Costs", "corect: true\n    why: Costs", "corect", "error: unknown key 'corect'; did you mean 'correct'?" },
        { SingleFile, "type: single", "type: choice", "type:", "error: 'type' must be one of single, multiple, ordering, matching, case, not 'choice'." },
        { SingleFile, "difficulty: 0.5", "difficulty: hard", "difficulty", "error: 'difficulty' must be a number, not 'hard'." },
        { SingleFile, "difficulty: 0.5", "difficulty: 3.5", "difficulty", "error: 'difficulty' is in logits, from -3 to 3." },
        { SingleFile, "difficulty: 0.5", "difficulty: [1]", "difficulty", "error: 'difficulty' must be text." },
        { SingleFile, "exams: [TST-C01/1.1]", "exams: TST-C01/1.1", "exams", "error: 'exams' must be a list." },
        { SingleFile, "exams: [TST-C01/1.1]", "exams: [TST-C01/1.1, '']", "exams", "error: each entry of 'exams' must be text." },
        { SingleFile, "exams: [TST-C01/1.1]", "exams: [TST-C01/1.1, '  ']", "exams", "error: each entry of 'exams' must be text." },
        { SingleFile, "exams: [TST-C01/1.1]", "exams: [TST-C01/1.1, ~]", "exams", "error: each entry of 'exams' must be text." },
        { SingleFile, "why: Costs", "correct: no\n    why: Costs", "correct: no", "error: 'correct' must be true or false, not 'no'." },
        { SingleFile, "checked: 2026-11-20", "checked: 20.11.2026", "checked", "error: 'checked' must be a date such as 2026-11-23, not '20.11.2026'." },
        { SingleFile, "checked: 2026-11-20", "checked: 2026-02-30", "checked", "error: 'checked' must be a date such as 2026-11-23, not '2026-02-30'." },
        { SingleFile, "checked: 2026-11-20\n", "", "id: a-single", "error: 'checked' is missing." },

        // questions
        { SingleFile, "id: a-single", "id: another-single", "id:", "error: the id 'another-single' differs from the file name 'a-single'." },
        { SingleFile, "exams: [TST-C01/1.1]", "exams:\n  - TST-C01/1.1\n  - TST-C01/9.9", "TST-C01/9.9", "error: unknown exam task 'TST-C01/9.9'." },
        { SingleFile, "skills: [a-skill]", "skills:\n  - a-skill\n  - c-skill", "c-skill", "error: unknown skill 'c-skill'." },
        { SingleFile, "checked: 2026-11-20", "enemies:\n  - a-multiple\n  - no-question\nchecked: 2026-11-20", "no-question", "error: the enemy 'no-question' is no question or case of the bank." },
        { SingleFile, "checked: 2026-11-20", "enemies: [a-single]\nchecked: 2026-11-20", "enemies", "error: 'a-single' can't be its own enemy." },
        { SingleFile, "misconception: a-belief", "misconception: no-belief", "no-belief", "error: unknown misconception 'no-belief'." },
        { SingleFile, "correct: true", "correct: true\n    misconception: a-belief", "misconception", "error: a right option can't name a misconception." },
        { SingleFile, "skills: [a-skill]", "skills: []", "skills", "error: 'skills' names no skill." },
        { SingleFile, "    why: Weeks repeat.\n", "", "text: A seasonal", "error: 'why' is missing." },
        { SingleFile, "why: Weeks repeat.", "why: ''", "why: ''", "error: 'why' is empty." },
        { SingleFile, "    correct: true\n", "", "options:", "error: no option is right." },
        { SingleFile, "why: Shapes forecast nothing.", "correct: true\n    why: Shapes forecast nothing.", "options:", "error: 2 options are right in a single choice." },
        { SingleFile, "  - text: A ranking of recipes by what they cost to bake.\n    why: Costs forecast nothing.\n", "", "options:", "error: a single choice has four options, not 3." },
        { SingleFile, "references:\n  - {title: A page, url: https://docs.aws.amazon.com/a.html}\n", "", "id: a-single", "error: 'references' is missing." },
        { SingleFile, "references:\n  - {title: A page, url: https://docs.aws.amazon.com/a.html}\n", "references: []\n", "references", "error: a question needs a reference." },
        { SingleFile, "review: {outcome: agreed, sure: 90, second: C, on: 2026-11-21}\n", "", "id: a-single", "error: 'review' is missing: no blind reader has answered this question." },
        { SingleFile, "outcome: agreed", "outcome: fine", "review", "error: 'outcome' must be agreed or mended." },
        { SingleFile, "sure: 90", "sure: 101", "review", "error: 'sure' must be from 0 to 100, not 101." },
        { SingleFile, "sure: 90", "sure: 90.5", "review", "error: 'sure' must be a whole number." },
        { SingleFile, "second: C", "second: G", "review", "error: 'second' must be an option's letter." },
        { MultipleFile, "(Select TWO.)", "(Select 2.)", "stem", "error: the stem must end with '(Select TWO.)'." },
        { MultipleFile, "(Select TWO.)", "(Select THREE.)", "stem", "error: the stem must end with '(Select TWO.)'." },
        { MultipleFile, "why: Ciphers", "correct: true, why: Ciphers", "options:", "error: 3 of 5 options are right; a multiple response has two right ones of five, or three of six." },
        { MultipleFile, "  - {text: Encrypt the postal codes., why: Ciphers hide duplicates.}\n", "", "options:", "error: 2 of 4 options are right; a multiple response has two right ones of five, or three of six." },
        { OrderingFile, "  - {text: Deploy it., why: Only then.}\n", "", "steps:", "error: an ordering has three to five steps, not 2." },
        { OrderingFile, "Approve the version.", "evaluate the Model", "evaluate the Model", "error: step B says the same as step A." },
        { MatchingFile, "  - {text: Replay events., answer: Streams, why: Records stay.}\n", "", "prompts:", "error: a matching has three to seven prompts, not 2." },
        { MatchingFile, "extra: [Brew]", "extra: [Brew, Firehose]", "extra", "error: 'Firehose' is an answer, so it is not extra." },
        { MatchingFile, "extra: [Brew]", "extra: [A, B, C, D, E, F]", "extra", "error: a matching has at most five extra choices, not 6." },
        { CaseFile, "  - id: drift\n    type: single", "  - id: drift\n    type: ordering", "type: ordering", "error: a question of a case is single or multiple." },
        { CaseFile, "  - id: drift", "  - id: Drift", "Drift", "error: the id 'Drift' must be lower-case words with hyphens." },
        { CaseFile, "  - id: drift", "  - id: leak # again", "# again", "error: the id 'a-case.leak' stands twice." },
        { SingleFile, "A bakery", "![ ](a-chart.svg) A bakery", "stem", "error: the figure 'a-chart.svg' has no description for those who can't see it." },
        { SingleFile, "why: Weeks repeat.", "why: See ![a chart](chart.svg).", "text: A seasonal", "error: the figure 'chart.svg' is not beside the question." },
        { SingleFile, "why: Weeks repeat.", "why: See ![a chart](https://example.org/chart.png).", "text: A seasonal", "error: the figure 'https://example.org/chart.png' is not beside the question." },
        { SingleFile, "why: Weeks repeat.", "why: 'See ![a chart](chart.svg \"A title\").'", "text: A seasonal", "error: the figure 'chart.svg' is not beside the question." },
        { CaseFile, "call records.", "call records ![a map](map.svg).", "scenario", "error: the figure 'map.svg' is not beside the question." },

        // item-writing flaws
        { SingleFile, "Which model fits?", "Which model does not fit?", "stem", "warning: the stem asks for what is not so; ask for what is." },
        { SingleFile, "Which model fits?", "Choose a model.", "stem", "warning: the stem of a single choice should end with a question mark." },
        { MultipleFile, "Which two steps help?", "Which two steps do NOT help?", "stem", "warning: the stem asks for what is not so; ask for what is." },
        { SingleFile, "A ranking of recipes by what they cost to bake.", "Both of the above models, combined in one.", "Both of", "warning: 'all of the above' and its kin test nothing." },
        { SingleFile, "A classifier of loaves by their shape and color.", "A classifier that always knows loaves by shape.", "always", "warning: the absolute word 'always' stands in wrong options only, which gives them away." },
        { SingleFile, "A classifier of loaves by their shape and color.", "a  Seasonal model of the weekdays", "a  Seasonal", "error: option C says the same as option A." },
        { SingleFile, "A classifier of loaves by their shape and color.", "A seasonal model of the weekdays and of the loaves.", "and of the loaves", "warning: options A and C overlap: one contains the other." },

        // the catalog
        { ExamFile, "code: TST-C01", "code: TSX-C01", "code", "error: the code 'TSX-C01' differs from the file name 'TST-C01'." },
        { ExamFile, "weight: 40", "weight: 39", "domains:", "error: the domain weights sum to 99, not to 100." },
        { ExamFile, "  - {id: TST-C01/1.2, title: Clean}", "  - {id: TST-C01/1.2, title: Clean}\n      - {id: TST-C01/1.2, title: Scrub}", "domains:", "error: the id 'TST-C01/1.2' stands twice." },
        { ExamFile, "questions: 65", "questions: 60", "questions", "error: 50 scored and 15 unscored questions do not make 60." },
        { ExamFile, "minutes: 180", "minutes: 0", "minutes", "error: 'minutes' must be from 1 to 1440, not 0." },
        { ExamFile, "passingScore: 750", "passingScore: 1000", "passingScore", "error: 'passingScore' must be from 101 to 999, not 1000." },
        { ExamFile, "passingScore: 750", "passingScore: null", "practice", "error: practice: full needs scored, unscored, passingScore and minutes (or assumedMinutes)." },
        { ExamFile, "  unscored: 15\n", "", "practice", "error: practice: full needs scored, unscored, passingScore and minutes (or assumedMinutes)." },
        { ExamFile, "feeUsd: 300", "feeUsd: -1", "feeUsd", "error: 'feeUsd' must be from 0 to 10000, not -1." },
        { ExamFile, "minutes: 180", "minutes: null\n  assumedMinutes: 130", "assumedMinutes", "error: assumedMinutes needs assumedMinutesNote, which says why." },
        { ExamFile, "practice: full", "practice: half", "practice", "error: 'practice' must be one of none, planned, full, not 'half'." },
        { ExamFile, "domainsFact: {sources: [a-source], asOf: 2026-11-01, confidence: high}", "domainsFact: {sources: [a-source], confidence: high}", "domainsFact", "error: 'asOf' is missing." },
        { ExamFile, "domainsFact: {sources: [a-source]", "domainsFact: {sources: [b-source]", "b-source", "error: unknown source 'b-source'." },
        { ExamFile, "lastDay: null", "lastDay: soon", "lastDay", "error: 'lastDay' must be a date such as 2026-11-23, not 'soon'." },
        { ExamFile, "lastDay: null", "lastDay: null\n  successor: TST-C02", "successor", "warning: the exam TST-C02 that the lifecycle names has no file in the catalog." },
        { ExamFile, "max: 120", "max: 70", "max", "error: max is below min." },
        { SourcesFile, "kind: official", "kind: official\n  author: AWS", "author", "error: unknown key 'author'." },
        { SkillsFile, "prerequisites: []", "prerequisites: [a-skill] # itself", "id: a-skill", "error: the skill 'a-skill' is its own prerequisite, directly or through others." },
        { SkillsFile, "prerequisites: [a-skill]", "prerequisites: [z-skill]", "id: b-skill", "error: unknown prerequisite 'z-skill'." },
        { SkillsFile, "tasks: [TST-C01/2.1]", "tasks: [TST-C01/7.1]", "id: b-skill", "error: unknown exam task 'TST-C01/7.1'." },
        { SkillsFile, "studyMinutes: 45", "studyMinutes: 0", "studyMinutes: 0", "error: 'studyMinutes' must be from 1 to 10000, not 0." },
        { MisconceptionsFile, "skills: [a-skill]", "skills: [z-skill]", "id: a-belief", "error: unknown skill 'z-skill'." },
        { MisconceptionsFile, "    correction: It is made of rock.\n", "    correction: It is made of rock.\n  - skills: []\n    id: a-belief\n    belief: B\n    correction: C\n", "skills: []", "error: the misconception 'a-belief' is defined twice." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void One_fault_gives_one_complaint_at_its_line(string file, string passage, string changed, string where, string complaint)
    {
        var content = Faultless.Change(file, passage, changed).With("questions/modeling/a-chart.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");

        Assert.Equal([$"{file}:{content.LineOf(file, where)}: {complaint}"], content.Complaints());
    }

    [Fact]
    public void Skills_that_need_one_another_are_each_told()
    {
        var complaints = Faultless.Change(SkillsFile, "prerequisites: []", "prerequisites: [b-skill]").Complaints();

        Assert.Equal(
            [$"{SkillsFile}:5: error: the skill 'a-skill' is its own prerequisite, directly or through others.", $"{SkillsFile}:15: error: the skill 'b-skill' is its own prerequisite, directly or through others."],
            complaints);
    }

    [Fact]
    public void A_misspelled_key_that_is_needed_is_told_with_the_one_that_was_meant()
    {
        var content = Faultless.Change(SingleFile, "principle:", "principel:");

        Assert.Equal(
            [$"{SingleFile}:1: error: 'principle' is missing.", $"{SingleFile}:{content.LineOf(SingleFile, "principel")}: error: unknown key 'principel'; did you mean 'principle'?"],
            content.Complaints());
    }

    [Theory]
    [InlineData(ExamFile, "name: A made-up certification\n", "error: 'name' is missing.")]
    [InlineData(ExamFile, "domainsFact: {sources: [a-source], asOf: 2026-11-01, confidence: high}\n", "error: 'domainsFact' is missing.")]
    public void What_an_exam_lacks_is_not_blamed_on_the_questions_that_name_its_tasks(string file, string lacking, string complaint) =>
        Assert.Equal([$"{file}:1: {complaint}"], Faultless.Change(file, lacking, "").Complaints());

    [Fact]
    public void All_faults_of_all_files_are_told_at_once_by_file_and_line()
    {
        var content = Faultless.Change(SingleFile, "difficulty: 0.5", "difficulty: 9").Change(SingleFile, "sure: 90", "sure: -1").Change(MultipleFile, "difficulty: -1", "difficulty: -9").Change(ExamFile, "weight: 40", "weight: 39");

        Assert.Equal(4, content.Complaints().Count());
        Assert.Equal(content.Read().Complaints.OrderBy(complaint => complaint.File, StringComparer.Ordinal).ThenBy(complaint => complaint.Line), content.Read().Complaints);
    }

    [Fact]
    public void A_second_question_with_the_same_id_names_the_first()
    {
        var content = Faultless.Change(SkillsFile, "areas: [modeling]", "areas: [modeling, evaluation]").Change(SkillsFile, "area: modeling\n    kind: practice\n    tasks: [TST-C01/2.1]", "area: evaluation\n    kind: practice\n    tasks: [TST-C01/2.1]")
            .With("questions/evaluation/a-single.yaml", Faultless.Text(MultipleFile).Replace("id: a-multiple", "id: a-single", StringComparison.Ordinal)).Without(MultipleFile);

        Assert.Equal([$"{SingleFile}:1: error: the id 'a-single' is taken by questions/evaluation/a-single.yaml."], content.Complaints());
    }

    [Fact]
    public void A_case_and_a_question_share_no_id()
    {
        var content = Faultless.Change(SkillsFile, "areas: [modeling]", "areas: [modeling, evaluation]").Change(SkillsFile, "area: modeling\n    kind: practice\n    tasks: [TST-C01/2.1]", "area: evaluation\n    kind: practice\n    tasks: [TST-C01/2.1]")
            .With("questions/evaluation/a-case.yaml", Faultless.Text(MultipleFile).Replace("id: a-multiple", "id: a-case", StringComparison.Ordinal)).Without(MultipleFile);

        Assert.All(content.Complaints(), complaint => Assert.EndsWith("error: the id 'a-case' is taken by questions/evaluation/a-case.yaml.", complaint, StringComparison.Ordinal));
        Assert.NotEmpty(content.Complaints());
    }

    [Fact]
    public void A_task_that_nothing_tests_is_an_error_at_its_line()
    {
        var content = Faultless.Without(MultipleFile);

        Assert.Equal([$"{ExamFile}:{content.LineOf(ExamFile, "TST-C01/1.2")}: error: no question tests the task TST-C01/1.2 (Clean)."], content.Complaints());
    }

    [Fact]
    public void A_task_that_a_generator_tests_is_tested() =>
        Assert.Empty(Faultless.Without(MultipleFile).Read(new Practice.SampleBank.Generator("gen-a", "TST-C01/1.2")).Complaints);

    [Fact]
    public void A_task_of_an_exam_that_is_not_fully_covered_may_wait() =>
        Assert.Empty(Faultless.Without(MultipleFile).Change(ExamFile, "practice: full", "practice: planned").Complaints());

    [Fact]
    public void A_generator_names_what_exists()
    {
        var complaints = Faultless.Change(SkillsFile, "id: a-skill", "id: c-skill").Read(new Practice.SampleBank.Generator("gen-a", "TST-C01/7.7")).Complaints.Where(complaint => complaint.File == "gen-a");

        Assert.Equal(["gen-a:1: error: unknown exam task 'TST-C01/7.7'.", "gen-a:1: error: unknown skill 'a-skill'."], complaints.Select(complaint => complaint.ToString()));
    }

    [Fact]
    public void Stems_that_nearly_repeat_one_another_are_a_warning_at_the_later_one()
    {
        var stem = "A bakery forecasts how much bread it sells on Mondays. Which two models fit? (Select TWO.)";
        var content = Faultless.Change(MultipleFile, "A clinic removes duplicates from its patient records. Which two steps help? (Select TWO.)", stem);

        Assert.Equal([$"{SingleFile}:{content.LineOf(SingleFile, "stem")}: warning: the stem nearly repeats that of 'a-multiple'."], content.Complaints());
    }

    [Theory]
    [InlineData("questions/cooking/a-single.yaml", "error: 'questions/cooking' is not the folder of a skill area; question files lie in questions/<area>/.")]
    [InlineData("questions/a-single.yaml", "error: 'questions' is not the folder of a skill area; question files lie in questions/<area>/.")]
    [InlineData("questions/modeling/deep/a-single.yaml", "error: 'questions/modeling/deep' is not the folder of a skill area; question files lie in questions/<area>/.")]
    [InlineData("notes.yaml", "error: no such file belongs to content; see docs/content.md for the layout.")]
    [InlineData("modeling/a-single.yml", "error: no such file belongs to content; see docs/content.md for the layout.")]
    public void A_file_in_the_wrong_place_is_told_so(string path, string complaint)
    {
        var content = Faultless.With(path, Faultless.Text(SingleFile)).Without(SingleFile).Read(new Practice.SampleBank.Generator("gen-a", "TST-C01/1.1"));

        Assert.Equal([$"{path}:1: {complaint}"], content.Complaints.Select(found => found.ToString()));
    }

    [Theory]
    [InlineData(3, 10, false)]
    [InlineData(4, 10, true)]
    [InlineData(9, 9, false)]       // too few to say
    [InlineData(6, 20, false)]
    [InlineData(7, 20, true)]
    public void A_bank_whose_longest_options_are_right_too_often_is_an_error(int longest, int questions, bool wrong)
    {
        var content = Faultless.Without(CaseFile);      // it holds two single choices, the sample one more
        for (var i = 1; i < questions; i++)
            content = content.With($"questions/modeling/q-{i}.yaml", Faultless.Text(SingleFile).Replace("id: a-single", $"id: q-{i}", StringComparison.Ordinal)
                .Replace("A bakery forecasts how much bread it sells on Mondays. Which model fits?", string.Join(' ', Enumerable.Range(0, 8).Select(word => $"w{i}x{word}")) + "?", StringComparison.Ordinal)
                .Replace("A seasonal model of the weekdays.", i <= longest ? "A seasonal model of the weekdays, fitted to the sales of the last three years." : "A seasonal model of the weekdays.", StringComparison.Ordinal));

        var complaints = content.Complaints().ToList();

        if (wrong) Assert.Equal([$"questions:1: error: the right option is the longest in {longest} of {questions} single-choice questions; at most 30 % may be."], complaints);
        else Assert.Empty(complaints);
    }

    [Fact]
    public void A_complaint_reads_as_a_link_that_editors_follow() =>
        Assert.Equal("a/b.yaml:7: warning: Mind this.", new Complaint(Severity.Warning, "a/b.yaml", 7, "Mind this.").ToString());
}
