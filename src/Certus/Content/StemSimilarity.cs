namespace Certus.Content;

/// <summary>How much of their wording two stems share.</summary>
public static class StemSimilarity
{
    /// <summary>From here on two stems count as nearly the same.</summary>
    public const double NearlySame = 0.5;

    private const int ShingleLength = 3;

    /// <summary>The stem's runs of three words, as sorted hashes.</summary>
    public static ulong[] Shingles(string stem)
    {
        ArgumentNullException.ThrowIfNull(stem);
        var words = stem.ToLowerInvariant().Split([.. " \t\r\n.,;:?!()|-'\"`*$%"], StringSplitOptions.RemoveEmptyEntries);
        HashSet<ulong> shingles = [];
        for (var i = 0; i + ShingleLength <= words.Length; i++)
        {
            var hash = 14695981039346656037UL;
            for (var j = i; j < i + ShingleLength; j++)
            {
                foreach (var c in words[j]) hash = (hash ^ c) * 1099511628211UL;
                hash = (hash ^ ' ') * 1099511628211UL;
            }
            shingles.Add(hash);
        }
        return [.. shingles.Order()];
    }

    /// <summary>The share of common shingles among all of both (Jaccard), 0 to 1; 0 where both are too short to compare.</summary>
    public static double Between(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int common = 0, i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j]) { common++; i++; j++; }
            else if (a[i] < b[j]) i++;
            else j++;
        }
        var union = a.Length + b.Length - common;
        return union == 0 ? 0 : (double)common / union;
    }
}
