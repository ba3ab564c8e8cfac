using Certus.Catalog;
using Certus.Practice;

namespace Certus.Content;

/// <summary>What generators name must exist, as for written questions.</summary>
internal static class GeneratorChecks
{
    public static IEnumerable<Complaint> Of(IReadOnlyList<IQuestionGenerator> generators, Register register)
    {
        foreach (var generator in generators)
        {
            Complaint Wrong(string message) => new(Severity.Error, generator.Id, 1, message);
            foreach (var task in generator.Tasks.Where(task => register.FindTask(task) is null)) yield return Wrong($"unknown exam task '{task}'.");
            foreach (var skill in generator.Skills.Where(skill => !register.Skills.ContainsKey(skill))) yield return Wrong($"unknown skill '{skill}'.");
            var sample = generator.Generate(1);
            foreach (var id in sample.Options.Select(option => option.Misconception).OfType<string>().Where(id => !register.Misconceptions.ContainsKey(id)))
                yield return Wrong($"unknown misconception '{id}'.");
        }
    }
}
