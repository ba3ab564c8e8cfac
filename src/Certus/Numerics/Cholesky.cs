namespace Certus.Numerics;

/// <summary>A symmetric positive definite matrix as the product of a lower triangle and its transpose.</summary>
/// <remarks>Row by row (Cholesky–Banachiewicz); n³/6 multiplications. Golub and Van Loan (2013), section 4.2.</remarks>
public sealed class Cholesky
{
    private const double LeastPivot = 1e-13;
    private readonly double[] _lower;
    private readonly int _n;

    private Cholesky(double[] lower, int n) => (_lower, _n) = (lower, n);

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">n × n, row after row; only the lower triangle is read, nothing is changed.</param>
    /// <param name="n">The order, at least 0.</param>
    /// <returns>null where a pivot is not clearly above 0: the matrix is not positive definite, or so nearly singular that its inverse would be noise.</returns>
    public static Cholesky? Of(ReadOnlySpan<double> matrix, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, checked(n * n), nameof(matrix));
        var lower = matrix.ToArray();
        for (var i = 0; i < n; i++)
        {
            var row = lower.AsSpan(i * n, n);
            for (var j = 0; j < i; j++) row[j] = (row[j] - Dot(row[..j], lower.AsSpan(j * n, j))) / lower[j * n + j];
            var pivot = row[i] - Dot(row[..i], row[..i]);
            if (!(pivot > LeastPivot * row[i])) return null;
            row[i] = Math.Sqrt(pivot);
        }
        return new(lower, n);
    }

    /// <summary>Replaces a right side by the solution.</summary>
    /// <param name="x">n numbers.</param>
    public void Solve(Span<double> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, _n, nameof(x));
        for (var i = 0; i < _n; i++) x[i] = (x[i] - Dot(_lower.AsSpan(i * _n, i), x[..i])) / _lower[i * _n + i];
        for (var i = _n - 1; i >= 0; i--)
        {
            x[i] /= _lower[i * _n + i];
            for (var j = 0; j < i; j++) x[j] -= _lower[i * _n + j] * x[i];
        }
    }

    /// <summary>The inverse of the matrix that was factored.</summary>
    /// <returns>n × n, row after row, symmetric.</returns>
    public double[] Inverse()
    {
        // The inverse of the triangle, kept transposed so that the products run along rows.
        var inverse = new double[_n * _n];
        for (var j = 0; j < _n; j++)
        {
            var column = inverse.AsSpan(j * _n, _n);
            column[j] = 1 / _lower[j * _n + j];
            for (var i = j + 1; i < _n; i++) column[i] = -Dot(_lower.AsSpan(i * _n + j, i - j), column[j..i]) / _lower[i * _n + i];
        }
        var result = new double[_n * _n];
        for (var i = 0; i < _n; i++)
            for (var j = 0; j <= i; j++)
                result[i * _n + j] = result[j * _n + i] = Dot(inverse.AsSpan(i * _n + i, _n - i), inverse.AsSpan(j * _n + i, _n - i));
        return result;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        // Four sums, always the same four whatever the vector's width, so that the bits agree everywhere.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        var i = 0;
        for (; i + 4 <= left.Length; i += 4)
        {
            s0 += left[i] * right[i];
            s1 += left[i + 1] * right[i + 1];
            s2 += left[i + 2] * right[i + 2];
            s3 += left[i + 3] * right[i + 3];
        }
        for (; i < left.Length; i++) s0 += left[i] * right[i];
        return s0 + s1 + (s2 + s3);
    }
}
