namespace Certus.Practice;

/// <summary>In what a question stands for one that was missed, the closest first.</summary>
public enum VariantKind
{
    /// <summary>The same computation with numbers that the learner has not been shown.</summary>
    NewNumbers,

    /// <summary>An unseen question with a skill in common that offers the misconception which was chosen.</summary>
    SameMisconceptionAndSkill,

    /// <summary>An unseen question that offers the misconception which was chosen.</summary>
    SameMisconception,

    /// <summary>An unseen question with a skill in common.</summary>
    SameSkill,

    /// <summary>The missed question itself.</summary>
    SameQuestion,
}
