using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Content;

/// <summary>Holds questions to the service register: names of today, and nothing closed taken for current.</summary>
internal static partial class ServiceChecks
{
    public static void Report(QuestionDraft draft, Register register)
    {
        if (register.Services.Services.Count == 0) return;      // a bank without a register is not held to one
        var (question, complaints) = (draft.Question, draft.Complaints);
        Check(question.Case is { } part ? part.Scenario + "\n" + question.Stem : question.Stem, draft.StemLine, asked: true);
        for (var i = 0; i < question.Options.Count; i++)
        {
            var line = question.Prompts.Count == 0 && i < draft.OptionLines.Count ? draft.OptionLines[i] : draft.StemLine;     // with prompts, the lines are theirs
            Check(question.Options[i].Text, line, asked: true);
            Check(question.Options[i].Why, line, asked: false);
        }
        for (var i = 0; i < question.Prompts.Count; i++)
        {
            var line = i < draft.OptionLines.Count ? draft.OptionLines[i] : draft.StemLine;
            Check(question.Prompts[i].Text, line, asked: true);
            Check(question.Prompts[i].Why, line, asked: false);
        }
        Check(question.Principle, draft.PrincipleLine, asked: false);

        void Check(string text, int line, bool asked)
        {
            var services = Names(text, line, register, complaints);
            if (!asked) return;
            foreach (var service in services.Where(service => service.On(question.Checked) != ServiceState.Open))
                if (!Explains(question, service) || !IsListed(question, service, register))
                    complaints.Error(line, $"'{service.Name}' is {(service.State == ServiceState.Retired ? "retired" : "closed to new customers")} since {service.Since:yyyy-MM-dd}; "
                        + "it may stand here only where an exam of the question lists it and the explanation says so.");
        }
    }

    /// <summary>Names of today in the text of a card or lesson, where a closed service is said to be closed.</summary>
    public static void Report(string text, int line, DateOnly day, Register register, Complaints complaints)
    {
        if (register.Services.Services.Count == 0) return;
        foreach (var service in Names(text, line, register, complaints).Where(service => service.On(day) != ServiceState.Open && !ClosedWords().IsMatch(text)))
            complaints.Error(line, $"'{service.Name}' is {(service.State == ServiceState.Retired ? "retired" : "closed to new customers")} since {service.Since:yyyy-MM-dd}, and the text does not say so.");
    }

    /// <summary>The services that a text names; complains about names that are unknown or of the past.</summary>
    private static IReadOnlyList<Service> Names(string text, int line, Register register, Complaints complaints)
    {
        var plain = Spaces().Replace(Code().Replace(text, " ` "), " ");     // code keeps names that services have shed: `AWS::SageMaker::Model`
        var mentions = register.Services.MentionsIn(plain).ToList();
        foreach (var unknown in mentions.Where(mention => mention.Service is null).Select(mention => mention.Text).Distinct())
            complaints.Error(line, $"'{unknown}' is not in catalog/services.yaml.");
        foreach (var old in mentions.Where(mention => mention.Former).DistinctBy(mention => mention.Text))
            if (!mentions.Any(mention => !mention.Former && mention.Service == old.Service))
                complaints.Error(line, $"'{old.Text}' is now '{old.Service!.Name}'; write the present name, with the former one in parentheses.");
        return [.. mentions.Select(mention => mention.Service).OfType<Service>().Distinct()];
    }

    /// <summary>Whether some reason names the service and says that it is closed.</summary>
    private static bool Explains(Question question, Service service) =>
        question.Options.Select(option => option.Why).Concat(question.Prompts.Select(prompt => prompt.Why)).Append(question.Principle)
            .Any(why => ClosedWords().IsMatch(why) && (service.PresentNames.Any(name => why.Contains(name, StringComparison.Ordinal)) || service.Former.Any(name => why.Contains(name, StringComparison.Ordinal))));

    /// <summary>Whether an exam of the question has the service, or the one it is part of, in scope.</summary>
    private static bool IsListed(Question question, Service service, Register register)
    {
        var names = service.PresentNames.Concat(service.Former);
        if (service.PartOf is { } whole && register.Services.Find(whole) is { } parent) names = names.Concat(parent.PresentNames).Concat(parent.Former);
        var known = names.ToHashSet();
        return question.Tasks.Select(task => task.Split('/')[0]).Distinct()
            .Any(code => register.ByCode.TryGetValue(code, out var exam) && exam.Services is { } scope
                && scope.Groups.SelectMany(group => group.Services).Any(listed => known.Contains(listed) || known.Any(name => listed.StartsWith(name + " (", StringComparison.Ordinal))));
    }

    [GeneratedRegex(@"\b(closed to new customers|closed to new|no new customers|retired|no longer|end of support|discontinued)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ClosedWords();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
