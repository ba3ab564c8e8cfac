using Certus.Measure.Assembly;
using Certus.Numerics;
using Certus.Solver;

namespace Certus.Tests.Measure.Assembly;

public sealed class FormSolverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 6.72874846, 1e-6)]       // the optimum, as another solver proved it
    [InlineData(2, 5.046, double.PositiveInfinity)]
    [InlineData(3, -0.00161918, double.PositiveInfinity)]       // a difference to a target: less is better
    public void Forms_of_the_reference_are_at_least_as_good_and_keep_every_rule(int number, double reference, double above)
    {
        var problem = Vector(number);

        var solved = Assert.IsType<AssemblyResult.Solved>(FormSolver.Solve(problem, cancel: Cancel));

        var objective = problem.Objective is AssemblyObjective.Target ? -solved.Objective : solved.Objective;
        Assert.InRange(objective, reference - 1e-6, reference + above);
        Assert.Equal(number == 1, solved.ProvenOptimal);
        KeepsEveryRule(problem, solved);
    }

    [Fact]
    public void Random_problems_give_forms_that_keep_every_rule_and_the_same_ones_for_the_same_seed()
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var problem = Drawn(seed);

            var solved = Assert.IsType<AssemblyResult.Solved>(FormSolver.Solve(problem, 0.1, seed, cancel: Cancel));
            var again = Assert.IsType<AssemblyResult.Solved>(FormSolver.Solve(problem, 0.1, seed, cancel: Cancel));

            KeepsEveryRule(problem, solved);
            Assert.Equal(solved.Forms.Select(form => string.Join(' ', form.Items)), again.Forms.Select(form => string.Join(' ', form.Items)));
        }
    }

    [Fact]
    public void What_can_not_be_is_explained_with_what_would_do()
    {
        var problem = Drawn(1);
        var asked = problem with { Domains = new Dictionary<string, CountBounds> { ["a"] = CountBounds.Exactly(problem.Items.Count(item => item.Domain == "a") + 1) } };

        var none = Assert.IsType<AssemblyResult.Infeasible>(FormSolver.Solve(asked with { Length = problem.Items.Count }, 0.1, cancel: Cancel));

        Assert.NotEmpty(none.Conflict);
        Assert.NotEmpty(none.Relaxations);
    }

    [Fact]
    public void A_relaxation_that_is_told_does_make_forms_possible()
    {
        var problem = Drawn(2);
        var most = problem.Items.Count(item => item.Domain == "a" && !item.Seen);
        var asked = problem with { Forms = 1, Enemies = [], Seconds = null, Length = most + 5, Tasks = new Dictionary<string, CountBounds>(), Domains = new Dictionary<string, CountBounds> { ["a"] = CountBounds.Exactly(most + 3) } };

        var none = Assert.IsType<AssemblyResult.Infeasible>(FormSolver.Solve(asked, 0.1, cancel: Cancel));
        var relaxed = FormSolver.Solve(asked with { Domains = new Dictionary<string, CountBounds> { ["a"] = CountBounds.Exactly(most) } }, 0.1, cancel: Cancel);

        Assert.Contains(none.Conflict, rule => rule.Contains("domain a", StringComparison.Ordinal));
        Assert.IsType<AssemblyResult.Solved>(relaxed);
    }

    [Fact]
    public void It_can_be_broken_off()
    {
        using var broken = new CancellationTokenSource();
        broken.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => FormSolver.Solve(Vector(2), cancel: broken.Token));
    }

    [Theory]
    [InlineData("{\"length\": 5}", "items is missing")]
    [InlineData("{\"length\": 5, \"items\": [], \"colour\": 1}", "'colour' is not a field")]
    [InlineData("{\"length\": 1, \"objective\": {\"theta\": [0]}, \"items\": [{\"id\": \"q\", \"a\": -1, \"b\": 0}]}", "items[0]")]
    [InlineData("{\"length\": 1, \"items\": [{\"id\": \"q\"}, {\"id\": \"q\"}]}", "'q' stands there twice")]
    [InlineData("{", "not valid JSON")]
    public void A_bad_problem_is_refused_with_what_and_where(string json, string fault) =>
        Assert.Contains(fault, Assert.IsType<AssemblyReading.Refused>(AssemblyJson.Read(System.Text.Encoding.UTF8.GetBytes(json))).Fault, StringComparison.Ordinal);

    private static void KeepsEveryRule(AssemblyProblem problem, AssemblyResult.Solved solved)
    {
        var byId = problem.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        Assert.Equal(problem.Forms, solved.Forms.Count);
        foreach (var form in solved.Forms)
        {
            var items = form.Items.Select(id => byId[id]).ToList();
            Assert.Equal(problem.Length, form.Items.Distinct().Count());
            foreach (var (domain, bounds) in problem.Domains) Assert.InRange(items.Count(item => item.Domain == domain), bounds.Min, bounds.Max);
            foreach (var (task, bounds) in problem.Tasks) Assert.InRange(items.Count(item => item.Task == task), bounds.Min, bounds.Max);
            if (problem.Seconds is { } seconds) Assert.InRange(items.Sum(item => item.Seconds), seconds.Min, seconds.Max);
            foreach (var set in problem.Enemies) Assert.True(form.Items.Count(set.Contains) <= 1);
            Assert.True(items.Count(item => item.Seen) <= problem.MostSeen);
            foreach (var group in items.Where(item => item.Group.Length > 0).GroupBy(item => item.Group)) Assert.Equal(problem.Items.Count(item => item.Group == group.Key), group.Count());
            for (var point = 0; point < problem.Objective.Theta.Count; point++) Assert.Equal(items.Sum(item => item.Information[point]), form.Information[point], 1e-9);
        }
        for (var one = 0; one < solved.Forms.Count; one++)
            for (var other = one + 1; other < solved.Forms.Count; other++)
                Assert.True(solved.Forms[one].Items.Intersect(solved.Forms[other].Items).Count() <= problem.Overlap);
        if (problem.Objective is AssemblyObjective.Maximin) Assert.Equal(solved.Forms.Min(form => form.Information.Min()), solved.Objective, 1e-9);
    }

    private static AssemblyProblem Drawn(ulong seed)
    {
        var random = new SeededRandom(seed, "assembly");
        double[] theta = [0, 1];
        var items = Enumerable.Range(0, 120).Select(i => new AssemblyItem(
            $"q{i}", [0.1 + random.Below(100) / 200.0, 0.1 + random.Below(100) / 200.0], random.Below(2) == 0 ? "a" : "b", $"t{random.Below(3)}", 60 + random.Below(90), i < 6 ? $"case{i / 3}" : "", random.Below(4), random.Below(10) == 0)).ToList();
        return new(items, 2, 20, new AssemblyObjective.Maximin(theta))
        {
            Domains = new Dictionary<string, CountBounds> { ["a"] = new(8, 12) }, Tasks = new Dictionary<string, CountBounds> { ["t0"] = new(4, 9) }, Seconds = new(0, 2300),
            Enemies = [["q10", "q11", "q12"], ["q20", "q30"]], MostSeen = 1, Overlap = 2,
        };
    }

    private static AssemblyProblem Vector(int number) => Assert.IsType<AssemblyReading.Accepted>(
        AssemblyJson.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Certus.Tests/vectors/measure", $"form_assembly_{number}.json")))).Problem;
}
