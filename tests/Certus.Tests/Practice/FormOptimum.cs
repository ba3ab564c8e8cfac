using Certus.Practice;
using Google.OrTools.Sat;

namespace Certus.Tests.Practice;

/// <summary>The best form of a blueprint, by another road: an integer program, solved by CP-SAT of Google OR-Tools.</summary>
internal sealed class FormOptimum
{
    private const double Scale = 1e6;

    private readonly Form _form;
    private readonly Dictionary<string, Question> _questions;
    private readonly FormObjective _objective;
    private readonly HashSet<string> _domains;

    /// <summary>Takes the blueprint from a form: how many questions of each task it has.</summary>
    /// <param name="form">Of written questions that stand alone, all of them new to the learner.</param>
    /// <param name="questions">The bank for the form's exam, without cases.</param>
    /// <param name="objective">What is measured best.</param>
    /// <param name="seen">What the learner has been shown.</param>
    public FormOptimum(Form form, IEnumerable<Question> questions, FormObjective objective, IReadOnlySet<string> seen)
    {
        (_form, _objective, Seen) = (form, objective, seen);
        _domains = [.. form.Items.Select(item => item.Domain!)];
        _questions = questions.Where(question => _domains.Contains(DomainOf(question))).ToDictionary(question => question.Id, StringComparer.Ordinal);
        var (expected, seconds) = (0.0, 0.0);
        foreach (var domain in form.Items.CountBy(item => item.Domain!))
        {
            var usual = _questions.Values.Where(question => DomainOf(question) == domain.Key).ToList();
            expected += domain.Value * usual.Average(question => objective.WorthOf(question).Expected);
            seconds += domain.Value * usual.Average(question => ReadingTime.Of(question).TotalSeconds);
        }
        var root = Math.Sqrt(form.Items.Count);
        var most = Math.Min(seconds + 0.4 * seconds / root, form.Minutes * 30 ?? double.PositiveInfinity);
        Expected = (expected - 0.06 * root, expected + 0.06 * root);
        Seconds = (Math.Min(seconds - 0.4 * seconds / root, most), most);
    }

    /// <summary>What the learner has been shown.</summary>
    public IReadOnlySet<string> Seen { get; }

    /// <summary>Right answers that may be expected of somebody at the pass line.</summary>
    public (double Least, double Most) Expected { get; }

    /// <summary>The reading time that a form may take.</summary>
    public (double Least, double Most) Seconds { get; }

    /// <summary>A form's information at the pass line.</summary>
    public double InformationOf(Form form) => form.Items.Sum(item => _objective.WorthOf(_questions[item.QuestionId]).Information);

    /// <summary>A form's right answers expected of somebody at the pass line.</summary>
    public double ExpectedOf(Form form) => form.Items.Sum(item => _objective.WorthOf(_questions[item.QuestionId]).Expected);

    /// <summary>A form's reading time.</summary>
    public double SecondsOf(Form form) => form.Items.Sum(item => ReadingTime.Of(_questions[item.QuestionId]).TotalSeconds);

    /// <summary>The information of the best form that was found, and one that no form exceeds.</summary>
    /// <param name="effort">How hard to try, in seconds or so.</param>
    public (double Found, double Bound) Solve(double effort)
    {
        var model = new CpModel();
        var free = _questions.Values.Where(question => !Seen.Contains(question.Id)).OrderBy(question => question.Id, StringComparer.Ordinal).ToList();
        var stands = free.ToDictionary(question => question.Id, _ => model.NewBoolVar(""), StringComparer.Ordinal);
        foreach (var task in _form.Items.CountBy(item => item.Task!))
            model.Add(LinearExpr.Sum(free.Where(question => question.TaskIn(_form.Exam!) == task.Key).Select(question => stands[question.Id])) == task.Value);
        model.Add(LinearExpr.Sum(stands.Values) == _form.Items.Count);
        foreach (var question in free)
            foreach (var enemy in question.Enemies.Where(stands.ContainsKey)) model.AddAtMostOne([stands[question.Id], stands[enemy]]);
        LinearExpr Sum(Func<Question, double> of) => LinearExpr.WeightedSum(free.Select(question => stands[question.Id]), free.Select(question => (long)Math.Round(of(question) * Scale)));
        model.AddLinearConstraint(Sum(question => _objective.WorthOf(question).Expected), (long)(Expected.Least * Scale), (long)(Expected.Most * Scale));
        model.AddLinearConstraint(Sum(question => ReadingTime.Of(question).TotalSeconds), (long)(Seconds.Least * Scale), (long)(Seconds.Most * Scale));
        model.Maximize(Sum(question => _objective.WorthOf(question).Information));
        using var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_workers:1,max_deterministic_time:{effort}") };
        if (solver.Solve(model) is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible)) throw new InvalidOperationException("There is no such form, or none was found.");
        return (solver.ObjectiveValue / Scale, solver.BestObjectiveBound / Scale);
    }

    private string DomainOf(Question question) => question.TaskIn(_form.Exam!) is { } task ? task[..task.LastIndexOf('.')] : "";
}
