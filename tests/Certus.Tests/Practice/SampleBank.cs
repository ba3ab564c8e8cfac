using System.Globalization;
using Certus.Catalog;
using Certus.Measure.Readiness;
using Certus.Practice;

namespace Certus.Tests.Practice;

/// <summary>An exam that was made up, and a bank for it.</summary>
internal static class SampleBank
{
    private static readonly Fact NoFact = new([], new(2026, 11, 1), Confidence.High, null);

    /// <summary>An exam with a domain per weight and two tasks in each.</summary>
    public static Certification Exam(IReadOnlyList<int> weights, params QuestionType[] types) => new(
        Samples.ExamCode, "A test", "specialty", PracticeSupport.Full, new(100, null, 50, 15, 120, null, null, 750, types.Length == 0 ? [QuestionType.Single, QuestionType.Multiple] : types, [], NoFact),
        null, [.. weights.Select((weight, i) => new Domain(DomainId(i), $"Domain {i + 1}", weight, [new(TaskId(i, 1), "First"), new(TaskId(i, 2), "Second")]))], NoFact,
        null, new(null, null, null, new(2020, 1, 1), Confidence.High, null, null, [], null, null, null, [], NoFact), [], []);

    public static string DomainId(int domain) => $"{Samples.ExamCode}/{domain + 1}";

    public static string TaskId(int domain, int task) => $"{DomainId(domain)}.{task}";

    public static Register Register(Certification exam) => new([exam], [Skill("a-skill"), Skill("b-skill")], [], []);

    /// <summary>So many questions of a domain, alternately of its two tasks.</summary>
    public static IEnumerable<Question> Questions(int domain, int count) =>
        Enumerable.Range(0, count).Select(i => Samples.Single($"d{domain + 1}-q{i:00}", i % 4, TaskId(domain, i % 2 + 1), i % 3 == 0 ? "b-skill" : "a-skill"));

    /// <summary>A case whose parts are of the domain's first task.</summary>
    public static IEnumerable<Question> Case(string id, int domain, int parts) =>
        Enumerable.Range(1, parts).Select(part => Samples.Single($"{id}.p{part}", 0, TaskId(domain, 1)) with { Case = new(id, "A scenario.", part, parts) });

    /// <summary>Most information at the pass line by authors' difficulties, as for the sittings of the program.</summary>
    public static FormObjective ObjectiveOf(Certification exam, Bank bank) => ObjectiveOf(exam, bank.Items.Select(item => item.Question), question => new(question.Difficulty, LowerAsymptote: 0.8 * question.Shape.BlindChance));

    /// <summary>Most information at the pass line by what is known of each question.</summary>
    public static FormObjective ObjectiveOf(Certification exam, IEnumerable<Question> questions, Func<Question, ItemPrior> priorOf)
    {
        var byDomain = questions.ToLookup(question => question.TaskIn(exam.Code) is { } task ? exam.DomainOf(task)?.Id : null, priorOf);
        var line = PassLineInformation.Of([.. exam.Domains.Select(domain => ((double)domain.Weight, (IReadOnlyList<ItemPrior>)[.. byDomain[domain.Id]]))], new(0.68, 0.72, 0.77))!;
        return new(question => new(line.Of(priorOf(question)), line.Expected(priorOf(question))));
    }

    private static Skill Skill(string id) => new(id, id, "Does it.", "modeling", "practice", [], [], 10, null);

    /// <summary>A generator of so many different questions, each in two wordings.</summary>
    public sealed class Generator(string id, string task, int different = int.MaxValue) : IQuestionGenerator
    {
        public string Id => id;
        public int Version => 1;
        public string Title => "Adds.";
        public IReadOnlyList<string> Tasks => [task];
        public IReadOnlyList<string> Skills => ["a-skill"];

        public Question Generate(ulong seed)
        {
            var number = seed % (ulong)different;
            return Samples.Single(string.Create(CultureInfo.InvariantCulture, $"{id}@{seed}"), 0, task) with
            {
                Stem = $"{(seed / (ulong)different % 2 == 0 ? "What is" : "How much is")} {number} + 1 in {id}?", Review = null, GeneratedFrom = new(id, 1, seed),
                Options = [.. Enumerable.Range(0, 4).Select(i => new Option(string.Create(CultureInfo.InvariantCulture, $"{number + (ulong)i + 1}"), "Count.", null))],
            };
        }
    }
}
