using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Turns options into steps of today, with hours, obstacles and what is drawn for them.</summary>
internal sealed class Planner
{
    private const double WeeksSlack = 1e-9;
    private readonly Person _person;
    private readonly DateOnly _asOf;
    private readonly MarketFacts _facts;
    private readonly AssumptionSet _set;
    private readonly Func<string, Availability> _look;
    private readonly List<ExamModel> _exams = [];

    private Planner(Person person, DateOnly asOf, MarketFacts facts, AssumptionSet set, Func<string, Availability> look) =>
        (_person, _asOf, _facts, _set, _look) = (person, asOf, facts, set, look);

    /// <summary>All options, in the order of the facts, and the model that values those that can be done.</summary>
    public static (IReadOnlyList<PlannedOption> Options, Model Model) Plan(Person person, DateOnly asOf, MarketFacts facts, AssumptionSet set, Func<string, Availability> look)
    {
        var planner = new Planner(person, asOf, facts, set, look);
        var options = facts.Options.Select(planner.Plan).ToList();
        return (options, planner.Model([.. options.Select(option => option.Model).OfType<OptionModel>()]));
    }

    private PlannedOption Plan(OptionPlan plan)
    {
        var worth = new Worth(_person, _set);
        var (weeks, pythonDone, introDone, cloudDone, voucher) = (0.0, false, false, _person.HasCloudBackground, _person.Voucher);
        List<ResolvedStep> steps = [];
        List<StepModel> models = [];
        List<Reason> reasons = [];
        var possible = true;
        foreach (var step in plan.Steps.Where(step => step.OnlyFor is not { } target || target == _person.Target))
        {
            if (step.Exams.Count == 0)
            {
                var python = pythonDone ? 0 : PythonHours();
                var hours = _set[AssumptionKeys.ProjectHours].Quantile(0.5) * step.Projects + python;
                pythonDone = true;
                steps.Add(new(null, step.Projects, null, null, hours, false));
                models.Add(new(-1, step.Projects, python, worth.Add(step.Projects), false, true));
                weeks += hours / _person.HoursPerWeek;
                continue;
            }
            var choices = step.Exams.Where(code => _facts.LineOf(code) is not null).Select(code => (Line: _facts.LineOf(code)!, Look: _look(code))).ToList();
            if (choices.Count == 0) continue;
            var timely = choices.FindIndex(choice => choice.Look.CanBook && weeks + Median(choice.Line) / _person.HoursPerWeek <= WeeksLeft(choice.Look));
            var bookable = choices.FindIndex(choice => choice.Look.CanBook);
            var (line, look) = choices[!plan.Replace ? 0 : timely >= 0 ? timely : bookable >= 0 ? bookable : choices.Count - 1];
            var median = Median(line);
            var held = HeldUntil(line);
            steps.Add(new(look.Code, 0, look.Status, held is null && look.InBeta ? BetaText(look) : null, held is null ? median : 0, held is not null)
            {
                Instead = look.Instead, WeeksNeeded = weeks + median / _person.HoursPerWeek, WeeksLeft = WeeksLeft(look) is var left && double.IsFinite(left) ? left : null,
            });
            if (held is { } until)
            {
                reasons.Add(Rules.Held(line, until, whole: plan.Steps.Count == 1));
                (pythonDone, introDone, cloudDone) = (pythonDone || line.NeedsPython, introDone || line.NeedsIntroCourse, true);
                continue;
            }
            reasons.AddRange(Rules.Lifecycle(look, weeks + median / _person.HoursPerWeek, WeeksLeft(look), _asOf));
            if (!look.CanBook) { possible = false; continue; }
            reasons.AddRange(Rules.Of(_person, plan, line, look.Code, _set, Least(line), median));
            var given = _person.PassChance(look.Code);
            var beta = look.InBeta && look.Exam!.Lifecycle.Launch is { } launch ? Math.Max(0, (launch.DayNumber - _asOf.DayNumber) / 365.25 - weeks / Decide.Model.WeeksPerYear) : 0;
            var fee = _person.PaysFees ? (double)(look.Exam!.Format.FeeUsd ?? 0) * _person.UnitsPerUsd : 0;
            var betaFee = _person.PaysFees && look.Exam!.Beta?.FeeUsd is { } betaUsd ? (double)betaUsd * _person.UnitsPerUsd : fee;
            var exam = new ExamModel(
                line.Id, _set[AssumptionKeys.Hours(line.Id)], Factor(line), Added(line), _person.HoursPerWeek * _person.Weeks, given, _set[AssumptionKeys.PassRate(line.Id)],
                Math.Exp(_set[AssumptionKeys.PassPerMlYear].Mode * (line.AboutMl ? 2 * _person.Experience : 0)), fee, betaFee, beta);
            if (!_exams.Contains(exam)) _exams.Add(exam);
            models.Add(new(_exams.IndexOf(exam), 0, 0, worth.Add(line), voucher, IsRenewable(look)));
            voucher = true;     // a pass brings one for the next exam
            weeks += median / _person.HoursPerWeek;
            (pythonDone, introDone, cloudDone) = (pythonDone || line.NeedsPython, introDone || line.NeedsIntroCourse, true);
        }
        if (plan.Kind == OptionKind.Projects) reasons.AddRange(Rules.Projects(_person, weeks));
        var state = steps.Select(step => step.Status?.State).OfType<ExamState>().OrderByDescending(Doubt).Cast<ExamState?>().FirstOrDefault();
        if (plan.Kind is OptionKind.Exam && models.Count == 0) possible = false;
        return new(plan, steps, state, [.. reasons.DistinctBy(reason => (reason.Id, reason.Text)).OrderBy(reason => Weight(reason.Kind))], possible ? new(plan.Id, [.. models]) : null);

        double Factor(ExamLine line) => line.AboutMl
            ? 1 - (1 - _set[AssumptionKeys.HoursWithExperience].Mode) * _person.Experience
            : cloudDone ? 1 : _set[AssumptionKeys.HoursFromColdStart].Mode;

        double Added(ExamLine line) =>
            (!line.NeedsPython || pythonDone ? 0 : PythonHours()) + (!line.NeedsIntroCourse || introDone || _person.IntroCourse || _person.Experience >= 1 ? 0 : _set[AssumptionKeys.IntroCourse].Mode);

        double Median(ExamLine line) => _set[AssumptionKeys.Hours(line.Id)].Quantile(0.5) * Factor(line) + Added(line);

        double Least(ExamLine line) => _set[AssumptionKeys.Hours(line.Id)].Low * Factor(line) + Added(line);

        double PythonHours() => _person.Python switch
        {
            PythonLevel.None => _set[AssumptionKeys.PythonFromNone].Mode,
            PythonLevel.Basic => _set[AssumptionKeys.PythonFromBasic].Mode,
            _ => 0,
        };
    }

