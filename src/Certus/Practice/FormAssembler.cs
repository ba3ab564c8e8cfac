using System.Collections.ObjectModel;
using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>Fills a form from the bank.</summary>
/// <remarks>
/// First the blueprint. Each domain gets its share by largest remainder, for scored and unscored places separately. Inside a domain, what the learner has never been shown
/// comes first, spread over the tasks; one question of each generator stands among the written ones, and up to two more of it only where those
/// run out, each with numbers of its own that the learner has not been shown. Questions shown before come last, the longest ago first. A case is taken
/// whole or not at all, its parts in order, all of them scored or none and all in the domain of the first. Of two enemies a form has one at most.
/// Then, with an objective, <see cref="BlueprintSearch"/> fills the places of that blueprint again, so that the form measures best.
/// </remarks>
public static class FormAssembler
{
    /// <summary>At most so many questions of one generator stand in a form.</summary>
    public const int MostOfOneGenerator = 3;

    /// <summary>Makes the form, or says what is missing.</summary>
    /// <param name="request">What it should hold.</param>
    /// <param name="register">The catalog.</param>
    /// <param name="bank">What it is drawn from.</param>
    /// <param name="exposure">What the learner has been shown.</param>
    /// <param name="objective">What it is to measure best; null where any questions of the blueprint will do.</param>
    public static Assembly Assemble(FormRequest request, Register register, Bank bank, Exposure exposure, FormObjective? objective = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(exposure);
        var size = request.Scored + request.Unscored;
        if (size < 1) return new Assembly.Impossible("A form needs at least one question.");

        Certification? exam = null;
        if (request.Exam is not null && !register.ByCode.TryGetValue(request.Exam, out exam))
            return new Assembly.Impossible($"There is no exam {request.Exam} in the catalog.");
        foreach (var id in request.Domains)
            if (exam is null || exam.Domains.All(domain => domain.Id != id)) return new Assembly.Impossible($"{request.Exam ?? "A set without an exam"} has no domain {id}.");
        foreach (var id in request.Skills)
            if (!register.Skills.ContainsKey(id)) return new Assembly.Impossible($"There is no skill {id}.");

        var random = new SeededRandom(request.Seed, "form");
        var pool = Candidates.Collect(request, exam, bank, exposure, random);
        var domains = Shares(request, exam);
        var (taken, shortage) = Fill(pool, domains, shy: false, random);
        // Where enemies leave places empty, others in their stead may not: those that bar the least.
        if (shortage is { Barred: > 0 }) (taken, shortage) = Fill(pool, domains, shy: true, random);
        if (shortage is not null) return shortage.Told;
        var better = objective is null ? ReadOnlyDictionary<Block, Block>.Empty : BlueprintSearch.Replacements(pool, taken, objective, request.Minutes, request.Seed, random);
        return Lay(request, [.. taken.SelectMany(part => Scored(part, better, random))], random);
    }

    private sealed record Shortage(int Need, int Have, int Barred, Domain? Domain)
    {
        public Assembly.Impossible Told => new(
            $"The bank has {Have} of the {Need} questions needed{(Domain is null ? " for this set" : $" in domain {Domain.Id} ({Domain.Name})")}"
            + $"{(Barred == 0 ? "" : $", leaving out what would tell the answer of another")}. Choose a smaller set or a wider scope.");
    }

    /// <summary>The domains of a form with their scored and unscored places; one that is null where it is not of an exam.</summary>
    private static List<(Domain? Domain, int Scored, int Unscored)> Shares(FormRequest request, Certification? exam)
    {
        var domains = exam?.Domains.Where(domain => request.Domains.Count == 0 || request.Domains.Contains(domain.Id)).ToList() ?? [];
        if (domains.Count == 0) return [(null, request.Scored, request.Unscored)];
        var weights = domains.Select(domain => request.Weights is { } own ? own.GetValueOrDefault(domain.Id) : domain.Weight).ToList();
        var scored = LargestRemainder.Share(request.Scored, weights);
        var unscored = request.Unscored == 0 ? new int[weights.Count] : LargestRemainder.Share(request.Unscored, weights);
        return [.. domains.Select((domain, i) => ((Domain?)domain, scored[i], unscored[i]))];
    }

    private static (List<Taken> Taken, Shortage? Shortage) Fill(Candidates pool, List<(Domain? Domain, int Scored, int Unscored)> domains, bool shy, SeededRandom random)
    {
        List<Taken> taken = [];
        pool.PutBack();
        foreach (var (domain, scored, unscored) in domains)
        {
            taken.Add(pool.Take(domain, scored, unscored, shy, random));
            if (taken[^1].Size < scored + unscored) return (taken, new(scored + unscored, taken[^1].Size, taken[^1].Barred, domain));
        }
        return (taken, null);
    }

    /// <summary>The questions that were taken, or what is better in their places, and which of them count.</summary>
    private static IEnumerable<(Candidate Candidate, bool Scored)> Scored(Taken taken, IReadOnlyDictionary<Block, Block> better, SeededRandom random)
    {
        var unscored = random.Shuffle(Enumerable.Range(0, taken.Single.Count)).Take(taken.Unscored).ToHashSet();
        return
        [
            .. taken.Single.Select((block, i) => (better.GetValueOrDefault(block, block).Parts[0], !unscored.Contains(i))),
            .. taken.Cases.SelectMany(entry => better.GetValueOrDefault(entry.Case, entry.Case).Parts.Select(part => (part, entry.Scored))),
        ];
    }

    /// <summary>Lays what was chosen in random order, with the options of each shuffled.</summary>
    internal static Assembly.Assembled Lay(FormRequest request, IEnumerable<(Candidate Candidate, bool Scored)> chosen, SeededRandom random)
    {
        // A case is one block; shuffling blocks keeps its parts together and in order.
        var blocks = chosen.GroupBy(entry => entry.Candidate.Item.Question.BlockId);
        List<FormItem> items = [];
        List<BankItem> bankItems = [];
        foreach (var block in random.Shuffle(blocks))
            foreach (var (candidate, scored) in block.OrderBy(entry => entry.Candidate.Item.Question.Case?.Part ?? 0))
            {
                var question = candidate.Item.Question;
                bankItems.Add(candidate.Item);
                items.Add(new(
                    items.Count + 1, question.Id, candidate.Item.Version, question.GeneratedFrom, candidate.DomainId, candidate.Task, scored, candidate.Fresh,
                    random.Shuffle(Enumerable.Range(0, question.Options.Count)), question.Shape) { Variant = candidate.Variant });
            }
        return new(new(request.Exam, request.Seed, request.Minutes, items), bankItems);
    }
}
