using Certus.Content.Yaml;
using Certus.Decide;

namespace Certus.Content;

/// <summary>Reads the files of <c>decide/</c>.</summary>
internal static class MarketReader
{
    /// <summary>The group of the figures that say what a role pays.</summary>
    public const string Trajectories = "trajectory";

    private const decimal MostValue = 1_000_000;
    private const int MostProjects = 20;
    private static readonly string[] Units = ["usdPerYear", "shareOfPay", "share", "hours", "years", "months", "days", "perYear", "times", "usd", "projects", "logits"];
    private static readonly string[] Groups = ["controlled", "index", "selfReport", "pay", Trajectories, "shift", "claim"];

    public static (AssumptionSet Article, AssumptionSet Evidence) Assumptions(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The assumptions") is not { } file) return (new("article", []), new("evidence", []));
        List<(Assumption Assumption, int Line)> All(string key) => [.. file.Maps(key).Select(fields => (Read: AssumptionOf(fields), fields.Line)).Where(entry => entry.Read is not null).Select(entry => (entry.Read!, entry.Line))];
        var (shared, article, evidence) = (All("shared"), All("article"), All("evidence"));
        file.Done();
        foreach (var own in new[] { article, evidence })
        {
            HashSet<string> ids = [];
            foreach (var (assumption, line) in shared.Concat(own).Where(entry => !ids.Add(entry.Assumption.Id))) complaints.Error(line, $"the assumption '{assumption.Id}' stands twice in a set.");
        }
        AssumptionSet Set(string name, List<(Assumption Assumption, int Line)> own)
        {
            var set = new AssumptionSet(name, own.Concat(shared).Select(entry => entry.Assumption));
            foreach (var missing in AssumptionKeys.Always.Where(id => set.Find(id) is null)) complaints.Error(file.LineOf(name), $"the assumption '{missing}' is missing from the set '{name}'.");
            return set;
        }
        return (Set("article", article), Set("evidence", evidence));
    }

    public static (IReadOnlyList<ExamLine> Lines, IReadOnlyList<OptionPlan> Options) Options(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The options") is not { } file) return ([], []);
        var lines = file.Maps("lines").Select(LineOf).OfType<ExamLine>().ToList();
        List<OptionPlan> options = [];
        foreach (var fields in file.Maps("options"))
        {
            var line = fields.Line;
            if (PlanOf(fields) is not { } plan) continue;
            foreach (var code in plan.Steps.SelectMany(step => step.Exams).Where(code => !lines.Exists(entry => entry.Codes.Contains(code)))) complaints.Error(line, $"the exam {code} stands in no line.");
            if (options.Exists(other => other.Id == plan.Id)) complaints.Error(line, $"the option '{plan.Id}' stands twice.");
            options.Add(plan);
        }
        foreach (var twice in lines.SelectMany(entry => entry.Codes).GroupBy(code => code).Where(group => group.Count() > 1)) complaints.Error(file.LineOf("lines"), $"the exam {twice.Key} stands in two lines.");
        if (options.Count(option => option.Kind == OptionKind.Wait) != 1) complaints.Error(file.LineOf("options"), "one option, and only one, is of kind wait.");
        file.Done();
        return (lines, options);
    }

    public static IReadOnlyList<MarketFigure> Figures(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The market figures") is not { } file) return [];
        List<MarketFigure> figures = [];
        foreach (var fields in file.Maps("figures"))
        {
            var (id, group, finding) = (fields.Text("id"), fields.Text("group"), fields.Text("finding"));
            var (low, high, unit) = (fields.Number("low", 0, MostValue, false), fields.Number("high", 0, MostValue, false), fields.Text("unit", false));
            var (grade, source, asOf, caveat) = (fields.Grade(), fields.Text("source"), fields.Text("asOf"), fields.Text("caveat", false));
            fields.Done();
            if (group is not null && !Groups.Contains(group)) complaints.Error(fields.LineOf("group"), $"'group' must be one of {string.Join(", ", Groups)}, not '{group}'.");
            if (unit is not (null or "usdPerYear" or "percent")) complaints.Error(fields.LineOf("unit"), $"'unit' must be usdPerYear or percent, not '{unit}'.");
            if (low is null != high is null || low is null != unit is null) complaints.Error(fields.Line, "low, high and unit go together.");
            if (high < low) complaints.Error(fields.LineOf("high"), "high is below low.");
            if (figures.Exists(other => other.Id == id)) complaints.Error(fields.LineOf("id"), $"the figure '{id}' stands twice.");
            if (id is not null && group is not null && finding is not null && grade is not null && source is not null && asOf is not null)
                figures.Add(new(id, group, finding, (double?)low, (double?)high, unit, grade.Value, source, asOf, caveat));
        }
        file.Done();
        return figures;
    }

    /// <summary>What the options need of the assumptions and of the catalog.</summary>
    public static void Cross(IReadOnlyList<ExamLine> lines, AssumptionSet article, AssumptionSet evidence, Catalog.Register register, Complaints options, Func<string, int> lineOf)
    {
        foreach (var line in lines)
        {
            foreach (var code in line.Codes.Where(code => !register.ByCode.ContainsKey(code))) options.Error(lineOf(code), $"the exam {code} has no file in the catalog.");
            var domains = line.Codes.Where(register.ByCode.ContainsKey).SelectMany(code => register.ByCode[code].Domains).Select(domain => domain.Id).ToHashSet();
            foreach (var lean in line.Leans.Where(lean => !domains.Contains(lean.Domain))) options.Error(lineOf(line.Id), $"'{lean.Domain}' is no domain of {string.Join(" or ", line.Codes)}.");
            if (line.Leans.Count > 0)
                foreach (var unread in domains.Where(id => line.Leans.All(lean => lean.Domain != id))) options.Error(lineOf(line.Id), $"the domain {unread} is missing from 'leans'.");
            foreach (var set in new[] { article, evidence })
                foreach (var id in new[] { AssumptionKeys.Hours(line.Id), AssumptionKeys.PassRate(line.Id) }.Where(id => set.Find(id) is null))
                    options.Error(lineOf(line.Id), $"the assumption '{id}' is missing from the set '{set.Name}'.");
        }
    }

