namespace Certus.Lab.SageMaker.Jobs;

/// <summary>A job's work. It keeps its own row; what it throws is a defect and is handed to the queue's reporter.</summary>
/// <param name="job">Which.</param>
/// <param name="stop">The learner stops it: it ends early, and says so in its row.</param>
/// <param name="closing">The sandbox stops: it ends at once and writes nothing more; the next start marks it.</param>
internal delegate Task JobRun(JobKey job, CancellationToken stop, CancellationToken closing);
