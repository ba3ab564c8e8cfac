using System.Diagnostics;
using System.Globalization;
using Certus.Catalog;
using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Practice;
using Certus.Store;

namespace Certus.Bench;

/// <summary>What a diagnostic reaches on the built-in bank: docs/reports/diagnostic.md is what this prints.</summary>
/// <remarks>
/// A simulated examinee has one ability in all domains and has seen nothing. The true difficulty of a question is its author's plus a normal error of
/// <see cref="ItemPrior.AuthorError"/>, drawn anew for every examinee; the diagnostic knows the authors' difficulties alone.
/// </remarks>
internal static class DiagnosticTrial
{
    private const double NormalNinetyFifth = 1.6448536269514722;

    private sealed record Outcome(double Theta, double Estimate, double StandardError, int Items, double FarthestFromShare);

    public static int Run(int examinees)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var library = Repository.Library;
        var clock = Stopwatch.StartNew();
        long steps = 0;
        Console.WriteLine("| exam | true ability | median questions | median standard error | at most 0.40 | 90 % interval, median width | truth inside it | mean error | farthest from a domain's share |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var code in new[] { "MLA-C02", "AIP-C01", "MLS-C01" })
        {
            var exam = library.Register.ByCode[code];
            foreach (var theta in new[] { -2.0, -1, 0, 1, 2 })
            {
                var outcomes = new Outcome[examinees];
                Parallel.For(0, examinees, i => outcomes[i] = Sit(exam, library.Bank, theta, (ulong)i));
                steps += outcomes.Sum(outcome => outcome.Items);
                var items = outcomes.Select(outcome => outcome.Items).Order().ToList();
                var errors = outcomes.Select(outcome => outcome.StandardError).Order().ToList();
                Console.WriteLine(
                    $"| {code} | {theta:+0;−0;0} | {items[items.Count / 2]} | {errors[errors.Count / 2]:0.00} | {outcomes.Average(outcome => outcome.StandardError <= Diagnostic.StandardError ? 1.0 : 0):P0} | {2 * NormalNinetyFifth * errors[errors.Count / 2]:0.0} "
                    + $"| {outcomes.Average(outcome => Math.Abs(outcome.Estimate - theta) <= NormalNinetyFifth * outcome.StandardError ? 1.0 : 0):P0} | {outcomes.Average(outcome => outcome.Estimate - theta):+0.00;−0.00} | {outcomes.Max(outcome => outcome.FarthestFromShare):0.00} |");
            }
        }
        Console.WriteLine();
        Console.WriteLine($"{examinees:N0} examinees a row, seeded; {clock.Elapsed.TotalMilliseconds * Environment.ProcessorCount / steps:0} ms of one core a question.");
        return 0;
    }

    private static Outcome Sit(Certification exam, Bank bank, double theta, ulong examinee)
    {
        var luck = new SeededRandom(examinee, $"diagnostic trial {exam.Code} {theta.ToString(CultureInfo.InvariantCulture)}");
        double Uniform() => ((luck.Next() >> 12) + 0.5) / (1UL << 52);
        var form = new Form(exam.Code, examinee + 1, Diagnostic.Minutes(exam.Format), []);
        List<(Question Question, bool Right)> answered = [];
        var (step, farthest) = (default(DiagnosticStep), 0.0);
        var total = (double)exam.Domains.Sum(domain => domain.Weight);
        while (true)
        {
            step = DiagnosticTest.After(exam, form, answered, Diagnostic.Candidates(exam, bank, Exposure.Nothing, form));
            if (step.Next is not { } next) break;
            var known = ReadinessInputs.PriorOf(next.Item.Question);
            var truth = known with { Difficulty = known.Difficulty + known.DifficultySd * NormalQuantile.At(Uniform()), DifficultySd = 0 };
            answered.Add((next.Item.Question, Uniform() < truth.Chance(theta)));
            form = form with { Items = [.. form.Items, Diagnostic.Lay(next, form)] };
            if (form.Items.Count >= Diagnostic.LeastQuestions)
                farthest = Math.Max(farthest, exam.Domains.Max(domain => Math.Abs(form.Items.Count(item => item.Domain == domain.Id) - form.Items.Count * (double)domain.Weight / total)));
        }
        return new(theta, step.Theta, step.StandardError, answered.Count, farthest);
    }
}
