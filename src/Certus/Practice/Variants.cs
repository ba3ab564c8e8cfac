using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>Puts in the place of each missed question the closest one that the learner has not seen.</summary>
/// <remarks>
/// The kinds of <see cref="VariantKind"/> are gone through in their order, and of each as many questions get a variant as can at once. What is as close is preferred that tests
/// the main skill of the missed one, then a task of it, then what is no part of a case. Only a missed question that nothing unseen stands for comes back itself. A case
/// stays whole: its other parts come with the one that was wanted, and stand for nothing. Of two enemies a form has one at most: where a variant would meet one another is looked for, and
/// a missed question that could only come back beside its enemy stays out.
/// </remarks>
public static class Variants
{
    /// <summary>A form for all that was missed in a sitting, or why there is none.</summary>
    /// <param name="report">The sitting in which questions were missed: answered wrongly, incompletely or not at all.</param>
    /// <param name="register">The catalog; where the sitting was of an exam, only its questions are drawn.</param>
    /// <param name="bank">The bank; a missed question that has left it does not come back.</param>
    /// <param name="exposure">What the learner has been shown; the questions of the report count as shown in any case.</param>
    /// <param name="seed">Decides what is drawn, and the order.</param>
    public static Assembly Of(Report report, Register register, Bank bank, Exposure exposure, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Of([.. report.Items.Where(result => !result.Right).Select(result => (report, result.Item.Position))], register, bank, exposure, seed);
    }

    /// <summary>A form for questions missed in one sitting or in several, or why there is none.</summary>
    /// <param name="missed">The reports, with the places of what was missed there.</param>
    /// <param name="register">The catalog; where all sittings were of one exam, only its questions are drawn.</param>
    /// <param name="bank">The bank; a missed question that has left it does not come back.</param>
    /// <param name="exposure">What the learner has been shown; the questions of the reports count as shown in any case.</param>
    /// <param name="seed">Decides what is drawn, and the order.</param>
    public static Assembly Of(IReadOnlyList<(Report Report, int Position)> missed, Register register, Bank bank, Exposure exposure, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(missed);
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(exposure);
        var code = missed.Select(entry => entry.Report.Sitting.Form.Exam).Distinct().Count() == 1 ? missed[0].Report.Sitting.Form.Exam : null;
        var exam = code is null ? null : register.ByCode.GetValueOrDefault(code);
        var places = missed.Select(entry => (entry.Report.Sitting.Start.Id, Result: entry.Report.Items[entry.Position - 1])).DistinctBy(entry => entry.Result.Item.QuestionId).ToList();
        var results = places.ConvertAll(entry => entry.Result);
        var lastShown = exposure.LastShown.ToDictionary(StringComparer.Ordinal);
        foreach (var report in missed.Select(entry => entry.Report).Distinct())
            foreach (var result in report.Items) lastShown.TryAdd(result.Item.QuestionId, report.Sitting.Start.StartedAt);
        var known = new Exposure(lastShown);
        var request = new FormRequest(code, results.Count, 0, null, seed, [], []);
        var random = new SeededRandom(seed, "variants");
        // What an exam asks can't be told where the catalog has lost it.
        IReadOnlyList<Block> unseen = code is not null && exam is null ? [] : Candidates.Collect(request, exam, bank, known, random).Unseen;

        var pool = unseen.SelectMany(block => block.Parts.Select(part => new Unseen(block, part))).ToList();
        var chosen = Match(results, pool);
        OrderedDictionary<string, Candidate> laid = new(StringComparer.Ordinal);
        var blocks = chosen.OfType<(Block Block, Candidate, VariantKind)>().Select(entry => entry.Block.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < results.Count; i++)
        {
            var parts = chosen[i] is var (block, _, _) ? block.Parts : [.. Itself(results[i], bank, known)];
            if (parts.Count == 0 || chosen[i] is null && bank.EnemiesOf(parts[0].Item.Question.BlockId).Overlaps(blocks)) continue;
            blocks.Add(parts[0].Item.Question.BlockId);
            foreach (var part in parts) laid.TryAdd(part.Item.Question.Id, part);
        }
        for (var i = 0; i < results.Count; i++)
        {
            var (id, kind) = chosen[i] is var (_, part, found) ? (part.Item.Question.Id, found) : (results[i].Item.QuestionId, VariantKind.SameQuestion);
            if (laid.TryGetValue(id, out var candidate)) laid[id] = candidate with { Variant = new(places[i].Id, results[i].Item.Position, kind) };
        }
        return laid.Count == 0
            ? new Assembly.Impossible("None of these questions is in the bank any more.")
            : FormAssembler.Lay(request, laid.Values.Select(candidate => (candidate, true)), random);
    }

