namespace Certus.Decide;

/// <summary>What an option is made of.</summary>
public enum OptionKind
{
    /// <summary>One exam.</summary>
    Exam,

    /// <summary>Several steps.</summary>
    Sequence,

    /// <summary>Projects and no exam.</summary>
    Projects,

    /// <summary>Nothing for now.</summary>
    Wait,
}
