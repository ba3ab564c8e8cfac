namespace Certus.Measure.Calibration;

/// <summary>The answers as the sums need them: few items at a time make a block, and what a person answered to a block is one row of a table.</summary>
/// <remarks>
/// Five items that are right or wrong have 32 combinations. The log likelihood of each combination is summed once a pass instead of once a person, which makes a pass
/// over the persons several times shorter (the method of the four Russians; Arlazarov and others, 1970). Persons who answered everything alike are one pattern with a weight.
/// The last block is the population: its categories are the groups.
/// </remarks>
internal sealed class PatternTable
{
    private const int MostRows = 32;

    private PatternTable(IReadOnlyList<Block> blocks, int rows, int[] rowOf, double[] weights, int[] patternOf)
    {
        (Blocks, Rows, RowOf, Weights, PatternOf) = (blocks, rows, rowOf, weights, patternOf);
    }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>How many rows the tables of all blocks have.</summary>
    public int Rows { get; }

    /// <summary>Of each pattern and block, the row.</summary>
    public int[] RowOf { get; }

    /// <summary>How many persons share a pattern.</summary>
    public double[] Weights { get; }

    /// <summary>Of each person, the pattern.</summary>
    public int[] PatternOf { get; }

    public int Patterns => Weights.Length;

    /// <summary>Kernels that stand together, and what each of their rows means.</summary>
    /// <param name="FirstRow">Where the rows begin.</param>
    /// <param name="FirstKernel">Which kernels these are, from.</param>
    /// <param name="Kernels">How many.</param>
    /// <param name="CategoryOf">Of each row and kernel, the category; −1 where there is no answer.</param>
    public sealed record Block(int FirstRow, int FirstKernel, int Kernels, short[][] CategoryOf)
    {
        public int Rows => CategoryOf.Length;
    }

    /// <param name="responses">The answers.</param>
    /// <param name="columns">The items that count, in the order of the kernels.</param>
    /// <param name="categories">How many categories each of them has.</param>
    public static PatternTable Of(Responses responses, IReadOnlyList<int> columns, IReadOnlyList<int> categories)
    {
        var missing = Missing(responses);
        int[] bases = [.. columns.Select((column, i) => categories[i] + (missing[column] ? 1 : 0))];
        List<(int First, int Count)> spans = [];
        for (var i = 0; i < bases.Length;)
        {
            var (first, size) = (i, 1);
            do size *= bases[i++]; while (i < bases.Length && size * bases[i] <= MostRows);
            spans.Add((first, i - first));
        }
        var width = spans.Count + 1;
        var known = new int[spans.Count][];
        var meanings = new List<short[]>[width];
        for (var b = 0; b < width; b++) meanings[b] = [];
        for (var b = 0; b < spans.Count; b++) Array.Fill(known[b] = new int[bases.Skip(spans[b].First).Take(spans[b].Count).Aggregate(1, (size, next) => size * next)], -1);
        for (var g = 0; g < responses.Groups.Count; g++) meanings[^1].Add([(short)g]);
        var rows = new int[checked(responses.Persons * width)];
        for (var person = 0; person < responses.Persons; person++)
        {
            var answers = responses.Row(person);
            for (var b = 0; b < spans.Count; b++)
            {
                var (first, count) = spans[b];
                var code = 0;
                for (var i = first; i < first + count; i++) code = code * bases[i] + (answers[columns[i]] is >= 0 and var answer ? answer : categories[i]);
                ref var row = ref known[b][code];
                if (row < 0)
                {
                    row = meanings[b].Count;
                    var meaning = new short[count];
                    for (var i = 0; i < count; i++) meaning[i] = answers[columns[first + i]];
                    meanings[b].Add(meaning);
                }
                rows[person * width + b] = row;
            }
            rows[person * width + width - 1] = responses.GroupOf(person);
        }
        return Collapse(spans, columns.Count, meanings, rows, width, responses.Persons);
    }

    private static bool[] Missing(Responses responses)
    {
        var missing = new bool[responses.Items.Count];
        for (var person = 0; person < responses.Persons; person++)
        {
            var answers = responses.Row(person);
            for (var i = 0; i < answers.Length; i++) missing[i] |= answers[i] < 0;
        }
        return missing;
    }

    private static PatternTable Collapse(List<(int First, int Count)> spans, int items, List<short[]>[] meanings, int[] rows, int width, int persons)
    {
        List<Block> blocks = [];
        var total = 0;
        for (var b = 0; b < width; b++)
        {
            var (first, count) = b < spans.Count ? spans[b] : (items, 1);
            blocks.Add(new(total, first, count, [.. meanings[b]]));
            total += meanings[b].Count;
        }
        var (kept, patternOf, seen) = (0, new int[persons], new Dictionary<PatternKey, int>(new PatternComparer(rows, width)));
        List<double> weights = [];
        for (var person = 0; person < persons; person++)
        {
            rows.AsSpan(person * width, width).CopyTo(rows.AsSpan(kept * width));
            var key = new PatternKey(kept);
            if (seen.TryGetValue(key, out var pattern)) weights[pattern]++;
            else
            {
                seen.Add(key, pattern = kept++);
                weights.Add(1);
            }
            patternOf[person] = pattern;
        }
        Array.Resize(ref rows, kept * width);
        for (var i = 0; i < rows.Length; i++) rows[i] += blocks[i % width].FirstRow;
        return new(blocks, total, rows, [.. weights], patternOf);
    }

    private readonly record struct PatternKey(int At);

    /// <summary>Compares rows of the array that is being filled, so that nothing is copied.</summary>
    private sealed class PatternComparer(int[] rows, int width) : IEqualityComparer<PatternKey>
    {
        public bool Equals(PatternKey x, PatternKey y) => rows.AsSpan(x.At * width, width).SequenceEqual(rows.AsSpan(y.At * width, width));

        public int GetHashCode(PatternKey key)
        {
            var hash = 14695981039346656037UL;
            foreach (var row in rows.AsSpan(key.At * width, width)) hash = (hash ^ (uint)row) * 1099511628211UL;
            return (int)(hash ^ (hash >> 32));
        }
    }
}
