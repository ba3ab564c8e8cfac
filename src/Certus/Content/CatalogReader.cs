using Certus.Catalog;
using Certus.Content.Yaml;

namespace Certus.Content;

/// <summary>Reads the files of <c>catalog/</c>.</summary>
internal static class CatalogReader
{
    private const int MostUsd = 10_000;
    private const int MostQuestions = 1_000;
    private const int MostMinutes = 1_440;
    private const int MostHours = 10_000;
    private static readonly Fact NoFact = new([], null, Confidence.Low, null);
    private static readonly ExamFormat NoFormat = new(null, null, null, null, null, null, null, null, [], [], NoFact);
    private static readonly Lifecycle NoLife = new(null, null, null, null, Confidence.Low, null, null, [], null, null, null, [], NoFact);

    public static Certification? Certification(YamlNode? node, Complaints complaints, string fileName)
    {
        if (Fields.From(node, complaints, "A certification") is not { } file) return null;
        var code = file.Text("code");
        if (code is not null && code != fileName) complaints.Error(file.LineOf("code"), $"the code '{code}' differs from the file name '{fileName}'.");
        var name = file.Text("name");
        var level = file.Text("level");
        var practice = file.Word<PracticeSupport>("practice");
        var format = file.Map("format") is { } formatFields ? Format(formatFields) : null;
        var beta = file.Map("beta", required: false) is { } betaFields ? Beta(betaFields) : null;
        var domains = Domains(file, fileName);
        var domainsFact = file.Map("domainsFact") is { } factFields ? FactOf(factFields, done: true) : null;
        var services = file.Map("services", required: false) is { } serviceFields ? Services(serviceFields) : null;
        var lifecycle = file.Map("lifecycle") is { } lifeFields ? Life(lifeFields) : null;
        var hours = file.Maps("studyHours", required: false).Select(Hours).OfType<StudyHours>().ToList();
        var conflicts = file.Maps("conflicts", required: false).Select(Conflict).OfType<FactConflict>().ToList();
        var renewal = file.Map("certification", required: false) is { } earned ? RenewalOf(earned) : null;
        var experience = file.Map("experience", required: false) is { } asked ? ExperienceOf(asked) : null;
        // Kept for readers of the file; no page shows them yet.
        foreach (var key in new[] { "notes", "studyHoursNote" }) file.Has(key);
        file.Done();
        if (practice == PracticeSupport.Full && format is { FormMinutes: null } or { Scored: null } or { Unscored: null } or { PassingScore: null })
            complaints.Error(file.LineOf("practice"), "practice: full needs scored, unscored, passingScore and minutes (or assumedMinutes).");
        // An exam with a fault is still known, with gaps, so that nothing that names its tasks is blamed for it; it is kept out of the library.
        return new(
            fileName, name ?? "", level ?? "", practice ?? PracticeSupport.None, format ?? NoFormat, beta, domains, domainsFact ?? NoFact, services, lifecycle ?? NoLife,
            hours, conflicts) { Renewal = renewal, Experience = experience };
    }

    public static (IReadOnlyList<Policy> Policies, RetakeRule? Retake) Policies(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The policies") is not { } file) return ([], null);
        List<Policy> policies = [];
        RetakeRule? retake = null;
        foreach (var fields in file.Maps("policies"))
        {
            var (id, text) = (fields.Text("id"), fields.Text("text", required: false));
            fields.Has("value");        // a table of its own; the schema in the editor checks it
            var value = id == "retake" ? fields.Map("value") : null;
            var fact = FactOf(fields, done: true);
            if (id is not null && text is not null) policies.Add(new(id, text, fact));
            if (value?.Whole("waitAfterFailDays", 0, 365) is { } days && value.Text("feeEachAttempt") is { } fee) retake ??= new(days, fee, value.Text("beta", required: false), fact);
        }
        return (policies, retake);
    }

    public static IReadOnlyList<(Source Source, int Line)> Sources(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The source list") is not { } file) return [];
        List<(Source, int)> sources = [];
        foreach (var (key, line, value) in file.Entries())
        {
            if (Fields.From(value, complaints, $"source '{key}'") is not { } fields) continue;
            var (title, where, kind, readAs) = (fields.Text("title"), fields.Text("where"), fields.Text("kind"), fields.Text("readAs", required: false));
            fields.Has("also");
            fields.Done();
            if (title is not null && where is not null && kind is not null) sources.Add((new(key, title, where, kind, readAs), line));
        }
        return sources;
    }

    private static ExamFormat Format(Fields format)
    {
        var read = new ExamFormat(
            format.Number("feeUsd", 0, MostUsd, false), format.Whole("questions", 1, MostQuestions, false), format.Whole("scored", 1, MostQuestions, false),
            format.Whole("unscored", 0, MostQuestions, false), format.Whole("minutes", 1, MostMinutes, false), format.Whole("assumedMinutes", 1, MostMinutes, false),
            format.Text("assumedMinutesNote", false), format.Whole("passingScore", 101, 999, false),
            format.Words<QuestionType>("questionTypes", false), [.. format.Texts("languages", false).Select(entry => entry.Text)], FactOf(format));
        format.Done();
        if (read is { Questions: { } all, Scored: { } scored, Unscored: { } unscored } && all != scored + unscored)
            format.Complaints.Error(format.LineOf("questions"), $"{scored} scored and {unscored} unscored questions do not make {all}.");
        if (read is { AssumedMinutes: not null, AssumedMinutesNote: null })
            format.Complaints.Error(format.LineOf("assumedMinutes"), "assumedMinutes needs assumedMinutesNote, which says why.");
        return read;
    }