    private Model Model(OptionModel[] options)
    {
        var set = _set;
        Spread Lift(string key) => (set.Find(key) ?? set.Find(AssumptionKeys.LiftAny)!).Value;
        double Scale(string key) => (set.Find(key) ?? set.Find(AssumptionKeys.LiftAny)!).Unit == "shareOfPay" ? _person.BaseSalary
            : _person.Currency == "USD" ? 1 : _person.BaseSalary / set[AssumptionKeys.ReferencePayUsd].Mode;
        string[] keys = [AssumptionKeys.Lift(_person.Role), AssumptionKeys.LiftExperienced, AssumptionKeys.LiftCloudExam];
        return new()
        {
            HourValue = _person.HourValue, HoursPerYear = _person.HoursPerWeek * Decide.Model.WeeksPerYear, Horizon = _person.HorizonYears, TaxRate = _person.TaxRate,
            Interest = Math.Log(1 + _person.DiscountRate), Decay = -Math.Log(1 - set[AssumptionKeys.DecayPerYear].Mode),
            Lifts = [.. keys.Select(Lift)], LiftScale = [.. keys.Select(Scale)], CausalShare = set[AssumptionKeys.CausalShare], RoleWithinYear = set[AssumptionKeys.RoleWithinYear],
            Nearness = _person.Nearness, DelayMonths = set[AssumptionKeys.DelayMonths], PersistenceYears = set[AssumptionKeys.PersistenceYears], ProjectHours = set[AssumptionKeys.ProjectHours],
            PassPerLogHours = set[AssumptionKeys.PassPerLogHours].Mode, RetakeHours = set[AssumptionKeys.RetakeHours].Mode, RetakeWait = set[AssumptionKeys.RetakeWaitDays].Mode / 365.25,
            MostAttempts = (int)set[AssumptionKeys.MostAttempts].Mode, Materials = set[AssumptionKeys.MaterialsUsd].Mode * _person.UnitsPerUsd,
            VoucherDiscount = set[AssumptionKeys.VoucherDiscount].Mode, Validity = set[AssumptionKeys.ValidityYears].Mode, RenewalHours = set[AssumptionKeys.RenewalHours].Mode,
            Exams = [.. _exams], Options = options,
        };
    }

    private double WeeksLeft(Availability look) => look.LastDay is { } last ? (last.DayNumber - _asOf.DayNumber) / 7.0 + WeeksSlack : double.PositiveInfinity;

    private DateOnly? HeldUntil(ExamLine line)
    {
        var years = (int)_set[AssumptionKeys.ValidityYears].Mode;
        var until = _person.Held.Where(held => line.Codes.Contains(held.Code) && held.Date <= _asOf && held.Date.Year + years <= DateOnly.MaxValue.Year)
            .Select(held => held.Date.AddYears(years)).Where(end => end > _asOf).ToList();
        return until.Count > 0 ? until.Max() : null;
    }

    /// <summary>An exam that ends without a successor can't renew anything later.</summary>
    private bool IsRenewable(Availability look) => look.LastDay is null || look.Exam?.Lifecycle.Successor is not null || _facts.LineOf(look.Code)?.Codes[^1] != look.Code;

    private static string BetaText(Availability look)
    {
        var beta = look.Exam!.Beta;
        var facts = new[]
        {
            beta?.Questions is { } questions ? $"{questions} questions" : null, beta?.Minutes is { } minutes ? $"{minutes} minutes" : null,
            beta?.FeeUsd is { } fee ? $"${fee:0.##}" : null, beta?.Attempts is 1 ? "one attempt" : null,
        }.OfType<string>();
        return $"You would sit the beta{(beta?.BookingCode is { } code ? $" ({code})" : "")}: {string.Join(", ", facts)}; results {beta?.Results ?? "later"}. Who fails it waits for the standard version.";
    }

    private static int Doubt(ExamState state) => state switch
    {
        ExamState.Verified => 0,
        ExamState.Reported => 1,
        ExamState.Limited => 2,
        ExamState.Closing => 3,
        ExamState.NotYet => 4,
        ExamState.Unknown => 5,
        _ => 6,
    };

    private static int Weight(ReasonKind kind) => kind switch
    {
        ReasonKind.Blocks => 0,
        ReasonKind.Lifecycle => 1,
        ReasonKind.Prerequisite => 2,
        ReasonKind.For => 3,
        ReasonKind.Against => 4,
        _ => 5,
    };
}
