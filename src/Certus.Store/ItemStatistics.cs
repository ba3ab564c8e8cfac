using Certus.Catalog;
using Certus.Measure.Analysis;
using Certus.Measure.Readiness;
using Certus.Practice;

namespace Certus.Store;

/// <summary>How the questions of the bank fare with the learner of this machine.</summary>
/// <param name="Items">Those that were met or reported, the most surprising first.</param>
/// <param name="NeverMet">How many questions and generators of the bank were never met.</param>
public sealed record ItemStatistics(IReadOnlyList<ItemStatistic> Items, int NeverMet)
{
    /// <summary>Computes them.</summary>
    /// <param name="answered">As <see cref="AnswerHistory"/> reads them; what was not met for the first time is left out.</param>
    /// <param name="reports">Reports about questions.</param>
    /// <param name="register">The exams.</param>
    /// <param name="bank">The bank.</param>
    /// <param name="now">The day whose ability is taken.</param>
    /// <param name="exam">Only questions of this exam, judged at the ability for it; null for all, each at that for the first exam that it tests.</param>
    /// <param name="area">Only questions of this area; null for all.</param>
    public static ItemStatistics Of(IReadOnlyList<AnsweredQuestion> answered, IReadOnlyList<QuestionReport> reports, Register register, Bank bank, DateTimeOffset now, Certification? exam = null, string? area = null)
    {
        ArgumentNullException.ThrowIfNull(answered);
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(bank);
        bool Wanted(string of, IReadOnlyList<string> tasks) => (area is null || of == area) && (exam is null || tasks.Any(task => exam.DomainOf(task) is not null));

        var records = QuestionRecord.Of(answered.Where(answer => answer is { Met: true, FirstExposure: true }).Select(answer => answer.Result)).ToDictionary(record => record.Id, StringComparer.Ordinal);
        var reported = reports.CountBy(report => report.ItemId.Split('@')[0]).ToDictionary(StringComparer.Ordinal);
        foreach (var id in reported.Keys)
            if (!records.ContainsKey(id) && (bank.Find(id)?.Question ?? bank.FindGenerator(id)?.Generate(0)) is { } question) records.Add(id, new(id, question, [], 0));
        var exams = exam is not null ? [exam] : register.Certifications.Where(one => one.Domains.Count > 0).OrderByDescending(one => one.Practice).ThenByDescending(one => one.Code, StringComparer.Ordinal).ToList();
        Dictionary<string, AbilityPosterior> abilities = new(StringComparer.Ordinal);

        var items = records.Values.Where(record => Wanted(record.Question.Area, record.Question.Tasks)).Select(record =>
        {
            var of = exams.FirstOrDefault(one => record.Question.TaskIn(one.Code) is { } task && one.DomainOf(task) is not null);
            return new ItemStatistic(
                record, of?.Code, of is null || record.Answers.Count == 0 ? null : Expect(record, of), reported.GetValueOrDefault(record.Id), bank.Find(record.Id) is not null || bank.FindGenerator(record.Id) is not null);
        });
        var met = records.Values.Where(record => record.Answers.Count + record.Blank > 0).Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. items.OrderBy(item => item.Expected?.Surprise ?? 2).ThenByDescending(item => item.Reports).ThenBy(item => item.Record.Id, StringComparer.Ordinal)],
            bank.Items.Count(item => Wanted(item.Question.Area, item.Question.Tasks) && !met.Contains(item.Question.Id))
            + bank.Generators.Count(generator => !met.Contains(generator.Id) && Wanted(generator.Generate(0).Area, generator.Tasks)));

        Expectation Expect(QuestionRecord record, Certification of)
        {
            if (!abilities.TryGetValue(of.Code, out var ability))
                abilities.Add(of.Code, ability = AbilityPosterior.Of([.. ReadinessInputs.AnswersFor(answered, of, now).Where(answer => answer.Counts)], [.. of.Domains.Select(domain => domain.Id)], new()));
            var domain = of.Domains.Index().First(entry => entry.Item.Id == of.DomainOf(record.Question.TaskIn(of.Code)!)!.Id).Index;
            return Expectation.Of([.. record.Answers.Select(result => ReadinessInputs.PriorOf(result.Question))], record.Right, ability.Mean[domain], ability.Sd(domain));
        }
    }
}
