namespace Certus.Lab.SageMaker.Training;

/// <summary>One figure that a job reports while it runs.</summary>
/// <param name="Name">As AWS names it: <c>validation:auc</c>, <c>train:objective_loss</c>.</param>
/// <param name="Value">May be NaN where the data leave it undefined, such as an AUC of one class.</param>
/// <param name="Step">The round or epoch, from 0; null where it is of the finished model.</param>
public sealed record TrainingMetric(string Name, double Value, int? Step);
