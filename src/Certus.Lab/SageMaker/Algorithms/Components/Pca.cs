using System.Globalization;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The pca image: the directions of the largest variance, the largest first.</summary>
/// <remarks>"How PCA works" of the SageMaker guide; the randomized mode goes over the data twice more than it says (Halko, Martinsson and Tropp, 2011), which makes it nearly exact.</remarks>
internal sealed class Pca : OwnAlgorithm
{
    private const int PowerPasses = 2;

    private static readonly Hyperparameter[] _known =
    [
        Hyperparameter.Whole("feature_dim", 1).Required(),
        Hyperparameter.Whole("mini_batch_size", 1).Required(),
        Hyperparameter.Whole("num_components", 1).Required(),
        Hyperparameter.OneOf("algorithm_mode", "regular", "randomized").By("regular"),
        Hyperparameter.Whole("extra_components", -1).By("-1"),
        Hyperparameter.Flag("subtract_mean").By("true"),
        Hyperparameter.Flag("force_dense"),
    ];

    public override string Name => "pca";

    public override string RootName => "projections";

    public override TrainedModel? Train(TrainingRun run)
    {
        var values = new Hyperparameters(_known, run.Hyperparameters);
        var (dimension, wanted) = (values.Whole("feature_dim"), values.Whole("num_components"));
        if (wanted > dimension) throw new ClientErrorException($"Hyperparameter num_components: {wanted} is more than feature_dim, {dimension}.");
        if (values.Text("algorithm_mode") == "regular" && dimension > 4096) throw new ClientErrorException($"Hyperparameter algorithm_mode: regular keeps {dimension} × {dimension} values; beyond 4096 features use randomized.");
        var train = run.Read("train", TrainingTypes, new(LabelUse.None, false) { Columns = dimension });
        var mean = new double[dimension];
        if (values.Flag("subtract_mean"))
            for (var row = 0; row < train.Rows; row++)
                for (var i = 0; i < dimension; i++) mean[i] += (train.Row(row)[i] - mean[i]) / (row + 1);
        double spread = 0;
        for (var row = 0; row < train.Rows; row++)
            for (var i = 0; i < dimension; i++) spread += (train.Row(row)[i] - mean[i]) * (train.Row(row)[i] - mean[i]);

        var extra = values.Whole("extra_components");
        var width = Math.Min(dimension, wanted + (extra < 0 ? Math.Max(10, wanted) : extra));
        var (directions, squares) = values.Text("algorithm_mode") == "regular" ? Regular(train, mean) : Randomized(train, mean, width, new(run.Seed, "pca"));
        if (run.IsStopping) return null;

        var components = new float[wanted * dimension];
        for (var component = 0; component < wanted; component++)
        {
            var direction = directions.Column(component);
            // A direction and its opposite are the same component: the sign is that of the largest entry.
            var sign = direction[direction.AbsoluteMaximumIndex()] < 0 ? -1 : 1;
            for (var i = 0; i < dimension; i++) components[component * dimension + i] = (float)(sign * direction[i]);
            run.Log(string.Create(CultureInfo.InvariantCulture, $"component {component}: singular value {Math.Sqrt(Math.Max(squares[component], 0)):0.######}, share of the variance {(spread > 0 ? squares[component] / spread : 0):0.######}"));
        }
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(wanted);
            writer.Write(dimension);
            WriteNumbers(writer, [.. mean.Select(value => (float)value)]);
            WriteNumbers(writer, [.. squares.Take(wanted).Select(square => (float)Math.Sqrt(Math.Max(square, 0)))]);
            WriteNumbers(writer, components);
        }
        return new("pca-components.bin", stream.ToArray(), dimension, train.Rows);
    }

    /// <summary>The eigenvectors of the scatter matrix, the largest eigenvalue first.</summary>
    private static (Matrix<double> Directions, double[] Squares) Regular(DataMatrix train, double[] mean)
    {
        var dimension = train.Columns;
        var scatter = new double[dimension * dimension];
        var centered = new double[dimension];
        for (var row = 0; row < train.Rows; row++)
        {
            var values = train.Row(row);
            for (var i = 0; i < dimension; i++) centered[i] = values[i] - mean[i];
            for (var i = 0; i < dimension; i++)
            {
                var factor = centered[i];
                if (factor == 0) continue;
                for (var j = i; j < dimension; j++) scatter[i * dimension + j] += factor * centered[j];
            }
        }
        for (var i = 0; i < dimension; i++)
            for (var j = 0; j < i; j++) scatter[i * dimension + j] = scatter[j * dimension + i];
        return Largest(Matrix<double>.Build.Dense(dimension, dimension, scatter));
    }

    private static (Matrix<double> Directions, double[] Squares) Largest(Matrix<double> symmetric)
    {
        var decomposition = symmetric.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, symmetric.ColumnCount).OrderByDescending(i => decomposition.EigenValues[i].Real).ToArray();
        return (Matrix<double>.Build.DenseOfColumnVectors(order.Select(i => decomposition.EigenVectors.Column(i))), [.. order.Select(i => decomposition.EigenValues[i].Real)]);
    }

    /// <summary>The same in the space that a random sketch of the rows spans.</summary>
    private static (Matrix<double> Directions, double[] Squares) Randomized(DataMatrix train, double[] mean, int width, SeededRandom random)
    {
        var dimension = train.Columns;
        var sketch = Matrix<double>.Build.Dense(dimension, width);
        var signs = new double[width];
        EachRow(row =>
        {
            for (var i = 0; i < width; i++) signs[i] = (random.Next() & 1) == 0 ? 1 : -1;
            Add(sketch, row, signs);
        });
        var basis = sketch.QR().Q.SubMatrix(0, dimension, 0, width);
        for (var pass = 0; pass < PowerPasses; pass++)
        {
            var next = Matrix<double>.Build.Dense(dimension, width);
            EachRow(row => Add(next, row, Project(basis, row)));
            basis = next.QR().Q.SubMatrix(0, dimension, 0, width);
        }
        var scatter = Matrix<double>.Build.Dense(width, width);
        EachRow(row =>
        {
            var projected = Project(basis, row);
            for (var i = 0; i < width; i++)
                for (var j = 0; j < width; j++) scatter[i, j] += projected[i] * projected[j];
        });
        var (directions, squares) = Largest(scatter);
        return (basis * directions, squares);

        void EachRow(Action<double[]> work)
        {
            var centered = new double[dimension];
            for (var row = 0; row < train.Rows; row++)
            {
                var values = train.Row(row);
                for (var i = 0; i < dimension; i++) centered[i] = values[i] - mean[i];
                work(centered);
            }
        }
    }

    private static void Add(Matrix<double> into, double[] row, double[] factors)
    {
        for (var column = 0; column < factors.Length; column++)
            for (var i = 0; i < row.Length; i++) into[i, column] += factors[column] * row[i];
    }

    private static double[] Project(Matrix<double> basis, double[] row)
    {
        var projected = new double[basis.ColumnCount];
        for (var column = 0; column < projected.Length; column++)
            for (var i = 0; i < row.Length; i++) projected[column] += basis[i, column] * row[i];
        return projected;
    }

    public override IModel Load(ModelManifest manifest, byte[] model)
    {
        using var reader = new BinaryReader(new MemoryStream(model));
        if (model.Length < 8) throw new InvalidDataException("it ends too early.");
        var (count, dimension) = (reader.ReadInt32(), reader.ReadInt32());
        if (count < 1 || dimension != manifest.Features) throw new InvalidDataException("its components do not fit its features.");
        var mean = ReadNumbers(reader, dimension);
        ReadNumbers(reader, count);
        return new Model(mean, ReadNumbers(reader, (long)count * dimension), dimension);
    }

    private sealed class Model(float[] mean, float[] components, int dimension) : IModel
    {
        public int Features => dimension;

        public bool TakesMissing => false;

        public IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose)
        {
            var count = components.Length / dimension;
            var projection = new float[rows.Rows * count];
            for (var row = 0; row < rows.Rows; row++)
            {
                var values = rows.Row(row);
                for (var component = 0; component < count; component++)
                {
                    double sum = 0;
                    for (var i = 0; i < dimension; i++) sum += ((double)values[i] - mean[i]) * components[component * dimension + i];
                    projection[row * count + component] = (float)sum;
                }
            }
            return [new("projection", projection, count, true)];
        }
    }
}
