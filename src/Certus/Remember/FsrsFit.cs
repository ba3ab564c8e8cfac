namespace Certus.Remember;

/// <summary>What fitting gave.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Items">Items learned from.</param>
/// <param name="LogLoss">The mean log loss over them with equal weights, in nats.</param>
/// <param name="DefaultLogLoss">That of the default parameters.</param>
/// <param name="Steps">Steps taken in all.</param>
/// <param name="Converged">Whether the last step changed next to nothing; otherwise there were too few steps.</param>
/// <param name="Prior">How strongly they are held to the defaults: as asked, or more where few items bear out no less; infinity for the defaults themselves.</param>
public sealed record FsrsFit(Fsrs6Parameters Parameters, int Items, double LogLoss, double DefaultLogLoss, int Steps, bool Converged, double Prior);
