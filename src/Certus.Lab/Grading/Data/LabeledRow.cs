namespace Certus.Lab.Grading;

/// <summary>A row of made data, and what its law knows of it.</summary>
/// <param name="Features">In the order of the data's columns.</param>
/// <param name="Probability">The chance of the label 1 under the law, 0 to 1.</param>
/// <param name="Label">What was drawn.</param>
internal readonly record struct LabeledRow(double[] Features, double Probability, bool Label);
