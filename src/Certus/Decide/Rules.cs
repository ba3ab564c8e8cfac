using System.Globalization;
using Certus.Catalog;

namespace Certus.Decide;

/// <summary>The article's decision questions and profiles, and the lifecycle, as rules that give their reasons.</summary>
internal static class Rules
{
    private const string Article = "the article";
    private const string Own = "own judgment";

    /// <summary>Rules that rule exams out, those first that a verdict tells first.</summary>
    public static IReadOnlyList<string> ToldFirst { get; } = ["no-programming", "early-career", "novelty", "unsure-about-ml", "too-few-hours", "too-late"];

    /// <summary>Whether and until when an exam can be sat.</summary>
    public static IEnumerable<Reason> Lifecycle(Availability look, double weeksNeeded, double weeksLeft, DateOnly asOf)
    {
        var (grade, source) = (GradeOf(look.Status.Confidence), look.Exam is { Lifecycle.Fact.Sources: { Count: > 0 } sources } ? string.Join(", ", sources) : "the catalog");
        var instead = look.Instead is { } code ? $" What can be booked in its place is {code}." : " The catalog names nothing that can be booked in its place.";
        if (!look.CanBook)
            yield return new("not-bookable", ReasonKind.Blocks, $"{look.Code}: {look.Obstacle}{instead}", grade, source);
        else if (weeksNeeded > weeksLeft)
            yield return new("too-late", ReasonKind.Blocks, Text($"{look.Code} can be sat until {look.LastDay:yyyy-MM-dd}, {Math.Max(0, Math.Floor(weeksLeft)):0} weeks from {asOf:yyyy-MM-dd}; with your hours it takes about {Math.Ceiling(weeksNeeded):0}. It can be booked, but it is too late to start."), grade, source);
        else if (look.LastDay is not null)
            yield return new("closing", ReasonKind.Lifecycle, Text($"{look.Code} can be sat until {look.LastDay:yyyy-MM-dd}, {Math.Floor(weeksLeft):0} weeks from {asOf:yyyy-MM-dd}; with your hours it takes about {Math.Ceiling(weeksNeeded):0}."), grade, source);
        if (look.CanBook && look.Status.State == ExamState.Reported)
            yield return new("reported", ReasonKind.Lifecycle, $"{look.Code}: {look.Status.Explanation}{(look.Status.Explanation.Contains("official page", StringComparison.Ordinal) ? "" : " Check the official page before booking.")} As of {look.Exam?.Lifecycle.Fact.AsOf:yyyy-MM-dd}; confidence {Words(look.Status.Confidence)}, in the launch date {Words(look.Exam?.Lifecycle.LaunchConfidence ?? Confidence.Low)}.",
                GradeOf(look.Exam is { } exam && exam.Lifecycle.LaunchConfidence < look.Status.Confidence ? exam.Lifecycle.LaunchConfidence : look.Status.Confidence), source);
    }

    /// <summary>The certificate is there already.</summary>
    public static Reason Held(ExamLine line, DateOnly until, bool whole) =>
        new("held", whole ? ReasonKind.Blocks : ReasonKind.Lifecycle, $"You hold {line.Codes[^1].Split('-')[0]} until {until:yyyy-MM-dd}{(whole ? "" : ", so that step falls away")}.", EvidenceGrade.A, "your profile");

    /// <summary>What the profile says about an exam.</summary>
    public static IEnumerable<Reason> Of(Person person, OptionPlan plan, ExamLine line, string code, AssumptionSet set, double leastHours, double medianHours)
    {
        if (line.AboutMl)
            foreach (var reason in AboutMl(person, plan, line, code, set)) yield return reason;
        else if (person.EarlyCareer && plan.Id == "early-career-base")
            yield return new("early-career-base", ReasonKind.For, "Early in a career, SAA and then SAP serve better than an ML certificate.", EvidenceGrade.C, Article);
        else if (person is { Role: Role.Cloud, Target: Target.None } && plan.Kind == OptionKind.Exam)
            yield return new("staying-in-cloud", ReasonKind.For, "For a cloud engineer who stays in cloud, one of SAP, SCS or ANS is the better use of the hours.", EvidenceGrade.C, Article);
        var available = person.HoursPerWeek * person.Weeks;
        if (available < leastHours)
            yield return new("too-few-hours", ReasonKind.Blocks, Text($"{code} takes people like you from about {leastHours:0} hours; {person.HoursPerWeek:0.#} hours a week for {person.Weeks:0.#} weeks are {available:0}. Wait for a calmer period."), EvidenceGrade.C, Article);
        else if (available < medianHours)
            yield return new("tight", ReasonKind.Modifier, Text($"{code} takes half of those like you more than {medianHours:0} hours; you have {available:0}, which lowers the chance to pass."), EvidenceGrade.D, Own);
        if (person.PassChance(code) is { } chance)
            yield return new("measured-chance", ReasonKind.Modifier, Text($"Your measured chance to pass {code} at the first attempt, {chance:0.##}, takes the place of the prior."), EvidenceGrade.A, "your profile");
    }

