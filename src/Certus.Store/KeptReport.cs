using Certus.Measure.TrackRecord;

namespace Certus.Store;

/// <summary>A real result that a learner entered.</summary>
/// <param name="Report">The result.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="WithdrawnAt">When it was withdrawn; null while it stands.</param>
public sealed record KeptReport(ScoreReport Report, DateTimeOffset EnteredAt, DateTimeOffset? WithdrawnAt);
