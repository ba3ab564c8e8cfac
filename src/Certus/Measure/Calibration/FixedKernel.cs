namespace Certus.Measure.Calibration;

/// <summary>An item whose parameters are known.</summary>
internal sealed class FixedKernel(ItemModel model) : Kernel(model.Categories, 0)
{
    public override void Tabulate(ReadOnlySpan<double> beta, Span<double> logP, Span<double> scores)
    {
        for (var k = 0; k < Categories; k++)
            for (var q = 0; q < Grid.Padded; q++) logP[k * Grid.Padded + q] = model.LogLikelihood(Grid.Theta[q], k).Value;
    }

    public override void AddCurvature(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, Span<double> into)
    {
    }
}