    /// <summary>For each missed question what stands for it and in what; null where nothing unseen does.</summary>
    private static (Block Block, Candidate Part, VariantKind Kind)?[] Match(List<ItemResult> missed, List<Unseen> pool)
    {
        var chosen = new (Block, Candidate, VariantKind)?[missed.Count];
        var taken = new bool[pool.Count];
        HashSet<Block> laid = [];
        for (var kind = VariantKind.NewNumbers; kind < VariantKind.SameQuestion; kind++)
        {
            // Of enemies that were matched at once the first stays; for the others it is matched anew, among what meets nothing that stays.
            while (Round(kind)) { }
        }
        return chosen;

        // Whether enemies met.
        bool Round(VariantKind kind)
        {
            var fitting = missed.Select((result, i) => chosen[i] is null ? Fitting(result, kind) : []).ToList();
            Dictionary<int, int> holder = [];       // who has which one
            for (var i = 0; i < missed.Count; i++) Augment(i, []);
            var met = false;
            foreach (var (one, i) in holder.OrderBy(entry => entry.Value))
            {
                if (pool[one].Block.Meets(laid))
                {
                    met = true;
                    continue;
                }
                taken[one] = true;
                chosen[i] = (pool[one].Block, pool[one].Part, kind);
                laid.Add(pool[one].Block);
            }
            return met;

            // Kuhn's step: takes a free one, or one whose holder can do with another.
            bool Augment(int i, HashSet<int> tried)
            {
                foreach (var one in fitting[i])
                {
                    if (!tried.Add(one) || holder.TryGetValue(one, out var other) && !Augment(other, tried)) continue;
                    holder[one] = i;
                    return true;
                }
                return false;
            }
        }

        int[] Fitting(ItemResult result, VariantKind kind) =>
        [
            .. Enumerable.Range(0, pool.Count).Where(one => !taken[one] && !pool[one].Block.Meets(laid) && Fits(result, pool[one].Part.Item.Question, kind))
                .OrderByDescending(one => Closeness(result.Question, pool[one].Part.Item.Question)).ThenBy(one => pool[one].Block.Size),
        ];
    }

    private static bool Fits(ItemResult missed, Question question, VariantKind kind)
    {
        bool SharesMisconception() => BeliefRecord.OfferedBy(question).Intersect(missed.Misconceptions, StringComparer.Ordinal).Any();
        bool SharesSkill() => question.Skills.Intersect(missed.Question.Skills, StringComparer.Ordinal).Any();
        return kind switch
        {
            VariantKind.NewNumbers => question.GeneratedFrom is { } drawn && drawn.Generator == missed.Item.GeneratedFrom?.Generator,
            VariantKind.SameMisconceptionAndSkill => SharesMisconception() && SharesSkill(),
            VariantKind.SameMisconception => SharesMisconception(),
            _ => SharesSkill(),
        };
    }

    private static int Closeness(Question missed, Question question) =>
        (question.Skills.Contains(missed.Skills[0], StringComparer.Ordinal) ? 2 : 0) + (question.Tasks.Intersect(missed.Tasks, StringComparer.Ordinal).Any() ? 1 : 0);

    /// <summary>The missed question, with all parts of its case; nothing where it has left the bank.</summary>
    private static IEnumerable<Candidate> Itself(ItemResult missed, Bank bank, Exposure known)
    {
        var place = missed.Item;
        if (place.GeneratedFrom is { } drawn)
            return bank.FindGenerator(drawn.Generator) is { } generator ? [new(BankItem.Of(generator.Generate(drawn.Seed)), place.Domain, place.Task, false)] : [];
        if (bank.Find(place.QuestionId) is not { } item) return [];
        if (item.Question.Case is not { CaseId: var id }) return [new(item, place.Domain, place.Task, false)];
        return bank.Items.Where(part => part.Question.Case?.CaseId == id)
            .Select(part => new Candidate(part, place.Domain, place.Task is null ? null : part.Question.TaskIn(place.Task.Split('/')[0]), known.IsFresh(part.Question.Id)));
    }

    private sealed record Unseen(Block Block, Candidate Part);
}
