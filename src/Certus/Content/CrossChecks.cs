using Certus.Catalog;

namespace Certus.Content;

/// <summary>Ids that name one another across the files of the catalog.</summary>
internal static class CrossChecks
{
    public static void Catalog(Register register, IEnumerable<(Certification Exam, Complaints Complaints, Func<string, int> LineOf)> exams)
    {
        HashSet<string> codes = [];
        foreach (var (exam, complaints, lineOf) in exams)
        {
            if (!codes.Add(exam.Code)) complaints.Error(lineOf(exam.Code), $"the exam {exam.Code} is defined twice.");
            var named = new[] { exam.Format.Fact, exam.DomainsFact, exam.Lifecycle.Fact, exam.Beta?.Fact, exam.Services?.Fact, exam.Renewal?.Fact, exam.Experience?.Fact }.OfType<Fact>().SelectMany(fact => fact.Sources)
                .Concat(exam.StudyHours.Select(hours => hours.Source));
            foreach (var source in named.Distinct().Where(source => !register.Sources.ContainsKey(source))) complaints.Error(lineOf(source), $"unknown source '{source}'.");
            foreach (var code in exam.Lifecycle.Substitutes.Append(exam.Lifecycle.Successor).Append(exam.Lifecycle.Predecessor).OfType<string>().Where(code => !register.ByCode.ContainsKey(code)))
                complaints.Warning(lineOf(code), $"the exam {code} that the lifecycle names has no file in the catalog.");
            foreach (var code in (exam.Renewal is { } renewal ? renewal.RenewedBy.Concat(renewal.Renews) : []).Distinct().Where(code => !register.ByCode.ContainsKey(code)))
                complaints.Warning(lineOf(code), $"the exam {code} that the renewal names has no file in the catalog.");
        }
    }

    public static void Skills(Register register, IEnumerable<(Skill Skill, int Line, Complaints Complaints)> skills)
    {
        HashSet<string> ids = [];
        foreach (var (skill, line, complaints) in skills)
        {
            if (!ids.Add(skill.Id)) complaints.Error(line, $"the skill '{skill.Id}' is defined twice.");
            foreach (var task in skill.Tasks.Where(task => register.FindTask(task) is null)) complaints.Error(line, $"unknown exam task '{task}'.");
            foreach (var id in skill.Prerequisites.Where(id => !register.Skills.ContainsKey(id))) complaints.Error(line, $"unknown prerequisite '{id}'.");
            if (ReachesItself(register, skill)) complaints.Error(line, $"the skill '{skill.Id}' is its own prerequisite, directly or through others.");
        }
    }

    public static void Misconceptions(Register register, IEnumerable<(Misconception Belief, int Line, Complaints Complaints)> misconceptions)
    {
        HashSet<string> ids = [];
        foreach (var (belief, line, complaints) in misconceptions)
        {
            if (!ids.Add(belief.Id)) complaints.Error(line, $"the misconception '{belief.Id}' is defined twice.");
            foreach (var id in belief.Skills.Where(id => !register.Skills.ContainsKey(id))) complaints.Error(line, $"unknown skill '{id}'.");
        }
    }

    public static void Services(Register register, IEnumerable<(Service Service, int Line, Complaints Complaints)> services)
    {
        foreach (var (service, line, complaints) in services)
            foreach (var source in service.Fact.Sources.Where(source => !register.Sources.ContainsKey(source))) complaints.Error(line, $"unknown source '{source}'.");
    }

    private static bool ReachesItself(Register register, Skill skill)
    {
        var open = new Stack<string>(skill.Prerequisites);
        HashSet<string> seen = [];
        while (open.TryPop(out var id))
        {
            if (id == skill.Id) return true;
            if (seen.Add(id) && register.Skills.TryGetValue(id, out var next))
                foreach (var before in next.Prerequisites) open.Push(before);
        }
        return false;
    }
}
