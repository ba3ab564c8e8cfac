using System.Globalization;
using Certus.Catalog;
using Certus.Measure.TrackRecord;

namespace Certus.Web.Measure;

/// <summary>The form for a real result: empty, or as somebody sent it, with what is wrong beside each field.</summary>
/// <param name="Exam">The exam.</param>
/// <param name="Id">The result's id, made with the form: sent twice, it is entered once.</param>
/// <param name="Day">The day, as text.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c> or what was sent.</param>
/// <param name="Total">The total, as text.</param>
/// <param name="Domains">What was chosen for each domain, in the exam's order; empty where it was not given.</param>
/// <param name="Faults">One sentence a field that is wrong.</param>
public sealed record ResultForm(Certification Exam, Guid Id, string Day, string Outcome, string Total, IReadOnlyList<string> Domains, IReadOnlyDictionary<string, string> Faults)
{
    /// <summary>What the fields send.</summary>
    public const string Passed = "passed", Failed = "failed", Meets = "meets", NeedsImprovement = "needs-improvement";

    private static readonly DateOnly Earliest = new(2015, 1, 1);

    /// <summary>An empty one.</summary>
    public static ResultForm Empty(Certification exam)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return new(exam, Guid.NewGuid(), "", "", "", [.. exam.Domains.Select(_ => "")], new Dictionary<string, string>());
    }

    /// <summary>The name of a domain's field.</summary>
    /// <param name="place">From 0, in the exam's order.</param>
    public static string DomainField(int place) => string.Create(CultureInfo.InvariantCulture, $"domain-{place + 1}");

    /// <summary>The same with one more fault.</summary>
    public ResultForm With(string field, string fault) => this with { Faults = new Dictionary<string, string>(Faults) { [field] = fault } };

    /// <summary>Reads a form that was sent.</summary>
    /// <param name="field">A field's text, empty where it was left out.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="today">The learner's day.</param>
    /// <returns>The form, and the result where nothing is wrong with it.</returns>
    public static (ResultForm Form, ScoreReport? Report) Read(Func<string, string> field, Certification exam, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(exam);
        Dictionary<string, string> faults = [];
        string Not(string name) => field(name).Length == 0 ? "" : $", not '{field(name)}'";

        if (!DateOnly.TryParseExact(field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day < Earliest || day > today)
            faults["day"] = $"The day must be a date from {MeasureWords.Iso(Earliest)} to {MeasureWords.Iso(today)}{Not("day")}.";
        if (field("outcome") is not (Passed or Failed)) faults["outcome"] = $"The outcome must be passed or failed{Not("outcome")}.";
        if (!int.TryParse(field("total"), NumberStyles.None, CultureInfo.InvariantCulture, out var total) || total is < ScoreReport.Lowest or > ScoreReport.Highest)
            faults["total"] = $"The total must be a whole number from {ScoreReport.Lowest} to {ScoreReport.Highest}{Not("total")}.";
        var passed = field("outcome") == Passed;
        if (!faults.ContainsKey("total") && !faults.ContainsKey("outcome") && exam.Format.PassingScore is { } line && passed != total >= line)
            faults["total"] = passed
                ? $"A total of {total} lies below {line}, the pass line of {exam.Code}, so the outcome can't be passed; look at both again."
                : $"A total of {total} reaches {line}, the pass line of {exam.Code}, so the outcome can't be failed; look at both again.";

        Dictionary<string, Competency> domains = new(StringComparer.Ordinal);
        string[] chosen = [.. exam.Domains.Select((_, place) => field(DomainField(place)))];
        for (var place = 0; place < chosen.Length; place++)
            switch (chosen[place])
            {
                case Meets: domains[exam.Domains[place].Id] = Competency.Meets; break;
                case NeedsImprovement: domains[exam.Domains[place].Id] = Competency.NeedsImprovement; break;
                case "": break;
                default: faults[DomainField(place)] = $"{exam.Domains[place].Name} must meet competencies, need improvement or be left open{Not(DomainField(place))}."; break;
            }
        var id = Guid.TryParse(field("id"), out var sent) && sent != Guid.Empty ? sent : Guid.NewGuid();
        return (new(exam, id, field("day"), field("outcome"), field("total"), chosen, faults), faults.Count > 0 ? null : new(id, exam.Code, day, passed, total, domains));
    }
}
