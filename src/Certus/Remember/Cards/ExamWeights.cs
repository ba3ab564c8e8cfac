using Certus.Catalog;

namespace Certus.Remember.Cards;

/// <summary>What recalling a card counts for an exam.</summary>
/// <remarks>
/// A domain's weight is shared evenly by its tasks, a task's by the skills that it asks for and that have cards, a skill's by its cards. A card of the learner's own without a skill
/// counts as much as the mean of the others.
/// </remarks>
public static class ExamWeights
{
    /// <summary>The weight of each card, by id: above 0, on the scale of the exam's per cent. Cards of skills that the exam does not ask for are left out.</summary>
    /// <param name="exam">The exam.</param>
    /// <param name="register">The catalog.</param>
    /// <param name="notes">All notes, the learner's own too.</param>
    public static IReadOnlyDictionary<string, double> Of(Certification exam, Register register, IEnumerable<Note> notes)
    {
        ArgumentNullException.ThrowIfNull(exam);
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(notes);
        var all = notes.ToList();
        var cards = all.Where(note => note.Skill is not null).GroupBy(note => note.Skill!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(note => note.Cards.Count), StringComparer.Ordinal);
        var asked = register.Skills.Values.Where(skill => cards.ContainsKey(skill.Id)).SelectMany(skill => skill.Tasks.Select(task => (task, skill.Id))).ToLookup(entry => entry.task, entry => entry.Id);
        Dictionary<string, double> bySkill = new(StringComparer.Ordinal);
        foreach (var domain in exam.Domains)
            foreach (var task in domain.Tasks)
                foreach (var skill in asked[task.Id])
                    bySkill[skill] = bySkill.GetValueOrDefault(skill) + ((double)domain.Weight / domain.Tasks.Count / asked[task.Id].Count());
        Dictionary<string, double> weights = new(StringComparer.Ordinal);
        foreach (var card in all.Where(note => note.Skill is not null && bySkill.ContainsKey(note.Skill)).SelectMany(note => note.Cards)) weights[card.Id] = bySkill[card.Note.Skill!] / cards[card.Note.Skill!];
        var mean = weights.Count == 0 ? 1 : weights.Values.Average();
        foreach (var card in all.Where(note => note.Skill is null).SelectMany(note => note.Cards)) weights[card.Id] = mean;
        return weights;
    }
}