    private static BetaFormat Beta(Fields beta)
    {
        foreach (var key in new[] { "passingScore", "questionTypes", "extraItems" }) beta.Has(key);
        var read = new BetaFormat(
            beta.Text("bookingCode", false), beta.Number("feeUsd", 0, MostUsd, false), beta.Whole("questions", 1, MostQuestions, false),
            beta.Whole("minutes", 1, MostMinutes, false), [.. beta.Texts("languages", false).Select(entry => entry.Text)], beta.Whole("attempts", 1, 100, false), beta.Text("results", false), FactOf(beta));
        beta.Done();
        return read;
    }

    private static List<Domain> Domains(Fields file, string code)
    {
        List<Domain> domains = [];
        var sum = 0m;
        var entries = file.Maps("domains");
        foreach (var fields in entries)
        {
            var (id, name, weight) = (fields.Text("id"), fields.Text("name"), fields.Number("weight", 1, 100));
            List<ExamTask> tasks = [];
            foreach (var task in fields.Maps("tasks"))
            {
                var (taskId, title) = (task.Text("id"), task.Text("title"));
                task.Done();
                if (taskId is not null && id is not null && !taskId.StartsWith(id + ".", StringComparison.Ordinal))
                    task.Complaints.Error(task.LineOf("id"), $"the task '{taskId}' does not belong to domain '{id}'.");
                if (taskId is not null && title is not null) tasks.Add(new(taskId, title));
            }
            fields.Done();
            if (id is not null && !id.StartsWith(code + "/", StringComparison.Ordinal)) fields.Complaints.Error(fields.LineOf("id"), $"the domain '{id}' does not belong to {code}.");
            sum += weight ?? 0;
            if (id is not null && name is not null && weight is not null) domains.Add(new(id, name, weight.Value, tasks));
        }
        // An exam that was announced without an outline has none yet.
        if (sum != 100 && entries.Count > 0) file.Complaints.Error(file.LineOf("domains"), $"the domain weights sum to {sum}, not to 100.");
        foreach (var twice in domains.SelectMany(domain => domain.Tasks.Select(task => task.Id)).Concat(domains.Select(domain => domain.Id)).GroupBy(id => id).Where(group => group.Count() > 1))
            file.Complaints.Error(file.LineOf("domains"), $"the id '{twice.Key}' stands twice.");
        return domains;
    }

    private static ServiceScope Services(Fields fields)
    {
        List<ServiceGroup> groups = [];
        foreach (var (name, line, value) in fields.Entries("groups"))
            if (value is YamlList list) groups.Add(new(name, [.. list.Items.OfType<YamlScalar>().Select(item => item.Value)]));
            else fields.Complaints.Error(line, $"the group '{name}' must be a list of services.");
        foreach (var key in new[] { "laterAdditions", "outOfScope", "listVersion" }) fields.Has(key);
        var read = new ServiceScope(fields.Flag("complete") ?? false, groups, FactOf(fields));
        fields.Done();
        return read;
    }

    private static Lifecycle Life(Fields life)
    {
        var read = new Lifecycle(
            life.Date("seenOpen", false), life.Date("betaStart", false), life.Date("betaEnd", false), life.Date("launch", false),
            life.Word<Confidence>("launchConfidence", false) ?? Confidence.High, life.Date("lastDay", false), life.Date("limitedFrom", false),
            [.. life.Texts("limitedTo", false).Select(entry => entry.Text)], life.Date("limitedUntil", false),
            life.Text("predecessor", false), life.Text("successor", false), [.. life.Texts("substitutes", false).Select(entry => entry.Text)], FactOf(life));
        life.Done();
        return read;
    }

    private static Renewal RenewalOf(Fields fields)
    {
        var read = new Renewal(
            fields.Whole("validityYears", 1, 100, false), [.. fields.Texts("renewedBy", false).Select(entry => entry.Text)], [.. fields.Texts("renews", false).Select(entry => entry.Text)], FactOf(fields));
        fields.Done();
        return read;
    }

    private static Experience? ExperienceOf(Fields fields)
    {
        var (recommended, fact) = (fields.Text("recommended"), FactOf(fields));
        fields.Done();
        return recommended is null ? null : new(recommended, fact);
    }

    private static StudyHours? Hours(Fields hours)
    {
        var (min, max, audience, source) = (hours.Whole("min", 0, MostHours), hours.Whole("max", 0, MostHours), hours.Text("audience"), hours.Text("source"));
        var (confidence, note) = (hours.Word<Confidence>("confidence"), hours.Text("note", false));
        hours.Done();
        if (max < min) hours.Complaints.Error(hours.LineOf("max"), "max is below min.");
        return min is null || max is null || audience is null || source is null || confidence is null ? null : new(min.Value, max.Value, audience, source, confidence.Value, note);
    }

    private static FactConflict? Conflict(Fields conflict)
    {
        var (id, topic) = (conflict.Text("id"), conflict.Text("topic"));
        var read = new FactConflict(id ?? "", topic ?? "", conflict.Text("claim", false), conflict.Text("found", false), conflict.Text("verdict", false));
        conflict.Done();
        return id is null || topic is null ? null : read;
    }

    public static Fact FactOf(Fields fields, bool done = false)
    {
        var fact = new Fact(
            [.. fields.Texts("sources").Select(entry => entry.Text)], fields.Date("asOf"),
            fields.Word<Confidence>("confidence") ?? Confidence.Low, fields.Text("note", false));
        if (done) fields.Done();
        return fact;
    }
}
