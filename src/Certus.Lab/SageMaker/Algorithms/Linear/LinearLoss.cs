namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>A loss of one score, with its derivatives by the score.</summary>
/// <param name="Name">As the hyperparameter loss has it.</param>
/// <param name="Shape">huber_delta, margin, loss_insensitivity or quantile, whichever the loss has; 0 where it has none.</param>
internal sealed record LinearLoss(string Name, double Shape)
{
    /// <summary>Whether it has a kink, which a solver of second order rounds off.</summary>
    public bool HasKink => Name is "absolute_loss" or "hinge_loss" or "quantile_loss" or "eps_insensitive_absolute_loss";

    /// <summary>Whether it is a straight line far away from the label: no curvature says there how far the minimum is.</summary>
    public bool IsStraightAfar => HasKink || Name == "huber_loss";

    /// <summary>The loss and its derivatives.</summary>
    /// <param name="score">The row's score.</param>
    /// <param name="label">Its label; 0 or 1 for logistic and hinge_loss.</param>
    /// <param name="rounding">How wide a kink is rounded off by a parabola; 0 for not at all.</param>
    public (double Loss, double First, double Second) Of(double score, double label, double rounding)
    {
        var r = score - label;
        switch (Name)
        {
            case "logistic":
                var p = score >= 0 ? 1 / (1 + Math.Exp(-score)) : Math.Exp(score) / (1 + Math.Exp(score));
                return (Math.Max(score, 0) + Math.Log(1 + Math.Exp(-Math.Abs(score))) - label * score, p - label, p * (1 - p));
            case "hinge_loss":
                var sign = 2 * label - 1;
                var (h, first, second) = Ramp(Shape - sign * score, rounding);
                return (h, -sign * first, second);
            case "absolute_loss":
                return Both(Ramp(r, rounding), Ramp(-r, rounding));
            case "quantile_loss":
                // Above the label the weight is 1 − q, below it q.
                return Both(Times(1 - Shape, Ramp(r, rounding)), Times(Shape, Ramp(-r, rounding)));
            case "eps_insensitive_absolute_loss":
                return Both(Ramp(r - Shape, rounding), Ramp(-r - Shape, rounding));
            case "eps_insensitive_squared_loss":
                var over = Math.Max(Math.Abs(r) - Shape, 0);
                return (over * over, 2 * over * Math.Sign(r), over > 0 ? 2 : 0);
            case "huber_loss":
                return Math.Abs(r) <= Shape ? (r * r / 2, r, 1) : (Shape * (Math.Abs(r) - Shape / 2), Shape * Math.Sign(r), 0);
            default:
                return (r * r, 2 * r, 2);
        }
    }

    private static (double Loss, double First, double Second) Ramp(double z, double rounding) =>
        z <= -rounding / 2 ? (0, 0, 0)
        : z >= rounding / 2 ? (z, 1, 0)
        : ((z + rounding / 2) * (z + rounding / 2) / (2 * rounding), (z + rounding / 2) / rounding, 1 / rounding);

    private static (double, double, double) Times(double factor, (double Loss, double First, double Second) of) => (factor * of.Loss, factor * of.First, factor * of.Second);

    /// <summary>A ramp up and a ramp down of the same residual.</summary>
    private static (double, double, double) Both((double Loss, double First, double Second) up, (double Loss, double First, double Second) down) =>
        (up.Loss + down.Loss, up.First - down.First, up.Second + down.Second);
}
