namespace Certus.Decide;

/// <summary>Exam study against project work, at the margin.</summary>
internal static class Margin
{
    private const int Draws = 8192;
    private const double Hours = 10;

    public static MarginalHour? Of(Valuation value, Person person, MarketFacts facts, AssumptionSet set, ulong seed)
    {
        var best = value.Ranked.FirstOrDefault(option => option is { Kind: OptionKind.Exam, Outcome: not null, RuledOut: false })
            ?? value.Ranked.FirstOrDefault(option => option is { Kind: OptionKind.Exam, Outcome: not null });
        if (best is null) return null;
        var alone = Tornado.Alone(value.Model.Options.First(option => option.Id == best.Id), value.Model);
        var plan = value.Planned.First(option => option.Plan.Id == best.Id);
        if (alone.Exams.Length == 0) return null;
        var exam = alone.Options[0].Steps[0];
        var projects = Hours / set[AssumptionKeys.ProjectHours].Quantile(0.5);
        // A model of its own: the exam; the exam studied for longer; the exam and a piece of a project.
        var code = plan.Steps[0].Code!;
        var worth = new Worth(person, set);
        worth.Add(facts.LineOf(code)!);
        var piece = new StepModel(-1, projects, 0, worth.Add(projects), false, true);
        var model = alone with
        {
            Exams = [alone.Exams[0], alone.Exams[0] with { ExtraHours = Hours }],
            Options = [new("exam", [exam]), new("study", [exam with { Exam = 1 }]), new("project", [exam, piece])],
        };
        var npv = model.Options.Select(_ => new double[Draws]).ToArray();
        var totals = new Simulation(model, seed).Run(npv, Draws);
        var study = (totals[1].Npv - totals[0].Npv) / Draws / Hours;
        var hours = totals[2].DiscountedHours - totals[0].DiscountedHours;
        var project = hours > 0 ? (totals[2].Npv - totals[0].Npv + hours * model.HourValue) / hours : 0;
        var text = $"Ten more hours on {code} bring about {Money.Text(study, person.Currency)} an hour through a better chance to pass; put into a project, about {Money.Text(project, person.Currency)} an hour. Your hour is worth {Money.Text(model.HourValue, person.Currency)}.";
        return new(best.Id, study, project, model.HourValue, text);
    }
}
