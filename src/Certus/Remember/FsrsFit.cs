namespace Certus.Remember;

/// <summary>What fitting gave.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Items">Items learned from.</param>
/// <param name="LogLoss">The mean log loss over them with equal weights, in nats.</param>
/// <param name="DefaultLogLoss">That of the default parameters.</param>
/// <param name="Steps">Steps taken in all.</param>
/// <param name="Converged">Whether the last step changed next to nothing; otherwise there were too few steps.</param>
/// <param name="Share">How far from the defaults (0) towards the most plausible parameters (1) these are; less than 1 where few items bear out no more.</param>
public sealed record FsrsFit(Fsrs6Parameters Parameters, int Items, double LogLoss, double DefaultLogLoss, int Steps, bool Converged, double Share);
