namespace Certus.Measure.TrackRecord;

/// <summary>A scenario of the published run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Says">What is wrong with the model in it, in words.</param>
/// <param name="Scores">How good the predictions were.</param>
public sealed record PublishedScenario(string Name, string Says, Scores Scores);
