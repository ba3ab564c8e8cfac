namespace Certus.Decide;

/// <summary>Holds each uncertain number at either end of its range, and sees what an option is worth then.</summary>
internal static class Tornado
{
    private const int Draws = 8192;
    private const double LowEnd = 0.1, HighEnd = 0.9;

    public static IReadOnlyList<Driver> Of(OptionModel option, Model whole, AssumptionSet set, Role role, string currency, ulong seed)
    {
        var model = Alone(option, whole);
        var npv = new[] { new double[Draws] };
        double Mean(Simulation simulation) => simulation.Run(npv, Draws)[0].Npv / Draws;
        Simulation Fresh() => new(model, seed);
        List<Driver> drivers = [];
        foreach (var (input, id, spread) in Inputs(model, set, role).Where(entry => !entry.Spread.IsCertain))
        {
            var (low, high) = (Mean(Fresh().Hold(input, LowEnd)), Mean(Fresh().Hold(input, HighEnd)));
            if (low == high) continue;
            var assumption = set.Find(id)!;
            var (label, lowText, highText) = input == Input.RoleWait
                ? ("How soon a role turns up, with that chance", "early", "late")
                : (assumption.Label, Rounded(spread.Quantile(LowEnd), assumption.Unit), Rounded(spread.Quantile(HighEnd), assumption.Unit));
            drivers.Add(new(input == Input.RoleWait ? "roleWait" : id, label, lowText, highText, low, high));
        }
        double WithHour(double factor) => Mean(new(model with { HourValue = whole.HourValue * factor }, seed));
        drivers.Add(new("hourValue", "Worth of an hour", Money.Text(whole.HourValue / 2, currency), Money.Text(whole.HourValue * 1.5, currency), WithHour(0.5), WithHour(1.5)));
        return [.. drivers.OrderByDescending(driver => driver.Swing)];
    }

    /// <summary>The model with one option, so that nothing else is drawn.</summary>
    public static Model Alone(OptionModel option, Model whole)
    {
        var used = option.Steps.Where(step => step.Exam >= 0).Select(step => step.Exam).Distinct().ToList();
        return whole with
        {
            Exams = [.. used.Select(i => whole.Exams[i])],
            Options = [option with { Steps = [.. option.Steps.Select(step => step.Exam < 0 ? step : step with { Exam = used.IndexOf(step.Exam) })] }],
        };
    }

    private static IEnumerable<(Input Input, string Id, Spread Spread)> Inputs(Model model, AssumptionSet set, Role role)
    {
        if (model.Exams.Length > 0) yield return (Input.Pace, AssumptionKeys.Hours(model.Exams[0].Line), model.Exams[0].Hours);
        if (model.Exams.FirstOrDefault(exam => exam.GivenChance is null) is { } exam) yield return (Input.PassRate, AssumptionKeys.PassRate(exam.Line), exam.PassRate);
        if (model.Options[0].Steps.Any(step => step.Exam < 0)) yield return (Input.ProjectPace, AssumptionKeys.ProjectHours, model.ProjectHours);
        var lift = model.Options[0].Steps.All(step => step.Lift.Role == 0 && step.Lift.Experienced == 0) ? AssumptionKeys.LiftCloudExam : AssumptionKeys.Lift(role);
        if (set.Find(lift) is null) lift = AssumptionKeys.LiftAny;
        yield return (Input.Lift, lift, set[lift]);
        yield return (Input.CausalShare, AssumptionKeys.CausalShare, model.CausalShare);
        yield return (Input.RoleChance, AssumptionKeys.RoleWithinYear, model.RoleWithinYear);
        yield return (Input.RoleWait, AssumptionKeys.RoleWithinYear, model.RoleWithinYear is { IsCertain: true, Mode: >= 1 } ? model.RoleWithinYear : new(Shape.Uniform, 0, 0.5, 1));
        yield return (Input.Delay, AssumptionKeys.DelayMonths, model.DelayMonths);
        yield return (Input.Persistence, AssumptionKeys.PersistenceYears, model.PersistenceYears);
    }

    // A percentile is no given number: a tenth of its unit, or of a percent, is all that it bears.
    private static string Rounded(double value, string unit) => Units.Say(Math.Round(value, unit is "share" or "shareOfPay" or "perYear" ? 3 : 1), unit);
}
