namespace Certus.Plan;

/// <summary>What a session is for.</summary>
public enum Purpose
{
    /// <summary>A skill is studied for the first time.</summary>
    Learn,

    /// <summary>Questions on skills that were learned, topics that are taken for each other side by side; wrong answers among them.</summary>
    Practice,

    /// <summary>A lab, or a milestone of a project.</summary>
    Lab,

    /// <summary>Cards that fall due.</summary>
    Review,

    /// <summary>A full form under exam conditions, or a part of one where a day is too short.</summary>
    Mock,

    /// <summary>Minutes that are left free on purpose.</summary>
    Rest,
}
