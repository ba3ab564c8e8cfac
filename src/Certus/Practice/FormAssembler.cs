using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>Fills a form from the bank.</summary>
/// <remarks>
/// Each domain gets its share by largest remainder, for scored and unscored places separately. Inside a domain, what the learner has never been shown
/// comes first, spread over the tasks; one question of each generator stands among the written ones, and up to two more of it only where those
/// run out, each with numbers of its own that the learner has not been shown. Questions shown before come last, the longest ago first. A case is taken
/// whole or not at all, its parts in order, all of them scored or none and all in the domain of the first.
/// </remarks>
public static class FormAssembler
{
    /// <summary>At most so many questions of one generator stand in a form.</summary>
    public const int MostOfOneGenerator = 3;

    /// <summary>Makes the form, or says what is missing.</summary>
    public static Assembly Assemble(FormRequest request, Register register, Bank bank, Exposure exposure)
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
        var chosen = new List<(Candidate Candidate, bool Scored)>();
        var domains = exam?.Domains.Where(domain => request.Domains.Count == 0 || request.Domains.Contains(domain.Id)).ToList() ?? [];
        if (domains.Count == 0)
        {
            var taken = pool.Take(null, request.Scored, request.Unscored, random);
            if (taken.Count < size) return Shortage(size, taken.Count, null);
            chosen.AddRange(taken);
        }
        else
        {
            var weights = domains.Select(domain => request.Weights is { } own ? own.GetValueOrDefault(domain.Id) : domain.Weight).ToList();
            var scored = LargestRemainder.Share(request.Scored, weights);
            var unscored = request.Unscored == 0 ? new int[weights.Count] : LargestRemainder.Share(request.Unscored, weights);
            for (var i = 0; i < domains.Count; i++)
            {
                var need = scored[i] + unscored[i];
                var taken = pool.Take(domains[i], scored[i], unscored[i], random);
                if (taken.Count < need) return Shortage(need, taken.Count, domains[i]);
                chosen.AddRange(taken);
            }
        }
        return Lay(request, chosen, random);
    }

    private static Assembly.Impossible Shortage(int need, int have, Domain? domain) => new(
        $"The bank has {have} of the {need} questions needed{(domain is null ? " for this set" : $" in domain {domain.Id} ({domain.Name})")}. Choose a smaller set or a wider scope.");

    /// <summary>Lays what was chosen in random order, with the options of each shuffled.</summary>
    internal static Assembly.Assembled Lay(FormRequest request, IEnumerable<(Candidate Candidate, bool Scored)> chosen, SeededRandom random)
    {
        // A case is one block; shuffling blocks keeps its parts together and in order.
        var blocks = chosen.GroupBy(entry => entry.Candidate.Item.Question.Case?.CaseId ?? entry.Candidate.Item.Question.Id);
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
