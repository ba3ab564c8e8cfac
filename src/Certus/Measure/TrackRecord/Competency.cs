namespace Certus.Measure.TrackRecord;

/// <summary>What a score report says of a domain.</summary>
public enum Competency
{
    /// <summary>"Meets competencies."</summary>
    Meets,

    /// <summary>"Needs improvement."</summary>
    NeedsImprovement,
}
