using Certus.Catalog;

namespace Certus.Remember.Cards;

/// <summary>A page to start from: one skill, explained.</summary>
/// <param name="Skill">The skill's id, which is the lesson's too.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Markdown, 150 to 400 words.</param>
/// <param name="Example">Markdown: a worked example; null where the body has a figure instead.</param>
/// <param name="Principle">One line to carry away.</param>
/// <param name="Confusable">What is mixed up with it, and how to tell them apart.</param>
/// <param name="References">Official pages, three or more.</param>
/// <param name="Checked">The day on which they were read.</param>
/// <param name="Figures">The pictures that the Markdown refers to.</param>
public sealed record Lesson(
    string Skill, string Title, string Body, string? Example, string Principle, IReadOnlyList<ConfusableSkill> Confusable, IReadOnlyList<Reference> References, DateOnly Checked,
    IReadOnlyList<Figure> Figures);
