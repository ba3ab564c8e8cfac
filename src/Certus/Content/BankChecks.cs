using System.Globalization;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Content;

/// <summary>What can be wrong with the bank as a whole.</summary>
internal static class BankChecks
{
    private const double MostLongestKeys = 0.30;
    private const int FewestForShare = 10;      // below that a share of longest keys says nothing

    /// <summary>Ids that are taken.</summary>
    public static void Ids(IReadOnlyList<QuestionDraft> drafts)
    {
        Dictionary<string, Complaints> owners = [];     // the file that an id belongs to; the parts of a case share theirs
        HashSet<string> ids = [];
        foreach (var draft in drafts)
        {
            var id = draft.Question.BlockId;
            if (!owners.TryAdd(id, draft.Complaints) && owners[id] != draft.Complaints)
                draft.Complaints.Error(draft.IdLine, $"the id '{id}' is taken by {owners[id].File}.");
            else if (!ids.Add(draft.Question.Id)) draft.Complaints.Error(draft.IdLine, $"the id '{draft.Question.Id}' stands twice.");
        }
    }

    /// <summary>Enemies that are none of the bank's, or the question itself.</summary>
    public static void Enemies(IReadOnlyList<QuestionDraft> drafts)
    {
        var known = drafts.Select(draft => draft.Question.BlockId).ToHashSet(StringComparer.Ordinal);
        foreach (var draft in drafts)
            foreach (var (enemy, line) in draft.Question.Enemies.Zip(draft.EnemyLines))
                if (enemy == draft.Question.BlockId) draft.Complaints.Error(line, $"'{enemy}' can't be its own enemy.");
                else if (!known.Contains(enemy)) draft.Complaints.Error(line, $"the enemy '{enemy}' is no question or case of the bank.");
    }

    /// <summary>Item-writing flaws, services out of date, and stems that nearly repeat another.</summary>
    public static void Flaws(IReadOnlyList<QuestionDraft> drafts, Register register)
    {
        foreach (var draft in drafts)
        {
            ItemFlaws.Report(draft);
            ServiceChecks.Report(draft, register);
        }
        var shingles = drafts.AsParallel().AsOrdered().Select(draft => StemSimilarity.Shingles(draft.Question.Stem)).ToList();
        var near = Enumerable.Range(0, drafts.Count).AsParallel().AsOrdered().SelectMany(i => Enumerable.Range(0, i)
            .Where(j => Comparable(shingles[i].Length, shingles[j].Length) && StemSimilarity.Between(shingles[i], shingles[j]) >= StemSimilarity.NearlySame)
            .Select(j => (i, j)));
        foreach (var (i, j) in near.ToList())
            drafts[i].Complaints.Warning(drafts[i].StemLine, $"the stem nearly repeats that of '{drafts[j].Question.Id}'.");
    }

    /// <summary>Exam tasks that nothing tests: an error in the file of a fully covered exam of the built-in bank, a warning in a pack's.</summary>
    public static IEnumerable<Complaint> Coverage(
        IEnumerable<(Certification Exam, string File, Func<string, int> LineOf, bool BuiltIn)> exams, IEnumerable<Question> questions, IEnumerable<IQuestionGenerator> generators)
    {
        var tested = questions.SelectMany(question => question.Tasks).Concat(generators.SelectMany(generator => generator.Tasks)).ToHashSet();
        foreach (var (exam, file, lineOf, builtIn) in exams.Where(entry => entry.Exam.Practice == PracticeSupport.Full))
            foreach (var task in exam.Domains.SelectMany(domain => domain.Tasks).Where(task => !tested.Contains(task.Id)))
                yield return new(builtIn ? Severity.Error : Severity.Warning, file, lineOf(task.Id), $"no question tests the task {task.Id} ({task.Title}).");
    }

    /// <summary>A bank in which the longest option is too often right teaches guessing.</summary>
    public static IEnumerable<Complaint> LongestKey(IReadOnlyList<QuestionDraft> drafts, ContentSource source)
    {
        var singles = drafts.Where(draft => draft.Question is { Type: QuestionType.Single, Key.Values.Count: 1 }).ToList();
        var longest = singles.Count(ItemFlaws.KeyIsLongest);
        if (singles.Count < FewestForShare || longest <= MostLongestKeys * singles.Count) yield break;
        yield return new(Severity.Error, source.Display("questions"), 1, string.Create(
            CultureInfo.InvariantCulture, $"the right option is the longest in {longest} of {singles.Count} single-choice questions; at most {MostLongestKeys:P0} may be."));
    }

    /// <summary>Sets that differ in size by more than the threshold cannot reach it.</summary>
    private static bool Comparable(int a, int b) => Math.Min(a, b) >= StemSimilarity.NearlySame * Math.Max(a, b);
}
