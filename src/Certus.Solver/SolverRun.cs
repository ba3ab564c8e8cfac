using System.Globalization;
using Google.OrTools.Sat;

namespace Certus.Solver;

/// <summary>One call of the solver that equals every other of the same arguments, and can be broken off.</summary>
internal sealed class SolverRun : IDisposable
{
    private const int ManyVariables = 2000;

    /// <summary>Solves.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public SolverRun(CpModel model, double effort, ulong seed, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        // No clock: an effort that the solver counts. One worker: several race, and who wins is chance.
        var parameters = string.Create(CultureInfo.InvariantCulture, $"num_workers:1,random_seed:{seed & int.MaxValue},max_deterministic_time:{effort},find_big_linear_overlap:false");
        // On thousands of variables, looking for ways to make the problem smaller costs more than it brings, and counts as effort.
        if (model.Model.Variables.Count > ManyVariables) parameters += ",max_presolve_iterations:1,cp_model_probing_level:0";
        Solver.StringParameters = parameters;
        using (cancel.Register(Solver.StopSearch)) Status = Solver.Solve(model);
        cancel.ThrowIfCancellationRequested();
        if (Status is CpSolverStatus.ModelInvalid) throw new InvalidOperationException($"The solver refuses the model: {model.Validate()}");
    }

    public CpSolver Solver { get; } = new();

    public CpSolverStatus Status { get; }

    public void Dispose() => Solver.Dispose();
}
