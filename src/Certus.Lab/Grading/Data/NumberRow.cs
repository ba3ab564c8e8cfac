namespace Certus.Lab.Grading;

/// <summary>A row of made data whose label is a number, and what its law knows of it.</summary>
/// <param name="Features">In the order of the data's columns.</param>
/// <param name="Mean">What the law expects.</param>
/// <param name="Value">What was drawn: the mean and noise.</param>
internal readonly record struct NumberRow(double[] Features, double Mean, double Value);
