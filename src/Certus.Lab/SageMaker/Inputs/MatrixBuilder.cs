using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>Rows as they are read, from one file after another.</summary>
internal sealed class MatrixBuilder(InputShape shape)
{
    /// <summary>2^28 values are 1 GB; larger data belong on a larger machine.</summary>
    public const long MostValues = 1L << 28;

    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];
    private readonly List<int> _groups = [];
    private float[] _values = new float[1024];
    private long _group = -1;

    public InputShape Shape { get; } = shape;

    public int Rows { get; private set; }

    /// <summary>Features of a row; null before the first.</summary>
    public int? Columns { get; private set; } = shape.Columns;

    /// <summary>Adds a row.</summary>
    /// <param name="label">Ignored where the shape has none.</param>
    /// <param name="weight">Null where it has none.</param>
    /// <param name="where">For complaints: "file, line 3".</param>
    public void Add(ReadOnlySpan<float> row, float label, float? weight, long? group, Func<string> where)
    {
        if (Columns is not { } columns) Columns = columns = row.Length;
        if (row.Length != columns) throw new ClientErrorException($"{where()}: {row.Length} feature{(row.Length == 1 ? "" : "s")}, where {columns} {(columns == 1 ? "is" : "are")} expected.{(Shape is { Labels: not LabelUse.Required, LabelColumns: 1 } ? " The first column is taken for the label unless the content type says label_size=0." : "")}");
        if (columns == 0) throw new ClientErrorException($"{where()}: a row without features.");
        if ((long)(Rows + 1) * columns > MostValues) throw TooLarge;
        if (Shape.KeepsLabels)
        {
            if (!float.IsFinite(label)) throw new ClientErrorException($"{where()}: the label is missing.");
            if (Shape.CheckLabel(label) is { } complaint) throw new ClientErrorException($"{where()}: {complaint}");
            _labels.Add(label);
        }
        for (var column = 0; column < row.Length; column++)
            if (float.IsInfinity(row[column])) throw new ClientErrorException($"{where()}: the value of feature {column} is not a finite number of 32 bits.");
        if (!Shape.Missing)
            for (var column = 0; column < row.Length; column++)
                if (float.IsNaN(row[column])) throw new ClientErrorException($"{where()}: the value of feature {column} is missing, and this algorithm takes no missing values.");
        if (weight is { } w)
        {
            if (!(w >= 0)) throw new ClientErrorException($"{where()}: the weight is not 0 or above.");
            _weights.Add(w);
        }
        if (group is { } id)
        {
            if (id != _group) _groups.Add(0);
            _group = id;
            _groups[^1]++;
        }
        var from = Rows * columns;
        if (from + columns > _values.Length) Array.Resize(ref _values, (int)Math.Min(Math.Max(2L * _values.Length, from + columns), MostValues));
        row.CopyTo(_values.AsSpan(from));
        Rows++;
    }

    public static ClientErrorException TooLarge => new($"The data have more than {MostValues:N0} values, which is more than the sandbox holds in memory.");

    public DataMatrix Build()
    {
        var length = Rows * (Columns ?? 0);
        if (_values.Length > length) Array.Resize(ref _values, length);
        return new(_values, Rows, Columns ?? 0) { Labels = [.. _labels], Weights = [.. _weights], Groups = [.. _groups] };
    }
}