    /// <summary>What the profile says about projects without an exam.</summary>
    public static IEnumerable<Reason> Projects(Person person, double weeks)
    {
        if (person.Target == Target.Unsure)
            yield return new("find-out", ReasonKind.For, "A small project is the cheapest way to find out whether you want ML work; it raises no pay by itself.", EvidenceGrade.D, Own);
        else if (person.Role != Role.MlEngineer && person.WantsMlWork)
            yield return new("marginal-hour", ReasonKind.For, "For non-ML engineers the next hour often signals more as project work than as exam study.", EvidenceGrade.C, Article);
        if (person.Python == PythonLevel.None)
            yield return new("no-programming", ReasonKind.Blocks, "Projects need Python. Learn it first, then take an introductory ML course.", EvidenceGrade.C, Article);
        if (!person.WantsMlWork)
            yield return new("no-ml-role-wanted", ReasonKind.Against, "ML projects raise no pay where no ML role is wanted.", EvidenceGrade.D, Own);
        if (weeks > person.Weeks)
            yield return new("too-few-hours", ReasonKind.Blocks, Text($"The projects take about {Math.Ceiling(weeks):0} weeks with your hours; you have {person.Weeks:0.#}."), EvidenceGrade.D, Own);
    }

    private static IEnumerable<Reason> AboutMl(Person person, OptionPlan plan, ExamLine line, string code, AssumptionSet set)
    {
        if (person.Python == PythonLevel.None)
            yield return new("no-programming", ReasonKind.Blocks, "Without programming, an ML certificate is no door into tech. Learn Python first, then take an introductory ML course.", EvidenceGrade.C, Article);
        if (person.EarlyCareer && person.Experience < 1)
            yield return new("early-career", ReasonKind.Blocks, "Early in a career, SAA and then SAP serve better: the early-career base.", EvidenceGrade.C, Article);
        if (!person.WantsMlWork && person.Target == Target.None)
            yield return new("novelty", ReasonKind.Blocks, person.Role == Role.Cloud
                ? "You want no other role: out of curiosity, or for a longer resume, the hours do not come back. One of SAP, SCS or ANS serves a cloud role better."
                : "You want no other role: out of curiosity, or for a longer resume, the hours do not come back. Keep your role, and wait or study for its own sake.", EvidenceGrade.C, Article);
        if (!person.WantsMlWork && person.Target == Target.Unsure)
            yield return new("unsure-about-ml", ReasonKind.Blocks, "You are not sure that you want ML work, and duties do not change by themselves. A small project finds out more cheaply.", EvidenceGrade.C, Article);
        if (line.NeedsPython && person.Python == PythonLevel.Basic)
            yield return new("python-first", ReasonKind.Prerequisite, Text($"Bring Python and pandas to an intermediate level first; {set[AssumptionKeys.PythonFromBasic].Mode:0} hours are counted for it."), EvidenceGrade.C, Article);
        if (line.NeedsIntroCourse && !person.IntroCourse && person.Experience < 1)
            yield return new("intro-course-first", ReasonKind.Prerequisite, Text($"Take an introductory ML course first; {set[AssumptionKeys.IntroCourse].Mode:0} hours are counted for it."), EvidenceGrade.C, Article);
        if (person is { Projects: 0, Target: Target.Ml } && person.Experience < 1)
            yield return new("no-portfolio", ReasonKind.Modifier, "Without projects to show, expect no ML role from the certificate alone.", EvidenceGrade.C, Article);
        if (person.Target == Target.Adjacent && line.Id == "MLA")
            yield return new("operations-first", ReasonKind.For, $"For a role next to ML, {code} tests what the role does: running models rather than their theory.", EvidenceGrade.C, Article);
        if (person.Target == Target.Adjacent && line.Theory > line.Operations)
            yield return new("theory-heavy", ReasonKind.Against, $"{code} goes deep into theory, which a role next to ML reads less.", EvidenceGrade.C, Article);
        if (person is { OnAws: true, BuildingMl: true, WantsMlWork: true })
            yield return new("internal-move", ReasonKind.For, "Your employer runs on AWS and builds ML, and you want to move there: the role is near.", EvidenceGrade.C, Article);
        if (person is { Role: Role.DataEngineer, Python: >= PythonLevel.Intermediate, WantsMlWork: true })
            yield return new("data-engineer", ReasonKind.For, "A data engineer brings SQL, Python and pipelines; modeling is what is missing.", EvidenceGrade.C, Article);
        if (person.Partner)
            yield return new("partner", ReasonKind.For, "A partner whose customers ask for ML pays for the certificate itself.", EvidenceGrade.C, Article);
        if (person is { Role: Role.Cloud, Target: Target.Adjacent } && line.Id == "MLA")
            yield return new("cloud-to-mlops", ReasonKind.For, "A cloud engineer who wants to run and serve models has the nearest way.", EvidenceGrade.C, Article);
        if (person.Experience >= 1 && line.Id == "MLS" && plan.Kind == OptionKind.Exam)
            yield return new("does-ml-already", ReasonKind.For, "It is the direct way for people who already do ML.", EvidenceGrade.C, Article);
    }

    private static string Words(Confidence confidence) => confidence.ToString().ToLowerInvariant();

    private static EvidenceGrade GradeOf(Confidence confidence) => confidence switch { Confidence.High => EvidenceGrade.A, Confidence.Medium => EvidenceGrade.B, _ => EvidenceGrade.D };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
