using Certus.Catalog;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Practice;

namespace Certus.Store;

/// <summary>Forms for sittings: the rules of Practice and the measurement of Measure, put together.</summary>
public static class SittingForms
{
    /// <summary>Makes a form that measures best at the pass line of its exam, or says what is missing. A set that is not of an exam has no pass line: any questions will do.</summary>
    /// <param name="request">What it should hold.</param>
    /// <param name="library">Catalog and bank.</param>
    /// <param name="exposure">What the learner has been shown.</param>
    public static Assembly Assemble(FormRequest request, Library library, Exposure exposure)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(library);
        var objective = request.Exam is not null && library.Register.ByCode.TryGetValue(request.Exam, out var exam) ? ObjectiveOf(exam, library.Bank) : null;
        return FormAssembler.Assemble(request, library.Register, library.Bank, exposure, objective);
    }

    /// <summary>What forms of an exam are to measure best; null where no written question is of a domain of it.</summary>
    /// <param name="exam">The exam.</param>
    /// <param name="bank">Its written questions, seen or not, are what is usual.</param>
    public static FormObjective? ObjectiveOf(Certification exam, Bank bank)
    {
        ArgumentNullException.ThrowIfNull(exam);
        ArgumentNullException.ThrowIfNull(bank);
        var byDomain = bank.Items.Select(item => item.Question).ToLookup(question => question.TaskIn(exam.Code) is { } task ? exam.DomainOf(task)?.Id : null, ReadinessInputs.PriorOf);
        var line = PassLineInformation.Of([.. exam.Domains.Select(domain => ((double)domain.Weight, (IReadOnlyList<ItemPrior>)[.. byDomain[domain.Id]]))], ReadinessInputs.Cut);
        if (line is null) return null;
        return new(question =>
        {
            var prior = ReadinessInputs.PriorOf(question);
            return new(line.Of(prior), line.Expected(prior));
        });
    }
}
