namespace Certus.Plan;

/// <summary>A mock exam's minutes on one day.</summary>
/// <param name="Mock">1 for the first.</param>
/// <param name="Part">1 for the first part; most have one.</param>
/// <param name="Parts">How many it has.</param>
/// <param name="Day">The day's place.</param>
/// <param name="Minutes">Its minutes.</param>
internal readonly record struct MockPart(int Mock, int Part, int Parts, int Day, int Minutes);
