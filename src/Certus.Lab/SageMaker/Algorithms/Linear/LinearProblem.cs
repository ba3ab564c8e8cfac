namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The mean loss of a linear model on rows, with a penalty on its weights.</summary>
/// <param name="rows">Row after row, normalized.</param>
/// <param name="labels">One a row: normalized for a regressor, the class otherwise.</param>
/// <param name="weights">One a row.</param>
/// <param name="columns">Features of a row.</param>
/// <param name="outputs">Scores of a row: the classes of softmax, otherwise 1.</param>
/// <param name="loss">Of one score; null for softmax.</param>
/// <param name="decay">The L2 penalty: half of it times the squares of the weights.</param>
/// <param name="biasDecay">The same for biases.</param>
/// <param name="hasBias">Whether there is a bias.</param>
/// <remarks>Parameters: for every output its weights, then its bias.</remarks>
internal sealed class LinearProblem(float[] rows, float[] labels, float[] weights, int columns, int outputs, LinearLoss? loss, double decay, double biasDecay, bool hasBias)
{
    private readonly double _total = weights.Sum(weight => (double)weight);
    private readonly double[] _curvature = new double[(long)labels.Length * outputs];     // second derivative, or softmax's probabilities

    public int Rows => labels.Length;

    public int Columns => columns;

    public int Outputs => outputs;

    public int Parameters => outputs * (columns + 1);

    public bool HasKink => loss is { HasKink: true };

    /// <summary>Whether a step may have to be far longer than the curvature says.</summary>
    public bool IsStraightAfar => loss is { IsStraightAfar: true };

    /// <summary>What a residual is measured by: the labels' deviation, about 1 where they are normalized; 1 for classes.</summary>
    public double Spread { get; } = loss is { Name: not ("hinge_loss" or "logistic") } && labels.Length > 0 && Deviation(labels) is > 0 and var spread ? spread : 1;

    public bool HasBias => hasBias;

    /// <summary>The objective and its gradient; remembers the curvature for <see cref="Curve"/>.</summary>
    public double Evaluate(ReadOnlySpan<double> theta, Span<double> gradient, double rounding)
    {
        gradient.Clear();
        double sum = 0;
        Span<double> scores = outputs <= 256 ? stackalloc double[outputs] : new double[outputs];
        for (var row = 0; row < labels.Length; row++) sum += weights[row] * Row(row, theta, gradient, scores, weights[row], rounding);
        for (var i = 0; i < gradient.Length; i++) gradient[i] /= _total;
        return sum / _total + Penalty(theta, gradient);
    }

    private static double Deviation(float[] labels)
    {
        var mean = labels.Average(label => (double)label);
        return Math.Sqrt(labels.Average(label => (label - mean) * (label - mean)));
    }

    /// <summary>The gradient of the mean loss on some rows, without the penalty.</summary>
    public double EvaluateBatch(ReadOnlySpan<int> batch, ReadOnlySpan<double> theta, Span<double> gradient)
    {
        gradient.Clear();
        double sum = 0, total = 0;
        Span<double> scores = outputs <= 256 ? stackalloc double[outputs] : new double[outputs];
        foreach (var row in batch)
        {
            sum += weights[row] * Row(row, theta, gradient, scores, weights[row], 0);
            total += weights[row];
        }
        if (total > 0)
            for (var i = 0; i < gradient.Length; i++) gradient[i] /= total;
        return sum;
    }

    /// <summary>The penalty; its gradient is added.</summary>
    public double Penalty(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        double penalty = 0;
        for (var i = 0; i < theta.Length; i++)
        {
            var bias = i % (columns + 1) == columns;
            var factor = bias ? biasDecay : decay;
            penalty += factor * theta[i] * theta[i] / 2;
            gradient[i] = bias && !hasBias ? 0 : gradient[i] + factor * theta[i];
        }
        return penalty;
    }

    /// <summary>The Hessian at the point last evaluated, times a direction.</summary>
    public void Curve(ReadOnlySpan<double> direction, Span<double> result)
    {
        result.Clear();
        var stride = columns + 1;
        Span<double> moved = outputs <= 256 ? stackalloc double[outputs] : new double[outputs];
        for (var row = 0; row < labels.Length; row++)
        {
            var values = rows.AsSpan(row * columns, columns);
            for (var output = 0; output < outputs; output++) moved[output] = Dot(values, direction.Slice(output * stride, stride));
            var curvature = _curvature.AsSpan(row * outputs, outputs);
            if (loss is null)
            {
                double mean = 0;
                for (var output = 0; output < outputs; output++) mean += curvature[output] * moved[output];
                for (var output = 0; output < outputs; output++) moved[output] = curvature[output] * (moved[output] - mean);
            }
            else moved[0] *= curvature[0];
            for (var output = 0; output < outputs; output++)
                if (moved[output] != 0) Add(result.Slice(output * stride, stride), values, weights[row] * moved[output]);
        }
        for (var i = 0; i < result.Length; i++)
        {
            var bias = i % stride == columns;
            result[i] = bias && !hasBias ? 0 : result[i] / _total + (bias ? biasDecay : decay) * direction[i];
        }
    }

    private double Row(int row, ReadOnlySpan<double> theta, Span<double> gradient, Span<double> scores, double weight, double rounding)
    {
        var values = rows.AsSpan(row * columns, columns);
        var stride = columns + 1;
        for (var output = 0; output < outputs; output++) scores[output] = Dot(values, theta.Slice(output * stride, stride));
        var curvature = _curvature.AsSpan(row * outputs, outputs);
        if (loss is not null)
        {
            var (value, first, second) = loss.Of(scores[0], labels[row], rounding);
            curvature[0] = second;
            if (first != 0) Add(gradient, values, weight * first);
            return value;
        }
        var most = scores[0];
        foreach (var score in scores) most = Math.Max(most, score);
        double total = 0;
        for (var output = 0; output < outputs; output++) total += curvature[output] = Math.Exp(scores[output] - most);
        var label = (int)labels[row];
        for (var output = 0; output < outputs; output++)
        {
            curvature[output] /= total;
            Add(gradient.Slice(output * stride, stride), values, weight * (curvature[output] - (output == label ? 1 : 0)));
        }
        return Math.Log(total) + most - scores[label];
    }

    private static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<double> theta)
    {
        var sum = theta[values.Length];
        for (var i = 0; i < values.Length; i++) sum += values[i] * theta[i];
        return sum;
    }

    private static void Add(Span<double> into, ReadOnlySpan<float> values, double factor)
    {
        for (var i = 0; i < values.Length; i++) into[i] += factor * values[i];
        into[values.Length] += factor;
    }
}
