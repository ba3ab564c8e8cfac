using System.Globalization;
using System.Text;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Content;

/// <summary>What the bank covers and where it is thin: for those who write questions.</summary>
/// <param name="Exams">Exams that anything tests, with their tasks.</param>
/// <param name="Skills">Skills by id, with how many written questions and generators test them.</param>
/// <param name="Difficulties">Written questions by author-rated difficulty, in steps of half a logit.</param>
/// <param name="Unexplained">Questions with wrong options that name no misconception, and how many of them.</param>
/// <param name="UnusedMisconceptions">Misconceptions that no question or generator names.</param>
/// <param name="Checked">Written questions by the month in which their references were last read.</param>
public sealed record Coverage(
    IReadOnlyList<Coverage.Exam> Exams, IReadOnlyList<Coverage.SkillCount> Skills, IReadOnlyList<(double From, int Questions)> Difficulties,
    IReadOnlyList<(string QuestionId, int Options)> Unexplained, IReadOnlyList<string> UnusedMisconceptions, IReadOnlyList<(DateOnly Month, int Questions)> Checked)
{
    /// <summary>Written questions and generators of one exam.</summary>
    public sealed record Exam(string Code, string Name, IReadOnlyList<TaskCount> Tasks);

    /// <summary>How many questions test a task.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Domain">Its domain's name.</param>
    /// <param name="ByType">Written questions by type; a part of a case counts as <see cref="QuestionType.Case"/>.</param>
    /// <param name="Generators">Generators.</param>
    public sealed record TaskCount(ExamTask Task, string Domain, IReadOnlyDictionary<QuestionType, int> ByType, int Generators)
    {
        /// <summary>All written questions.</summary>
        public int Questions => ByType.Values.Sum();
    }

    /// <summary>How many questions test a skill.</summary>
    public sealed record SkillCount(Skill Skill, int Questions, int Generators);

    /// <summary>Counts a library.</summary>
    public static Coverage Of(Library library)
    {
        ArgumentNullException.ThrowIfNull(library);
        var (register, bank, _) = library;
        var questions = bank.Items.Select(item => item.Question).ToList();
        var tested = questions.SelectMany(question => question.Tasks).Concat(bank.Generators.SelectMany(generator => generator.Tasks)).Select(task => task.Split('/')[0]).ToHashSet();
        var exams = register.Certifications.Where(exam => tested.Contains(exam.Code)).OrderBy(exam => exam.Code, StringComparer.Ordinal)
            .Select(exam => new Exam(exam.Code, exam.Name, [.. exam.Domains.SelectMany(domain => domain.Tasks.Select(task => new TaskCount(
                task, domain.Name,
                questions.Where(question => question.Tasks.Contains(task.Id)).GroupBy(question => question.Case is null ? question.Type : QuestionType.Case).ToDictionary(group => group.Key, group => group.Count()),
                bank.Generators.Count(generator => generator.Tasks.Contains(task.Id)))))])).ToList();
        var skills = register.Skills.Values.OrderBy(skill => skill.Id, StringComparer.Ordinal)
            .Select(skill => new SkillCount(skill, questions.Count(question => question.Skills.Contains(skill.Id)), bank.Generators.Count(generator => generator.Skills.Contains(skill.Id)))).ToList();
        var used = questions.Concat(bank.Generators.SelectMany(generator => Enumerable.Range(0, 50).Select(seed => generator.Generate((ulong)seed))))
            .SelectMany(question => question.Options).Select(option => option.Misconception).OfType<string>().ToHashSet();
        return new(
            exams, skills,
            [.. questions.GroupBy(question => Math.Floor(question.Difficulty * 2) / 2).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))],
            [.. questions.Where(question => question.Type is QuestionType.Single or QuestionType.Multiple)
                .Select(question => (question.Id, Options: question.Options.Where((option, i) => !question.Key.Contains(i) && option.Misconception is null).Count()))
                .Where(entry => entry.Options > 0)],
            [.. register.Misconceptions.Keys.Where(id => !used.Contains(id)).Order(StringComparer.Ordinal)],
            [.. questions.GroupBy(question => new DateOnly(question.Checked.Year, question.Checked.Month, 1)).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))]);
    }

    /// <summary>The counts as a Markdown page.</summary>
    public string ToMarkdown()
    {
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');
        Line("# What the bank covers");
        Line();
        Line("Written by `certus questions --coverage > docs/coverage.md`; a test keeps it true.");
        foreach (var exam in Exams)
        {
            Line();
            Line($"## {exam.Code}, {exam.Name}");
            Line();
            Line("| task | single | multiple | ordering | matching | case | generators |");
            Line("|---|--:|--:|--:|--:|--:|--:|");
            foreach (var task in exam.Tasks)
            {
                string Count(QuestionType type) => task.ByType.TryGetValue(type, out var count) ? count.ToString(CultureInfo.InvariantCulture) : "–";
                Line($"| {task.Task.Id[(exam.Code.Length + 1)..]} {task.Task.Title} | {Count(QuestionType.Single)} | {Count(QuestionType.Multiple)} | {Count(QuestionType.Ordering)} | {Count(QuestionType.Matching)} | {Count(QuestionType.Case)} | {task.Generators} |");
            }
        }
        Line();
        Line("## Difficulty (author-rated, logits)");
        Line();
        Line("| from | questions |");
        Line("|--:|--:|");
        foreach (var (from, count) in Difficulties) Line(string.Create(CultureInfo.InvariantCulture, $"| {from:0.0} | {count} |"));
        Line();
        Line("## References last read");
        Line();
        Line("| month | questions |");
        Line("|---|--:|");
        foreach (var (month, count) in Checked) Line(string.Create(CultureInfo.InvariantCulture, $"| {month:yyyy-MM} | {count} |"));
        Line();
        Line("## Skills without a question");
        Line();
        Line(string.Join(", ", Skills.Where(entry => entry.Questions + entry.Generators == 0).Select(entry => $"`{entry.Skill.Id}`")) is { Length: > 0 } bare ? bare : "None.");
        Line();
        Line("## Wrong options without a misconception");
        Line();
        Line($"{Unexplained.Sum(entry => entry.Options)} options of {Unexplained.Count} questions.");
        Line();
        Line("## Misconceptions that no question names");
        Line();
        Line(string.Join(", ", UnusedMisconceptions.Select(id => $"`{id}`")) is { Length: > 0 } unused ? unused : "None.");
        return page.ToString();
    }
}
