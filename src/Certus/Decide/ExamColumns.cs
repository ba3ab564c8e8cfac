namespace Certus.Decide;

/// <summary>What came of an exam in each draw of a block, as if its step had begun now.</summary>
internal sealed class ExamColumns(int block)
{
    /// <summary>Hours, first those of a typical candidate, then all that were spent.</summary>
    public double[] Hours { get; } = new double[block];
    public double[] Spent { get; } = new double[block];
    public double[] DiscountedHours { get; } = new double[block];
    public double[] Chance { get; } = new double[block];
    public double[] FirstFee { get; } = new double[block];
    public double[] DiscountedFirstFee { get; } = new double[block];
    public double[] RetakeFees { get; } = new double[block];
    public double[] DiscountedRetakeFees { get; } = new double[block];
    public double[] ToPass { get; } = new double[block];
    public double[] Pass { get; } = new double[block];
    public double[] Attempts { get; } = new double[block];
}
