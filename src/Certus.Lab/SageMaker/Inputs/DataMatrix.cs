namespace Certus.Lab.SageMaker.Inputs;

/// <summary>Rows of numbers, with what belongs to a row.</summary>
/// <param name="Values">Row after row, <see cref="Columns"/> each; NaN where a value is missing.</param>
/// <param name="Rows">How many.</param>
/// <param name="Columns">Features.</param>
internal sealed record DataMatrix(float[] Values, int Rows, int Columns)
{
    /// <summary>One a row; empty where the data have none.</summary>
    public float[] Labels { get; init; } = [];

    /// <summary>One a row, above or equal to 0; empty where all weigh the same.</summary>
    public float[] Weights { get; init; } = [];

    /// <summary>Lengths of the groups of rows that are ranked against each other, in order; empty where there are none.</summary>
    public int[] Groups { get; init; } = [];

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);
}