    private static Assumption? AssumptionOf(Fields fields)
    {
        var (id, label, unit, shape) = (fields.Text("id"), fields.Text("label"), fields.Text("unit"), fields.Word<Shape>("shape"));
        var isFixed = shape is Shape.Fixed;
        var isUniform = shape is Shape.Uniform;
        var low = isFixed ? null : fields.Number("low", 0, MostValue);
        var mode = isUniform ? null : fields.Number("mode", 0, MostValue);
        var high = isFixed ? null : fields.Number("high", 0, MostValue);
        var (grade, source, asOf, why) = (fields.Grade(), fields.Text("source"), fields.Text("asOf"), fields.Text("why", false));
        fields.Done();
        if (unit is not null && !Units.Contains(unit)) fields.Complaints.Error(fields.LineOf("unit"), $"'unit' must be one of {string.Join(", ", Units)}, not '{unit}'.");
        if (high < low || mode < low || high < mode) fields.Complaints.Error(fields.LineOf("high"), "low, mode and high must ascend.");
        if (shape is Shape.Quantiles && low <= 0) fields.Complaints.Error(fields.LineOf("low"), "the percentiles of a lognormal lie above 0.");
        if (unit is "share" && Math.Max(mode ?? 0, high ?? 0) > 1) fields.Complaints.Error(fields.Line, "a share is from 0 to 1.");
        if (id is null || label is null || unit is null || shape is null || grade is null || source is null || asOf is null) return null;
        var spread = shape switch
        {
            Shape.Fixed => Spread.Of((double)(mode ?? 0)),
            Shape.Uniform => new(Shape.Uniform, (double)(low ?? 0), (double)((low ?? 0) + (high ?? 0)) / 2, (double)(high ?? 0)),
            _ => new Spread(shape.Value, (double)(low ?? 0), (double)(mode ?? 0), (double)(high ?? 0)),
        };
        return new(id, label, unit, spread, grade.Value, source, asOf, why);
    }

    private static ExamLine? LineOf(Fields fields)
    {
        var (id, codes, aboutMl) = (fields.Text("id"), fields.Texts("codes").Select(entry => entry.Text).ToList(), fields.Flag("aboutMl"));
        var (theory, operations, cloud) = (fields.Word<Depth>("theory"), fields.Word<Depth>("operations"), fields.Word<Depth>("cloud"));
        var (python, course, suits, grade, source) = (fields.Flag("needsPython"), fields.Flag("needsIntroCourse"), fields.Text("suits"), fields.Grade(), fields.Text("source"));
        List<DomainLean> leans = [];
        foreach (var entry in fields.Maps("leans", false))
        {
            var (domain, toward) = (entry.Text("domain"), entry.Word<Lean>("toward"));
            entry.Done();
            if (domain is not null && leans.Exists(other => other.Domain == domain)) entry.Complaints.Error(entry.Line, $"the domain {domain} stands twice.");
            else if (domain is not null && toward is not null) leans.Add(new(domain, toward.Value));
        }
        fields.Done();
        return id is null || codes.Count == 0 || aboutMl is null || theory is null || operations is null || cloud is null || python is null || course is null || suits is null || grade is null || source is null
            ? null
            : new(id, codes, aboutMl.Value, theory.Value, operations.Value, cloud.Value, python.Value, course.Value, suits, leans, grade.Value, source);
    }

    private static OptionPlan? PlanOf(Fields fields)
    {
        var (id, name, kind, replace) = (fields.Text("id"), fields.Text("name"), fields.Word<OptionKind>("kind"), fields.Flag("replace"));
        List<PlanStep> steps = [];
        foreach (var step in fields.Maps("steps"))
        {
            var (exams, projects, only) = (step.Texts("exams", false).Select(entry => entry.Text).ToList(), step.Whole("projects", 1, MostProjects, false), step.Word<Target>("onlyFor", false));
            step.Done();
            if (exams.Count > 0 == projects is not null) step.Complaints.Error(step.Line, "a step has either exams or projects.");
            else steps.Add(new(exams, projects ?? 0, only));
        }
        var (whom, grade, source) = (fields.Text("for", false), fields.Grade(), fields.Text("source"));
        fields.Done();
        if (kind is OptionKind.Wait && steps.Count > 0) fields.Complaints.Error(fields.LineOf("steps"), "waiting has no steps.");
        if (kind is OptionKind.Exam && (steps.Count != 1 || steps[0].Exams.Count == 0)) fields.Complaints.Error(fields.LineOf("steps"), "an option of kind exam has one step, an exam.");
        if (kind is OptionKind.Projects && (steps.Count != 1 || steps[0].Projects == 0)) fields.Complaints.Error(fields.LineOf("steps"), "an option of kind projects has one step, projects.");
        return id is null || name is null || kind is null || replace is null || grade is null || source is null ? null : new(id, name, kind.Value, steps, replace.Value, whom, grade.Value, source);
    }
}
