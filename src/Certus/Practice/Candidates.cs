using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>What a form may draw from, in the order in which it should.</summary>
internal sealed class Candidates
{
    /// <summary>With fewer forms of a domain left than this, enemies have to be spent one a form.</summary>
    private const int FewForms = 3;

    private readonly List<Block> _written;      // fresh ones first in seeded order, then the longest ago
    private readonly List<List<Block>> _drawn;  // per generator, up to three fresh questions that differ
    private readonly HashSet<Block> _used = [], _pressing = [];

    private Candidates(List<Block> written, List<List<Block>> drawn) => (_written, _drawn) = (written, drawn);

    /// <summary>What the learner has never been shown: written ones, then the questions of each generator.</summary>
    public IReadOnlyList<Block> Unseen => [.. _written.Where(block => block.Fresh), .. _drawn.SelectMany(family => family)];

    /// <summary>What questions of a domain are like, seen or not: the written ones and one of each generator. Of any domain where it is null.</summary>
    public IEnumerable<Block> Usual(string? domain) => _written.Concat(_drawn.SelectMany(family => family.Take(1))).Where(block => domain is null || block.DomainId == domain);

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

        var blocks = bank.Items.GroupBy(item => item.Question.BlockId)
            .Where(parts => parts.All(item => InScope(item.Question.Tasks, item.Question.Skills, AskedAs(item.Question))))
            .Select(parts => (parts.Key, Parts: parts.OrderBy(item => item.Question.Case?.Part).Select(Make).ToList()))
            .Select(block => new Block([.. block.Parts.Select(part => part with { DomainId = block.Parts[0].DomainId })]) { Enemies = bank.EnemiesOf(block.Key) });
        var written = random.Shuffle(blocks).OrderBy(block => block.Fresh ? DateTimeOffset.MinValue : LastShown(block, exposure)).ToList();      // stable: fresh keep their shuffle
        var drawn = random.Shuffle(bank.Generators.Where(generator => InScope(generator.Tasks, generator.Skills, QuestionType.Single)))
            .Select(generator => new Draws(generator, exposure).New(FormAssembler.MostOfOneGenerator, random).Select((question, i) => new Block([Make(BankItem.Of(question))], i + 1)).ToList())
            .ToList();
        return new(written, drawn);
    }

    /// <summary>Takes questions of a domain, or of any where it is null: as many as asked for, or fewer where the pool has no more that may stand in a form with what was taken before.</summary>
    /// <remarks>A case that does not fit what is left is passed over, unless only it can fill the places: then the questions taken last make room.</remarks>
    /// <param name="domain">The domain.</param>
    /// <param name="scored">How many that count.</param>
    /// <param name="unscored">How many that do not; a case counts whole or not at all.</param>
    /// <param name="shy">Whether those with the fewest enemies come first, among equals: what is taken then bars the least.</param>
    /// <param name="random">Decides whether a case counts.</param>
    public Taken Take(Domain? domain, int scored, int unscored, bool shy, SeededRandom random)
    {
        List<Block> single = [], passedOver = [];
        List<(Block Case, bool Scored)> cases = [];
        var (left, leftScored, leftUnscored, barred) = (scored + unscored, scored, unscored, 0);

        bool TakeCase(Block block)
        {
            var (fitsScored, fitsUnscored) = (block.Size <= leftScored, block.Size <= leftUnscored);
            if (!fitsScored && !fitsUnscored) return false;
            var counts = fitsScored && (!fitsUnscored || random.Below(scored + unscored) < scored);
            if (counts) leftScored -= block.Size; else leftUnscored -= block.Size;
            cases.Add((block, counts));
            left -= block.Size;
            return true;
        }

        bool IsBarred(Block block) => block.Meets(_used) || block.Meets(single) || block.Meets(cases.Select(taken => taken.Case));

        foreach (var block in InOrder(domain, scored + unscored, shy, IsBarred))
        {
            if (left == 0) break;
            if (_used.Contains(block)) continue;
            if (IsBarred(block)) barred += block.Size;
            else if (block.Size == 1)
            {
                single.Add(block);
                left--;
            }
            else if (block.Size > left || !TakeCase(block)) passedOver.Add(block);
        }
        foreach (var block in passedOver)
        {
            var over = block.Size - left;
            if (left == 0 || over < 0 || over > single.Count || IsBarred(block) || !TakeCase(block)) continue;
            single.RemoveRange(single.Count - over, over);
            left = 0;
        }

        _used.UnionWith(single.Concat(cases.Select(taken => taken.Case)));
        return new(single, cases, leftUnscored, Math.Min(left, barred));
    }

    /// <summary>Puts back all that was taken.</summary>
    public void PutBack()
    {
        _used.Clear();
        _pressing.Clear();
    }

    /// <summary>
    /// Whether a form should take a block now: it has an unseen enemy, and the bank holds few more forms of its domain. If the last of them had to take both, it could not.
    /// </summary>
    public bool IsPressing(Block block) => _pressing.Contains(block);

    private IEnumerable<Block> InOrder(Domain? domain, int places, bool shy, Func<Block, bool> isBarred)
    {
        bool Fits(Block block) => domain is null || block.DomainId == domain.Id;
        IEnumerable<Block> Shy(IEnumerable<Block> blocks) => shy ? blocks.OrderBy(block => block.Enemies.Count) : blocks.OrderBy(block => IsPressing(block) ? 0 : 1);
        var fresh = _written.Where(block => block.Fresh && Fits(block)).ToList();
        var generated = _drawn.Where(family => family.Count > 0 && Fits(family[0])).ToList();
        if (!shy && fresh.Sum(block => block.Size) + generated.Count < FewForms * places)
        {
            var unseen = _written.Where(block => block.Fresh).Select(block => block.Id).ToHashSet(StringComparer.Ordinal);
            _pressing.UnionWith(fresh.Where(block => block.Enemies.Overlaps(unseen)));
        }
        // The first question of each generator stands spread among the fresh written ones that the places can hold: what is written lasts for more
        // forms, and no later form is filled with computed ones alone. Each place is decided by the shuffles above.
        var first = SpreadOverTasks([.. Shy(Interleave(fresh, [.. generated.Select(family => family[0])], places))], isBarred);
        var more = Enumerable.Range(1, FormAssembler.MostOfOneGenerator - 1).SelectMany(draw => generated.Where(family => family.Count > draw).Select(family => family[draw]));
        var seen = _written.Where(block => !block.Fresh && Fits(block));
        return first.Concat(more).Concat(shy ? Shy(seen) : seen);
    }

    private static DateTimeOffset LastShown(Block block, Exposure exposure) =>
        block.Parts.Where(part => !part.Fresh).Max(part => exposure.LastShown[part.Item.Question.Id]);

    private static QuestionType AskedAs(Question question) => question.Case is null ? question.Type : QuestionType.Case;

    private static Domain? DomainIn(Certification exam, IReadOnlyList<string> tasks) =>
        tasks.FirstOrDefault(task => task.StartsWith(exam.Code + "/", StringComparison.Ordinal)) is { } task ? exam.DomainOf(task) : null;

    private static List<Block> Interleave(List<Block> written, List<Block> generated, int places)
    {
        var share = Math.Min(1.0, (double)places / Math.Max(1, written.Count + generated.Count));
        var all = written.Select((block, i) => (block, place: (i + 1.0) / (written.Count + 1)))
            .Concat(generated.Select((block, i) => (block, place: share * (i + 0.5) / (generated.Count + 1))));
        return [.. all.OrderBy(entry => entry.place).Select(entry => entry.block)];
    }

    /// <summary>Round-robin over the tasks, so that no task fills a domain alone. What is barred when its turn comes does not use up the turn.</summary>
    private static IEnumerable<Block> SpreadOverTasks(List<Block> blocks, Func<Block, bool> isBarred)
    {
        var byTask = blocks.GroupBy(block => block.Task).Select(group => new Queue<Block>(group)).ToList();
        while (byTask.Count > 0)
        {
            foreach (var queue in byTask)
                for (var barred = true; barred && queue.TryDequeue(out var block);)
                {
                    barred = isBarred(block);
                    yield return block;
                }
            byTask.RemoveAll(queue => queue.Count == 0);
        }
    }
}
