namespace Certus.Lab.Grading;

/// <summary>One lab: what it starts from, and what its grader looks at.</summary>
/// <remarks>
/// A grader reads the sandbox's state and, wherever something was built, its <em>behavior</em>: rows drawn when it grades are sent to what the
/// learner built. Of how a state came about it believes the state, as the times of a job and of what it wrote, and what stands in the call log; that something does
/// not stand there proves nothing, for the log keeps the last calls only. It says what is missing, not how to mend it.
/// </remarks>
public interface ILabExercise
{
    /// <summary>The lab's id, as its folder in content/labs is named.</summary>
    string Id { get; }

    /// <summary>The ids of what is graded, in the brief's order.</summary>
    IReadOnlyList<string> Checks { get; }

    /// <summary>The ids of what may be broken at the start; the seed picks one where that is asked for.</summary>
    IReadOnlyList<string> Faults { get; }

    /// <summary>Whether something is broken at every start, because mending it is the task.</summary>
    bool IsAlwaysBroken => false;

    /// <summary>Buckets, roles, models, endpoint configurations, endpoints, Kinesis and delivery streams whose names begin with this are the lab's, and go when it begins again.</summary>
    string NamePrefix { get; }

    /// <summary>Makes the starting state.</summary>
    Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel);

    /// <summary>Breaks what the start says of what was prepared, if anything; a lab that is always broken prepares it so.</summary>
    Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Grades what is there.</summary>
    /// <param name="bench">The sandbox.</param>
    /// <param name="start">What the lab began with.</param>
    /// <param name="heldOut">What held-out rows are drawn from; new each time and kept nowhere.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>A finding for each of <see cref="Checks"/>, in their order.</returns>
    Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel);
}
