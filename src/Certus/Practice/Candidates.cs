using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>What a form may draw from, in the order in which it should.</summary>
internal sealed class Candidates
{
    private const int MostDraws = 50;

    private readonly List<Candidate> _written;      // fresh ones first in seeded order, then the longest ago
    private readonly List<List<Candidate>> _drawn;  // per generator, up to three fresh questions that differ
    private readonly HashSet<string> _used = [];

    private Candidates(List<Candidate> written, List<List<Candidate>> drawn) => (_written, _drawn) = (written, drawn);

    public static Candidates Collect(FormRequest request, Certification? exam, Bank bank, Exposure exposure, SeededRandom random)
    {
        bool InScope(IReadOnlyList<string> tasks, IReadOnlyList<string> skills, QuestionType type)
        {
            if (request.Skills.Count > 0 && !request.Skills.Any(skills.Contains)) return false;
            if (exam is null) return true;
            return exam.Format.QuestionTypes.Contains(type) && DomainIn(exam, tasks) is not null;
        }

        Candidate Make(BankItem item)
        {
            var task = exam is null ? null : item.Question.TaskIn(exam.Code);
            return new(item, task is null ? null : exam!.DomainOf(task)?.Id, task, exposure.IsFresh(item.Question.Id));
        }

        var written = random.Shuffle(bank.Items.Where(item => InScope(item.Question.Tasks, item.Question.Skills, AskedAs(item.Question))).Select(Make))
            .OrderBy(candidate => candidate.Fresh ? DateTimeOffset.MinValue : exposure.LastShown[candidate.Item.Question.Id])   // stable: fresh keep their shuffle
            .ToList();
        var drawn = random.Shuffle(bank.Generators.Where(generator => InScope(generator.Tasks, generator.Skills, QuestionType.Single)))
            .Select(generator => Draw(generator, random).Select(question => Make(BankItem.Of(question))).Where(candidate => candidate.Fresh).Take(FormAssembler.MostOfOneGenerator).ToList())
            .ToList();
        return new(written, drawn);
    }

    /// <summary>Questions of a generator, no two alike; fewer where its parameters leave fewer.</summary>
    private static IEnumerable<Question> Draw(IQuestionGenerator generator, SeededRandom random) =>
        Enumerable.Range(0, MostDraws).Select(_ => generator.Generate(random.Next() >> 33))
            .DistinctBy(question => (question.Stem, string.Join('\n', question.Key.Values.Select(option => question.Options[option].Text))));

    /// <summary>Takes up to <paramref name="count"/> questions of a domain, or of any where it is null.</summary>
    public IReadOnlyList<Candidate> Take(Domain? domain, int count)
    {
        bool Fits(Candidate candidate) => domain is null || candidate.DomainId == domain.Id;
        var fresh = _written.Where(candidate => candidate.Fresh && Fits(candidate)).ToList();
        var generated = _drawn.Where(family => family.Count > 0 && Fits(family[0])).ToList();
        // First questions of the generators spread evenly through the fresh written ones; each place is decided by the shuffles above.
        var first = SpreadOverTasks(Interleave(fresh, [.. generated.Select(family => family[0])]));
        var more = Enumerable.Range(1, FormAssembler.MostOfOneGenerator - 1).SelectMany(draw => generated.Where(family => family.Count > draw).Select(family => family[draw]));
        var seen = _written.Where(candidate => !candidate.Fresh && Fits(candidate));
        List<Candidate> taken = [];
        foreach (var candidate in first.Concat(more).Concat(seen))
        {
            if (taken.Count == count) break;
            if (_used.Add(candidate.Item.Question.Id)) taken.Add(candidate);
        }
        return taken;
    }

    private static QuestionType AskedAs(Question question) => question.Case is null ? question.Type : QuestionType.Case;

    private static Domain? DomainIn(Certification exam, IReadOnlyList<string> tasks) =>
        tasks.FirstOrDefault(task => task.StartsWith(exam.Code + "/", StringComparison.Ordinal)) is { } task ? exam.DomainOf(task) : null;

    private static List<Candidate> Interleave(List<Candidate> written, List<Candidate> generated)
    {
        var all = written.Select((candidate, i) => (candidate, place: (i + 1.0) / (written.Count + 1)))
            .Concat(generated.Select((candidate, i) => (candidate, place: (i + 0.5) / (generated.Count + 1))));
        return [.. all.OrderBy(entry => entry.place).Select(entry => entry.candidate)];
    }

    /// <summary>Round-robin over the tasks, so that no task fills a domain alone.</summary>
    private static IEnumerable<Candidate> SpreadOverTasks(List<Candidate> candidates)
    {
        var byTask = candidates.GroupBy(candidate => candidate.Task).Select(group => new Queue<Candidate>(group)).ToList();
        while (byTask.Count > 0)
        {
            foreach (var queue in byTask) yield return queue.Dequeue();
            byTask.RemoveAll(queue => queue.Count == 0);
        }
    }
}
