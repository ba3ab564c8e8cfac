using System.Diagnostics;
using System.Globalization;
using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Practice;
using Certus.Store;
using Certus.Tests.Practice;

namespace Certus.Bench;

/// <summary>The forms that learners sit: how long one takes and how well it measures, beside the optimum of the same instance by OR-Tools in the same run.</summary>
internal static class AssemblyTimes
{
    private const ulong Seed = 20261123;
    private const string Code = "MLA-C02";

    /// <summary>Measures.</summary>
    /// <param name="runs">Forms of each bank, with seeds 1 and up.</param>
    public static int Run(int runs)
    {
        var library = Repository.Library;
        var exam = library.Register.ByCode[Code];
        Report($"{Code} out of the built-in bank's written questions", exam, [.. library.Bank.Items.Select(item => item.Question).Where(question => question.Case is null)], null, library, runs);

        // As they come out of calibration: slopes and asymptotes that differ, difficulties about the author's. Every eighth has been shown; every tenth has an enemy.
        var originals = library.Bank.Items.Select(item => item.Question).Where(question => question.Case is null && exam.Format.QuestionTypes.Contains(question.Type) && question.TaskIn(Code) is not null).ToList();
        var random = new CounterRandom(Seed, "assembly");
        var draw = 0UL;
        double Uniform() => random.At(draw++);
        Dictionary<string, ItemPrior> calibrated = new(StringComparer.Ordinal);
        List<Question> bank = [];
        for (var i = 0; i < 1500; i++)
        {
            var original = originals[i % originals.Count];
            var id = FormattableString.Invariant($"q{i}");
            calibrated.Add(id, new(original.Difficulty + NormalQuantile.At(Uniform()), 0, Math.Exp(0.1 + 0.3 * NormalQuantile.At(Uniform())), 0.1 + 0.2 * Uniform()));
            bank.Add(original with { Id = id, Enemies = i % 10 == 1 ? [FormattableString.Invariant($"q{(int)(Uniform() * i)}")] : [] });
        }
        Report($"{Code} out of 1,500 calibrated questions", exam, bank, calibrated, library, runs);
        foreach (var (code, forms) in new[] { ("MLS-C01", 3), ("MLA-C02", 3), ("AIP-C01", 2) }) InARow(library, code, forms, runs);
        return 0;
    }

    /// <summary>The information of the full forms that one learner sits one after the other, computed questions and cases included.</summary>
    private static void InARow(Content.Library library, string code, int forms, int runs)
    {
        var exam = library.Register.ByCode[code];
        var objective = SittingForms.ObjectiveOf(exam, library.Bank)!;
        double[] best = new double[forms], any = new double[forms];
        List<double> times = [];
        for (var run = 1; run <= runs; run++)
            foreach (var (sums, of) in new[] { (best, objective), (any, (FormObjective?)null) })
            {
                Dictionary<string, DateTimeOffset> shown = [];
                for (var i = 0; i < forms; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    var made = (Assembly.Assembled)FormAssembler.Assemble(FormRequest.Full(exam, (ulong)(run * 10 + i))!, library.Register, library.Bank, new(shown), of);
                    if (of is not null) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    sums[i] += made.Items.Sum(item => objective.WorthOf(item.Question).Information) / runs;
                    foreach (var item in made.Form.Items) shown[item.QuestionId] = DateTimeOffset.UnixEpoch.AddDays(i);
                }
            }
        times.Sort();
        string Text(double[] sums) => string.Join(", ", sums.Select(sum => sum.ToString("0.00", CultureInfo.InvariantCulture)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{code}, {forms} forms in a row: information {Text(best)}; of any forms of the blueprint {Text(any)}; median {times[times.Count / 2]:0} ms, slowest {times[^1]:0} ms"));
    }

    private static void Report(string what, Catalog.Certification exam, List<Question> questions, Dictionary<string, ItemPrior>? calibrated, Content.Library library, int runs)
    {
        var bank = new Bank(questions, []);
        var exposure = new Exposure(questions.Index().Where(entry => calibrated is not null && entry.Index % 8 == 0).ToDictionary(entry => entry.Item.Id, _ => DateTimeOffset.UnixEpoch));
        ItemPrior PriorOf(Question question) => calibrated is null ? ReadinessInputs.PriorOf(question) : calibrated[question.Id];
        var byDomain = questions.ToLookup(question => question.TaskIn(exam.Code) is { } task ? exam.DomainOf(task)?.Id : null, PriorOf);
        var line = PassLineInformation.Of([.. exam.Domains.Select(domain => ((double)domain.Weight, (IReadOnlyList<ItemPrior>)[.. byDomain[domain.Id]]))], ReadinessInputs.Cut)!;
        var worth = questions.ToDictionary(question => question.Id, question => new ItemWorth(line.Of(PriorOf(question)), line.Expected(PriorOf(question))), StringComparer.Ordinal);
        var objective = new FormObjective(question => worth[question.Id]);

        (double Seconds, Form Form) Time(ulong seed, FormObjective? of)
        {
            var request = FormRequest.Full(exam, seed)!;
            var start = Stopwatch.GetTimestamp();
            var form = ((Assembly.Assembled)FormAssembler.Assemble(request, library.Register, bank, exposure, of)).Form;
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, form);
        }

        Console.WriteLine(what);
        Time(1, objective);     // compiles
        List<double> sat = [], best = [], plain = [], times = [], peer = [];
        Dictionary<string, int> uses = new(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= (ulong)runs; seed++)
        {
            var (seconds, form) = Time(seed, objective);
            var unrestrained = Time(seed, objective with { GiveUp = 0, LeaveOut = 0 }).Form;
            var optimum = new FormOptimum(unrestrained, questions.Where(question => exam.Format.QuestionTypes.Contains(question.Type)), objective, exposure.LastShown.Keys.ToHashSet());
            var start = Stopwatch.GetTimestamp();
            var (found, bound) = optimum.Solve(20);
            peer.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            times.Add(seconds);
            sat.Add(optimum.InformationOf(form) / bound);
            best.Add(optimum.InformationOf(unrestrained) / bound);
            plain.Add(optimum.InformationOf(Time(seed, null).Form) / bound);
            foreach (var item in form.Items) uses[item.QuestionId] = uses.GetValueOrDefault(item.QuestionId) + 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  seed {seed}: {seconds * 1000:0} ms, {sat[^1]:P2}; nothing left to chance {best[^1]:P2}; any form of the blueprint {plain[^1]:P2}; OR-Tools {found:0.0000} of at most {bound:0.0000} in {peer[^1]:0.00} s; expected {optimum.ExpectedOf(form):0.00} in {optimum.Expected.Least:0.00}..{optimum.Expected.Most:0.00}, reading {optimum.SecondsOf(form):0} s in {optimum.Seconds.Least:0}..{optimum.Seconds.Most:0}"));
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  median {times[runs / 2] * 1000:0} ms, slowest {times[^1] * 1000:0} ms; least information {sat.Min():P2} of the bound, without chance {best.Min():P2}, any form {plain.Min():P2}; OR-Tools median {peer.Order().ElementAt(runs / 2):0.00} s; {uses.Count} questions used, the most used in {uses.Values.Max()} of {runs} forms"));
    }
}
