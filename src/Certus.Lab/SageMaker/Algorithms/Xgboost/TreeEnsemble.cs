using System.Globalization;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The trees of a LightGBM model, read from its text and walked in managed code: what the server loads can't bring it down.</summary>
/// <remarks>Trees with numerical splits, as training here makes them; LightGBM's include/LightGBM/tree.h says how a node decides.</remarks>
internal sealed class TreeEnsemble
{
    private const double Zero = 1e-35;

    private enum Missing { None, Zero, Nan }

    private readonly record struct Node(int Feature, double Threshold, int Left, int Right, bool DefaultLeft, Missing Missing);

    private sealed record Tree(Node[] Nodes, double[] Leaves);

    private readonly List<Tree> _trees = [];

    /// <exception cref="InvalidDataException">It is not such a model; the message is one sentence.</exception>
    public TreeEnsemble(string text, int features, int outputs)
    {
        Outputs = outputs;
        Features = features;
        var ended = false;
        Dictionary<string, string>? tree = null;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.StartsWith("Tree=") || line.SequenceEqual("end of trees"))
            {
                if (tree is not null) _trees.Add(Read(tree, features));
                if (ended = !line.StartsWith("Tree=")) break;
                tree = [];
                continue;
            }
            var equals = line.IndexOf('=');
            if (equals < 0) continue;
            if (tree is not null) tree[line[..equals].ToString()] = line[(equals + 1)..].ToString();
            else if (line[..equals] is "max_feature_idx" && !line[(equals + 1)..].SequenceEqual((features - 1).ToString(CultureInfo.InvariantCulture))) throw new InvalidDataException("its features are not those of the manifest.");
            else if (line[..equals] is "num_tree_per_iteration" && !line[(equals + 1)..].SequenceEqual(outputs.ToString(CultureInfo.InvariantCulture))) throw new InvalidDataException("its classes are not those of the manifest.");
        }
        if (!ended) throw new InvalidDataException("its trees have no end.");
        if (_trees.Count % outputs != 0) throw new InvalidDataException("its last round is not whole.");
    }

    public int Features { get; }

    public int Outputs { get; }

    public int Rounds => _trees.Count / Outputs;

    /// <summary>Adds every tree's leaf to the scores of a row.</summary>
    /// <param name="scores">One for each output.</param>
    public void Add(ReadOnlySpan<float> row, Span<double> scores)
    {
        for (var i = 0; i < _trees.Count; i++)
        {
            var (nodes, leaves) = _trees[i];
            var at = nodes.Length == 0 ? -1 : 0;
            while (at >= 0)
            {
                ref readonly var node = ref nodes[at];
                double value = row[node.Feature];
                if (double.IsNaN(value) && node.Missing != Missing.Nan) value = 0;
                var left = (node.Missing == Missing.Zero && Math.Abs(value) <= Zero) || (node.Missing == Missing.Nan && double.IsNaN(value)) ? node.DefaultLeft : value <= node.Threshold;
                at = left ? node.Left : node.Right;
            }
            scores[i % Outputs] += leaves[~at];
        }
    }

    private static Tree Read(Dictionary<string, string> tree, int features)
    {
        var leaves = Numbers("leaf_value");
        if (leaves.Length == 0 || tree.GetValueOrDefault("num_cat", "0") != "0" || tree.GetValueOrDefault("is_linear", "0") != "0") throw new InvalidDataException("a tree is not of numerical splits.");
        if (leaves.Length == 1) return new([], leaves);
        var (feature, threshold, kind, left, right) = (Numbers("split_feature"), Numbers("threshold"), Numbers("decision_type"), Numbers("left_child"), Numbers("right_child"));
        var count = leaves.Length - 1;
        if (feature.Length != count || threshold.Length != count || kind.Length != count || left.Length != count || right.Length != count) throw new InvalidDataException("a tree's nodes and leaves do not fit.");
        var nodes = new Node[count];
        for (var i = 0; i < count; i++)
        {
            if (!(feature[i] >= 0 && feature[i] < features)) throw new InvalidDataException("a tree splits by a feature that is not there.");
            // LightGBM numbers a node below its parents, which is also why a walk ends.
            if (!Good(left[i], i) || !Good(right[i], i) || !(kind[i] is >= 0 and < 16)) throw new InvalidDataException("a tree's node leads nowhere.");
            var bits = (int)kind[i];
            if ((bits & 1) != 0 || bits >> 2 > 2) throw new InvalidDataException("a tree is not of numerical splits.");
            nodes[i] = new((int)feature[i], threshold[i], (int)left[i], (int)right[i], (bits & 2) != 0, (Missing)(bits >> 2));
        }
        return new(nodes, leaves);

        bool Good(double child, int parent) => child < 0 ? child >= -leaves.Length : child > parent && child < count;

        double[] Numbers(string name)
        {
            var text = tree.GetValueOrDefault(name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var numbers = new double[text.Length];
            for (var i = 0; i < text.Length; i++)
                if (!double.TryParse(text[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])) throw new InvalidDataException($"{name} holds '{text[i]}'.");
            return numbers;
        }
    }
}
